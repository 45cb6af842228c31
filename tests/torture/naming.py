"""What somebody says of faces and of the people they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from random import Random

from said import Statement
from somebody import Somebody

from faceapp.core.errors import DecisionError
from faceapp.core.models import Face, FaceState

NAMES = ("Anna", "Ben", "Cleo", "Dora", "Emil")


class Naming(Somebody):
    """Names, merges, confirms, rejects, moves, sets aside and hides."""

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
