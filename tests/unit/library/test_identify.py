"""Who is this? With the real networks and real faces."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from squares import Spot, Squares, album, draw, people

from faceapp.core.errors import PictureError
from faceapp.core.models import Detection, Face, FaceState, Picture
from faceapp.library.library import Library


def faces_of(library: Library, person: int) -> list[Face]:
    """The ORL faces of one person of the album, by photo."""
    found = {}
    for photo in library.photos():
        path = Path(photo.paths[0])
        if path.parent.name == f"s{person}":
            faces = library.faces_of_photo(photo.id)
            found[path.name] = max(faces, key=lambda face: face.box.area)
    return [found[name] for name in sorted(found)]


def name_person(library: Library, person: int, photos: int) -> int:
    """Put a person together from so many photos and name them."""
    chosen = [face.id for face in faces_of(library, person)[:photos]]
    made = library.decide.move(chosen, None).person_id
    assert made is not None
    library.decide.name(made, f"Person {person}")
    return made


def test_the_scan_finds_the_people(orl_library: Library) -> None:
    summary = orl_library.scan()
    assert (summary.photos, summary.unchanged, summary.new) == (30, 30, 0)
    assert summary.faces >= 30
    largest = [faces_of(orl_library, person) for person in range(1, 7)]
    people = [{face.person_id for face in faces if face.person_id} for faces in largest]
    assert sum(len(groups) == 1 for groups in people) >= 5
    assert len(set().union(*people)) == sum(len(groups) for groups in people)


def test_an_unseen_photo_of_somebody_named_from_few_photos(orl_library: Library, orl_folder: Path) -> None:
    """From one photo, from two, from three."""
    people = {person: name_person(orl_library, person, photos=person) for person in (1, 2, 3)}
    for person, named in people.items():
        answers = []
        for number in (6, 7, 8):
            (face,) = orl_library.identify(orl_folder / f"s{person}" / f"{number}.pgm")
            assert face.score > 0.9
            answers.append(face.matches[0].person_id if face.matches else None)
            for match in face.matches:
                assert 0 <= match.distance <= 4
                assert 0 <= match.probability <= 1
                assert match.name == orl_library.person(match.person_id).name
                assert match.face_id in [one.id for one in orl_library.faces_of_person(match.person_id)]
        assert set(answers) <= {named, None}
        assert answers.count(named) >= 2


def test_a_stranger_is_unknown(orl_library: Library, orl_folder: Path) -> None:
    for person in (1, 2, 3):
        name_person(orl_library, person, 3)
    for stranger in (20, 25, 40):
        for face in orl_library.identify(orl_folder / f"s{stranger}" / "1.pgm"):
            assert face.matches == ()


def test_nobody_is_known_before_somebody_is_named(orl_library: Library, orl_folder: Path) -> None:
    (face,) = orl_library.identify(orl_folder / "s1" / "1.pgm")
    assert face.matches == ()


def test_a_hidden_person_is_not_named_and_nothing_is_stored(orl_library: Library, orl_folder: Path) -> None:
    person = name_person(orl_library, 1, 3)
    before, photos = orl_library.coverage(), len(orl_library.photos())
    probe = orl_folder / "s1" / "9.pgm"
    assert orl_library.identify(probe)[0].matches[0].person_id == person
    orl_library.decide.hide(person)
    assert orl_library.identify(probe)[0].matches == ()
    assert (orl_library.coverage(), len(orl_library.photos())) == (before, photos)


def test_bytes_pixels_and_files_give_the_same_answer(orl_library: Library, orl_folder: Path) -> None:
    person = name_person(orl_library, 4, 3)
    path = orl_folder / "s4" / "8.pgm"
    grey = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_GRAYSCALE)
    pixels = np.ascontiguousarray(np.repeat(np.asarray(grey, np.uint8)[..., None], 3, axis=2))
    answers = [orl_library.identify(source) for source in (path, path.read_bytes(), pixels)]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0].matches[0].person_id == person


def test_boxes_are_in_pixels_of_the_file(orl_library: Library) -> None:
    from skimage import data

    (face,) = orl_library.identify(np.asarray(data.astronaut(), np.uint8))
    box = face.box
    assert 150 < box.x < 200
    assert 40 < box.y < 90
    assert 70 < box.width < 110


def test_a_picture_without_faces_and_one_that_is_none(orl_library: Library, tmp_path: Path) -> None:
    assert orl_library.identify(np.full((200, 200, 3), 127, np.uint8)) == []
    (tmp_path / "text.jpg").write_text("no picture", encoding="utf-8")
    with pytest.raises(PictureError):
        orl_library.identify(tmp_path / "text.jpg")
    with pytest.raises(PictureError):
        orl_library.identify(tmp_path / "gone.jpg")


def test_a_rejected_face_stays_out_with_the_real_networks(orl_library: Library, orl_album: Path) -> None:
    person = name_person(orl_library, 5, 3)
    face = faces_of(orl_library, 5)[4]
    orl_library.decide.reject([face.id], person)
    orl_library.regroup()
    (now,) = orl_library.faces_by_id([face.id])
    assert person not in (now.person_id, now.suggested_person_id)


def test_a_turned_copy_of_a_real_photo(orl_library: Library, orl_folder: Path, tmp_path: Path) -> None:
    """Turned by the camera's tag it is upright again; as another photo it is found all the same."""
    from PIL import Image

    person = name_person(orl_library, 6, 3)
    folder = tmp_path / "turned"
    folder.mkdir()
    with Image.open(orl_folder / "s6" / "1.pgm") as image:
        turned = image.convert("RGB").transpose(Image.Transpose.ROTATE_90)
        tag = Image.Exif()
        tag[274] = 6
        turned.save(folder / "turned.jpg", quality=95, exif=tag)
    shutil.copyfile(orl_folder / "s6" / "1.pgm", folder / "same.pgm")
    summary = orl_library.scan([folder])
    assert (summary.new, summary.photos) == (2, 31)  # same.pgm is photo s6/1.pgm at another path
    (photo,) = (one for one in orl_library.photos() if one.paths[0].endswith("turned.jpg"))
    assert (photo.width, photo.height) == (92, 112)
    (face,) = orl_library.faces_of_photo(photo.id)
    assert face.state in (FaceState.AUTOMATIC, FaceState.SUGGESTED)
    assert person in (face.person_id, face.suggested_person_id)


