"""Somebody with an album: what they see of the app, how they say things to it, and whether those hold.

Everything is asked of the app by its public queries and compared with what :mod:`said` wrote down.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from album_rules import every_face_is_counted_once, every_person_shown_is_there
from files import Files
from killed import Killer, carry_out, cut, open_library
from said import Opinion, Said, Spot, Statement
from squares import STEP

from faceapp.core.models import Decision, Face, FaceState, Person
from faceapp.library.record import APART_LIMIT


class PowerCut(sqlite3.OperationalError):
    """What a broken disk says in place of a statement."""


def power_cut() -> None:
    raise PowerCut("disk I/O error")


class Somebody:
    """One album, one library, one person."""

    def __init__(self, killer: Killer | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="stateful-"))
        self.killer = killer
        self.files = Files(self.folder)
        self.said = Said()
        self.model = self.detector = 0
        self.copies = 0
        self.picture_of: dict[int, int] = {}
        self.photo_of: dict[int, tuple[int, str]] = {}
        self.forgotten: set[Spot] = set()
        self.ids: set[int] = set()
        self.grouped = False
        self.counts: dict[str, int] = defaultdict(int)
        self.library = open_library(self.root, 0, 0)

    @property
    def root(self) -> Path:
        return self.folder / f"library {self.copies}"

    def close(self) -> None:
        self.library.close()
        shutil.rmtree(self.folder)

    def act(self, action: str, number: int) -> None:
        """Do one thing, its choices made by ``number``, and check everything."""
        self.grouped = False
        getattr(self, f"do_{action}")(Random(number))
        self.check()

    # -- looking ------------------------------------------------------------------------------------
    def spot(self, face: Face) -> Spot:
        return self.picture_of[face.photo_id], int(face.box.x // STEP)

    def spots(self, faces: Iterable[Face]) -> tuple[Spot, ...]:
        return tuple(self.spot(face) for face in faces)

    def everyone(self) -> list[Face]:
        """All faces the app ever showed and still knows, those of pictures that are away as well."""
        return self.library.faces_by_id(sorted(self.ids))

    def recognise_photos(self, finished: bool) -> None:
        """Which picture each photo of the app is: by what lies at its paths, and for ever the same."""
        for photo in self.library.photos():
            pictures = {self.files.at[Path(path)] for path in photo.paths if Path(path) in self.files.at}
            if photo.id not in self.picture_of:
                (self.picture_of[photo.id],) = pictures
            elif finished and pictures:
                assert pictures == {self.picture_of[photo.id]}, f"photo {photo.id} is now {pictures}"
            picture = self.picture_of[photo.id]
            known = self.photo_of.setdefault(picture, (photo.id, photo.identity))
            assert known == (photo.id, photo.identity), f"picture {picture} got another identity"

    def some_person(
        self, random: Random, people: Sequence[Person], *, named: bool | None = None
    ) -> Person | None:
        found = [one for one in people if named is None or (one.name is not None) == named]
        return random.choice(found) if found else None

    # -- deciding -----------------------------------------------------------------------------------
    def decide(
        self,
        random: Random,
        method: str,
        arguments: Sequence[Any],
        statement: Callable[[int | None], Statement],
        **options: Any,
    ) -> None:
        """Say something to the app, in one of many ways, and write it down if it was heard.

        ``statement`` is given the person of the app's answer, or None where nobody heard that.
        """
        how = random.choices(("plainly", "elsewhere", "fail", "kill"), (84, 8, 6, 3))[0]
        given = list(arguments)
        if how == "kill" and self.killer is not None:
            self._decide_and_be_killed(random, method, given, statement, options)
            return
        library, mend = self.library, lambda: None
        if how == "elsewhere":  # the command line, while the window is open
            library = open_library(self.root, self.model, self.detector)
        if how == "fail":
            mend = cut(library, random.randint(1, 12), power_cut)
        try:
            decision: Decision = carry_out(library, method, given, options)
        except PowerCut:
            self.counts["failed decisions"] += 1
            return
        finally:
            mend()
            if library is not self.library:
                library.close()
        self.said.add(decision.event, statement(decision.person_id))
        self.counts["decisions"] += 1

    def _decide_and_be_killed(
        self,
        random: Random,
        method: str,
        arguments: list[Any],
        statement: Callable[[int | None], Statement],
        options: dict[str, Any],
    ) -> None:
        assert self.killer is not None
        before = len(self.library.history())
        self.library.close()
        answered = self.killer.kill_in(
            root=str(self.root),
            model=self.model,
            detector=self.detector,
            after=random.randint(1, 14),
            method=method,
            arguments=arguments,
            options=options,
        )
        self.library = open_library(self.root, self.model, self.detector)
        new = self.library.history()[: len(self.library.history()) - before]
        assert len(new) <= 1, "one decision, several events"
        assert new or not answered, "answered, and lost by the kill"
        if new:
            self.said.add(new[0].id, statement(None))
        self.counts["killed decisions"] += 1

    # -- choosing ------------------------------------------------------------------------------------
    def _some_faces(self, random: Random) -> list[Face]:
        faces = self.library.faces()
        if random.random() < 0.5:  # some of one person's page
            faces = faces and [face for face in faces if face.person_id == random.choice(faces).person_id]
        return random.sample(faces, min(len(faces), random.choice((1, 1, 1, 2, 4))))

    def _stayed(self, person: Person, leaving: Sequence[Face]) -> list[Face]:
        """Those by which the group stays apart from who leaves it: the best of the rest."""
        stay = [face for face in self.library.faces_of_person(person.id) if face not in leaving]
        return stay[:APART_LIMIT]

    def _group_of(self, faces: Sequence[Face]) -> int:
        """The group that was made for faces: the one that they are with now."""
        (group,) = {face.person_id for face in self.library.faces_by_id([face.id for face in faces])}
        assert group is not None
        return group

    # -- comparing ----------------------------------------------------------------------------------
    def check(self) -> None:
        """What the app shows is what was said."""
        faces, people, history = self.library.faces(), self.library.people(), self.library.history()
        self.ids.update(face.id for face in faces)
        now = self.said.now
        shown = [(row.id, row.kind, row.undone) for row in history]
        assert shown == self.said.expected_history(), "the history is not what was said"
        assert {one.id: one.name for one in people if one.name is not None} == now.named(), "names changed"
        for one in people:
            assert one.hidden == (one.id in now.hidden), f"{one} is hidden or not"
            assert one.id not in now.merged(), f"{one} was merged away"
            born = self.library.birthdate(one.id)
            assert (born and born.isoformat()) == now.born.get(one.id), f"{one} was born another day"
        assert self.library.look_alikes() == sorted({now.both(said) for said in now.alike})
        different = sorted({now.both(said) for said in now.different})
        assert self.library.different_people() == different
        for face in faces:
            pair = (face.person_id or 0, face.suggested_person_id or 0)
            assert tuple(sorted(pair)) not in different, f"{face}: the two are different people"
        for photo in self.library.photos():
            there = {who for picture, who in now.present() if picture == self.picture_of[photo.id]}
            found = {who for who, _ in self.library.present_in(photo.id)}
            assert found == there & now.named().keys(), f"who is in {photo} without a face changed"
        for one in people:
            assert one.photos == len(self.library.photos_of_person(one.id)), f"{one}: photos are miscounted"
        every_face_is_counted_once(self.library, faces)
        every_person_shown_is_there(faces, people)
        for clash in self.library.contradictions():
            assert clash.earlier.id < clash.later.id, clash
            assert not {clash.earlier.id, clash.later.id} & self.said.undone, clash
        by_spot = {self.spot(face): face for face in faces}
        assert len(by_spot) == len(faces), "two faces at one spot"
        for spot, face in by_spot.items():
            self._check_face(
                spot, face, now.faces.get(spot, Opinion()), now.is_not(spot) | now.strangers_to(spot)
            )
        self._check_lost(by_spot, faces)
        if self.grouped:
            self._check_apart(by_spot)

    def _check_face(self, spot: Spot, face: Face, held: Opinion, never: set[int]) -> None:
        now = self.said.now
        if face.manual and spot in now.boxes:
            box = face.box
            assert (box.x, box.y, box.width, box.height) == now.boxes[spot], f"{face}: its box was moved"
        text = f"{spot}: {held}, shown as {face}"
        assert not never & {face.person_id, face.suggested_person_id}, f"not this person: {text}"
        if held.aside is not None:
            assert face.state == held.aside, text
        elif held.person is not None:
            person = now.who(held.person)
            if held.seen:
                expected = FaceState.CONFIRMED if person in now.names else FaceState.GROUPED
                assert (face.state, face.person_id, face.name) == (expected, person, now.names.get(person)), (
                    text
                )
            else:
                assert person in (face.person_id, face.suggested_person_id), text
        if not held.firm:
            assert face.state not in (FaceState.CONFIRMED, FaceState.STRANGER, FaceState.NOT_A_FACE), text

    def _check_lost(self, by_spot: dict[Spot, Face], faces: Sequence[Face]) -> None:
        """A face that something was said about is there whenever its picture is."""
        here = {self.picture_of[photo.id] for photo in self.library.photos()}
        not_drawn = self.said.not_drawn()
        for spot, held in self.said.now.faces.items():
            if spot[0] in here and spot not in self.forgotten | not_drawn and (held.firm or held.never):
                assert spot in by_spot, f"{spot} is gone: {held}"

    def _check_apart(self, by_spot: dict[Spot, Face]) -> None:
        """Who was taken out of a group, or said to be somebody else, is not grouped with those again.

        Grouping obeys that. Two who were together when it was said may stay so until the next grouping.
        """
        for one, other in map(tuple, self.said.now.kept_apart()):
            together = [by_spot.get(spot) for spot in (one, other)]
            if None in together:
                continue
            first, second = (face.person_id for face in together if face is not None)
            held = [self.said.now.faces.get(spot, Opinion()) for spot in (one, other)]
            if first is not None and first == second and first not in self.said.now.names:
                assert any(o.person is not None for o in held), f"{one} and {other} are together again"
