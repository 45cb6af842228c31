"""The contact sheet: everybody of the album in one picture."""

from __future__ import annotations

from pathlib import Path

from faceapp.imaging.contact_sheet import COLUMNS, write_contact_sheet
from faceapp.library.context import Context
from faceapp.library.pictures import Pictures


def contact_sheet(context: Context, pictures: Pictures, path: Path, title: str) -> Path:
    """Write a row per person, best faces first."""
    rows = []
    for person in context.people.people():
        faces = context.faces.of_person(person.id)[:COLUMNS]
        shown = [pictures.face_thumbnail(face.id) for face in faces]
        note = f"{person.faces} faces, {person.photos} photos"
        rows.append((person.title or f"group {person.id}", note, shown))
    write_contact_sheet(path, rows, title)
    return path
