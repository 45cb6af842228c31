"""Faces for a grid of crops: one row per face, changed by id and never reset. Window thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, Qt

from faceapp.core.models import Face, FaceState
from faceapp.core.said import said
from faceapp.gui.language import shown, tr
from faceapp.gui.models.carried import own_mime, put_faces
from faceapp.gui.models.people_model import Index

FACE_ROLE = Qt.ItemDataRole.UserRole
FACES_MIME = own_mime("faces")
"""Ids of dragged faces, comma separated."""

STATE_WORDS = {
    FaceState.CONFIRMED: said("confirmed by you"),
    FaceState.AUTOMATIC: said("sorted automatically"),
    FaceState.SUGGESTED: said("suggested"),
    FaceState.GROUPED: said("in a group without a name"),
    FaceState.SINGLE: said("on its own"),
    FaceState.STRANGER: said("a stranger"),
    FaceState.NOT_A_FACE: said("not a face"),
}


class FacesModel(QAbstractListModel):
    """Rows are :class:`Face` values; ``FACE_ROLE`` returns one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._faces: list[Face] = []
        self._rows: dict[int, int] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number of faces."""
        return 0 if parent.isValid() else len(self._faces)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a crop shows."""
        if not index.isValid() or not 0 <= index.row() < len(self._faces):
            return None
        face = self._faces[index.row()]
        if role == FACE_ROLE:
            return face
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return _words(face)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Faces can be selected and dragged."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def mimeTypes(self) -> list[str]:
        """What a drag carries."""
        return [FACES_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The dragged faces, and where they stand."""
        data = QMimeData()
        put_faces(data, FACES_MIME, [self._faces[index.row()] for index in indexes])
        return data

    def faces(self) -> list[Face]:
        """The rows in their order."""
        return list(self._faces)

    def face(self, row: int) -> Face:
        """One row."""
        return self._faces[row]

    def row_of(self, face_id: int) -> int | None:
        """Where a face is, or None."""
        return self._rows.get(face_id)

    def index_of(self, face_id: int) -> QModelIndex:
        """The index of a face, invalid where it is not shown."""
        row = self._rows.get(face_id)
        return QModelIndex() if row is None else self.index(row)

    def set_faces(self, faces: Sequence[Face]) -> None:
        """Show these faces: what is gone goes, what is new comes last, what stays keeps its place."""
        wanted = {face.id: face for face in faces}
        for row in range(len(self._faces) - 1, -1, -1):
            if self._faces[row].id not in wanted:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._faces[row]
                self.endRemoveRows()
        for row, known in enumerate(self._faces):
            new = wanted.pop(known.id)
            if new != known:
                self._faces[row] = new
                index = self.index(row)
                self.dataChanged.emit(index, index)
        if wanted:
            first = len(self._faces)
            self.beginInsertRows(QModelIndex(), first, first + len(wanted) - 1)
            self._faces.extend(wanted.values())
            self.endInsertRows()
        self._rows = {face.id: row for row, face in enumerate(self._faces)}

    def clear(self) -> None:
        """Show nothing (another person comes): here a reset is what is meant."""
        self.beginResetModel()
        self._faces = []
        self._rows = {}
        self.endResetModel()


def _words(face: Face) -> str:
    """Who a face is, and how it came by that."""
    who = face.name
    if not who:
        who = tr("maybe {name}", name=face.suggested_name) if face.suggested_name else tr("Face")
    words = f"{who}: {shown(STATE_WORDS[face.state])}"
    if face.probability is None:
        return words
    return tr("{face} ({number}% sure)", face=words, number=f"{face.probability * 100:.0f}")
