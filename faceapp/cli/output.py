"""What the command line prints: one JSON value or text for people on standard output, the rest on stderr."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tqdm import tqdm

    from faceapp.core.folders import FolderInfo
    from faceapp.core.models import (
        Contradiction,
        Decision,
        EventInfo,
        Face,
        IdentifiedFace,
        Person,
        PersonYear,
        Photo,
        Problem,
        Reason,
        ScanSummary,
        Stay,
        Unattached,
        UndoPreview,
    )
    from faceapp.core.progress import Progress


def print_json(value: Any) -> None:
    """One JSON value; undecodable bytes of paths stay surrogate escapes."""
    json.dump(value, sys.stdout, indent=1, ensure_ascii=True)
    sys.stdout.write("\n")


def say(text: str) -> None:
    """A line for the person, on standard error."""
    print(_printable(text), file=sys.stderr)


def print_text(text: str) -> None:
    """A line of the answer, on standard output."""
    print(_printable(text))


def _printable(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def print_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns for people."""
    cells = [[_printable(str(cell)) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


class Bar:
    """A progress bar, on a terminal only."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None
        self._stage = ""

    def __call__(self, progress: Progress) -> None:
        """Show progress: a :data:`ProgressFn`."""
        if not sys.stderr.isatty():
            return
        if self._bar is None or progress.stage != self._stage:
            self.close()
            self._stage = progress.stage
            from tqdm import tqdm

            self._bar = tqdm(
                total=progress.total or None,
                desc=progress.stage,
                unit=" photos",
                file=sys.stderr,
                leave=False,
            )
        self._bar.set_postfix_str(progress.note)
        self._bar.update(progress.done - self._bar.n)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


# -- the JSON of the contract ---------------------------------------------------------------------------
def scan_json(summary: ScanSummary) -> dict[str, Any]:
    """The answer of ``scan``."""
    return dataclasses.asdict(summary)


def face_json(face: Face, paths: Sequence[str]) -> dict[str, Any]:
    """One row of ``faces``."""
    return {
        "id": face.id,
        "photo": paths[0] if paths else None,
        "paths": list(paths),
        "box": face.box.as_list(),
        "score": round(face.score, 4),
        "quality": face.quality,
        "person_id": face.person_id,
        "name": face.name,
        "state": face.state.value,
        "suggested_person_id": face.suggested_person_id,
    }


def person_json(person: Person) -> dict[str, Any]:
    """One row of ``people``."""
    return {
        "id": person.id,
        "name": person.name,
        "faces": person.faces,
        "photos": person.photos,
        "confirmed": person.confirmed,
        "hidden": person.hidden,
    }


def year_json(year: PersonYear, paths: Sequence[str]) -> dict[str, Any]:
    """One row of ``years``."""
    return {
        "year": year.year,
        "face": year.face.id,
        "photo": paths[0] if paths else None,
        "faces": year.faces,
        "confirmed": year.confirmed,
    }


def decision_json(decision: Decision) -> dict[str, Any]:
    """The answer of every decision."""
    return {
        "event": decision.event,
        "faces": decision.faces,
        "photos": decision.photos,
        "person_id": decision.person_id,
    }


def preview_json(preview: UndoPreview) -> dict[str, Any]:
    """The answer of ``undo --preview``."""
    return {
        "events": [event_json(event) for event in preview.events],
        "faces": list(preview.returns),
        "photos": preview.photos,
        "stays": [stay_json(stay) for stay in preview.stays],
    }


def stay_json(stay: Stay) -> dict[str, Any]:
    """A face that an undo leaves where it is, and the later decision that keeps it there."""
    return {"face": stay.face_id, "event": stay.event, "what": stay.what}


def unattached_json(one: Unattached) -> dict[str, Any]:
    """One row of ``history --unattached``."""
    return {
        "photo": one.paths[0] if one.paths else None,
        "identity": one.identity,
        "box": one.box.as_list() if one.box is not None else None,
        "decisions": [event_json(event) for event in one.events],
    }


def contradiction_json(one: Contradiction) -> dict[str, Any]:
    """One row of ``contradictions``."""
    return {
        "kind": one.kind,
        "what": one.what,
        "earlier": event_json(one.earlier),
        "later": event_json(one.later),
        "people": list(one.person_ids),
        "faces": list(one.face_ids),
    }


def event_json(event: EventInfo) -> dict[str, Any]:
    """One row of ``history``."""
    return {
        "event": event.id,
        "kind": event.kind,
        "when": event.when.isoformat(),
        "what": event.what,
        "faces": event.faces,
        "undone": event.undone,
    }


def identified_json(face: IdentifiedFace) -> dict[str, Any]:
    """One row of ``identify``."""
    return {
        "box": face.box.as_list(),
        "score": round(face.score, 4),
        "matches": [
            dataclasses.asdict(match) | {"nearest": _nearest_json(match.nearest)} for match in face.matches
        ],
    }


def reason_json(reason: Reason) -> dict[str, Any]:
    """One row of ``why``."""
    return dataclasses.asdict(reason) | {"nearest": _nearest_json(reason.nearest)}


def _nearest_json(nearest: Sequence[tuple[int, float]]) -> list[dict[str, Any]]:
    return [{"face_id": face_id, "distance": distance} for face_id, distance in nearest]


def problem_json(problem: Problem) -> dict[str, Any]:
    """One row of ``problems``."""
    return dataclasses.asdict(problem)


def folder_json(folder: FolderInfo) -> dict[str, Any]:
    """One row of ``folders``."""
    return {
        "path": folder.path,
        "mode": folder.mode.value,
        "there": folder.there,
        "photos": folder.photos,
        "problems": folder.problems,
        "scanned_at": folder.scanned_at.isoformat() if folder.scanned_at else None,
        "within": folder.within,
    }


def paths_by_photo(photos: Sequence[Photo]) -> dict[int, tuple[str, ...]]:
    """Photo id -> its paths."""
    return {photo.id: photo.paths for photo in photos}
