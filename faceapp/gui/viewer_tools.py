"""The viewer's tools that say something of the photo: where faces are, and who is there without one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from faceapp.core.geometry import Box
from faceapp.core.models import Face, Reason
from faceapp.core.said import said
from faceapp.gui import naming
from faceapp.gui.box_drawer import BoxDrawer
from faceapp.gui.client import LibraryClient
from faceapp.gui.language import shown, tr
from faceapp.gui.presence import Presence
from faceapp.gui.thumbnail_loader import ThumbnailLoader
from faceapp.gui.widgets.present_list import PresentList
from faceapp.gui.widgets.viewer_canvas import ViewerCanvas
from faceapp.gui.widgets.why_panel import WhyPanel

_HOW = said("Drag the box or its handles, or use the arrow keys (Shift: size). Enter keeps it, Esc does not.")


def ask_why(client: LibraryClient, why: WhyPanel, chosen: Callable[[], Face | None], owner: QObject) -> None:
    """Fill the panel of reasons, where it is unfolded, for the face that is chosen."""
    face = chosen()
    if face is None or not why.unfolded:
        return

    def then(reasons: list[Reason]) -> None:
        if (now := chosen()) is not None and now.id == face.id:
            why.show_reasons(reasons)

    client.ask(lambda library: library.why(face.id), then, owner=owner)


class ViewerTools(QObject):
    """Draws boxes, moves them, and asks who else is in the photo. Window thread.

    Args:
        client: Takes the decisions.
        thumbnails: For the crops in the pickers.
        canvas: Where boxes are drawn and moved.
        draw: The action of drawing a box; checked while one is to be drawn.
        shape: The action of moving one; checked while one has handles.
        chosen: The face that is meant.
        tell: Says something over the photo; empty: what else there is to say.
        view: Owns the pickers' windows.
    """

    def __init__(
        self,
        client: LibraryClient,
        thumbnails: ThumbnailLoader,
        canvas: ViewerCanvas,
        draw: QAction,
        shape: QAction,
        chosen: Callable[[], Face | None],
        tell: Callable[[str], None],
        view: QWidget,
    ) -> None:
        super().__init__(view)
        self._canvas = canvas
        self._draw = draw
        self._shape = shape
        self._chosen = chosen
        self._tell = tell
        self._photo_id: int | None = None
        self._faces: list[Face] = []
        self._presence = Presence(client, thumbnails, view)
        self.drawer = BoxDrawer(client, thumbnails, view)
        self.drawer.begun.connect(lambda: tell(tr("Looking at the face…")))
        self.drawer.ended.connect(lambda: tell(""))
        canvas.drawn.connect(self._drawn)
        canvas.shaped.connect(self._shaped)
        canvas.shaping_changed.connect(self._shaping_changed)

    def turn_to(self, photo_id: int) -> None:
        """Another photo is shown: what was begun on the one before is given up."""
        self._canvas.end_shaping(False)
        self._photo_id, self._faces = photo_id, []

    def show_faces(self, faces: list[Face]) -> None:
        """The faces of the photo on show."""
        self._faces = faces

    # -- boxes --------------------------------------------------------------------------------------
    def toggle_drawing(self) -> None:
        """Let the next drag draw a box, or not."""
        self._canvas.set_drawing(self._draw.isChecked())

    def _drawn(self, box: Box) -> None:
        self._draw.setChecked(False)
        self._canvas.set_drawing(False)
        if self._photo_id is not None:
            self.drawer.ask(self._photo_id, box, self._canvas.window())

    def toggle_shaping(self) -> None:
        """Give the chosen face's box handles, or keep it as it lies now."""
        face = self._chosen()
        if self._canvas.shaper is not None:
            self._canvas.end_shaping(True)
        elif face is not None:
            self._canvas.select(face.id)
            self._canvas.begin_shaping(face.id)
        else:
            self._shape.setChecked(False)

    def _shaping_changed(self, on: bool) -> None:
        self._shape.setChecked(on)
        self._tell(shown(_HOW) if on else "")

    def _shaped(self, face_id: int, box: Box) -> None:
        face = next((one for one in self._faces if one.id == face_id), None)
        if face is not None:
            known = naming.believed(face)
            self.drawer.move(face_id, box, known[1] if known is not None else tr("the face"))

    # -- who is here without a face -----------------------------------------------------------------
    def listen_to(self, present: PresentList) -> None:
        """Obey the list of those who are here without a face."""
        present.removed.connect(self._not_here)
        self._present = present

    def ask_here(self) -> None:
        """Ask who else is in the photo."""
        if self._photo_id is not None:
            here = {face.person_id for face in self._faces if face.person_id is not None}
            here |= {person for person, _ in self._present.people()}
            self._presence.ask(self._photo_id, here, self._canvas.window())

    def _not_here(self, person_id: int, name: str) -> None:
        if self._photo_id is not None:
            self._presence.remove(self._photo_id, person_id, name)
