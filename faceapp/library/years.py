"""A person through the years."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from faceapp.core.ages import prototypes
from faceapp.core.errors import UnknownIdError
from faceapp.core.models import Face, FaceState, PersonYear
from faceapp.library.context import Context


class Years:
    """Finds the face that stands for each year of somebody."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def of(self, person_id: int) -> list[PersonYear]:
        """The years of a person or group, oldest first; photos without a date are left out.

        Raises:
            UnknownIdError: no such person.
        """
        context = self._context
        faces = context.faces.of_person(person_id)
        if not faces and not context.people.people(person_id):
            raise UnknownIdError(f"There is no person or group {person_id} (any more).")
        taken = context.faces.taken([face.id for face in faces])
        of_year: dict[int, list[Face]] = defaultdict(list)
        for face in faces:
            if face.id in taken:
                of_year[int(taken[face.id])].append(face)
        speaking = {year: self._speaking(listed) for year, listed in of_year.items()}
        chosen = self._chosen(speaking)
        return [
            PersonYear(
                year,
                chosen.get(year) or max(speaking[year], key=lambda face: (face.quality, -face.id)),
                len(of_year[year]),
                sum(face.state is FaceState.CONFIRMED for face in of_year[year]),
            )
            for year in sorted(of_year)
        ]

    @staticmethod
    def _speaking(faces: list[Face]) -> list[Face]:
        """Only confirmed faces teach; where there is none, all that are shown stand for the year."""
        return [face for face in faces if face.state is FaceState.CONFIRMED] or faces

    def _chosen(self, of_year: dict[int, list[Face]]) -> dict[int, Face]:
        """By year; a year of faces that this model has not looked at has none."""
        with self._context.lock:
            index = self._context.index()
        rows = [(year, face) for year, faces in of_year.items() for face in faces if face.id in index]
        vectors = index.vectors(np.array([face.id for _, face in rows], np.int64))
        found = prototypes(vectors, [year for year, _ in rows])
        return {year: rows[row][1] for year, row in found.items()}
