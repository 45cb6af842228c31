"""What the window said was done, written down apart from it, and whether all of that holds afterwards.

The book knows of each decision three moments: it was asked for, it was made (or refused with an error), it
was reported. Afterwards the library is opened anew; every decision of the book must be in its log, and where
its faces stand must be what :mod:`said`, which shares no code with the app, reads out of that log from the
first line to the last.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from album_rules import every_face_is_counted_once, every_person_shown_is_there
from said import Opinion, Opinions, Said, Spot, Statement

from faceapp.core.models import Face, FaceState
from faceapp.library.library import Library
from faceapp.library.services import open_library


class Book:
    """Lines of a file, written as they come: a crash costs none."""

    def __init__(self, file: Path) -> None:
        self._file = file
        file.touch()
        self._writing = threading.Lock()
        self.asked = 0

    def ask(self) -> int:
        """Something is asked of the library that may be a decision; returns its number."""
        self.asked += 1
        self._write("asked", self.asked)
        return self.asked

    def answered(self, number: int, event: int | None, error: str = "") -> None:
        """It was done (``event``: the decision), or not."""
        self._write("answered", number, event=event, error=error)

    def reported(self, event: int, words: str) -> None:
        """The window was told that a decision is done."""
        self._write("reported", event, words=words)

    def _write(self, what: str, number: int, **more: Any) -> None:
        with self._writing, self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"what": what, "number": number, **more}) + "\n")


def complaints(root: Path, book: Path, *, ended: bool) -> tuple[list[str], dict[str, int]]:
    """All that is wrong with the library afterwards, and how many decisions of each kind are in it.

    Args:
        root: The library folder; nobody has it open.
        book: The file of the :class:`Book`.
        ended: The window was closed, so that everything asked for must have been answered.
    """
    found: list[str] = []
    with closing(sqlite3.connect(root / "library.sqlite")) as db:
        for check in ("PRAGMA integrity_check", "PRAGMA foreign_key_check"):
            rows = db.execute(check).fetchall()
            if rows not in ([], [("ok",)]):
                found.append(f"{check}: {rows[:5]}")
        log = db.execute("SELECT id, kind, payload FROM event ORDER BY id").fetchall()
        refs = dict(db.execute("SELECT id, face_id FROM face_ref WHERE face_id IS NOT NULL").fetchall())
        photos = dict(db.execute("SELECT identity, id FROM photo").fetchall())
    found += _lost([json.loads(line) for line in book.read_text().splitlines()], log, ended)
    said, pictures = _read(log)
    library = open_library(root, device="cpu")
    try:
        for when in ("opened anew", "grouped anew"):
            if when == "grouped anew":
                library.regroup()
            for words in _differences(library, said.from_nothing(), refs, pictures, photos):
                found.append(f"{when}: {words}")
    finally:
        library.close()
    return found, dict(Counter(kind for _, kind, _ in log))


def _lost(
    lines: Iterable[Mapping[str, Any]], log: Iterable[tuple[int, str, str]], ended: bool
) -> Iterator[str]:
    events = {event for event, _, _ in log}
    asked = {line["number"] for line in lines if line["what"] == "asked"}
    answered = {line["number"]: line for line in lines if line["what"] == "answered"}
    for line in answered.values():
        if line["event"] is not None and line["event"] not in events:
            yield f"decision {line['event']} was made and is not in the history"
    for line in lines:
        if line["what"] == "reported" and line["number"] not in events:
            yield f"decision {line['number']} ({line['words']}) was reported and is not in the history"
    if ended and asked - answered.keys():
        yield f"asked for and never answered: {sorted(asked - answered.keys())[:10]}"


# -- the log, read without the app ------------------------------------------------------------------------
def _read(log: Iterable[tuple[int, str, str]]) -> tuple[Said, dict[int, str]]:
    """The statements of a log, and which picture each number in them means."""
    said, numbers = Said(), {}
    for event, kind, text in log:
        payload = json.loads(text)
        if kind in ("undo", "redo"):
            targets = payload.get("events") or [payload["event"]]
            turn = said.undone.update if kind == "undo" else said.undone.difference_update
            turn(targets)
            said.statements.append((event, Statement(kind, targets=tuple(targets))))
        else:
            picture = numbers.setdefault(payload.get("identity"), len(numbers))
            said.statements.append((event, _statement(kind, payload, picture)))
    return said, {number: identity for identity, number in numbers.items() if identity is not None}


def _spots(refs: Iterable[int]) -> tuple[Spot, ...]:
    return tuple((0, ref) for ref in refs)


def _statement(kind: str, payload: Mapping[str, Any], picture: int) -> Statement:
    came = tuple((int(merge), _spots(some)) for merge, some in payload.get("via", {}).items())
    person, faces = payload.get("person") or 0, _spots(payload.get("faces", ()))
    match kind:
        case "name":
            seen, rest = _spots(payload["confirmed"]), _spots(payload["rest"])
            return Statement(kind, person, seen, rest, came=came, name=payload["name"])
        case "rename":
            return Statement(kind, person, name=payload["name"])
        case "merge":
            seen, rest, stay = (_spots(payload[key]) for key in ("confirmed", "rest", "stay"))
            return Statement(kind, payload["target"], seen, rest, stay, came, tuple(payload["sources"]))
        case "reject":
            return Statement(kind, person, faces, apart=_pairs(payload["faces"], payload["others"]))
        case "move":
            taken = tuple((int(source), _spots(some)) for source, some in payload["from"].items())
            apart = [
                pair
                for source, some in payload["from"].items()
                for pair in _pairs(some, payload["others"].get(source, ()))
            ]
            return Statement(
                kind,
                payload["to"],
                faces,
                _spots(payload["rest"]),
                came=came,
                name=payload["name"],
                taken=taken,
                apart=tuple(apart),
            )
        case "split":
            parts = tuple((int(part), _spots(some)) for part, some in payload["parts"].items())
            leaving = [ref for some in payload["parts"].values() for ref in some]
            taken = ((person, _spots(leaving)),)
            return Statement(kind, person, taken=taken, apart=_pairs(leaving, payload["others"]), parts=parts)
        case "different" | "look-alike":
            one, other = payload["people"]
            best = (_spots(payload["best"][0]), _spots(payload["best"][1]))
            return Statement(kind, one, other=other, alike=payload.get("alike", True), best=best)
        case "apart":
            one, others = payload["best"]
            taken = tuple((who, _spots(one)) for who in payload["people"])
            return Statement(kind, taken=taken, apart=_pairs(one, others))
        case "birthdate":
            return Statement(kind, person, born=payload["date"])
        case "twice":
            return Statement(kind, faces=faces, answer=payload["answer"])
        case "present":
            return Statement(kind, person, picture=picture, alike=payload["present"])
        case "box":
            return Statement(kind, person, faces, _spots(payload.get("rest", ())), came=came)
        case "confirm" | "stranger" | "not-a-face" | "hide" | "unhide" | "move-box":
            return Statement(kind, person, faces)
    raise AssertionError(f"an event of a kind nobody reads: {kind}")


def _pairs(some: Iterable[int], others: Iterable[int]) -> tuple[tuple[Spot, Spot], ...]:
    others = list(others)
    return tuple(((0, one), (0, other)) for one in some for other in others if one != other)


# -- comparing --------------------------------------------------------------------------------------------
def _differences(
    library: Library,
    now: Opinions,
    refs: Mapping[int, int],
    pictures: Mapping[int, str],
    photos: Mapping[str, int],
) -> Iterator[str]:
    faces, people = library.faces(), library.people()
    for rule, given in (
        (every_face_is_counted_once, (library, faces)),
        (every_person_shown_is_there, (faces, people)),
    ):
        try:
            rule(*given)
        except AssertionError as error:
            yield f"{rule.__name__}: {error}"
    called = {one.id: one.name for one in people if one.name is not None}
    if called != now.named():
        yield f"names: shown {called}, said {now.named()}"
    for one in people:
        if one.hidden != (one.id in now.hidden):
            yield f"{one} is hidden or not"
        if one.id in now.merged():
            yield f"{one} was merged away"
        born = library.birthdate(one.id)
        if (born and born.isoformat()) != now.born.get(one.id):
            yield f"{one} was born {now.born.get(one.id)}, shown {born}"
    if library.look_alikes() != sorted({now.both(said) for said in now.alike}):
        yield "look-alikes changed"
    if library.different_people() != sorted({now.both(said) for said in now.different}):
        yield "different people changed"
    for picture, identity in pictures.items():
        there = {who for number, who in now.present() if number == picture} & now.named().keys()
        if identity in photos and {who for who, _ in library.present_in(photos[identity])} != there:
            yield f"who is in photo {photos[identity]} without a face changed"
    by_id = {face.id: face for face in library.faces_by_id(sorted(refs.values()))}
    for ref, face_id in refs.items():
        spot = (0, ref)
        if face_id in by_id:
            held = now.faces.get(spot, Opinion())
            never = now.is_not(spot) | now.strangers_to(spot)
            wrong = _wrong(by_id[face_id], held, never, now)
            if wrong:
                yield f"{wrong}: said {held}, shown {by_id[face_id]}"


def _wrong(face: Face, held: Opinion, never: set[int], now: Opinions) -> str:
    if never & {face.person_id, face.suggested_person_id}:
        return "not this person"
    if held.aside is not None and face.state != held.aside:
        return "set aside"
    if held.aside is None and held.person is not None:
        person = now.who(held.person)
        if held.seen:
            state = FaceState.CONFIRMED if person in now.names else FaceState.GROUPED
            if (face.state, face.person_id, face.name) != (state, person, now.names.get(person)):
                return "seen"
        elif person not in (face.person_id, face.suggested_person_id):
            return "carried along"
    firm = (FaceState.CONFIRMED, FaceState.STRANGER, FaceState.NOT_A_FACE)
    return "nobody said so" if not held.firm and face.state in firm else ""
