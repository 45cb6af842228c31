"""Somebody with an album: moves files about, scans, decides, changes their mind, and loses power.

Everything is asked of the app by its public queries and compared with what :mod:`said` wrote down.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from album_rules import every_face_is_counted_once, every_person_shown_is_there
from files import Files
from killed import DETECTORS, MODELS, Killer, carry_out, cut, open_library
from said import Opinion, Said, Spot, Statement
from squares import STEP

from faceapp.core.errors import DecisionError
from faceapp.core.geometry import Box
from faceapp.core.models import Decision, Face, FaceState, Person
from faceapp.library.record import APART_LIMIT
from faceapp.library.relations import BEST_FACES

NAMES = ("Anna", "Ben", "Cleo", "Dora", "Emil")

ACTIONS = {
    "name": 14,
    "rename": 4,
    "merge": 8,
    "reject": 12,
    "confirm": 10,
    "move": 10,
    "stranger": 5,
    "not_a_face": 4,
    "hide": 4,
    "split": 4,
    "different": 4,
    "look_alike": 3,
    "birthdate": 2,
    "twice": 3,
    "apart": 2,
    "together": 2,
    "box": 3,
    "undo": 9,
    "undo_since": 0.5,
    "redo": 5,
    "regroup": 4,
    "files": 12,
    "scan": 6,
    "kill_scan": 2,
    "fail_scan": 2,
    "change_networks": 3,
    "start_again": 2,
    "copy_library": 1,
    "lose_what_is_derived": 0.5,
}
"""What happens, and how often of all."""


def place(face: Face) -> tuple[FaceState, int | None, int | None]:
    """Where a face stands."""
    return face.state, face.person_id, face.suggested_person_id


class PowerCut(sqlite3.OperationalError):
    """What a broken disk says in place of a statement."""


def power_cut() -> None:
    raise PowerCut("disk I/O error")


class User:
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
        self.counts: dict[str, int] = defaultdict(int)
        self.library = open_library(self.root, 0, 0)
        random = Random(1)
        for _ in range(14):
            self.files.new(random)
        self.do_scan(random)
        self.check()

    @property
    def root(self) -> Path:
        return self.folder / f"library {self.copies}"

    def close(self) -> None:
        self.library.close()
        shutil.rmtree(self.folder)

    def act(self, action: str, number: int) -> None:
        """Do one thing, its choices made by ``number``, and check everything."""
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

    def do_name(self, random: Random) -> None:
        group = self.some_person(random, self.library.people(), named=False)
        if group is None:
            return
        members = [face for face in self.everyone() if face.person_id == group.id]
        shown = self.library.faces_of_person(group.id)
        seen = self._seen(random, shown)
        name = random.choice(NAMES)
        looked_at = [face for face in shown if seen is None or face.id in seen]
        said = Statement(
            "name",
            group.id,
            self.spots(looked_at),
            self.spots(face for face in members if face not in looked_at),
            came=self.said.came(self.spots(members)),
            name=name,
        )
        self.decide(random, "name", (group.id, name, seen), lambda _: said)

    @staticmethod
    def _seen(random: Random, members: Sequence[Face]) -> list[int] | None:
        """Those that were looked at; None: all that were shown."""
        if random.random() < 0.5:
            return None
        return [face.id for face in random.sample(members, random.randint(0, len(members)))]

    def do_rename(self, random: Random) -> None:
        person = self.some_person(random, self.library.people(), named=True)
        if person is not None:
            said = Statement("rename", person.id, name=random.choice(NAMES))
            self.decide(random, "rename", (person.id, said.name), lambda _: said)

    def do_merge(self, random: Random) -> None:
        people = self.library.people()
        if len(people) < 2:
            return
        chosen = random.sample(people, min(len(people), random.choice((2, 2, 2, 3))))
        target, sources = chosen[0], chosen[1:]
        asked = (target.id, [one.id for one in sources])
        if target.name is None:  # the named side wins
            named = next((one for one in sources if one.name is not None), None)
            if named is not None:
                sources = [target if one is named else one for one in sources]
                target = named
        faces = self.everyone()
        shown = {face.id for face in self.library.faces()}
        groups = {one.id for one in sources if one.name is None}
        moving = [face for face in faces if face.person_id in groups]
        staying = [face for face in faces if face.person_id == target.id and target.name is None]
        seen = self._seen(random, [face for face in moving if face.id in shown])
        looked_at = [face for face in moving if face.id in (shown if seen is None else seen)]
        if target.name is None:
            looked_at = []
        said = Statement(
            "merge",
            target.id,
            self.spots(looked_at),
            self.spots(face for face in (*moving, *staying) if face not in looked_at),
            self.spots(staying),
            self.said.came(self.spots((*moving, *staying))),
            tuple(one.id for one in sources),
        )
        self.decide(random, "merge", (*asked, seen), lambda _: said)

    def _some_faces(self, random: Random) -> list[Face]:
        faces = self.library.faces()
        if random.random() < 0.5:  # some of one person's page
            faces = faces and [face for face in faces if face.person_id == random.choice(faces).person_id]
        return random.sample(faces, min(len(faces), random.choice((1, 1, 1, 2, 4))))

    def do_reject(self, random: Random) -> None:
        people = {one.id: one for one in self.library.people()}
        faces = self._some_faces(random)
        own = {face.suggested_person_id or face.person_id for face in faces} - {None}
        person = people[random.choice(sorted(own or people, key=str))] if people else None  # type: ignore[index]
        if random.random() < 0.2:
            person = self.some_person(random, list(people.values()))
        if person is None or not faces:
            return
        stayed = [face for face in self._stayed(person, faces) if person.name is None]
        said = Statement(
            "reject",
            person.id,
            self.spots(faces),
            apart=tuple((self.spot(face), self.spot(other)) for face in faces for other in stayed),
        )
        self.decide(random, "reject", ([face.id for face in faces], person.id), lambda _: said)

    def _stayed(self, person: Person, leaving: Sequence[Face]) -> list[Face]:
        """Those by which the group stays apart from who leaves it: the best of the rest."""
        stay = [face for face in self.library.faces_of_person(person.id) if face not in leaving]
        return stay[:APART_LIMIT]

    def _group_of(self, faces: Sequence[Face]) -> int:
        """The group that was made for faces: the one that they are with now."""
        (group,) = {face.person_id for face in self.library.faces_by_id([face.id for face in faces])}
        assert group is not None
        return group

    def do_confirm(self, random: Random) -> None:
        people = {one.id: one for one in self.library.people() if one.name is not None}
        faces = self._some_faces(random)
        if not people or not faces:
            return
        person: int | None = random.choice(sorted(people))
        if random.random() < 0.7:  # what the app believes
            asked = [face for face in self.library.faces() if face.suggested_person_id is not None]
            faces = [random.choice(asked or faces)]
            believed = faces[0].suggested_person_id or faces[0].person_id
            person = None if believed in people else person
        who = person or faces[0].suggested_person_id or faces[0].person_id
        assert who is not None
        said = Statement("confirm", who, self.spots(faces))
        self.decide(random, "confirm", ([face.id for face in faces], person), lambda _: said)

    def do_move(self, random: Random) -> None:
        people = {one.id: one for one in self.library.people()}
        faces = self._some_faces(random)
        if not faces:
            return
        to = None if random.random() < 0.4 else self.some_person(random, list(people.values()))
        new_name = random.choice(NAMES) if to is None and random.random() < 0.4 else None
        taken: dict[int, list[Face]] = defaultdict(list)
        for face in faces:
            for source in (face.person_id, face.suggested_person_id):
                if source is not None and (to is None or source != to.id) and face not in taken[source]:
                    taken[source].append(face)
        apart = [
            (self.spot(face), self.spot(other))
            for source, leaving in taken.items()
            if leaving and people[source].name is None
            for face in leaving
            for other in self._stayed(people[source], leaving)
        ]
        rest = [
            face
            for face in self.everyone()
            if to is not None and to.name is None and face.person_id == to.id and face not in faces
        ]
        moved = self.spots(faces)
        came = self.said.came(self.spots(rest))

        def statement(made: int | None) -> Statement:
            return Statement(
                "move",
                to.id if to is not None else made or self._group_of(faces),
                moved,
                self.spots(rest),
                came=came,
                name=new_name,
                taken=tuple((source, self.spots(leaving)) for source, leaving in taken.items() if leaving),
                apart=tuple(apart),
            )

        arguments = ([face.id for face in faces], to.id if to is not None else None, new_name)
        there = (FaceState.CONFIRMED, FaceState.GROUPED)
        if to is not None and all(face.person_id == to.id and face.state in there for face in faces):
            try:
                self.library.decide.move(*arguments)
            except DecisionError:
                return
            raise AssertionError("moved to where they were")
        self.decide(random, "move", arguments, statement)

    def _set_aside(self, random: Random, method: str) -> None:
        faces = self._some_faces(random)
        if faces:
            said = Statement(method.replace("_", "-"), faces=self.spots(faces))
            self.decide(random, method, ([face.id for face in faces],), lambda _: said)

    def do_stranger(self, random: Random) -> None:
        self._set_aside(random, "stranger")

    def do_not_a_face(self, random: Random) -> None:
        self._set_aside(random, "not_a_face")

    def do_hide(self, random: Random) -> None:
        person = self.some_person(random, self.library.people())
        if person is not None:
            hidden = random.random() < 0.5
            said = Statement("hide" if hidden else "unhide", person.id)
            self.decide(random, "hide", (person.id, hidden), lambda _: said)

    def do_split(self, random: Random) -> None:
        person = self.some_person(random, [one for one in self.library.people() if one.faces > 1])
        if person is None:
            return
        by_id = {face.id: face for face in self.library.faces_of_person(person.id)}
        if random.random() < 0.4:
            listed = None
            parts = [[by_id[face] for face in part] for part in self.library.split_proposal(person.id)]
        else:
            some = random.sample(list(by_id.values()), random.randint(2, len(by_id)))
            cut_at = random.randrange(1, len(some))
            parts = sorted((some[:cut_at], some[cut_at:]), key=len, reverse=True)
            listed = [[face.id for face in part] for part in parts]
        if len(parts) < 2:
            return
        leaving = [face for part in parts[1:] for face in part]
        stayed = self._stayed(person, leaving)

        def statement(_: int | None) -> Statement:
            return Statement(
                "split",
                person.id,
                taken=((person.id, self.spots(leaving)),),
                apart=tuple((self.spot(face), self.spot(other)) for face in leaving for other in stayed),
                parts=tuple((self._group_of(part), self.spots(part)) for part in parts[1:]),
            )

        self.decide(random, "split", (person.id, listed), statement)

    def _compare(self, random: Random, kind: str, alike: bool, one: Person, other: Person) -> None:
        best = [self.spots(self.library.faces_of_person(who.id)[:BEST_FACES]) for who in (one, other)]
        said = Statement(kind, one.id, other=other.id, alike=alike, best=(best[0], best[1]))
        arguments = (one.id, other.id) if kind == "different" else (one.id, other.id, alike)
        self.decide(random, kind.replace("-", "_"), arguments, lambda _: said)

    def do_different(self, random: Random) -> None:
        people = self.library.people()
        if len(people) > 1:
            self._compare(random, "different", True, *random.sample(people, 2))

    def do_look_alike(self, random: Random) -> None:
        people = {one.id: one for one in self.library.people()}
        pairs = [pair for pair in self.library.look_alikes() if people.keys() >= set(pair)]
        if pairs and random.random() < 0.4:
            one, other = random.choice(pairs)
            self._compare(random, "look-alike", False, people[one], people[other])
        elif len(people) > 1:
            self._compare(random, "look-alike", True, *random.sample(list(people.values()), 2))

    def do_birthdate(self, random: Random) -> None:
        person = self.some_person(random, self.library.people())
        if person is not None:
            born = date(random.randint(1930, 2020), 1, random.randint(1, 28))
            known = None if random.random() < 0.2 else born
            said = Statement("birthdate", person.id, born=known and known.isoformat())
            self.decide(random, "birthdate", (person.id, known), lambda _: said)

    def do_twice(self, random: Random) -> None:
        by_photo: dict[int, list[Face]] = defaultdict(list)
        for face in self.library.faces():
            by_photo[face.photo_id].append(face)
        pairs = [faces for faces in by_photo.values() if len(faces) > 1]
        if pairs:
            faces = random.sample(random.choice(pairs), 2)
            answer = random.choice(("mirror", "collage", "mistake"))
            said = Statement("twice", faces=self.spots(faces), answer=answer)
            self.decide(random, "twice", (*(face.id for face in faces), answer), lambda _: said)

    def do_apart(self, random: Random) -> None:
        """What the review says of two groups: these faces are not who those are, nor some people."""
        faces = self._some_faces(random)
        others = [face for face in self._some_faces(random) if face not in faces]
        people = self.library.people()
        if faces and others:
            some = [one.id for one in random.sample(people, min(len(people), random.choice((0, 1))))]
            said = Statement(
                "apart",
                taken=tuple((person, self.spots(faces)) for person in some),
                apart=tuple((self.spot(one), self.spot(other)) for one in faces for other in others),
            )
            arguments = ([face.id for face in faces], [face.id for face in others], some)
            self.decide(random, "apart", arguments, lambda _: said)

    def do_together(self, random: Random) -> None:
        """Some faces belong to the person or group that they are shown under."""
        person = self.some_person(random, [one for one in self.library.people() if one.faces])
        if person is not None:
            shown = self.library.faces_of_person(person.id)
            faces = random.sample(shown, random.randint(1, len(shown)))
            said = Statement("confirm", person.id, self.spots(faces))
            self.decide(random, "together", ([face.id for face in faces], person.id), lambda _: said)

    def do_box(self, random: Random) -> None:
        """A box is drawn, loosely, around a face that no detector found."""
        found = set(self.spots(self.library.faces()))
        missed = [
            (photo, (picture, i))
            for photo in self.library.photos()
            for picture in [self.picture_of[photo.id]]
            for i in range(len(self.files.squares[picture]))
            if (picture, i) not in found
            and any(self.files.at.get(Path(path)) == picture for path in photo.paths)
        ]
        if not missed:
            return
        photo, spot = random.choice(missed)
        # As loose as the detectors are: what is decided about the box overlaps what any of them finds.
        left, top = STEP * spot[1] + 9 + random.randint(-1, 1), 14 + random.randint(-1, 1)
        box = Box(left, top, 24, 24)
        person = self.some_person(random, self.library.people()) if random.random() < 0.7 else None
        rest = [
            face
            for face in self.everyone()
            if person is not None and person.name is None and face.person_id == person.id
        ]
        said = Statement(
            "box",
            person.id if person is not None else 0,
            (spot,),
            self.spots(rest),
            came=self.said.came(self.spots(rest)),
        )
        self.decide(random, "box", (photo.id, box, person.id if person else None), lambda _: said)

    def do_undo(self, random: Random) -> None:
        counting = self.said.counting()
        if not counting:
            return
        newest = random.random() < 0.5
        event = max(counting) if newest else random.choice(counting)
        said = Statement("undo", targets=(event,))
        self._undo(random, "undo", (None if newest else event,), said)

    def do_undo_since(self, random: Random) -> None:
        """All since a day: everything."""
        counting = self.said.counting()
        if counting:
            day = date.today() - timedelta(days=random.randint(1, 3))  # a run may pass midnight
            self._undo(random, "undo_since", (day,), Statement("undo", targets=tuple(sorted(counting))))

    def _undo(self, random: Random, method: str, arguments: tuple[Any, ...], said: Statement) -> None:
        if random.random() < 0.6:
            self.decide(random, method, arguments, lambda _: said)
            return
        before = self.everyone()
        preview = self.library.undo_preview(said.targets)
        assert self.everyone() == before, "a preview changed something"
        decision = carry_out(self.library, method, list(arguments), {})
        self.said.add(decision.event, said)
        after = {face.id: face for face in self.everyone()}
        moved = [face.id for face in before if face.id not in after or place(face) != place(after[face.id])]
        assert sorted(preview.returns) == moved, "the preview told of other faces"
        assert preview.stays == decision.stays

    def do_redo(self, random: Random) -> None:
        if not self.said.undone:
            return
        how = random.choice(("newest", "one", "all of an undo"))
        argument: int | None = None
        targets = self.said.last_undone()
        if how == "one":
            argument = random.choice(sorted(self.said.undone))
            targets = (argument,)
        elif how == "all of an undo":
            undos = [
                (event, one.targets)
                for event, one in self.said.statements
                if one.kind == "undo" and self.said.undone & set(one.targets)
            ]
            argument, taken = random.choice(undos)
            targets = tuple(event for event in taken if event in self.said.undone)
        said = Statement("redo", targets=targets)
        self.decide(random, "redo", (argument,), lambda _: said)

    # -- everything else that happens ---------------------------------------------------------------
    def do_regroup(self, random: Random) -> None:
        self.library.regroup()

    def do_files(self, random: Random) -> None:
        happens = {
            self.files.new: 5,
            self.files.delete: 4,
            self.files.bring_back: 3,
            self.files.move: 4,
            self.files.rename_folder: 2,
            self.files.copy: 2,
            self.files.rewrite: 3,
            self.files.exchange: 1,
            self.files.unplug_or_plug: 2,
        }
        for _ in range(random.randint(1, 4)):
            random.choices(list(happens), list(happens.values()))[0](random)
        if random.random() < 0.6:
            self.do_scan(random)

    def do_scan(self, random: Random) -> None:
        drives = self.files.plugged()
        summary = self.library.scan(drives, verify=random.random() < 0.1, thorough=random.random() < 0.05)
        self.recognise_photos(finished=True)
        self.counts["scans"] += 1
        here = set(self.files.at.values())
        assert summary.problems == 0, self.library.problems()
        photos = {self.picture_of[photo.id]: photo for photo in self.library.photos()}
        assert here <= photos.keys(), f"pictures {sorted(here - photos.keys())} are not shown after a scan"
        for picture in photos.keys() - here:  # as far as can be known, it lies on a drive that is away
            assert any(self.files.is_away(Path(path)) for path in photos[picture].paths), (
                f"picture {picture} was deleted and is shown"
            )
        blind = DETECTORS[self.detector][2]
        faces = set(self.spots(self.library.faces()))
        visible = {
            (number, i)
            for number in here
            for i, (_, look) in enumerate(self.files.squares[number])
            if look < blind
        }
        assert visible <= faces, f"faces {sorted(visible - faces)} were not found"
        self.forgotten -= visible

    def do_kill_scan(self, random: Random) -> None:
        """The process of a scan is killed; nothing is scanned again for now."""
        if self.killer is None:
            return
        self.files.set_folder_times(random)
        self.library.close()
        self.killer.kill_in(
            root=str(self.root),
            model=self.model,
            detector=self.detector,
            after=int(2 ** random.uniform(0, 8)),
            method="scan",
            arguments=[[str(drive) for drive in self.files.plugged()]],
            options={"verify": random.random() < 0.2},
        )
        self.library = open_library(self.root, self.model, self.detector)
        self.recognise_photos(finished=False)
        self.counts["killed scans"] += 1

    def do_fail_scan(self, random: Random) -> None:
        """A disk fails once in the middle of a scan; the app stays open."""
        self.files.set_folder_times(random)
        mend = cut(self.library, int(2 ** random.uniform(0, 8)), power_cut)
        try:
            self.library.scan(self.files.plugged(), verify=random.random() < 0.2)
        except PowerCut:
            self.counts["failed scans"] += 1
        finally:
            mend()
        self.recognise_photos(finished=False)

    def do_change_networks(self, random: Random) -> None:
        self.library.close()
        self.model = random.randrange(len(MODELS))
        self.detector = random.randrange(len(DETECTORS))
        self.library = open_library(self.root, self.model, self.detector)
        if random.random() < 0.7:
            self.do_scan(random)

    def do_start_again(self, random: Random) -> None:
        self.library.close()
        index = self.root / "faces.faiss"
        damage = random.choice(("none", "delete", "cut"))
        if damage == "delete":
            index.unlink(missing_ok=True)
        elif damage == "cut" and index.exists():
            index.write_bytes(index.read_bytes()[: random.randrange(200)])
        self.library = open_library(self.root, self.model, self.detector)

    def do_copy_library(self, random: Random) -> None:
        """A copy of the open database, made by another program, is opened in another folder."""
        old = self.root
        self.copies += 1
        self.root.mkdir()
        with closing(sqlite3.connect(old / "library.sqlite")) as db:
            db.execute("VACUUM INTO ?", (str(self.root / "library.sqlite"),))
        self.library.close()
        shutil.rmtree(old)
        self.library = open_library(self.root, self.model, self.detector)

    def do_lose_what_is_derived(self, random: Random) -> None:
        """Only the log, the people's numbers and the photos are left: faces are found anew."""
        self.library.close()
        with closing(sqlite3.connect(self.root / "library.sqlite")) as db:
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("DELETE FROM face")
            db.execute("UPDATE photo SET detector = NULL, model = NULL, thorough = 0")
            db.commit()
        self.forgotten = {(n, i) for n, squares in enumerate(self.files.squares) for i in range(len(squares))}
        self.library = open_library(self.root, self.model, self.detector)
        self.do_scan(random)

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
        self._check_apart(by_spot)

    def _check_face(self, spot: Spot, face: Face, held: Opinion, never: set[int]) -> None:
        now = self.said.now
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
        """Who was taken out of a group is not grouped again with those who stayed."""
        for one, other in map(tuple, self.said.now.kept_apart()):
            together = [by_spot.get(spot) for spot in (one, other)]
            if None in together:
                continue
            first, second = (face.person_id for face in together if face is not None)
            held = [self.said.now.faces.get(spot, Opinion()) for spot in (one, other)]
            if first is not None and first == second and first not in self.said.now.names:
                assert any(o.person is not None for o in held), f"{one} and {other} are together again"
