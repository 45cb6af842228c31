"""What the parts of the library share: stores, index, the folded word, and who wants to know of changes."""

from __future__ import annotations

import logging
import os
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceapp.core.changes import Changes
from faceapp.core.errors import LibraryError
from faceapp.core.models import DetectorId, ModelId
from faceapp.core.said import said
from faceapp.core.space import MOST, Space, sampled
from faceapp.core.thresholds import Thresholds, thresholds_for
from faceapp.core.word import Event, Word
from faceapp.imaging.thumbnails import ThumbnailStore
from faceapp.index.faiss_index import FaissIndex
from faceapp.library.lately import Lately
from faceapp.library.recognizer import RecognizerSource
from faceapp.library.words import Words
from faceapp.storage.database import Database, Transaction
from faceapp.storage.embeddings import BATCH, EmbeddingStamp, EmbeddingStore
from faceapp.storage.faces import FaceStore
from faceapp.storage.folders import FolderStore
from faceapp.storage.history import HistoryStore
from faceapp.storage.people import PeopleStore
from faceapp.storage.photos import PhotoStore
from faceapp.storage.settings import SettingStore
from faceapp.storage.shapes import ShapeStore
from faceapp.storage.spaces import SpaceStore, StoredSpace
from faceapp.storage.timeline import TimelineStore

log = logging.getLogger(__name__)

INDEX_FILE = "faces.faiss"
DATABASE_FILE = "library.sqlite"
THUMBNAILS = "thumbnails"
SCAN_LOCK = "scan.lock"
SPACE_GROWN = 1.25
"""The space is estimated anew when the album has so many times the faces it had then,"""
SPACE_SHRUNK = 2.0
"""or so many times fewer."""

_MARKERS = (".nomedia", ".metadata_never_index", ".trackerignore")
_OWN = (
    *(DATABASE_FILE + suffix for suffix in ("", "-wal", "-shm", "-journal")),
    THUMBNAILS,
    INDEX_FILE,
    SCAN_LOCK,
)


