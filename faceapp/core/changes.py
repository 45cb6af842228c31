"""What an operation touched, so that a view reloads those ids and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids whose rows may look different now.

    ``redrawn`` are faces whose crop shows something else than before (their box was moved).

    ``everything`` is set where listing ids would cost more than a reload (a regrouping, another
    process wrote to the library).
    """

    photo_ids: frozenset[int] = field(default_factory=frozenset)
    face_ids: frozenset[int] = field(default_factory=frozenset)
    person_ids: frozenset[int] = field(default_factory=frozenset)
    everything: bool = False
    redrawn: frozenset[int] = field(default_factory=frozenset)

    def __or__(self, other: Changes) -> Changes:
        return Changes(
            self.photo_ids | other.photo_ids,
            self.face_ids | other.face_ids,
            self.person_ids | other.person_ids,
            self.everything or other.everything,
            self.redrawn | other.redrawn,
        )

    def __bool__(self) -> bool:
        return self.everything or bool(self.photo_ids or self.face_ids or self.person_ids)


EVERYTHING = Changes(everything=True)
