"""Which faces of a group may be somebody else: a proposal of parts, for the user to say yes or no to."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from faceapp.core.grouping import Constraints, edges_above, link
from faceapp.core.models import Embeddings
from faceapp.index.neighbours import neighbours
from faceapp.library.clustering import NEIGHBOURS
from faceapp.library.context import Context
from faceapp.library.group import Grouper

MOST_FACES = 3000
"""A larger person is looked at through this many of their best faces; the rest stays."""
_STRICTER = tuple(float(more) for more in np.arange(0.0, 24.0, 2.0))
"""Nats above the bar of the grouping that are tried, the loosest first."""


def split_proposal(context: Context, grouper: Grouper, person_id: int) -> tuple[tuple[int, ...], ...]:
    """Propose how to take a person or group apart.

    The bar of the grouping is raised until the faces fall into at least two parts of some size;
    stray faces go to the part they resemble most. What the user said holds: faces they put apart are not
    in one part.

    Returns:
        Face ids, the largest part first. One part: nothing to propose.

    Raises:
        UnknownIdError: no such person.
    """
    faces = [face.id for face in context.faces.of_person(person_id)][:MOST_FACES]
    with context.lock:
        index = context.index()
        word = context.word()
        said = grouper.face_word(word, context.history.attached())
        ids = np.array([face for face in faces if face in index], np.int64)
        vectors = index.vectors(ids)
        rule = context.thresholds.linkage
        bar = rule.bar(len(index))
        crowd = context.space().crowd(vectors)
    if len(ids) < 2:
        return (tuple(faces),)
    row_of = {face: row for row, face in enumerate(ids.tolist())}
    photo_of = {face.id: face.photo_id for face in context.faces.by_ids(ids.tolist())}
    constraints = Constraints(
        photo=np.array([photo_of[face] for face in ids.tolist()], np.int64),
        apart={
            row_of[face]: {row_of[other] for other in said.apart.get(face, ()) if other in row_of}
            for face in ids.tolist()
        },
    )
    distances, near = neighbours(vectors, min(NEIGHBOURS, len(ids)))
    least = 1 if len(ids) < 4 else max(2, len(ids) // 20)
    edges = edges_above(distances, near, rule.least_edge(crowd))
    for more in _STRICTER:
        labels = link(vectors, edges, rule, bar + more, constraints, crowd=crowd)
        parts = _parts(labels, vectors, least)
        if len(parts) > 1:
            return tuple(tuple(ids[rows].tolist()) for rows in parts)
    return (tuple(ids.tolist()),)


def _parts(labels: NDArray[np.int64], vectors: Embeddings, least: int) -> list[list[int]]:
    """Rows of each part of at least ``least`` faces, the largest first; stray rows join the nearest."""
    clusters: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(labels.tolist()):
        clusters[label].append(row)
    large = sorted((rows for rows in clusters.values() if len(rows) >= least), key=lambda rows: -len(rows))
    if len(large) < 2:
        return large
    means = np.stack([vectors[rows].mean(axis=0) for rows in large])
    for rows in clusters.values():
        if len(rows) < least:
            for row in rows:
                large[int(np.argmax(means @ vectors[row]))].append(row)
    return sorted((sorted(rows) for rows in large), key=lambda rows: -len(rows))
