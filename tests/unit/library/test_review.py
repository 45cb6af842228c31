"""The review on a library: questions, answers as events, skips, undo, and an evening that ends well."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from squares import Squares, album, people, scan_carefully

from faceapp.core.errors import DecisionError
from faceapp.core.evidence import TRUST
from faceapp.core.models import FaceState
from faceapp.core.questions import Question, QuestionKind
from faceapp.library.library import Library

# Five people in eight photos each, of which the last four are poor pictures that grouping leaves alone; three
# people who are in one photo only.
PHOTOS = [
    *[[(person, look)] for person in range(5) for look in (0, 1, 2, 3, 10, 11, 12, 13)],
    *[[(person, 0)] for person in (5, 6, 7)],
]


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scan_carefully(tmp_path_factory.mktemp("review"), PHOTOS)


class User:
    """Knows who is in each picture."""

    def __init__(self, library: Library, who: Callable[[Path], str]) -> None:
        self._library = library
        photos = {photo.id: who(Path(photo.paths[0])) for photo in library.photos()}
        self.truth = {face.id: photos[face.photo_id] for face in library.faces()}
        self._often = Counter(self.truth.values())

    def reply(self, question: Question) -> str:
        person = self.truth[question.one[0]]
        if question.kind is QuestionKind.KNOWN:
            return "yes" if self._often[person] > 1 else "no"
        if question.kind is QuestionKind.WHO:
            for number, choice in enumerate(question.choices, 1):
                if self.truth[choice.faces[0]] == person:
                    return str(number)
            return f"name {person}" if question.key.startswith("name:") else "none"
        return "yes" if self.truth[question.other[0]] == person else "no"

    def wrong(self) -> list[int]:
        """Faces that are with others, or without their own."""
        members: dict[object, list[int]] = defaultdict(list)
        for face in self._library.faces():
            aside = face.person_id is None or face.state is FaceState.STRANGER
            members[("face", face.id) if aside else face.person_id].append(face.id)
        bad = []
        for faces in members.values():
            for face in faces:
                own = [other for other in faces if self.truth[other] == self.truth[face]]
                if len(own) < len(faces) or len(own) < self._often[self.truth[face]]:
                    bad.append(face)
        return bad


def squares_user(library: Library) -> User:
    return User(library, lambda path: str(PHOTOS[int(path.stem)][0][0]))


def evening(library: Library, user: User, most: int = 400) -> int:
    for count in range(most):
        question = library.review.next()
        if question is None:
            return count
        library.review.answer(question, user.reply(question))
    raise AssertionError("the questions do not end")


def test_an_evening_one_by_one_ends_with_everybody_right(library: Library) -> None:
    user = squares_user(library)
    assert len(user.wrong()) >= 15
    before = library.review.progress()
    answers = evening(library, user)
    assert user.wrong() == []
    assert 0 < answers < 60
    after = library.review.progress()
    assert after.answers_left == 0
    assert after.settled > before.settled
    assert after.answered == answers
    assert len(library.history()) == answers  # each answer is one event


def test_an_evening_by_pages_costs_less(
    library: Library, scanned: Path, squares: Squares, tmp_path: Path
) -> None:
    user = squares_user(library)
    pages = 0
    while questions := library.review.page():
        pages += 1
        assert pages < 100
        if questions[0].kind is QuestionKind.WHO:
            library.review.answer(questions[0], user.reply(questions[0]))
            continue
        assert len({face for one in questions for face in (one.one[0], *one.other[:1])}) <= 12
        ticked = [one.key for one in questions if user.reply(one) != one.guess]
        library.review.answer_page(questions, ticked)
        pages += len(ticked)
    assert user.wrong() == []
    with squares.open(Path(shutil.copytree(scanned, tmp_path / "other"))) as other:
        assert pages <= evening(other, squares_user(other))


def test_a_wrong_answer_is_undone(library: Library) -> None:
    user = squares_user(library)
    review = library.review
    first = review.next()
    assert first is not None
    where = {face.id: face.person_id for face in library.faces()}
    question = next_of(library, QuestionKind.SAME)
    review.answer(question, "yes")
    assert {face.id: face.person_id for face in library.faces()} != where
    assert review.undo() is not None
    assert {face.id: face.person_id for face in library.faces()} == where
    assert review.find(question.key) is not None  # asked again
    with pytest.raises(DecisionError, match="nothing to undo"):
        review.undo()
    evening(library, user)
    assert user.wrong() == []


def next_of(library: Library, kind: QuestionKind) -> Question:
    skipped: set[str] = set()
    while True:
        question = library.review.next(skipped)
        assert question is not None
        if question.kind is kind:
            return question
        skipped.add(question.key)


def test_a_skipped_question_stays_away_after_a_new_start(library: Library, squares: Squares) -> None:
    first = library.review.next()
    assert first is not None
    assert library.review.answer(first, "skip") is None
    second = library.review.next()
    assert second is not None
    assert second.key != first.key
    assert library.history() == []
    with squares.open(library.root) as again:
        question = again.review.next()
        assert question is not None
        assert question.key == second.key  # the place is kept


def test_a_no_is_not_asked_again(library: Library, squares: Squares) -> None:
    question = next_of(library, QuestionKind.SAME)
    library.review.answer(question, "no")
    asked = {question.key}
    for _ in range(100):
        other = library.review.next(asked)
        if other is None:
            break
        assert {question.one[0], question.other[0]} != {other.one[0], *other.other[:1]}
        asked.add(other.key)
    library.regroup()
    faces = {face.id: face.person_id for face in library.faces_by_id([question.one[0], question.other[0]])}
    assert len(set(faces.values())) == 2 or set(faces.values()) == {None}


def test_names_are_asked_for_and_suggestions_become_questions(library: Library) -> None:
    question = library.review.next()
    assert question is not None
    assert question.kind is QuestionKind.WHO  # groups of four settle most by a name
    decision = library.review.answer(question, "name Anna")
    assert decision is not None
    assert question.person_id is not None
    assert library.person(question.person_id).name == "Anna"
    asked = next_of(library, QuestionKind.IS_THIS)
    assert asked.name == "Anna"
    library.review.answer(asked, "yes")
    (face,) = library.faces_by_id([asked.one[0]])
    assert (face.name, face.state) == ("Anna", FaceState.CONFIRMED)


def test_decisions_made_elsewhere_are_taken_in(library: Library) -> None:
    question = next_of(library, QuestionKind.SAME)
    faces = [question.one[0], question.other[0]]
    library.decide.move(faces, None, new_name="Ben")
    assert library.review.find(question.key) is None
    with pytest.raises(DecisionError, match="no longer stands"):
        library.review.answer(question, "yes")
    library.decide.undo()
    assert library.review.find(question.key) is not None


def test_a_surprising_yes_of_another_process_is_doubted_here_too(library: Library, squares: Squares) -> None:
    assert library.review.next() is not None
    here = library.review._boards.now
    assert here is not None
    faces = [face.id for face in library.faces()][:2]
    with squares.open(library.root) as other:
        assert other.review.next() is not None
        there = other.review._boards.now
        assert there is not None
        there.joined(faces[0], faces[1], -2.0, other.decide.move(faces, None).event)
    library.review.next()
    one, two = (here.row_of[face] for face in faces)
    assert here.planner._said.across([one], {two})[0] == pytest.approx(TRUST - 2.0)


@pytest.mark.parametrize("reply", ["", "maybe", "1", "name Anna"])
def test_replies_that_do_not_fit_are_refused(library: Library, reply: str) -> None:
    question = next_of(library, QuestionKind.SAME)
    with pytest.raises(DecisionError):
        library.review.answer(question, reply)
    assert library.history() == []


def test_faces_said_to_be_known_are_asked_about_again_when_the_page_is_taken_back(
    library: Library, squares: Squares
) -> None:
    review = library.review
    keys = [f"known:{face.id}" for face in library.faces_in_state(FaceState.SINGLE)[:4]]
    page = review.find_page(keys)
    # All known but the first, which is a stranger.
    decisions = review.answer_page(
        page, [one.key for one in page if (one.guess == "yes") == (one is page[0])]
    )
    assert [decision.faces for decision in decisions] == [1]
    with squares.open(library.root) as again:  # after a new start, too
        for reviewer in (review, again.review):
            for key in keys:
                with pytest.raises(DecisionError, match="no longer stands"):
                    reviewer.find_page([key])
    assert review.undo() is not None
    assert [one.key for one in review.find_page(keys)] == keys
    assert [one.key for one in review.page()] == keys  # they are what is asked next
    review.know(keys[1:])  # brought back
    assert [one.key for one in review.find_page(keys[:1])] == keys[:1]
    with pytest.raises(DecisionError, match="no longer stands"):
        review.find_page(keys[1:2])


def test_unlikely_candidates_are_not_offered(library: Library) -> None:
    asked: set[str] = set()
    for _ in range(60):
        question = library.review.next(asked)
        if question is None:
            break
        asked.add(question.key)
        if question.kind is QuestionKind.WHO:
            chances = [choice.probability for choice in question.choices]
            assert not chances or chances[-1] >= 0.03 or len(chances) == 1
            if question.key.startswith("name:"):
                assert all(chance >= 0.03 for chance in chances)
    assert asked


def test_an_odd_face_is_asked_about_once(library: Library, squares: Squares) -> None:
    """However little it looks like the others."""
    one, other, *_ = library.people()
    odd = library.faces_of_person(other.id)[0].id
    library.decide.merge(one.id, [other.id], seen=[])  # carried along, nobody has looked at them
    question = next_of(library, QuestionKind.ODD)
    assert question.person_id == one.id
    assert question.probability < 0.2
    asked = {*question.one}
    library.review.answer(question, "yes")
    for reviewer in (library, squares.open(library.root)):
        skipped: set[str] = set()
        while (found := reviewer.review.next(skipped)) is not None:
            assert found.kind is not QuestionKind.ODD or not asked & {*found.one}
            skipped.add(found.key)
    reviewer.close()
    assert odd in {face.id for face in library.faces_of_person(one.id)}


def test_strangers_leave_the_review(library: Library) -> None:
    question = next_of(library, QuestionKind.SAME)
    library.review.answer(question, "stranger")
    (face,) = library.faces_by_id([question.one[0]])
    assert face.state is FaceState.STRANGER
    asked: set[str] = set()
    while (other := library.review.next(asked)) is not None:
        assert face.id not in (*other.one, *other.other)
        asked.add(other.key)


def test_the_end_of_an_empty_library(squares: Squares, tmp_path: Path) -> None:
    with squares.open(tmp_path / "empty") as empty:
        assert empty.review.next() is None
        assert empty.review.page() == ()
        progress = empty.review.progress()
        assert (progress.settled, progress.total, progress.answers_left) == (0, 0, 0)


def test_faces_of_real_people(orl_library: Library) -> None:
    user = User(orl_library, lambda path: path.parent.name)
    evening(orl_library, user)
    assert user.wrong() == []


def test_people_is_not_needed_for_a_question_about_two_faces(squares: Squares, tmp_path: Path) -> None:
    with squares.open(tmp_path / "library") as library:
        library.scan([album(tmp_path / "album", [*people(1, 1), [(0, 11)], *people(1, 1, 12)])])
        assert library.people() == []
        user = User(library, lambda _: "0")
        evening(library, user)
        assert user.wrong() == []
