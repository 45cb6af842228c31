"""Searching photos: on real faces, and every kind of query against a plain count of the same faces."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from squares import Spot, people, save

from faceapp.core.errors import QueryError
from faceapp.core.models import FaceState, Photo
from faceapp.core.query import All, Compare, Either, Faces, InFolder, Named, Nobody, Not, Taken, Term
from faceapp.library.library import Library

PHOTOS: Sequence[Sequence[Spot]] = [
    *people(3, 4),  # 000..003 are of 0, 004..007 of 1, 008..011 of 2
    [(0, 4), (1, 4)],
    [(0, 5), (1, 5), (2, 4)],
    [(0, 6), (3, 0)],  # 3 is known to nobody
    [],
    [],
]
TAKEN = (
    "2018-12-31T23:59:59",
    "2019-01-01T00:00:00",
    "2019-06-30T12:00:00",
    "2019-07-01T00:00:00",
    "2020-02-29T08:00:00",
)


def name_of(photo: Photo) -> str:
    return Path(photo.paths[0]).stem


def found(library: Library, query: str, *, typing: bool = False) -> list[str]:
    answer = library.search(query, typing=typing)
    photos = library.photos(answer.photo_ids)
    assert [photo.id for photo in photos] == list(answer.photo_ids)  # newest first, as everywhere
    return sorted(name_of(photo) for photo in photos)


@pytest.fixture
def named(library: Library) -> Library:
    """Person 0 is Anna, 1 Ben, 2 Zoë; five photos have dates."""
    by_photo = {name_of(photo): photo.id for photo in library.photos()}
    for file_name, name in (("000", "Anna"), ("004", "Ben"), ("008", "Zoë")):
        (face,) = library.faces_of_photo(by_photo[file_name])
        assert face.person_id is not None
        library.decide.name(face.person_id, name)
    with library._context.database.transaction() as db:
        for number, taken in enumerate(TAKEN):
            db.execute("UPDATE photo SET taken_at = ? WHERE id = ?", (taken, by_photo[f"{number:03}"]))
    return library


@pytest.mark.parametrize(
    ("query", "photos"),
    [
        ("anna", ["000", "001", "002", "003", "012", "013", "014"]),
        ("Anna + Ben", ["012", "013"]),
        ("Anna Ben zoe", ["013"]),
        ("zoe | ben - anna", ["004", "005", "006", "007", "008", "009", "010", "011"]),
        ("Anna - Ben", ["000", "001", "002", "003", "014"]),
        ("only Anna", ["000", "001", "002", "003"]),
        ("only Anna + Ben", ["012"]),
        ("nobody", ["015", "016"]),
        ("faces>2", ["013"]),
        ("faces=2", ["012", "014"]),
        ("faces<1", ["015", "016"]),
        ("faces>=0 - faces>0", ["015", "016"]),
        ("2019", ["001", "002", "003"]),
        ("2019-06", ["002"]),
        ("2020-02-29", ["004"]),
        ("2018-12-31..2019-01", ["000", "001"]),
        ("2019-07.. Anna", ["003"]),
        ("..2018", ["000"]),
        ("faces=1 - ..2025", ["005", "006", "007", "008", "009", "010", "011"]),
        ("folder:album + nobody", ["015", "016"]),
        ("folder:nowhere", []),
        ("nobody + Anna", []),
    ],
)
def test_search(named: Library, query: str, photos: list[str]) -> None:
    assert found(named, query) == photos


def test_everything_without_a_query(named: Library) -> None:
    assert len(named.search("  ").photo_ids) == len(PHOTOS)


def test_twice_in_a_photo_counts_once(named: Library, tmp_path: Path) -> None:
    save(tmp_path / "more" / "100.png", [(0, 7), (0, 8)], 100)
    named.scan([tmp_path / "more"])
    anna, ben = (next(one for one in named.people() if one.name == name) for name in ("Anna", "Ben"))
    faces = named.faces_of_photo(named.photo_at(tmp_path / "more" / "100.png").id)
    named.decide.confirm([faces[0].id], anna.id)
    named.decide.twice(faces[0].id, faces[1].id, "mirror")
    named.decide.confirm([faces[1].id], anna.id)
    assert {face.person_id for face in named.faces_of_photo(faces[0].photo_id)} == {anna.id}
    assert found(named, "Anna").count("100") == 1
    assert "100" in found(named, "only Anna")  # twice Anna is nobody else
    assert "100" not in found(named, "Anna + Ben")
    assert named.people_in(named.search("folder:more").photo_ids) == [(anna.id, 1)]
    assert (ben.id, 2) in named.people_in(named.search("Anna + Ben").photo_ids)


def test_hidden_people_are_meant_only_when_asked_for(named: Library) -> None:
    zoe = next(one.id for one in named.people() if one.name == "Zoë")
    photos = found(named, "Zoë")
    named.decide.hide(zoe)
    with pytest.raises(QueryError, match="hidden"):
        named.search("Zoë")
    assert found(named, "hidden:zoe") == photos
    assert zoe not in dict(named.people_in(named.search("").photo_ids))
    assert "013" not in found(named, "only Anna + Ben")  # out of sight, but there


def test_what_the_user_said_about_a_face_counts_at_once(named: Library) -> None:
    stranger = next(
        face
        for photo in named.photos()
        if name_of(photo) == "014"
        for face in named.faces_of_photo(photo.id)
        if face.name is None
    )
    assert "014" not in found(named, "only Anna")
    named.decide.stranger([stranger.id])
    assert "014" in found(named, "only Anna")
    assert "014" in found(named, "faces=2")
    named.decide.not_a_face([stranger.id])
    assert "014" in found(named, "only Anna")
    assert "014" in found(named, "faces=1")
    lonely = named.faces_of_photo(next(one.id for one in named.photos() if name_of(one) == "005"))
    named.decide.not_a_face([face.id for face in lonely])
    assert found(named, "nobody") == ["005", "015", "016"]


def test_two_people_of_one_name(named: Library) -> None:
    ben = next(one.id for one in named.people() if one.name == "Ben")
    named.decide.rename(ben, "Anna")
    assert found(named, "Anna | nobody") == [f"{n:03}" for n in (*range(8), 12, 13, 14, 15, 16)]
    first, second = found(named, '"Anna (1)"'), found(named, '"Anna (2)"')
    assert sorted(map(len, (first, second))) == [6, 7]


def test_folders_by_their_names(named: Library, tmp_path: Path) -> None:
    rome = tmp_path / "Été à Rome" / "Köln 50%_x"
    save(rome / "200.png", [(0, 9)], 200)
    save(tmp_path / "Été à Rome" / "201.png", [(1, 9)], 201)
    named.scan([tmp_path / "Été à Rome"])
    assert found(named, 'folder:"ete a rome"') == ["200", "201"]
    assert found(named, "folder:koln Anna") == ["200"]
    assert found(named, 'folder:"rome/köln"') == ["200"]
    assert found(named, "folder:%_x") == ["200"]
    assert found(named, "folder:200") == []  # of folders, not of files
    (rome / "200.png").rename(tmp_path / "Été à Rome" / "202.png")
    named.scan([tmp_path / "Été à Rome"])
    assert found(named, "folder:koln") == []
    assert found(named, "folder:été Anna") == ["202"]


def test_folders_left_out_and_found_somewhere_else(named: Library, tmp_path: Path) -> None:
    for folder, number in (("rome", 200), ("oslo", 201)):
        save(tmp_path / "trips" / folder / f"{number}.png", [(0, 7)], number)
    named.scan([tmp_path / "trips"])
    assert found(named, "folder:trips") == ["200", "201"]
    (tmp_path / "trips").rename(tmp_path / "travels")
    assert named.scan([tmp_path / "travels"]).moved == 2
    assert (found(named, "folder:trips"), found(named, "folder:travels")) == ([], ["200", "201"])
    named.places.leave_out(str(tmp_path / "travels" / "oslo"))
    assert found(named, "folder:travels") == ["200"]
    assert found(named, "folder:oslo") == []


def test_photos_that_are_gone_are_not_found(named: Library, tmp_path: Path) -> None:
    album = Path(named.photos()[0].paths[0]).parent
    gone = [path for path in album.iterdir() if path.stem in ("012", "015")]
    kept = [(path, path.read_bytes()) for path in gone]
    try:
        for path in gone:
            path.unlink()
        named.scan()
        assert found(named, "Anna + Ben") == ["013"]
        assert found(named, "nobody") == ["016"]
    finally:
        for path, data in kept:
            path.write_bytes(data)


def test_an_unfinished_name(named: Library) -> None:
    assert found(named, "2019 an", typing=True) == ["001", "002", "003"]
    assert named.search("an", typing=True).query.terms[0].unfinished  # type: ignore[union-attr]
    with pytest.raises(QueryError):
        named.search("an")


# -- any query against a plain count ------------------------------------------------------------------------
_LEAVES: list[Term] = [
    *(Named(name) for name in ("Anna", "Ben", "Zoë")),
    *(
        Taken(first, last)
        for first, last in (("2019", "2019"), ("", "2018"), ("2019-06", ""), ("2019-01-01", "2019-07"))
    ),
    Nobody(),
    *(Faces(compare, number) for compare in Compare for number in (0, 1, 2)),
    InFolder("album"),
]
_QUERIES = st.recursive(
    st.sampled_from(_LEAVES),
    lambda terms: st.one_of(
        terms.map(Not),
        st.lists(terms, min_size=2, max_size=3).map(lambda some: Either(tuple(some))),
        st.lists(terms, min_size=2, max_size=3).map(lambda some: All(tuple(some))),
        st.lists(st.sampled_from(_LEAVES[:3]), min_size=1, max_size=2).map(
            lambda some: All(tuple(some), only=True)
        ),
    ),
    max_leaves=6,
)


def _holds(term: Term, photo: Photo, faces: Sequence[tuple[str | None, FaceState]]) -> bool:
    real = [(name, state) for name, state in faces if state is not FaceState.NOT_A_FACE]
    match term:
        case Named():
            return term.text in {name for name, _ in real}
        case Taken():
            if photo.taken_at is None:
                return False
            when = photo.taken_at.isoformat()
            return (not term.first or when[: len(term.first)] >= term.first) and (
                not term.last or when[: len(term.last)] <= term.last
            )
        case InFolder():
            return True
        case Nobody():
            return not real
        case Faces():
            signs = {
                ">": len(real) > term.number,
                ">=": len(real) >= term.number,
                "=": len(real) == term.number,
            }
            signs |= {"<": len(real) < term.number, "<=": len(real) <= term.number}
            return signs[term.compare.value]
        case Not():
            return not _holds(term.term, photo, faces)
        case Either():
            return any(_holds(part, photo, faces) for part in term.terms)
        case All():
            wanted = {part.text for part in term.terms if isinstance(part, Named)}
            others = {name for name, state in real if state is not FaceState.STRANGER} - wanted
            return all(_holds(part, photo, faces) for part in term.terms) and not (term.only and others)


@given(query=_QUERIES)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_query_finds_what_a_plain_count_finds(named: Library, query: Term) -> None:
    faces = named.faces()
    expected = [
        photo.id
        for photo in named.photos()
        if _holds(query, photo, [(face.name, face.state) for face in faces if face.photo_id == photo.id])
    ]
    written = str(query if isinstance(query, All) else All((query,)))
    assert list(named.search(written).photo_ids) == expected


# -- real faces -------------------------------------------------------------------------------------------
def test_real_faces(orl_library: Library, orl_folder: Path, tmp_path: Path) -> None:
    """Two people of ORL side by side in one picture, beside their photos by themselves."""
    first, second = (
        Image.open(orl_folder / person / "6.pgm").convert("RGB").resize((276, 336)) for person in ("s1", "s2")
    )
    both = Image.fromarray(np.concatenate([np.asarray(first), np.asarray(second)], axis=1))
    (tmp_path / "2019").mkdir()
    both.save(tmp_path / "2019" / "both.png")
    for name, folder in (("Álvaro Díaz", "s1"), ("Bea", "s2")):
        person = next(
            one
            for one in orl_library.people()
            if all(
                Path(photo.paths[0]).parent.name == folder for photo in orl_library.photos_of_person(one.id)
            )
        )
        orl_library.decide.name(person.id, name)
    orl_library.scan([tmp_path / "2019"])
    faces = orl_library.faces_of_photo(orl_library.photo_at(tmp_path / "2019" / "both.png").id)
    assert len(faces) == 2
    ids = {one.name: one.id for one in orl_library.people() if one.name}
    for face, name in zip(faces, ("Álvaro Díaz", "Bea"), strict=True):
        orl_library.decide.confirm([face.id], ids[name])
    assert found(orl_library, "alvaro + bea") == ["both"]
    assert found(orl_library, "alvaro diaz bea folder:2019") == ["both"]
    assert found(orl_library, "only bea + folder:s2") == found(orl_library, "bea - alvaro")
    either = orl_library.search('"alvaro diaz" | Bea').photo_ids
    assert set(either) == {*orl_library.search("alvaro").photo_ids, *orl_library.search("bea").photo_ids}
    assert len(either) == 11