# -- on coloured squares --------------------------------------------------------------------------------
def looks(squares: Squares, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each look at a picture was a thorough one."""
    found: list[bool] = []
    detect = squares.detector.detect

    def noted(pictures: Sequence[Picture], *, thorough: bool = False) -> list[list[Detection]]:
        found.append(thorough)
        return detect(pictures, thorough=thorough)

    monkeypatch.setattr(squares.detector, "detect", noted)
    return found


@pytest.fixture
def named(tmp_path: Path, squares: Squares) -> Iterator[Library]:
    """Five photos each of person 0 to 3; the first two are Anna and Ben."""
    with squares.open(tmp_path / "library") as library:
        library.scan([album(tmp_path / "album", people(4, 5))])
        for name, person in zip(("Anna", "Ben"), library.people(), strict=False):
            library.decide.name(person.id, name, [face.id for face in library.faces_of_person(person.id)])
        yield library


def names(library: Library, *faces: Spot, side: int = 24) -> list[list[str]]:
    return [[match.name for match in face.matches] for face in library.identify(draw(faces, 0, side))]


def test_a_small_face_is_found_where_there_is_no_larger_one(
    named: Library, squares: Squares, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = looks(squares, monkeypatch)
    assert names(named, (0, 6), side=8) == [["Anna"]]
    assert looked == [False, True]
    assert names(named, (0, 6), (1, 6)) == [["Anna"], ["Ben"]]
    assert looked == [False, True, False]


def test_every_decision_counts_at_once(named: Library) -> None:
    """What is kept from one question to the next follows the user, and another process."""
    anna, ben = (person.id for person in named.people() if person.name)
    assert names(named, (0, 6), (2, 6)) == [["Anna"], []]
    zoe = next(one for one in named.people() if one.name is None)
    named.decide.name(zoe.id, "Zoe", [face.id for face in named.faces_of_person(zoe.id)])
    third = names(named, (0, 6), (2, 6), (3, 6))
    assert third[0] == ["Anna"]
    assert sorted(third[1:]) == [[], ["Zoe"]]
    named.decide.hide(anna)
    assert names(named, (0, 6), (1, 6)) == [[], ["Ben"]]
    named.decide.undo()
    named.decide.rename(anna, "Anne")
    assert names(named, (0, 6)) == [["Anne"]]
    with Squares().open(named.root) as other:
        other.decide.merge(ben, [anna])
    assert names(named, (0, 6), (1, 6)) == [["Ben"], ["Ben"]]


def test_hiding_one_changes_nothing_for_the_others(named: Library) -> None:
    anna = next(person.id for person in named.people() if person.name == "Anna")
    (before,) = named.identify(draw([(1, 9)], 0))
    named.decide.hide(anna)
    (after,) = named.identify(draw([(1, 9)], 0))
    (ben,) = before.matches
    assert ben.margin is not None
    assert after.matches == (replace(ben, margin=None),)  # nobody else is there to be compared with


def test_the_examples_are_put_together_once(named: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    from faceapp.library import remembered

    made: list[object] = []
    build = remembered.by_face
    monkeypatch.setattr(remembered, "by_face", lambda *given: made.append(given) or build(*given))
    for _ in range(3):
        assert names(named, (0, 6)) == [["Anna"]]
    assert len(made) <= 1
