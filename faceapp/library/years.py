"""A person through the years."""

from __future__ import annotations

from collections import defaultdict

from faceapp.core.ages import prototypes
from faceapp.core.models import Face, FaceState, PersonYear
from faceapp.library.context import Context


def years_of(context: Context, person_id: int) -> list[PersonYear]:
    """The years of a person or group, oldest first; photos without a date are left out."""
    faces = context.faces.of_person(person_id)
    taken = context.faces.taken([face.id for face in faces])
    of_year: dict[int, list[Face]] = defaultdict(list)
    for face in faces:
        if face.id in taken:
            of_year[int(taken[face.id])].append(face)
    speaking = {year: _speaking(listed) for year, listed in of_year.items()}
    chosen = _chosen(context, speaking)
    return [
        PersonYear(
            year,
            chosen.get(year) or max(speaking[year], key=lambda face: (face.quality, -face.id)),
            len(of_year[year]),
            sum(face.state is FaceState.CONFIRMED for face in of_year[year]),
        )
        for year in sorted(of_year)
    ]


def _speaking(faces: list[Face]) -> list[Face]:
    """Only confirmed faces teach; where there is none, all that are shown stand for the year."""
    return [face for face in faces if face.state is FaceState.CONFIRMED] or faces


def _chosen(context: Context, of_year: dict[int, list[Face]]) -> dict[int, Face]:
    """By year; a year of faces that this model has not looked at has none."""
    rows = {face.id: (year, face) for year, faces in of_year.items() for face in faces}
    # Not from the index: a page of one person does not wait until a large one is read.
    ids, vectors = context.embeddings.found(context.model, rows)
    if not len(ids):
        return {}
    listed = [rows[face_id] for face_id in ids.tolist()]
    found = prototypes(context.space().map(vectors), [year for year, _ in listed])
    return {year: listed[row][1] for year, row in found.items()}
