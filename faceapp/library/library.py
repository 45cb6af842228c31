"""The facade: one open library, and everything that can be done with it.

The window, the command line and the tests use this class and nothing below it. Queries may be called from
any thread; they are quick, but the window calls them off its own thread all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from faceapp.core.changes import Changes
from faceapp.core.geometry import Box
from faceapp.core.models import (
    Decision,
    Face,
    IdentifiedFace,
    ModelId,
    Picture,
    Reason,
    ScanSummary,
    StrictnessPreview,
)
from faceapp.core.progress import CancelToken, ProgressFn, no_progress
from faceapp.core.through_years import DatedFace, Period
from faceapp.library.context import Context
from faceapp.library.engine import Engine
from faceapp.library.film import FilmSummary, aligned_face, write_film
from faceapp.library.folders import Folders
from faceapp.library.follow import Follower
from faceapp.library.group import Grouper
from faceapp.library.harder import HarderLook
from faceapp.library.identify import Identifier
from faceapp.library.models import DEFAULT as DEFAULT_MODEL
from faceapp.library.models import KEY as MODEL_KEY
from faceapp.library.people import Decisions
from faceapp.library.pictures import Pictures, PictureView
from faceapp.library.queries import Queries
from faceapp.library.recognizer import RecognizerSource
from faceapp.library.regroup import Regrouper
from faceapp.library.review import Reviewer
from faceapp.library.scan import Scanner
from faceapp.library.search import Searcher
from faceapp.library.sheet import contact_sheet
from faceapp.library.state import state
from faceapp.library.strictness import Strictness
from faceapp.library.why import Explainer

if TYPE_CHECKING:
    from faceapp.library.watch import Watcher, WatchState


class Library(Queries):
    """One open library folder.

    Args:
        root: The folder; made where it does not exist.
        recognizers: Where the networks come from; loaded at the first need.
        engine: Where scans and questions run instead of in this process.

    Raises:
        LibraryError: the folder cannot be opened.
    """

    def __init__(self, root: Path, recognizers: RecognizerSource, engine: Engine | None = None) -> None:
        self._engine = engine
        self._context = Context(root, recognizers)
        self._grouper = Grouper(self._context)
        self._regrouper = Regrouper(self._context, self._grouper)
        self._strictness = Strictness(self._context, self._regrouper)
        self._identifier = Identifier(self._context, self._grouper)
        self._harder = HarderLook(self._context, self._grouper, self._regrouper)
        self._explainer = Explainer(self._context, self._grouper)
        self._pictures = Pictures(self._context)
        self._searcher = Searcher(self._context)
        self.places = Folders(self._context)
        self._follower = Follower(self._context, self._grouper, beside=engine is not None)
        self.decide = Decisions(self._context, self._grouper, self._follower)
        self.review = Reviewer(self._context, self._grouper, self.decide, beside=engine is not None)
        self._follower.start()

    @property
    def root(self) -> Path:
        """The library folder."""
        return self._context.root

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Finish what runs on the compute lanes, save the index, close the database."""
        self._follower.close()
        self.review.close()
        if self._engine is not None:
            self._engine.close()
        self._context.recognizers.close()
        self._context.close()

    def listen(self, listener: Callable[[Changes], None]) -> None:
        """Call ``listener`` after each change made through this object, on the thread that made it."""
        self._context.listen(listener)

    def data_version(self) -> int:
        """A number that changes when another process changed the library."""
        return self._context.database.data_version()

    # -- work ---------------------------------------------------------------------------------------
    def scan(
        self,
        folders: Sequence[str | Path] = (),
        *,
        thorough: bool = False,
        verify: bool = False,
        within: bool = False,
        progress: ProgressFn = no_progress,
        cancel: CancelToken | None = None,
        changed: Callable[[Changes], None] | None = None,
    ) -> ScanSummary:
        """Find the photos of folders, and the faces in those that are new.

        A folder whose drive is away is passed by. One that was away and lies somewhere else now, on the same
        drive or in what was named here, is found again without reading its photos.

        Args:
            folders: What to scan and to remember; none: the folders known so far.
            thorough: Look for faces down to 1 % of the long side.
            verify: Read every file again instead of trusting size and time.
            within: The folders are places (files too, and what is not there any more) where something
                changed. Nothing is remembered, and what is in no scanned folder is left alone.
            progress: Told after each batch.
            cancel: Pauses or stops the scan.
            changed: Told of changes beside those who :meth:`listen`.

        Raises:
            Cancelled: stopped; everything finished before is kept.
            FaceAppError: a folder does not exist.
        """
        wanted, cancel = [str(folder) for folder in folders], cancel or CancelToken()
        if not within:
            wanted = self.places.take_named(wanted)
        if self._engine is not None:
            how = (thorough, verify, within)
            return self._engine.scan(wanted, how, progress, cancel, self._context.changed)
        wanted = wanted or self.folders()
        with self._context.heard_by(changed):
            scanner = Scanner(self._context, self._grouper, self._regrouper, thorough=thorough, verify=verify)
            return scanner.run(wanted, progress, cancel, within=within)

    def look_harder(self, photo_id: int, *, changed: Callable[[Changes], None] | None = None) -> list[Face]:
        """Look for faces down to 1 % of the long side in one photo; those that are known stay as they are.

        Later scans keep what is found.

        Args:
            photo_id: The photo.
            changed: Told of changes beside those who :meth:`listen`.

        Returns:
            The new faces, left to right, placed among the people as a scan does.

        Raises:
            UnknownIdError: no such photo.
            PictureError: the photo cannot be read now.
        """
        if self._engine is not None:
            return self._engine.look_harder(photo_id, self._context.changed)
        with self._context.heard_by(changed):
            return self._harder.look(photo_id)

    def regroup(self) -> None:
        """Group all faces anew under the user's word."""
        self._regrouper.run()

    def strictness(self) -> float:
        """How faces are grouped: -1 (fewer mistakes) .. 1 (fewer groups)."""
        return self._regrouper.strictness()

    def preview_strictness(self, value: float, cancel: CancelToken | None = None) -> StrictnessPreview:
        """What another strictness would do to the groups there are. Nothing is changed.

        Raises:
            DecisionError: the value is not in -1 .. 1.
            Cancelled: the user stopped it.
        """
        cancel = cancel or CancelToken()
        if self._engine is not None:
            return self._engine.preview_strictness(value, cancel)
        return self._strictness.preview(value, cancel)

    def set_strictness(self, value: float, *, changed: Callable[[Changes], None] | None = None) -> None:
        """Use another strictness from now on, and group all faces anew under the user's word.

        Args:
            value: -1 (fewer mistakes) .. 1 (fewer groups).
            changed: Told of changes beside those who :meth:`listen`.

        Raises:
            DecisionError: the value is not in -1 .. 1.
        """
        if self._engine is not None:
            self._engine.set_strictness(value, self._context.changed)
            return
        with self._context.heard_by(changed):
            self._strictness.put(value)

    def identify(self, source: Path | bytes | Picture) -> list[IdentifiedFace]:
        """Who is in this picture? Nothing is stored.

        Raises:
            PictureError: the picture cannot be used.
        """
        if self._engine is not None:
            return self._engine.identify(source)
        return self._identifier.identify(source)

    def add_box(
        self,
        photo_id: int,
        box: Box,
        person_id: int | None = None,
        *,
        changed: Callable[[Changes], None] | None = None,
    ) -> Decision:
        """Add a face where no detector found one. The networks look at it like at any other.

        Args:
            photo_id: The photo.
            box: Pixels of the upright photo at full size; what lies beyond the border is cut off.
            person_id: Who it is (a person or group); None: the app looks for who it may be.
            changed: Told of changes beside those who :meth:`listen`.

        Raises:
            UnknownIdError: no such photo or person.
            DecisionError: the box is too small, outside the photo, or around a face that is there already.
            PictureError: the photo cannot be read now.
        """
        if self._engine is not None:
            return self._engine.add_box(photo_id, box, person_id, self._context.changed)
        with self._context.heard_by(changed):
            return self.decide.box(photo_id, box, person_id)

    def move_box(
        self, face_id: int, box: Box, *, changed: Callable[[Changes], None] | None = None
    ) -> Decision:
        """Move or resize the box of a face; whose it is stays as it is said. The networks look at it anew.

        Args:
            face_id: The face.
            box: Pixels of the upright photo at full size; what lies beyond the border is cut off.
            changed: Told of changes beside those who :meth:`listen`.

        Raises:
            UnknownIdError: no such face.
            DecisionError: the box is too small, outside the photo, as it was, or around another face.
            PictureError: the photo cannot be read now.
        """
        if self._engine is not None:
            return self._engine.move_box(face_id, box, self._context.changed)
        with self._context.heard_by(changed):
            return self.decide.move_box(face_id, box)

    def why(self, face_id: int) -> list[Reason]:
        """The three most probable people of a face, each with its three nearest confirmed faces.

        Raises:
            UnknownIdError: no such face.
        """
        return self._explainer.why(face_id)

    def odd_faces(self, person_id: int) -> list[Face]:
        """Confirmed and automatic faces of a person that look unlike the others, least like first.

        Raises:
            UnknownIdError: no such named person.
        """
        return self._explainer.odd(person_id)

    def watch(
        self, found: Callable[[list[str]], None], stands: Callable[[WatchState], None] = lambda _: None
    ) -> Watcher:
        """Notice from now on what changes in the folders that are scanned; close it before the library.

        Args:
            found: Called with places for :meth:`scan` (``within``), on a thread of the watcher.
            stands: Called when what is noticed, or how, has changed, likewise.
        """
        from faceapp.library.watch import Watcher  # here: only a window needs it

        return Watcher(self._context, found, stands)

    def warm_up(self) -> None:
        """Read what the first decision needs, before somebody waits for it."""
        self._context.warm_up()

    # -- housekeeping -------------------------------------------------------------------------------
    def retry_problems(self, paths: Sequence[str] | None = None) -> int:
        """Make the next scan read these (or all) problem files again; returns how many."""
        return self._context.photos.retry_problems(paths)

    # -- pictures -----------------------------------------------------------------------------------
    def read_photo(self, photo_id: int, long_side: int | None = None) -> PictureView:
        """Decode a photo for display (``long_side``: no larger than needed).

        Raises:
            UnknownIdError: no such photo.
            PictureError: its file cannot be read now.
        """
        return self._pictures.read_photo(photo_id, long_side)

    def make_face_thumbnail(self, face_id: int) -> Path:
        """The JPEG of a face crop, made first where it is not there.

        Raises:
            UnknownIdError: no such face.
            PictureError: the photo cannot be read now.
        """
        return self._pictures.face_thumbnail(face_id)

    def make_photo_thumbnail(self, photo_id: int) -> Path:
        """The JPEG of a photo made small, made first where it is not there.

        Raises:
            UnknownIdError: no such photo.
            PictureError: its file cannot be read now.
        """
        return self._pictures.photo_thumbnail(photo_id)

    # -- one face through the years -----------------------------------------------------------------
    def aligned_face(self, one: DatedFace, size: int) -> Picture:
        """A face turned, scaled and moved onto the eyes of all others: uint8 [size, size, 3].

        Raises:
            UnknownIdError: its photo is gone from the library.
            PictureError: its photo cannot be read now.
        """
        return aligned_face(self._pictures, one, size)

    def export_film(
        self,
        person_id: int,
        path: str | Path,
        *,
        period: Period | None = None,
        replace: bool = False,
        in_words: Callable[[str], str] = str,
        progress: ProgressFn = no_progress,
        cancel: CancelToken | None = None,
    ) -> FilmSummary:
        """Write one face through the years as a video (``.mp4`` or ``.webm``).

        Args:
            person_id: Whose.
            path: Where to.
            period: How much time has one face; None: so much that there are not too many.
            replace: Whether a file of that name may be replaced.
            in_words: Says a caption in the language it is wanted in.
            progress: Told after each face.
            cancel: Stops it; no file is left.

        Raises:
            UnknownIdError: there is none of that id (any more).
            ExportError: too few faces, or the file cannot be written or read back.
            Cancelled: stopped.
        """
        faces, born = self.faces_through_years(person_id, period), self.birthdate(person_id)
        to = Path(path).absolute()
        return write_film(
            self._pictures, faces, born, to, in_words, replace=replace, progress=progress, cancel=cancel
        )

    # -- state --------------------------------------------------------------------------------------
    @property
    def model(self) -> ModelId:
        """The embedding model in use."""
        return self._context.model

    def chosen_model(self) -> str:
        """The name of the model this library uses (from the next start on, where it was just changed)."""
        return self._context.settings.get(MODEL_KEY) or DEFAULT_MODEL

    def choose_model(self, name: str) -> bool:
        """Use another model from the next start on; returns whether that is a change.

        Every photo is then analysed again; every decision stays.
        """
        change = name != self.chosen_model()
        self._context.settings.put(MODEL_KEY, name)
        return change

    def state(self) -> dict[str, Any]:
        """What the library holds and how its index is, for the doctor."""
        return state(self._context)

    def contact_sheet(self, path: Path, title: str) -> Path:
        """Write one picture of everybody in the album: a row per person, best faces first."""
        return contact_sheet(self._context, self._pictures, path, title)

    def engine_process(self) -> int | None:
        """Process id of the engine, where scans run beside this process and it is running."""
        return self._engine.process_id if self._engine is not None else None

    def device_message(self) -> str:
        """Why a device is not used; empty where there is nothing to say or nothing is loaded yet."""
        if self._engine is not None:
            return self._engine.device_message
        loaded = self._context.recognizers.loaded
        return loaded.message if loaded else ""