def prepare_folder(root: Path) -> None:
    """Make the library folder: owner-only, and marked to be left out of the system's own indexing.

    Face crops and embeddings are biometric data.

    Raises:
        LibraryError: the folder cannot be made or written.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        # Ours may lie there without a database: a first start that was cut short, or is under way.
        strange = sorted(path.name for path in root.iterdir() if path.name not in (*_MARKERS, *_OWN))
        if strange and not (root / DATABASE_FILE).exists():
            raise LibraryError(
                said(
                    "{root} is not a faceapp library and not empty (it holds {face}). Choose an empty or a "
                    "new folder with --library.",
                    root=root,
                    face=strange[0],
                )
            )
        if stat.S_IMODE(root.stat().st_mode) != 0o700:
            root.chmod(0o700)
        (root / THUMBNAILS).mkdir(mode=0o700, exist_ok=True)
        for marker in _MARKERS:
            path = root / marker
            if not path.exists():
                path.touch(mode=0o600)
    except OSError as error:
        raise LibraryError(
            said(
                "The library folder {root} cannot be written ({reason}). Check its permissions, or "
                "choose another with --library.",
                root=root,
                reason=error.strerror or error,
            )
        ) from error
    if not os.access(root, os.W_OK):
        raise LibraryError(
            said("The library folder {root} is read-only. Choose another with --library.", root=root)
        )


@dataclass(frozen=True, slots=True)
class IndexStamp:
    """What an index was made of: the embeddings, and the space they were mapped into."""

    faces: EmbeddingStamp
    estimate: int


class Context:
    """One open library. The stores may be used from any thread; the word under :attr:`lock` only."""

    def __init__(self, root: Path, recognizers: RecognizerSource) -> None:
        prepare_folder(root)
        self.root = root
        self.recognizers = recognizers
        self.database = Database(root / DATABASE_FILE)
        self.folders = FolderStore(self.database)
        self.photos = PhotoStore(self.database)
        self.timelines = TimelineStore(self.database)
        self.faces = FaceStore(self.database)
        self.embeddings = EmbeddingStore(self.database)
        self.people = PeopleStore(self.database)
        self.history = HistoryStore(self.database)
        self.settings = SettingStore(self.database)
        self.spaces = SpaceStore(self.database)
        self.shapes = ShapeStore(self.database)
        self.lately = Lately(self.database)
        self.thumbnails = ThumbnailStore(root / THUMBNAILS)
        self.lock = threading.RLock()
        self._words = Words(self.history)
        self._index: FaissIndex | None = None
        self._index_dirty = False
        self._stamp: IndexStamp | None = None
        self._space: StoredSpace | None = None
        self._listeners: list[Callable[[Changes], None]] = []

    @property
    def model(self) -> ModelId:
        """The embedding model in use."""
        return self.recognizers.model

    @property
    def detector(self) -> DetectorId:
        """The detector in use."""
        return self.recognizers.detector

    @property
    def thresholds(self) -> Thresholds:
        """The numbers measured for the model in use."""
        return thresholds_for(self.model)

    # -- the user's word ----------------------------------------------------------------------------
    def word(self) -> Word:
        """The folded log, brought up to date with what other processes wrote. Hold :attr:`lock`."""
        return self._words.now()

    def word_before(self, event_id: int) -> Word | None:
        """The word of all events before one of the last, as undone now; None where it is not at hand."""
        self._words.now()
        return self._words.before(event_id)

    def fold_in(self, event: Event) -> Word:
        """The word with one more event, inside its transaction. Hold :attr:`lock`.

        The old word stays as it is until :meth:`keep_word`: a transaction that fails changes nothing.
        """
        return self._words.after(event)

    def keep_word(self, word: Word) -> None:
        """Take over the word of a transaction that was committed."""
        self._words.keep(word)

    # -- the space ----------------------------------------------------------------------------------
    def space(self) -> Space:
        """The space faces are compared in, as estimated last."""
        known = self._estimate()
        return known.space if known else Space.untouched(self.recognizers.dimension)

    def _estimate(self) -> StoredSpace | None:
        """What was estimated last, read again only where it is new: it is large, and often asked for."""
        with self.lock:
            generation = self.spaces.generation(self.model)
            if (self._space.generation if self._space else 0) != generation:
                self._space = self.spaces.get(self.model)
            return self._space

    def space_is_due(self) -> bool:
        """Whether the album has changed so much that :meth:`refresh_space` estimates anew."""
        with self.lock:
            # Counted in SQLite where no index is in memory: a scan that finds nothing new needs none.
            known = self._index is not None
            return self._space_is_old(len(self.index() if known else self.embeddings.ids(self.model)))

    def generation(self) -> int:
        """Of what is worked out from embeddings: with other ones, or another space, there is another."""
        return self.embeddings.stamp().replaced + self.spaces.generation(self.model)

    def _space_is_old(self, faces: int) -> bool:
        known = self._estimate()
        if known is not None and known.faces / SPACE_SHRUNK < faces < known.faces * SPACE_GROWN:
            return False
        return faces >= 2

    def refresh_space(self) -> None:
        """Estimate the space anew where the album has changed much since the last time."""
        with self.lock:
            ids = self.embeddings.ids(self.model)
            if not self._space_is_old(len(ids)):
                return
            rows = sampled(len(ids), MOST)
            space = Space.of_album(self.embeddings.of(self.model, ids[rows].tolist()))
            with self.database.transaction() as db:
                self.spaces.put(db, self.model, space, len(ids))

    # -- the index ----------------------------------------------------------------------------------
    def index(self) -> FaissIndex:
        """The index of the model in use, up to date with SQLite, in the album's :meth:`space`."""
        with self.lock:
            stamp = IndexStamp(self.embeddings.stamp(), self.spaces.generation(self.model))
            if self._index is not None and self._index.model == self.model and self._stamp == stamp:
                return self._index
            if self._index is not None and self._append(self._index, stamp):
                return self._index
            # Both only grow: their sum changes whenever either does.
            ids, generation = self.embeddings.ids(self.model), stamp.faces.replaced + stamp.estimate
            space = self.space()
            if self._index is None or (self._index.model, self._index.generation) != (self.model, generation):
                self._drop_index()
                self._index = self._load_index(len(ids), space.dimension, generation)
            index = self._index
            known = np.sort(index.ids)
            if len(known) != len(ids) or not np.array_equal(known, ids):
                index.remove(np.setdiff1d(known, ids, assume_unique=True))
                missing = np.setdiff1d(ids, known, assume_unique=True)
                if len(missing):
                    for some, vectors in self.embeddings.batches(self.model, int(missing[0]) - 1):
                        wanted = np.isin(some, missing, assume_unique=True)
                        if wanted.any():
                            index.add(some[wanted], space.map(vectors[wanted]))
                self._index_dirty = True
            self._stamp = stamp
            return index

    def warm_up(self) -> None:
        """Read the word and the index before they are asked for: a second for 300,000 faces.

        Nobody who asks for something else meanwhile waits for the file: it is read without the lock.
        """
        with self.lock:
            self.word()
        faces, dimension = len(self.embeddings.ids(self.model)), self.space().dimension
        read = self._load_index(faces, dimension, self.generation())
        with self.lock:
            if self._index is None:
                self._index = read
            else:  # somebody was in a hurry
                read.close()
            self.index()

    def _append(self, index: FaissIndex, stamp: IndexStamp) -> bool:
        """Add what came since the last look, where nothing else has changed: quick whatever the size."""
        if self._stamp is None or index.model != self.model or self._stamp.estimate != stamp.estimate:
            return False
        then, now = self._stamp.faces, stamp.faces
        if (then.gone, then.replaced) != (now.gone, now.replaced) or not 0 < now.row - then.row <= BATCH:
            return False
        ids, vectors = self.embeddings.came(self.model, then.row)
        unknown = ~np.isin(ids, index.held(ids.tolist()))
        if unknown.any():  # else they are of another model, or drawn by hand
            index.add(ids[unknown], self.space().map(vectors[unknown]))
        self._index_dirty |= len(ids) > 0
        self._stamp = stamp
        return True

    def replace_embedding(self, db: Transaction, face_id: int, vector: NDArray[np.float32]) -> None:
        """Store another embedding of a known face, and tell the index at once. Hold :attr:`lock`.

        When the transaction is kept :meth:`keep_replaced` follows, when it is not :meth:`forget_index`.
        """
        index = self.index()
        replaced = self.embeddings.put(db, face_id, self.model, vector)
        ids = np.array([face_id], np.int64)
        index.remove(ids)
        index.add(ids, self.space().map(vector[None, :]))
        if replaced:
            index.generation += 1  # what was worked out from the former one is not true any more
            self._index_dirty = True

    def keep_replaced(self) -> None:
        """The transaction was kept: the index is as SQLite has it, and need not be built again."""
        with self.lock:
            stamp = IndexStamp(self.embeddings.stamp(), self.spaces.generation(self.model))
            index, known = self._index, self._stamp
            if index is None or known is None or known.estimate != stamp.estimate:
                return
            same = (known.faces.row, known.faces.gone) == (stamp.faces.row, stamp.faces.gone)
            if same and index.generation == stamp.faces.replaced + stamp.estimate:
                self._stamp = stamp

    def forget_index(self) -> None:
        """Build the index anew at the next need: it was told of a face that then was not kept."""
        with self.lock:
            self._drop_index()

    def _drop_index(self) -> None:
        index, self._index = self._index, None
        if index is not None:
            index.close()

    def _load_index(self, faces: int, dimension: int, generation: int) -> FaissIndex:
        cached = FaissIndex.load(self.root / INDEX_FILE, self.model, dimension, generation)
        if cached is not None:
            return cached
        log.info("Building the index of %d faces", faces)
        return FaissIndex(self.model, dimension, generation)

    def index_state(self, ids: NDArray[np.int64]) -> str:
        """Whether the index file fits SQLite, in words."""
        path = self.root / INDEX_FILE
        if not path.exists():
            return "not written yet" if len(ids) else "empty"
        generation = self.generation()
        index = FaissIndex.load(path, self.model, self.space().dimension, generation)
        if index is None:
            return "out of date: built again at the next use"
        index.close()
        fits = np.array_equal(np.sort(index.ids), ids)
        return f"good, {len(ids)} faces" if fits else "out of date: completed at the next use"

    def save_index(self) -> None:
        """Write the index file if it changed. A failure costs a rebuild at the next start, nothing else."""
        with self.lock:
            if self._index is None or not self._index_dirty:
                return
            try:
                self._index.save(self.root / INDEX_FILE)
                self._index_dirty = False
            except OSError:
                log.warning("The index file could not be written", exc_info=True)

    # -- changes ------------------------------------------------------------------------------------
    def listen(self, listener: Callable[[Changes], None]) -> None:
        """Call ``listener`` after each change, on the thread that made it."""
        self._listeners.append(listener)

    def unlisten(self, listener: Callable[[Changes], None]) -> None:
        """No longer call ``listener``."""
        self._listeners.remove(listener)

    @contextmanager
    def heard_by(self, listener: Callable[[Changes], None] | None) -> Iterator[None]:
        """Tell one more listener, where there is one, for a while."""
        if listener is None:
            yield
            return
        self.listen(listener)
        try:
            yield
        finally:
            self.unlisten(listener)

    def changed(self, changes: Changes) -> None:
        """Tell everyone who listens."""
        if changes:
            for listener in list(self._listeners):
                listener(changes)

    def close(self) -> None:
        """Save the index and close the database."""
        self.save_index()
        self.forget_index()
        self._listeners.clear()
        self.database.close()
