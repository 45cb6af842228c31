"""One face through the years in the window: played at once, or saved as a video. Window thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from faceapp.core.said import said
from faceapp.core.through_years import FEWEST_FACES, DatedFace
from faceapp.gui.client import LibraryClient
from faceapp.gui.dialogs.progress_dialog import ProgressDialog
from faceapp.gui.language import shown, tr
from faceapp.gui.slides import Slides, YearsSlides
from faceapp.gui.widgets.files import show_in_file_manager
from faceapp.library.film import FilmSummary
from faceapp.library.library import Library

_TOO_FEW = said(
    "This takes at least two photos with dates in which the person looks this way. Photos without a date, "
    "and faces seen from the side, are left out."
)


class FilmJob(QObject):
    """About one person at a time.

    Args:
        client: Asks the library.
        view: Owns the windows.
        play: Shows slides on the whole screen.
    """

    def __init__(self, client: LibraryClient, view: QWidget, play: Callable[[Slides, int], None]) -> None:
        super().__init__(view)
        self._client = client
        self._view = view
        self._play = play

    def play(self, person_id: int) -> None:
        """Show it on the whole screen."""

        def query(library: Library) -> tuple[list[DatedFace], date | None]:
            return library.faces_through_years(person_id), library.birthdate(person_id)

        def then(found: tuple[list[DatedFace], date | None]) -> None:
            faces, born = found
            if len(faces) < FEWEST_FACES:
                self._client.told.emit(shown(_TOO_FEW), "", None)
            else:
                self._play(YearsSlides(self._client, faces, born, self), 0)

        self._client.ask(query, then, owner=self)

    def save(self, person_id: int, name: str) -> None:
        """Ask where to, then write it; the window is usable meanwhile."""

        def then(faces: list[DatedFace]) -> None:
            if len(faces) < FEWEST_FACES:
                self._client.told.emit(shown(_TOO_FEW), "", None)
                return
            places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.MoviesLocation)
            dialog = QFileDialog(self._view, tr("Save as a video"))
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setNameFilters([tr("MP4 video (*.mp4)"), tr("WebM video (*.webm)")])
            dialog.setDefaultSuffix("mp4")
            dialog.filterSelected.connect(
                lambda chosen: dialog.setDefaultSuffix("webm" if "webm" in chosen else "mp4")
            )
            if places and Path(places[0]).is_dir():
                dialog.setDirectory(places[0])
            dialog.selectFile(tr("{name} through the years", name=_file_name(name)) + ".mp4")
            dialog.fileSelected.connect(lambda path: self.write(person_id, Path(path)))
            dialog.open()

        self._client.ask(lambda library: library.faces_through_years(person_id), then, owner=self)

    def write(self, person_id: int, path: Path) -> ProgressDialog:
        """Write it; the user has said that a file of that name may be replaced."""
        dialog = ProgressDialog(tr("Making the video"), self._view)

        def then(made: FilmSummary) -> None:
            dialog.end()
            faces = said("%n face(s)", None, made.faces)
            seconds = said("%n second(s)", None, round(made.seconds))
            words = tr("Saved {file}: {faces}, {seconds}.", file=made.path.name, faces=faces, seconds=seconds)
            if made.skipped:
                words += " " + tr("%n could not be read.", None, made.skipped)
            self._client.told.emit(words, tr("Show"), lambda: show_in_file_manager(str(made.path)))

        token = self._client.apart.run(
            "film",
            lambda library, progress, cancel: library.export_film(
                person_id, path, replace=True, in_words=shown, progress=progress, cancel=cancel
            ),
            then,
            progress=dialog.show_progress,
            over=dialog.end,
            owner=self,
        )
        dialog.stopped.connect(token.cancel)
        dialog.open_unless_over()
        return dialog


def _file_name(name: str) -> str:
    """A name that every file system takes."""
    kept = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in name)
    return " ".join(kept.split()) or tr("Somebody")
