"""The libraries the pictures are made from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

PEOPLE = 15
NAMED = {"s2": "Alex", "s5": "Robin", "s7": "Sam", "s10": "Kim"}
OUT_OF_FOCUS = tuple(NAMED)


def build_library(root: Path, album: Path, people: int = PEOPLE) -> None:
    """Scan some ORL people, name a few, and scan the rest of their photos: as an album grows.

    Some of them are out of focus at last, as photos are: there the app asks instead of knowing. Two files
    cannot be read.
    """
    from PIL import Image, ImageFilter

    from faceapp.library import sample
    from faceapp.library.services import open_library

    def copy(numbers: range, blur: float = 0.0) -> None:
        for folder in (f"s{person}" for person in range(1, people + 1)):
            (album / folder).mkdir(parents=True, exist_ok=True)
            for number in numbers:
                name = Path(folder) / f"{number}.pgm"
                lens = ImageFilter.GaussianBlur(blur if folder in OUT_OF_FOCUS else 0.0)
                Image.open(sample.source() / name).filter(lens).save(album / name)

    with open_library(root) as library:
        copy(range(1, 4))
        library.scan([album])
        for person in library.people():
            folder = Path(library.photos_of_person(person.id)[0].paths[0]).parent.name
            if folder in NAMED:
                library.decide.name(person.id, NAMED[folder], person.sample_face_ids[:1])
        alex, robin = (
            next(one for one in library.people() if one.name == name) for name in ("Alex", "Robin")
        )
        library.decide.birthdate(alex.id, date(1962, 5, 3))
        with library._context.database.transaction() as db:  # as if they were taken over seven years
            for year, photo in enumerate(library.photos_of_person(alex.id), start=1988):
                taken = f"{year}-06-01T12:00:00"
                db.execute("UPDATE photo SET taken_at = ? WHERE id = ?", (taken, photo.id))
        library.decide.look_alike(alex.id, robin.id)
        doubted = library.faces_of_person(robin.id)[-1].id
        library.decide.reject([doubted], robin.id)
        library.decide.confirm([doubted], robin.id)
        copy(range(4, 8))
        copy(range(8, 11), blur=2.6)
        damage(album)
        library.scan()


def damage(album: Path) -> None:
    """Two files that cannot be read: one is cut short, one is no picture."""
    whole = (album / "s1" / "1.pgm").read_bytes()
    (album / "s1" / "cut short.pgm").write_bytes(whole[: len(whole) // 3])
    (album / "s2" / "letter.jpg").write_bytes(b"Dear all, this is no picture.")
