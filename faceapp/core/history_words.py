"""What the history says of each decision.

These sentences are kept in the library as text, and read back out of it (:mod:`faceapp.core.kept`): what is
changed here is no longer recognised in libraries that hold it. Counts are written plainly, as they are there.
"""

from __future__ import annotations

from faceapp.core.said import Said, said

# -- people and places ------------------------------------------------------------------------------------
GROUP = said("group {number}")
GROUP_FIRST = said("Group {number}")
"""Where a sentence begins with it."""
NEW_GROUP = said("a new group")
NEW_GROUPS = said("{count} new group(s)", None, 2)
FACES = said("{count} face(s)", None, 2)
OTHERS = said("{count} (other is|others are)", None, 2)
PARTS = (GROUP, GROUP_FIRST, NEW_GROUP, NEW_GROUPS, FACES, OTHERS)

# -- decisions --------------------------------------------------------------------------------------------
NAMED = said("Named {name}")
RENAMED = said("Renamed {name} to {new}")
MERGED = said("Merged {others} into {name}")
HID = said("Hid {name}")
SHOWED = said("Showed {name}")
PRESENT = said("Said that {name} is in a photo without a face")
NOT_PRESENT = said("Said that {name} is not in a photo without a face")
CONFIRMED = said("Confirmed {count} face(s) of {name}", None, 2)
REJECTED = said("{count} face(s) not {name}", None, 2)
MOVED = said("Moved {count} face(s) to {where}", None, 2)
STRANGERS = said("{count} (face marked as a stranger|faces marked as strangers)", None, 2)
NOT_FACES = said("{count} (face marked as not a face|faces marked as not faces)", None, 2)
DREW = said("Drew a box")
DREW_AROUND = said("Drew a box around {name}")
MOVED_BOX = said("Moved the box of a face")
MOVED_BOX_OF = said("Moved the box of {name}")
DIFFERENT = said("{name} and {other} are different people")
ALIKE = said("{name} and {other} look alike")
NOT_ALIKE = said("{name} and {other} no longer look alike")
APART = said("{faces} said not to be who {others}")
BORN = said("{name} was born on {day}")
NOT_BORN = said("Birthdate of {name} removed")
TWO_PEOPLE = said("Two faces of a photo are two people")
MIRROR = said("Two faces of a photo may be one person: a mirror")
COLLAGE = said("Two faces of a photo may be one person: a collage")
SPLIT = said("Split {name}: {groups}")
UNDID = said("Undid: {what}")
UNDID_SOME = said("Undid {count} decision(s)", None, 2)
UNDID_SINCE = said("Undid {count} decision(s) since {day}", None, 2)
REDID = said("Redid: {what}")
REDID_SOME = said("Redid {count} decision(s)", None, 2)

DECISIONS = (
    NAMED,
    RENAMED,
    MERGED,
    HID,
    SHOWED,
    NOT_PRESENT,
    PRESENT,
    CONFIRMED,
    REJECTED,
    MOVED,
    STRANGERS,
    NOT_FACES,
    DREW,
    DREW_AROUND,
    MOVED_BOX,
    MOVED_BOX_OF,
    DIFFERENT,
    NOT_ALIKE,
    ALIKE,
    APART,
    BORN,
    NOT_BORN,
    TWO_PEOPLE,
    MIRROR,
    COLLAGE,
    SPLIT,
    UNDID,
    UNDID_SOME,
    UNDID_SINCE,
    REDID,
    REDID_SOME,
)
"""Where a text fits two of them, the first is meant."""


def called(name: str | None, person_id: int, *, first: bool = False) -> str:
    """What to call a person or group in a sentence; ``first``: it begins with them."""
    if name is None:
        return (GROUP_FIRST if first else GROUP).of(number=person_id)
    return name[:1].upper() + name[1:] if first else name


def all_of(people: list[str]) -> str:
    """``Anna and Ben and group 7``."""
    words = people[0]
    for one in people[1:]:
        words = said("{one} and {other}", one=words, other=one)
    return words


def counted(sentence: Said, count: int, **values: object) -> Said:
    """A sentence with the count that its words depend on."""
    return sentence.of(count, count=count, **values)
