"""The nouns of the domain, as frozen values.

The words are those of the window and the docs: photo, face, person, group, suggestion, confirmed,
automatic, stranger, not a face.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

import numpy as np
from numpy.typing import NDArray

from faceapp.core.geometry import Box

ModelId = NewType("ModelId", str)
"""Names one embedding space ("facenet-casia-webface-two-views-v1"). Embeddings of different models are
never compared; thresholds and calibration belong to one model."""

DetectorId = NewType("DetectorId", str)
"""Names one detector with its settings ("mtcnn-v1")."""

Picture = NDArray[np.uint8]
"""uint8 [height, width, 3], RGB, upright."""

Embeddings = NDArray[np.float32]
"""float32 [N, D], each row of unit length."""


@dataclass(frozen=True, slots=True)
class Detection:
    """One face found in a picture.

    Attributes:
        box: Pixels of the upright picture the detector was given.
        landmarks: float32 [5, 2], x and y in the same pixels: left eye, right eye, nose, left and right
            corner of the mouth, left and right as seen in the picture. None for a box drawn by hand.
        score: The detector's probability, 0..1 (1.0 for a box drawn by hand).
    """

    box: Box
    landmarks: NDArray[np.float32] | None
    score: float


class FaceState(StrEnum):
    """Where a face stands. Every face is in exactly one state: the coverage line adds up."""

    CONFIRMED = "confirmed"
    AUTOMATIC = "automatic"
    SUGGESTED = "suggested"
    GROUPED = "grouped"
    SINGLE = "single"
    STRANGER = "stranger"
    NOT_A_FACE = "not_a_face"


@dataclass(frozen=True, slots=True)
class Face:
    """One box in one photo, with where it belongs at present.

    ``person_id`` is the person or group the face is shown under; ``suggested_person_id`` the person the
    app believes it to be when it asks. ``box`` is in pixels of the upright photo.
    """

    id: int
    photo_id: int
    box: Box
    score: float
    quality: float
    state: FaceState
    person_id: int | None = None
    name: str | None = None
    suggested_person_id: int | None = None
    suggested_name: str | None = None
    probability: float | None = None
    manual: bool = False
    landmarks: NDArray[np.float32] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class PersonYear:
    """One year of a person.

    Attributes:
        year: By the dates of the photos.
        face: The prototype: the face that is most like the others of that year, of the confirmed ones if any.
        faces: Faces of that year.
        confirmed: How many of them the user confirmed.
    """

    year: int
    face: Face
    faces: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class Photo:
    """One picture by its image data; it may lie at many paths."""

    id: int
    identity: str
    width: int
    height: int
    taken_at: datetime | None
    paths: tuple[str, ...]
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A named person (``name`` set) or a group (``name`` None).

    ``title`` tells a named person from all others: ``Anna (2)`` where somebody else is called Anna, too.
    """

    id: int
    name: str | None
    faces: int
    photos: int
    confirmed: int
    suggested: int = 0
    hidden: bool = False
    cover_face_id: int | None = None
    sample_face_ids: tuple[int, ...] = ()
    title: str | None = None

    def __post_init__(self) -> None:
        """Where nobody said otherwise, nobody else has this name."""
        if self.title is None:
            object.__setattr__(self, "title", self.name)


@dataclass(frozen=True, slots=True)
class Problem:
    """One path that could not be used: what happened and what to do."""

    path: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage line: ``detected`` is always the sum of the other parts."""

    detected: int = 0
    confirmed: int = 0
    automatic: int = 0
    suggested: int = 0
    grouped: int = 0
    single: int = 0
    strangers: int = 0
    not_a_face: int = 0


@dataclass(frozen=True, slots=True)
class EventInfo:
    """One line of the history.

    Naming and merging store two lists: ``seen`` faces that the user looked at and so confirmed, and
    ``followed`` ones that went along unseen.
    """

    id: int
    kind: str
    when: datetime
    what: str
    faces: int
    undone: bool
    seen: int = 0
    followed: int = 0


@dataclass(frozen=True, slots=True)
class Stay:
    """A face that an undo does not bring back, and the later decision that put it where it is."""

    face_id: int
    event: int
    what: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision did: its event, how much it settled, and the person it is about.

    ``takes_back``: it is an undo; ``stays``: faces that a later decision then keeps where they are.
    """

    event: int
    faces: int
    photos: int
    person_id: int | None
    stays: tuple[Stay, ...] = ()
    takes_back: bool = False


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What an undo would do, before it is done.

    Attributes:
        events: The decisions that would be taken back, newest first.
        returns: Faces that would stand elsewhere than now.
        photos: In how many photos those are.
        stays: Faces of these decisions that would stay where they are, each with the later decision that
            keeps it there.
    """

    events: tuple[EventInfo, ...]
    returns: tuple[int, ...]
    photos: int
    stays: tuple[Stay, ...]


@dataclass(frozen=True, slots=True)
class Unattached:
    """A face that decisions are about and that is not found at present. Nothing said about it is lost.

    Attributes:
        identity: The photo, by its image data.
        photo_id: The photo, where the library knows it.
        paths: Where it lies.
        box: The face as it was decided about: pixels of the upright photo, or None where its size is unknown.
        events: The decisions that count, newest first.
    """

    identity: str
    photo_id: int | None
    paths: tuple[str, ...]
    box: Box | None
    events: tuple[EventInfo, ...]


@dataclass(frozen=True, slots=True)
class StrictnessPreview:
    """What another strictness would do to the groups without a name.

    Attributes:
        merged: Present groups that would come together with others.
        split: Present groups that would fall apart.
        founded: New groups of faces that are in none now.
        groups: Groups of at least two faces that there would be.
        people: Named people; strictness changes none of them.
    """

    merged: int
    split: int
    founded: int
    groups: int
    people: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two decisions that cannot both hold. The later one counts; undo the one that is wrong.

    ``kind`` is a value of :class:`faceapp.core.relations.ConflictKind`; ``what`` says it in a sentence.
    """

    kind: str
    what: str
    earlier: EventInfo
    later: EventInfo
    person_ids: tuple[int, ...]
    face_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A confirmed face near the probe. ``distance`` is squared L2 between unit embeddings (0..4).

    ``nearest`` are ``(face id, distance)`` of the person's up to three nearest confirmed faces; ``margin`` is
    how much farther the nearest face of anybody else is (None: nobody else is named).
    """

    person_id: int
    name: str
    distance: float
    probability: float
    face_id: int
    nearest: tuple[tuple[int, float], ...] = ()
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One person a face of the library may be, and what speaks for it.

    Attributes:
        person_id: Who.
        name: What the person is called.
        probability: Calibrated, 0..1.
        margin: How much farther the nearest confirmed face of anybody else is (squared L2; negative: nearer);
            None where nobody else is named.
        nearest: ``(face id, squared L2 distance)`` of the person's up to three nearest confirmed faces.
    """

    person_id: int
    name: str
    probability: float
    margin: float | None
    nearest: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class IdentifiedFace:
    """One face of a picture that was asked about; empty ``matches`` = unknown."""

    box: Box
    score: float
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class ScanSummary:
    """What a scan did, and what the library holds now (see ``scan`` in the command table)."""

    photos: int
    paths: int
    new: int
    unchanged: int
    moved: int
    missing: int
    problems: int
    faces: int
    people: int
    groups: int
    seconds: float
    device: str
