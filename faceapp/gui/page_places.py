"""What pages with several looks keep for the next start: a person's page, and the viewer. Window thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from faceapp.gui.list_place import ListPlace
from faceapp.gui.widgets.person_head import PersonHead

if TYPE_CHECKING:
    from faceapp.gui.views.viewer_view import ViewerView

NEIGHBOURS = 500
"""Photos on either side that the viewer's next and previous reach after a new start."""


class PersonPlace:
    """The place on a person's page; it is about one person and comes back with that one only.

    Args:
        head: Says and switches what the page shows.
        faces: The place in the faces.
        photos: The place in the photos.
    """

    def __init__(self, head: PersonHead, faces: ListPlace, photos: ListPlace) -> None:
        self._head = head
        self._lists = {"faces": faces, "photos": photos}
        self._kept: Mapping[str, Any] = {}
        self._person_id: int | None = None
        self._years_wanted = False
        self._look = "faces"
        self.coming = False
        """Whether there is a place to go back to, which may be anywhere among the faces."""
        head.look_wanted.connect(self._switched)

    def _switched(self, look: str) -> None:
        self._look = look

    def remember(self) -> dict[str, Any]:
        """The place, as plain values."""
        look = "years" if self._years_wanted else self._look
        return {
            "person": self._person_id,
            "look": look,
            **{key: one.remember() for key, one in self._lists.items()},
        }

    def recall(self, kept: Mapping[str, Any]) -> None:
        """Go there when the person of then is shown."""
        self._kept = kept

    def show_person(self, person_id: int) -> None:
        """A person comes, with no rows yet."""
        self._person_id = person_id
        kept = self._kept if self._kept.get("person") == person_id else {}
        self._kept = {}
        self.coming = bool(kept)
        for key, place in self._lists.items():
            place.forget()
            place.recall(kept.get(key))
        self._years_wanted = kept.get("look") == "years"
        if kept.get("look") == "photos":
            self._head.show_look("photos")

    def years_known(self, some: bool) -> None:
        """Whether there are years to show is known later than the person."""
        if self._years_wanted and some:
            self._head.show_look("years")
        self._years_wanted = False


class ViewerPlace:
    """The photo in the viewer, its chosen face, and the photos near it for next and previous."""

    def __init__(self, view: ViewerView) -> None:
        self._view = view

    def remember(self) -> dict[str, Any]:
        """The place, as plain values."""
        photo, ids, face = self._view.photo_id, list(self._view._ids), self._view.chosen()
        at = ids.index(photo) if photo in ids else 0
        near = ids[max(at - NEIGHBOURS, 0) : at + NEIGHBOURS + 1]
        return {"photo": photo, "face": face.id if face is not None else None, "photos": near}

    def recall(self, stored: Mapping[str, Any]) -> None:
        """Go there."""
        photo, face, near = stored.get("photo"), stored.get("face"), stored.get("photos")
        ids = [one for one in near if isinstance(one, int)] if isinstance(near, list) else []
        if isinstance(photo, int):
            self._view.show_photo(photo, ids, face if isinstance(face, int) else None)
