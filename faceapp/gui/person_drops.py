"""What faces and people do that are dropped on a person, in the grid or in the side bar. Window thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal

from faceapp.core.models import Person
from faceapp.gui import actions
from faceapp.gui.client import LibraryClient
from faceapp.gui.dialogs.merge_dialog import MergeDialog
from faceapp.gui.language import tr
from faceapp.gui.models.carried import Carried, carried
from faceapp.gui.models.faces_model import FACES_MIME
from faceapp.gui.models.people_model import PEOPLE_MIME
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.card_grid import DropList

ACCEPTED = (FACES_MIME, PEOPLE_MIME)


def judged(kind: str, load: Carried, target: Person) -> tuple[bool, str]:
    """Whether a drop on a person would do something, and what it would do, or why nothing."""
    where = target.title or tr("this group")
    number = len(load.ids)
    if kind == PEOPLE_MIME:
        others = [one for one in load.ids if one != target.id]
        if not others:
            return False, ""
        if len(others) == 1:
            return True, tr("Merge into {where}…", where=where)
        return True, tr("Merge %n card(s) into {where}…", None, len(others), where=where)
    if confirms(load, target):
        return True, tr("Confirm %n face(s) of {name}", None, number, name=where)
    if load.of == target.id:
        known = target.name is not None
        return False, tr("Already {name}", name=where) if known else tr("Already in {where}", where=where)
    return True, tr("Move %n face(s) to {where}", None, number, where=where)


def confirms(load: Carried, target: Person) -> bool:
    """Whether dropping faces on a person says yes to what the app believes."""
    if target.name is None:
        return False
    return load.suggested == target.id or (load.of == target.id and not load.confirmed)


class PersonDrops(QObject):
    """Makes the people of a list take faces and other people.

    Args:
        client: Takes the decisions.
        thumbnails: For the merge dialog.
        view: The list.
        person: The person of a row.
    """

    merged = Signal(object)
    """The Decision of a merge."""

    def __init__(
        self,
        client: LibraryClient,
        thumbnails: ThumbnailLoader,
        view: DropList,
        person: Callable[[int], Person],
    ) -> None:
        super().__init__(view)
        self._client = client
        self._thumbnails = thumbnails
        self._view = view
        self._person = person
        view.judge = self._judge
        view.dropped.connect(self._dropped)

    def _judge(self, kind: str, mime: QMimeData, row: int) -> tuple[bool, str]:
        return judged(kind, carried(mime, kind), self._person(row))

    def _dropped(self, kind: str, load: Carried, row: int) -> None:
        target = self._person(row)
        if kind == PEOPLE_MIME:
            # Not inside the drop: a dialog there would keep the drag alive.
            QTimer.singleShot(0, self, lambda: self._ask_merge(target.id, load.ids))
        elif confirms(load, target):
            actions.confirm(self._client, load.ids, target)
        else:
            actions.move(self._client, load.ids, target.id, target.title or tr("the group"))

    def _ask_merge(self, target_id: int, ids: tuple[int, ...]) -> None:
        def show(people: list[Person]) -> None:
            known = {person.id: person for person in people}
            sources = [known[one] for one in ids if one in known and one != target_id]
            if target_id in known and sources:
                self.preview(known[target_id], sources)

        self._client.ask(lambda library: library.people(), show, owner=self)

    def preview(self, target: Person, sources: list[Person]) -> None:
        """Show what a merge would do, before it is done."""
        dialog = MergeDialog(self._client, self._thumbnails, target, sources, self._view)
        dialog.merged.connect(self.merged)
        dialog.open()
