"""What somebody says of two people at once, draws by hand, and takes back."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from killed import carry_out
from naming import Naming
from said import Statement
from squares import STEP

from faceapp.core.geometry import Box
from faceapp.core.models import Face, FaceState, Person
from faceapp.library.relations import BEST_FACES


def place(face: Face) -> tuple[FaceState, int | None, int | None]:
    """Where a face stands."""
    return face.state, face.person_id, face.suggested_person_id


class Comparing(Naming):
    """Splits, compares, dates, draws boxes, and takes things back and brings them back."""

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

    def do_present(self, random: Random) -> None:
        """Somebody is in a photo though their face does not show, or is not after all."""
        person = self.some_person(random, self.library.people(), named=True)
        photos = self.library.photos()
        if person is None or not photos:
            return
        said = [photo for photo in photos if person.id in dict(self.library.present_in(photo.id))]
        if said and random.random() < 0.4:
            photo, there = random.choice(said), False
        else:
            shown = {face.photo_id for face in self.library.faces() if face.person_id == person.id}
            free = [photo for photo in photos if photo not in said and photo.id not in shown]
            if not free:
                return
            photo, there = random.choice(free), True
        statement = Statement("present", person.id, picture=self.picture_of[photo.id], alike=there)
        self.decide(random, "present", (photo.id, person.id, there), lambda _: statement)

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

    def do_move_box(self, random: Random) -> None:
        """The box of a face is moved a little, or made larger or smaller."""
        reachable = {
            photo.id
            for photo in self.library.photos()
            if any(self.files.at.get(Path(path)) == self.picture_of[photo.id] for path in photo.paths)
        }
        faces = [face for face in self.library.faces() if face.photo_id in reachable]
        if not faces:
            return
        face = random.choice(faces)
        spot = self.spot(face)
        left, top = STEP * spot[1] + 9 + random.randint(-2, 2), 14 + random.randint(-2, 2)
        box = Box(float(left), float(top), 23.0 + random.randint(-1, 1), 23.0 + random.randint(-1, 1))
        if box == face.box:
            return
        said = Statement("move-box", faces=(spot,), box=(box.x, box.y, box.width, box.height))
        self.decide(random, "move_box", (face.id, box), lambda _: said)

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
        # It may tell of a face that was found again while its picture was away, and was never shown.
        self.ids.update(preview.returns)
        before = self.everyone()
        decision = carry_out(self.library, method, list(arguments), {})
        self.said.add(decision.event, said)
        after = {face.id: face for face in self.everyone()}
        moved = [face.id for face in before if face.id not in after or place(face) != place(after[face.id])]
        moved += [face.id for face in before if face.id in after and face.box != after[face.id].box]
        assert sorted(preview.returns) == sorted(set(moved)), "the preview told of other faces"
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
