"""What may be typed into the search bar, and what it means."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from faceapp.core.errors import QueryError
from faceapp.core.keywords import SPOKEN
from faceapp.core.names import KnownName
from faceapp.core.query import (
    All,
    Compare,
    Either,
    Faces,
    InFolder,
    Named,
    Nobody,
    Not,
    Taken,
    Term,
    named,
    names_in,
)
from faceapp.core.query_names import MOST_BEGUN, Names, understand
from faceapp.core.query_parser import ends_in_and, joined, last_words, parse, settled, worded
from faceapp.core.query_words import label, sentence

ANNA, BEN, CARL, YEAR = Named("Anna"), Named("Ben"), Named("Carl"), Taken("2019", "2019")

KNOWN = Names(
    [
        KnownName(1, "Anna"),
        KnownName(2, "Ben"),
        KnownName(3, "Anna Berg"),
        KnownName(4, "Zoë Łuć"),
        KnownName(5, "Ingo Nito", hidden=True),
        KnownName(6, "2019"),
        KnownName(7, "ben"),
        KnownName(8, "O'Neil-Smith"),
        KnownName(9, "Only"),
        KnownName(10, "Carl Gustav von Linné"),
        KnownName(11, "Berta Maria"),
        KnownName(12, "Maria Berg"),
        KnownName(13, "47"),
    ]
)


def ids(text: str, *, typing: bool = False) -> list[tuple[int, ...]]:
    return [name.person_ids for name in names_in(understand(text, KNOWN, typing=typing))]


def error(text: str) -> QueryError:
    with pytest.raises(QueryError) as raised:
        understand(text, KNOWN)
    return raised.value


# -- grammar ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ()),
        ("Anna + Ben", (ANNA, BEN)),
        ("Anna, Ben", (ANNA, BEN)),
        ("anna and Ben & Carl", (Named("anna"), BEN, CARL)),
        ("Anna | Ben", (Either((ANNA, BEN)),)),
        ("Anna or Ben", (Either((ANNA, BEN)),)),
        ("Anna - Ben", (ANNA, Not(BEN))),
        ("Anna without Ben", (ANNA, Not(BEN))),
        ("-Ben", (Not(BEN),)),
        ("Anna-Ben", (Named("Anna-Ben"),)),
        ("Anna 2019", (ANNA, YEAR)),
        ('"2019"', (Named("2019", exact=True),)),
        ("2015..2019", (Taken("2015", "2019"),)),
        ("2015-2019", (Taken("2015", "2019"),)),
        ("2015.. 2019-6", (Taken("2015", "2019-06"),)),
        ("2015.. Anna", (Taken("2015", ""), ANNA)),
        ("..2019-06-14", (Taken("", "2019-06-14"),)),
        ("2019-06..2019", (Taken("2019-06", "2019"),)),
        ("1234", (Named("1234"),)),
        ("nobody", (Nobody(),)),
        ("faces>5", (Faces(Compare.MORE, 5),)),
        ("Faces >= 5", (Faces(Compare.AT_LEAST, 5),)),
        ("faces:0", (Faces(Compare.EQUAL, 0),)),
        ("folder:Rome+2019", (InFolder("Rome+2019"),)),
        ('folder:"In Rome" Anna', (InFolder("In Rome"), ANNA)),
        ("hidden:Zoe", (Named("Zoe", hidden=True),)),
        ('"say \\"hi\\""', (Named('say "hi"', exact=True),)),
        ("“Anna Berg”", (Named("Anna Berg", exact=True),)),
        # a choice binds tighter than "and", a minus is for the whole choice
        ("Anna | Ben + 2019", (Either((ANNA, BEN)), YEAR)),
        ("Anna - Ben | Carl + 2019", (ANNA, Not(Either((BEN, CARL))), YEAR)),
        ("Anna | -Ben", (Either((ANNA, Not(BEN))),)),
        ("(-Anna) | Ben", (Either((Not(ANNA), BEN)),)),
        ("(Anna + Ben) | Carl", (Either((All((ANNA, BEN)), CARL)),)),
        ("(Anna + Ben) + 2019", (ANNA, BEN, YEAR)),
        ("Anna | (only Ben)", (Either((ANNA, All((BEN,), only=True))),)),
    ],
)
def test_what_a_query_means(text: str, terms: tuple[Term, ...]) -> None:
    assert parse(text) == All(terms)


@pytest.mark.parametrize(
    "text", ["only Anna + Ben", "only Anna, Ben", "Anna + only Ben", "only + Anna + Ben"]
)
def test_only_is_for_everybody_named(text: str) -> None:
    assert parse(text) == All((ANNA, BEN), only=True)


@pytest.mark.parametrize(
    ("text", "part", "words"),
    [
        ("Anna +", "+", "missing after"),
        ("| Anna", "|", "missing before"),
        ("Anna + + Ben", "+", "missing after"),
        ("Anna | | Ben", "|", "missing after"),
        ("Anna -", "-", "missing after"),
        ("Anna | only Ben", "only", "brackets"),
        ("(Anna", "(", "not closed"),
        ("Anna)", ")", "closes nothing"),
        ("Anna ()", "()", "between the brackets"),
        ('Ben "Anna', '"Anna', "not closed"),
        ('Ben "  "', '"  "', "between the quotes"),
        ("only", "only", "stands a name"),
        ("only 2019", "only", "needs a name"),
        ("only -Anna", "only", "needs a name"),
        ("Anna 2019-13", "2019-13", "01 to 12"),
        ("2019-02-30", "2019-02-30", "no such day"),
        ("0999-01", "0999-01", "no year"),
        ("2019..2015", "2019..2015", "before it begins"),
        ("..", "..", "2015..2019"),
        ("faces>many", "faces>", "faces>5"),
        ("Anna > 5", ">", "after “faces”"),
        ("folder:", "folder:", "path"),
        ("person:Anna", "person:", "quoted"),
        ("(" * 30 + "Anna" + ")" * 30, "(", "too many"),
    ],
)
def test_errors_point_at_the_place(text: str, part: str, words: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(text)
    found = raised.value
    assert text[found.start : found.end] == part
    assert words in found.user_message
    assert f"“{part}” (character {found.start + 1} " in found.user_message
    assert "\n" not in found.user_message
    again = pickle.loads(pickle.dumps(found))
    assert (again.user_message, again.start, again.end) == (found.user_message, found.start, found.end)


def test_a_query_has_an_end() -> None:
    with pytest.raises(QueryError, match="at most"):
        parse("a" * 3000)


# -- any text ---------------------------------------------------------------------------------------------
_SIGNS = '+-|,&()"<>=:.…–“ \\'
_PARTS = ("only ", "nobody", "not ", "and ", "faces>", "folder:", "hidden:", "2019", "-06", "2015..2019")
_WORDS = ("Anna", "anna berg", "Ben", "(2)", "47", "é", "５", "..", "xyz", "\n")
_PIECES = st.sampled_from([*_SIGNS, *_PARTS, *_WORDS])
_TEXTS = st.one_of(st.text(max_size=40), st.lists(_PIECES, max_size=14).map("".join))


@given(_TEXTS)
@example("2019-06..2019")
@example("(" * 500)
@example("a\x1c b")
def test_any_text_is_understood_or_refused(text: str) -> None:
    for typing in (False, True):
        refused: QueryError | None = None
        try:
            query = understand(text, KNOWN, typing=typing)
        except QueryError as raised:
            refused = raised
        if refused is not None:
            assert 0 <= refused.start <= refused.end
            assert refused.user_message
        else:
            assert all(name.person_ids for name in names_in(query))
            assert [label(term) for term in query.terms] or query == All()
            sentence(query)
    last_words(text)


@given(_TEXTS)
@example('folder:"a b" hidden:"x y" -(a | b) (only c)')
def test_what_is_written_means_the_same(text: str) -> None:
    try:
        query = parse(text)
    except QueryError:
        return
    assert parse(str(query)) == query
    assert parse(worded(str(query), SPOKEN["de"]), words=SPOKEN["de"]) == query
    for term in query.terms:  # a chip by itself, too
        assert parse(str(All((term,)))).terms == (term,)


_NAMES = st.text(min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)


@given(_NAMES)
@example("2019")
@example("only")
@example("a-")
@example("faces")
@example('say "hi"')
@example("J. R.")
def test_any_name_can_be_written(name: str) -> None:
    for hidden in (False, True):
        (found,) = parse(str(named(name, hidden=hidden))).terms
        assert isinstance(found, Named)
        assert (found.text, found.hidden) == (name, hidden)


# -- names ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("ANNA", [(1,)]),  # the whole name comes before a part of another
        ("zoe luc", [(4,)]),
        ("zoe", [(4,)]),  # a part will do where only one name has it
        ("linne", [(10,)]),
        ("ben", [(2, 7)]),
        ('"Ben (2)"', [(7,)]),
        ('"Ben (1)"', [(2,)]),
        ("anna berg ben", [(3,), (2, 7)]),
        ("anna ben | zoe", [(1,), (2, 7), (4,)]),
        ("berta maria berg", [(11,), (12,)]),
        ("o'neil-smith", [(8,)]),
        ('"2019" + 2019', [(6,)]),
        ("47", [(13,)]),
        ('"only"', [(9,)]),
        ('hidden:"ingo nito"', [(5,)]),
        ("hidden:anna", [(1,)]),
    ],
)
def test_whom_a_name_means(text: str, people: list[tuple[int, ...]]) -> None:
    assert ids(text) == people


def test_the_first_of_two_names_takes_the_minus() -> None:
    query = understand("-anna ben", KNOWN)
    assert [type(term) for term in query.terms] == [Not, Named]


@pytest.mark.parametrize(
    ("text", "part", "words", "nearest"),
    [
        ("Anba + Ben", "Anba", "Did you mean “Anna”", "Anna"),
        ("ben xyzzy quux 2019", "xyzzy quux", "nobody has this name", ""),
        ('Ben "Ann"', '"Ann"', "Anna", "Anna"),
        ("berg", "berg", "may be “Anna Berg” or “Maria Berg”: write more", "Anna Berg"),
        ("ingo nito", "ingo nito", 'hidden: write hidden:"ingo nito"', ""),
        ("hidden:Nito", "hidden:Nito", "nobody has this name", ""),
    ],
)
def test_unknown_names(text: str, part: str, words: str, nearest: str) -> None:
    found = error(text)
    assert text[found.start : found.end] == part
    assert words in found.user_message
    assert found.nearest[:1] == ((nearest,) if nearest else ())
    assert "Ingo" not in found.user_message


def test_names_that_differ_by_accents_only_are_told_apart() -> None:
    names = Names([KnownName(1, "Zoe"), KnownName(2, "Zoë")])
    assert [name.person_ids for name in understand('zoe + "Zoë (2)"', names).names()] == [(1, 2), (2,)]


def test_nobody_is_named_yet() -> None:
    with pytest.raises(QueryError, match="People page"):
        understand("Anna", Names([]))


def test_names_are_written_as_in_the_library() -> None:
    assert str(understand("anna berg | ZOE - ben", KNOWN)) == '"Anna Berg" | "Zoë Łuć" -Ben'
    assert str(understand("2019 47", KNOWN)) == "2019 + 47"


# -- months, and other languages --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("June 2019", (Taken("2019-06", "2019-06"),)),
        ("anna 14. june 2019", (Named("anna"), Taken("2019-06-14", "2019-06-14"))),
        ("Anna - December 2019", (ANNA, Not(Taken("2019-12", "2019-12")))),
        ("June + 2019", (Named("June"), YEAR)),
        ('"June" 2019', (Named("June", exact=True), YEAR)),
        ("June 2019..", (Named("June"), Taken("2019", ""))),
        ("June", (Named("June"),)),
        ("Juni 2019", (Named("Juni"), YEAR)),
    ],
)
def test_a_month_stands_before_its_year(text: str, terms: tuple[Term, ...]) -> None:
    assert parse(text) == All(terms)


def test_who_is_called_as_a_month_comes_first() -> None:
    names = Names([KnownName(1, "April"), KnownName(2, "Anna May"), KnownName(3, "Carl")])

    def words(text: str) -> str:
        return str(understand(text, names))

    assert words("april 2019") == "April + 2019"
    assert words("anna may 2019") == '"Anna May" + 2019'
    assert words("may 2019") == "2019-05"
    assert words("carl may 2019") == "Carl + 2019-05"
    with pytest.raises(QueryError) as raised:
        words("carll may 2019")
    assert raised.value.query[raised.value.start : raised.value.end] == "carll"
    with pytest.raises(QueryError, match="no such day"):
        words("31 June 2019")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Anna und Ben", "Anna + Ben"),
        ("Anna oder Ben ohne Carl", "Anna | Ben -Carl"),
        ("nicht Anna", "-Anna"),
        ("Nur Anna", "only Anna"),
        ("niemand", "nobody"),
        ("Gesichter > 5", "faces>5"),
        ('Ordner:Rom ordner:"In Rom"', 'folder:Rom + folder:"In Rom"'),
        ("verborgen:Zoe", "hidden:Zoe"),
        ("März 2019", "2019-03"),
        ("3. Mai 2019 Anna", "2019-05-03 + Anna"),
        ("only Anna and (Ben or Carl) without nobody + faces>5", "only Anna + Ben | Carl -nobody + faces>5"),
        ("June 2019", "2019-06"),
    ],
)
def test_german_words_beside_the_english_ones(text: str, written: str) -> None:
    assert str(parse(text, words=SPOKEN["de"])) == written


def test_a_word_of_another_language_is_a_name_and_never_becomes_that_word() -> None:
    names = Names([KnownName(1, "Nur"), KnownName(2, "Anna")])
    query = understand("nur anna", names)
    assert [name.person_ids for name in query.names()] == [(1,), (2,)]
    assert understand(str(query), names, words=SPOKEN["de"]) == query
    assert understand("nur anna", names, words=SPOKEN["de"]).only


def test_while_a_german_query_is_typed() -> None:
    german = SPOKEN["de"]
    assert settled("anna und (ben oder ", german) == "anna und (ben )"
    assert last_words("ohne an", german) == [(5, "an")]
    assert joined("Anna", "oder ben", german) == "Anna oder ben"
    assert joined("Anna", "oder ben") == "Anna + oder ben"
    assert ends_in_and("nur anna, ", german)


# -- while typing -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("an", [(1, 3)]),
        ("anna", [(1,)]),
        ("anna b", [(3,)]),
        ("ben +", [(2, 7)]),
        ("ben + (zo", [(2, 7), (4,)]),
        ('ben | "Anna Berg', [(2, 7), (3,)]),
        ("ben without ", [(2, 7)]),
    ],
)
def test_a_loose_end_while_typing(text: str, people: list[tuple[int, ...]]) -> None:
    assert ids(text, typing=True) == people


def test_only_the_last_name_may_be_unfinished() -> None:
    with pytest.raises(QueryError):
        understand("an + ben", KNOWN, typing=True)
    with pytest.raises(QueryError):
        understand("xy", KNOWN, typing=True)


def test_few_letters_mean_nobody_where_many_begin_so() -> None:
    many = Names([KnownName(number, f"Person {number}") for number in range(MOST_BEGUN + 1)])
    with pytest.raises(QueryError):
        understand("pers", many, typing=True)
    assert understand("person 12", many, typing=True).terms


def test_the_words_being_typed() -> None:
    assert last_words("2019 + anna be") == [(7, "anna"), (12, "be")]
    assert last_words('2019 + "anna') == []
    assert last_words("anna +") == []
    assert settled("anna + (ben | ") == "anna + (ben )"


# -- words ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "words", "chips"),
    [
        ("", "", []),
        ("anna ben 2019", "with Anna and Ben in 2019", ["Anna", "Ben", "2019"]),
        ("anna | ben - zoe", "with Anna or Ben, without Zoë Łuć", ["Anna or Ben", "not Zoë Łuć"]),
        ("only anna ben", "with Anna, Ben and nobody else", ["Anna", "Ben"]),
        ("2019-06..2020", "in June 2019 to 2020", ["June 2019 to 2020"]),
        ("2019-06-04..", "since 4 June 2019", ["since 4 June 2019"]),
        ("..2020 - 2019", "until 2020 not in 2019", ["until 2020", "not 2019"]),
        (
            "folder:Rome faces>5",
            "in a folder “Rome” with more than 5 faces",
            ["folder “Rome”", "more than 5 faces"],
        ),
        ("nobody", "with nobody", ["nobody"]),
        ("faces=1 - faces=0", "with 1 face with not no faces", ["1 face", "not no faces"]),
        ("(anna + ben) | zoe", "with (Anna and Ben) or Zoë Łuć", ["(Anna and Ben) or Zoë Łuć"]),
    ],
)
def test_in_words(text: str, words: str, chips: list[str]) -> None:
    query = understand(text, KNOWN)
    assert sentence(query) == words
    assert [label(term) for term in query.terms] == chips
