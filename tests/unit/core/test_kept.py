"""Sentences that were kept as text are known again, with their words apart from their values."""

from __future__ import annotations

import pickle
import re

import pytest

from faceapp.core import history_words as words
from faceapp.core.kept import Kept
from faceapp.core.problem_words import BAD_NAME, PROBLEMS, UNREADABLE
from faceapp.core.said import Said, said

VALUES = {
    "name": "Anna",
    "other": "Ben",
    "new": "Carl",
    "where": "Dora",
    "others": "Emil",
    "what": "Drew a box",
}


def kept(sentence: str) -> Said:
    found = Kept(str(sentence)).recalled()
    assert found == sentence
    assert isinstance(found, Said)
    return found


@pytest.mark.parametrize("sentence", [*words.DECISIONS, *PROBLEMS], ids=lambda one: one.words)
@pytest.mark.parametrize("count", [1, 3, 1200])
def test_every_sentence_is_known_again(sentence: Said, count: int) -> None:
    names = re.findall(r"\{(\w+)\}", sentence.words)
    values = {name: VALUES.get(name, f"some {name}") for name in names} | {"count": count}
    made = sentence.of(count, **{name: value for name, value in values.items() if name in names})
    found = kept(made)
    assert found.words == sentence.words
    assert {name: str(value) for name, value in found.values.items()} == {
        name: str(value) for name, value in made.values.items()
    }
    if "count" in names:
        assert found.number == count


def test_groups_and_what_was_undone_are_sentences_themselves() -> None:
    merged = kept("Merged Anna and group 12 and group 7 into Mum and Dad")
    assert merged.values["name"] == "Mum and Dad"
    others = merged.values["others"]
    assert isinstance(others, Said)
    assert others.words == "{one} and {other}"
    undone = kept("Undid: Split group 4: 2 new groups").values["what"]
    assert isinstance(undone, Said)
    assert undone.words == words.SPLIT.words
    assert [getattr(undone.values[name], "words", "") for name in ("name", "groups")] == [
        words.GROUP.words,
        words.NEW_GROUPS.words,
    ]
    apart = kept("1 face said not to be who 2 others are")
    assert [getattr(apart.values[name], "number", 0) for name in ("faces", "others")] == [1, 2]


def test_names_stay_as_they_are() -> None:
    assert kept("Merged Mum and Dad into Anna").values["others"] == "Mum and Dad"
    assert not isinstance(kept("Named Drew a box").values["name"], Said)
    assert kept("Anna and Ben no longer look alike").words == words.NOT_ALIKE.words
    assert kept("Said that Anna is not in a photo without a face").words == words.NOT_PRESENT.words
    assert isinstance(kept(UNREADABLE.of(reason=BAD_NAME)).values["reason"], Said)


def test_names_with_and_are_told_apart_by_how_many_people_there_are() -> None:
    def others(text: str, people: int | None) -> object:
        found = Kept(text, people).recalled()
        assert isinstance(found, Said)
        inner = found.values.get("what", found)
        assert isinstance(inner, Said)
        return inner.values["others"]

    two = others("Merged Anna and Ben into Carl", 2)
    assert isinstance(two, Said)
    assert (two.words, two.values) == ("{one} and {other}", {"one": "Anna", "other": "Ben"})
    assert isinstance(others("Undid: Merged Anna and Ben into Carl", 2), Said)
    for text, people in (("Mum and Dad", 1), ("Mum and Dad and Ben", 2), ("Anna and Ben", None)):
        assert not isinstance(others(f"Merged {text} into Carl", people), Said)
    assert not isinstance(others("Merged Me and group 7 into Carl", 1), Said)


@pytest.mark.parametrize("text", ["", "Anna", "Something an older version said", "Moved many faces to Anna"])
def test_other_texts_stay_what_they_are(text: str) -> None:
    found = Kept(text).recalled()
    assert found == text
    assert not isinstance(found, Said)


def test_who_is_meant() -> None:
    assert [words.called("anna", 3), words.called("anna", 3, first=True)] == ["anna", "Anna"]
    assert [words.called(None, 3), words.called(None, 3, first=True)] == ["group 3", "Group 3"]
    assert words.all_of(["Anna", words.called(None, 3), "Ben"]) == "Anna and group 3 and Ben"


def test_a_kept_sentence_goes_to_another_process_and_back() -> None:
    back = pickle.loads(pickle.dumps(Kept("Named Anna", 2)))
    assert isinstance(back, Kept)
    assert back.people == 2
    assert back == "Named Anna"


def test_a_sentence_holds_on_to_nothing_but_words_and_numbers() -> None:
    made = said("It failed ({reason}): {count}", reason=OSError("no disk"), count=3)
    assert made.values == {"reason": "no disk", "count": 3}
