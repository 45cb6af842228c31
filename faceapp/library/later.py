"""Faces that are to be judged again: what a click left for the moments after it.

Somebody with five thousand faces has as many that a decision may concern, each to be compared with every
confirmed face. The click does what is seen at once; the rest is written down here, in its transaction, and
done piece by piece. A kill loses nothing: it is still written down at the next start.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from faceapp.storage.database import Transaction
from faceapp.storage.settings import SettingStore

KEY = "judge again"
"""Setting: the faces, those around which others are, and the people, as lists of ids in JSON."""


@dataclass(frozen=True, slots=True)
class Later:
    """What is left to do.

    Attributes:
        faces: Faces to be judged again, the most urgent first.
        around: Faces newly confirmed, or no longer: those near them are to be judged again.
        people: All of whose faces are to be judged again.
    """

    faces: tuple[int, ...] = ()
    around: tuple[int, ...] = ()
    people: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.faces or self.around or self.people)

    def after(
        self, faces: Iterable[int] = (), around: Iterable[int] = (), people: Iterable[int] = ()
    ) -> Later:
        """With more to do, before what is left so far."""
        pairs = ((faces, self.faces), (around, self.around), (people, self.people))
        return Later(*(tuple(dict.fromkeys((*new, *old))) for new, old in pairs))

    def put(self, db: Transaction) -> None:
        """Write it down, in the transaction of what left it."""
        text = json.dumps([self.faces, self.around, self.people], separators=(",", ":")) if self else ""
        SettingStore.put_with(db, KEY, text)


def left(db: Transaction) -> Later:
    """What is written down."""
    row = db.execute("SELECT value FROM setting WHERE key = ?", (KEY,)).fetchone()
    if row is None or not row[0]:
        return Later()
    return Later(*(tuple(ids) for ids in json.loads(row[0])))
