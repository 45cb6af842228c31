"""Files that cannot be used: one row in Problems each, nothing stops, nothing is lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from scanning import counts, decided, name_first, touch
from squares import SquareDetector, Squares, album, save

from faceapp.core.models import Detection, Picture
from faceapp.library.library import Library


# -- what cannot be used --------------------------------------------------------------------------------
@pytest.fixture
def bad_files(photos: Path) -> dict[str, Path]:
    """Files that are no pictures, whatever their names say."""
    whole = (photos / "000.png").read_bytes()
    written = {"empty.jpg": b"", "text.png": b"Dear diary", "cut.png": whole[: len(whole) // 2]}
    for name, data in written.items():
        (photos / name).write_bytes(data)
    return {name: photos / name for name in written}


class FailingDetector(SquareDetector):
    """Fails on every batch that holds a picture without any face."""

    def detect(self, pictures: Sequence[Picture], *, thorough: bool = False) -> list[list[Detection]]:
        found = super().detect(pictures, thorough=thorough)
        if not all(found):
            raise RuntimeError("no kernel for this picture")
        return found


def test_a_photo_the_networks_fail_on_is_one_problem(tmp_path: Path) -> None:
    photos = album(tmp_path / "photos", [[(0, 0)], [], [(0, 1)], [(1, 0)]])
    with Squares(FailingDetector()).open(tmp_path / "library") as library:
        summary = library.scan([photos])
        assert (summary.photos, summary.faces, summary.problems) == (3, 3, 1)
        (problem,) = library.problems()
        assert (Path(problem.path).name, problem.kind) == ("001.png", "failed")
        assert "no kernel for this picture" in problem.message
    with Squares().open(tmp_path / "library") as library:
        library.retry_problems()
        assert library.scan().problems == 0


def test_a_photo_that_fails_when_looked_at_again_keeps_its_faces(tmp_path: Path) -> None:
    photos = album(tmp_path / "photos", [[(0, 0)], []])
    with Squares().open(tmp_path / "library") as library:
        assert library.scan([photos]).photos == 2
    with Squares(FailingDetector()).open(tmp_path / "library") as library:
        summary = library.scan(thorough=True)
        assert (summary.photos, summary.faces, summary.problems) == (2, 1, 1)


def test_each_bad_file_is_one_problem_and_stops_nothing(
    library: Library, photos: Path, bad_files: dict[str, Path]
) -> None:
    summary = library.scan([photos])
    assert counts(summary) == {"new": 13, "problems": 3}
    assert (summary.photos, summary.paths) == (13, 13)
    assert [Path(row.path).name for row in library.problems()] == sorted(bad_files)
    assert {row.kind for row in library.problems()} == {"empty", "not_a_picture", "truncated"}
    assert all(row.message and "\n" not in row.message for row in library.problems())
    again = library.scan()
    assert again.problems == 3
    assert [Path(row.path).name for row in library.problems()] == sorted(bad_files)


def test_a_bad_file_is_tried_again_after_a_change(
    library: Library, photos: Path, bad_files: dict[str, Path]
) -> None:
    library.scan([photos])
    save(bad_files["cut.png"], [(1, 8)], 60)
    touch(bad_files["cut.png"])
    summary = library.scan()
    assert (summary.new, summary.problems, summary.photos) == (1, 2, 14)
    bad_files["empty.jpg"].unlink()
    assert library.scan().problems == 1
    assert [row.kind for row in library.problems()] == ["not_a_picture"]


def test_a_bad_file_is_tried_again_on_demand(
    library: Library, photos: Path, bad_files: dict[str, Path]
) -> None:
    library.scan([photos])
    path = bad_files["text.png"]
    status = path.stat()
    shutil.copyfile(photos / "000.png", photos.parent / "longer.png")
    with open(path, "r+b") as file:  # repaired, with the old size and time
        file.write(b"P6 1 1 255")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    before = library.problems()
    assert library.scan().problems == 3
    assert library.problems() == before
    assert library.retry_problems([str(path)]) == 1
    library.scan()
    assert {row.path: row.kind for row in library.problems()}[str(path)] != "not_a_picture"
    assert library.retry_problems() == 3


def test_a_photo_that_went_bad_comes_back_with_its_decisions(library: Library, photos: Path) -> None:
    library.scan([photos])
    name_first(library)
    before = decided(library)
    whole = (photos / "000.png").read_bytes()
    (photos / "000.png").write_bytes(whole[:90])
    summary = library.scan()
    assert (summary.problems, summary.photos) == (1, 12)
    (photos / "000.png").write_bytes(whole)
    touch(photos / "000.png")
    assert library.scan().problems == 0
    assert decided(library) == before


def unreadable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Take away the right to read a folder, also from root; returns how to give it back."""
    if os.name == "posix" and os.geteuid() != 0:
        folder.chmod(0)
        return lambda: folder.chmod(0o700)
    true_scandir = os.scandir

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        if os.fspath(path) == str(folder):
            raise PermissionError(13, "Permission denied", str(folder))
        return true_scandir(path)

    monkeypatch.setattr(os, "scandir", scandir)
    return monkeypatch.undo


def test_a_folder_without_permission_is_one_problem_and_loses_nothing(
    library: Library, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = photos / "secret"
    save(secret / "s.png", [(0, 8)], 80)
    library.scan([photos])
    before = decided(library)
    give_back = unreadable(secret, monkeypatch)
    summary = library.scan()
    assert counts(summary) == {"unchanged": 13, "problems": 1}
    assert summary.photos == 14
    (problem,) = library.problems()
    assert (problem.path, problem.kind) == (str(secret), "unreadable")
    assert "Permission denied" in problem.message
    assert decided(library) == before
    give_back()
    assert counts(library.scan()) == {"unchanged": 14}
    assert library.problems() == []


def test_a_file_without_permission_is_tried_again_at_each_scan(library: Library, photos: Path) -> None:
    """Giving the right back changes neither size nor time of the file."""
    dangling = photos / "link.png"
    dangling.symlink_to(photos.parent / "target.png")
    library.scan([photos])
    (problem,) = library.problems()
    assert (problem.path, problem.kind) == (str(dangling), "unreadable")
    save(photos.parent / "target.png", [(1, 9)], 81)
    assert counts(library.scan()) == {"new": 1, "unchanged": 13}
    assert library.problems() == []
