"""Whatever the user decides, in whatever order: the rules of the album hold."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from contextlib import suppress
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from album_rules import every_face_is_counted_once, every_person_shown_is_there
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from squares import Squares, album, people

from faceapp.core.errors import DecisionError
from faceapp.core.models import Face, FaceState
from faceapp.library import group
from faceapp.library.face_word import by_face
from faceapp.library.library import Library
from faceapp.library.remembered import gallery_of

PHOTOS = [*people(3, 3), [(0, 10)], [(1, 11)], [(0, 5), (1, 5)], [(3, 0)]]


@pytest.fixture(scope="session")
def scanned_squares(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("property")
    with Squares().open(folder / "library") as library:
        library.scan([album(folder / "album", PHOTOS)])
    return folder / "library"


def partition(library: Library) -> set[frozenset[int]]:
    """Who is with whom, whatever the groups are called."""
    members = defaultdict(set)
    for face in library.faces():
        members[face.person_id or f"face {face.id}"].add(face.id)
    return {frozenset(faces) for faces in members.values()}


class Album(RuleBasedStateMachine):
    """A user who tidies up, changes their mind, and starts the grouping anew at any time."""

    root: Path  # set by the test below

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copytree(self.root, self.folder / "library")
        self.library = Squares().open(self.folder / "library")
        self.library.regroup()
        self.start = partition(self.library)
        self.faces = [face.id for face in self.library.faces()]

    def teardown(self) -> None:
        self.library.close()
        shutil.rmtree(self.folder)

    # -- what the user sees -------------------------------------------------------------------------
    def some_face(self, data: st.DataObject) -> Face:
        return data.draw(st.sampled_from(self.library.faces()))

    def some_person(self, data: st.DataObject, *, named: bool | None = None) -> int | None:
        ids = [one.id for one in self.library.people() if named is None or (one.name is not None) == named]
        return data.draw(st.sampled_from(ids)) if ids else None

    def where(self, face_id: int) -> Face:
        (face,) = self.library.faces_by_id([face_id])
        return face

    # -- what the user does -------------------------------------------------------------------------
    @rule(data=st.data(), name=st.sampled_from(["Anna", "Ben"]), all_seen=st.booleans())
    def name(self, data: st.DataObject, name: str, all_seen: bool) -> None:
        group = self.some_person(data, named=False)
        if group is None:
            return
        members = [face.id for face in self.library.faces_of_person(group)]
        seen = None if all_seen else data.draw(st.lists(st.sampled_from(members), unique=True, min_size=1))
        self.library.decide.name(group, name, seen)
        for face_id in members if seen is None else seen:
            face = self.where(face_id)
            assert (face.state, face.person_id, face.name) == (FaceState.CONFIRMED, group, name)
        assert self.library.person(group).name == name

    @rule(data=st.data(), into_named=st.booleans(), all_seen=st.booleans())
    def merge(self, data: st.DataObject, into_named: bool, all_seen: bool) -> None:
        target, source = self.some_person(data, named=into_named or None), self.some_person(data)
        if target is None or source in (None, target):
            return
        moving = {face.id for one in (target, source) for face in self.library.faces_of_person(one)}
        suggested = {face.id for face in self.library.faces_in_state(FaceState.SUGGESTED)}
        # Named by the rule alone: judged anew by the confirmed faces of both.
        automatic = {face.id for face in self.library.faces_in_state(FaceState.AUTOMATIC)}
        rejected = {
            face for face in moving if self.is_rejected(face, target) or self.is_rejected(face, source)
        }
        answer = self.library.decide.merge(target, [source], None if all_seen else [])
        assert answer.person_id in (target, source)
        together = {face.id for face in self.library.faces_of_person(answer.person_id)}
        asked = {face.id for face in self.library.suggestions(answer.person_id)}
        assert moving - suggested - automatic - rejected <= together | asked

    @rule(data=st.data(), own=st.booleans())
    def reject(self, data: st.DataObject, own: bool) -> None:
        face = self.some_face(data)
        person = face.suggested_person_id or face.person_id if own else self.some_person(data)
        if person is None:
            return
        self.library.decide.reject([face.id], person)
        assert person not in (self.where(face.id).person_id, self.where(face.id).suggested_person_id)

    @rule(data=st.data())
    def confirm(self, data: st.DataObject) -> None:
        face, person = self.some_face(data), self.some_person(data, named=True)
        if person is None:
            return
        self.library.decide.confirm([face.id], person)
        assert (self.where(face.id).state, self.where(face.id).person_id) == (FaceState.CONFIRMED, person)

    @rule(data=st.data(), kind=st.sampled_from(["different", "alike", "no longer alike"]))
    def compare(self, data: st.DataObject, kind: str) -> None:
        one, other = self.some_person(data), self.some_person(data)
        if one in (None, other) or other is None:
            return
        decide = self.library.decide
        with suppress(DecisionError):
            if kind == "different":
                decide.different(one, other)
            else:
                decide.look_alike(one, other, kind == "alike")

    @rule(data=st.data(), year=st.sampled_from([None, 1980, 2020]))
    def born(self, data: st.DataObject, year: int | None) -> None:
        person = self.some_person(data)
        if person is not None:
            self.library.decide.birthdate(person, date(year, 5, 1) if year else None)

    @rule(data=st.data(), answer=st.sampled_from(["mirror", "mistake"]))
    def twice(self, data: st.DataObject, answer: str) -> None:
        face = self.some_face(data)
        mates = [one.id for one in self.library.faces_of_photo(face.photo_id) if one.id != face.id]
        if mates:
            self.library.decide.twice(face.id, mates[0], answer)

    @rule(data=st.data(), new=st.booleans())
    def move(self, data: st.DataObject, new: bool) -> None:
        face, to = self.some_face(data), None if new else self.some_person(data)
        if to is None and not new:
            return
        try:
            answer = self.library.decide.move([face.id], to)
        except DecisionError:
            assert face.person_id == to
            return
        assert self.where(face.id).person_id == answer.person_id

    @rule(data=st.data(), real=st.booleans())
    def set_aside(self, data: st.DataObject, real: bool) -> None:
        face = self.some_face(data)
        decide = self.library.decide
        (decide.stranger if real else decide.not_a_face)([face.id])
        assert self.where(face.id).state is (FaceState.STRANGER if real else FaceState.NOT_A_FACE)
        assert self.where(face.id).person_id is None

    @rule(data=st.data(), hidden=st.booleans())
    def hide(self, data: st.DataObject, hidden: bool) -> None:
        person = self.some_person(data)
        if person is not None:
            before = {face.id: (face.state, face.person_id) for face in self.library.faces()}
            self.library.decide.hide(person, hidden)
            assert self.library.person(person).hidden == hidden
            assert before == {face.id: (face.state, face.person_id) for face in self.library.faces()}

    @precondition(
        lambda self: any(not self.is_turn(row.kind) and not row.undone for row in self.library.history())
    )
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        counting = [row.id for row in self.library.history() if not self.is_turn(row.kind) and not row.undone]
        self.library.decide.undo(data.draw(st.sampled_from(counting)))

    @precondition(lambda self: any(row.undone for row in self.library.history()))
    @rule(data=st.data())
    def redo(self, data: st.DataObject) -> None:
        self.library.decide.redo(
            data.draw(st.sampled_from([r.id for r in self.library.history() if r.undone]))
        )

    @rule()
    def regroup(self) -> None:
        self.library.regroup()

    @rule()
    def start_again(self) -> None:
        self.library.close()
        self.library = Squares().open(self.folder / "library")

    # -- what always holds --------------------------------------------------------------------------
    @staticmethod
    def is_turn(kind: str) -> bool:
        return kind in ("undo", "redo")

    def is_rejected(self, face_id: int, person: int) -> bool:
        word, refs = self.word_by_face()
        return person in word.rejected.get(refs.get(face_id, 0), ())

    def word_by_face(self):  # type: ignore[no-untyped-def]
        """The log as the documents define it, folded apart from the app's own state."""
        from faceapp.core.word import fold

        context = self.library._context
        return fold(context.history.events()), {face: ref for ref, face in context.history.attached().items()}

    @invariant()
    def the_album_adds_up(self) -> None:
        faces = self.library.faces()
        assert [face.id for face in faces] == self.faces
        every_face_is_counted_once(self.library, faces)
        every_person_shown_is_there(faces, self.library.people())

    @invariant()
    def the_word_is_kept(self) -> None:
        word, refs = self.word_by_face()
        for face in self.library.faces():
            claim, rejected = (
                word.claims.get(refs.get(face.id, 0)),
                word.rejected.get(refs.get(face.id, 0), set()),
            )
            assert face.person_id not in rejected
            assert face.suggested_person_id not in rejected
            if claim is not None and claim.kind == "confirmed":
                assert face.person_id == word.person(claim.person_id)
                assert face.state is (FaceState.CONFIRMED if face.name else FaceState.GROUPED)
            if claim is None:
                assert face.state not in (FaceState.CONFIRMED, FaceState.STRANGER, FaceState.NOT_A_FACE)

    @invariant()
    def what_is_remembered_is_what_the_log_says(self) -> None:
        """Each decision changes the word, its translation and the examples a little: all add up."""
        context, remembered = self.library._context, self.library._grouper.remembered
        with context.lock, context.database.transaction() as db:
            word, (whole, _) = context.word(), self.word_by_face()
            assert word == whole
            said, translated = remembered.said(db, word), by_face(whole, context.history.attached())
            for what in ("claims", "rejected", "apart", "twins", "others", "twice", "born"):
                mine, theirs = getattr(said, what), getattr(translated, what)
                assert {one: of for one, of in mine.items() if of} == {
                    one: of for one, of in theirs.items() if of
                }
            index = context.index()
            known = remembered.gallery(word, index)
            made = gallery_of(context, translated, whole.named(), index)
            assert known.people == made.people
            for person in made.people:
                assert sorted(known.faces_of(person)) == sorted(made.faces_of(person))
            vectors = index.vectors(index.ids)
            of = {"own_ids": index.ids, "taken": np.full(len(vectors), 2022.0)}
            answers = [one.candidates(vectors, context.thresholds, **of) for one in (known, made)]
            for mine, theirs in zip(*answers, strict=True):
                for one, other in zip(mine, theirs, strict=True):
                    assert (one.person_id, one.face_id) == (other.person_id, other.face_id)
                    assert one.sure == other.sure
                    assert one.probability == pytest.approx(other.probability, abs=1e-4)

    @invariant()
    def what_is_shown_is_what_a_new_start_would_show(self) -> None:
        """The stored names are those of the log."""
        word, _ = self.word_by_face()
        for person in self.library.people():
            assert person.name == word.names.get(person.id)
            assert person.hidden == (person.id in word.hidden)
            assert person.id not in word.merged_into

    @rule()
    def undo_everything(self) -> None:
        rows = self.library.history()
        for row in rows:
            if not self.is_turn(row.kind) and not row.undone:
                self.library.decide.undo(row.id)
        self.library.regroup()
        assert partition(self.library) == self.start
        assert not [one for one in self.library.people() if one.name]


@pytest.mark.parametrize("hasty", [False, True], ids=["at once", "in pieces"])
def test_the_rules_hold_whatever_the_user_decides(
    scanned_squares: Path, hasty: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    if hasty:  # as in a library of a million faces: a decision does little, the rest follows
        for limit in ("FEW", "FEW_HELD", "HASTY_PAIRS", "PIECE_PAIRS", "AROUND_AT_ONCE", "LEAST_AT_ONCE"):
            monkeypatch.setattr(group, limit, 1 if limit.endswith("ONCE") else 0)
    Album.root = scanned_squares
    run_state_machine_as_test(
        Album,
        settings=settings(
            max_examples=40,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
