"""Nobody is in a photo twice, unless the user says so: a soft rule, so the app asks instead of naming."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from faceapp.core.models import FaceState
from faceapp.library.face_word import FaceWord
from faceapp.storage.faces import Assignment


def one_each(rows: Iterable[Assignment], photo_of: Mapping[int, int], said: FaceWord) -> list[Assignment]:
    """Ask about faces named automatically as somebody who is in their photo already.

    A confirmed face goes before automatic ones, of these the most probable.

    Args:
        rows: Where faces stand. Those of one photo come together or not at all.
        photo_of: Face -> photo; a face that is not in it is left as it is.
        said: The user's word: faces said to be a mirror image or part of a collage may be one person.

    Returns:
        The rows in the same order.
    """
    listed = list(rows)
    standing: dict[tuple[int, int], list[Assignment]] = defaultdict(list)
    for row in listed:
        named = row.state in (FaceState.CONFIRMED, FaceState.AUTOMATIC)
        if named and row.person_id is not None and row.face_id in photo_of:
            standing[photo_of[row.face_id], row.person_id].append(row)
    asked: dict[int, Assignment] = {}
    for same in standing.values():
        if len(same) < 2:
            continue
        same.sort(
            key=lambda row: (row.state is not FaceState.CONFIRMED, -(row.probability or 0), row.face_id)
        )
        kept: list[int] = []
        for row in same:
            allowed = said.twice.get(row.face_id, set())
            if row.state is FaceState.CONFIRMED or all(face in allowed for face in kept):
                kept.append(row.face_id)
            else:
                person = row.person_id
                asked[row.face_id] = replace(
                    row, state=FaceState.SUGGESTED, person_id=None, suggested_person_id=person
                )
    return [asked.get(row.face_id, row) for row in listed]
