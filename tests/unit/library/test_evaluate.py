"""The protocols on real faces: ORL laid out as LFW, as YouTube Faces, as a folder for each person."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from faceapp.core.errors import FaceAppError
from faceapp.library.labelled import dominant, photos_by_person, read_labelled
from faceapp.library.protocols import evaluate_folder, evaluate_lfw, evaluate_ytf
from faceapp.library.recognizer import RecognizerSource

PEOPLE = (1, 2, 3, 5)


@pytest.fixture(scope="module")
def lfw(orl_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``NAME/NAME_0001.png`` of four people with four photos each."""
    root = tmp_path_factory.mktemp("lfw")
    for person in PEOPLE:
        for number in range(1, 5):
            target = root / f"P{person}" / f"P{person}_{number:04}.png"
            target.parent.mkdir(exist_ok=True)
            cv2.imwrite(str(target), cv2.imread(str(orl_folder / f"s{person}" / f"{number}.pgm")))
    return root


def pairs_file(path: Path, folds: int) -> Path:
    lines = [f"{folds}\t2" if folds > 1 else "1\t2"]
    for fold in range(folds):
        one, other = PEOPLE[fold], PEOPLE[(fold + 1) % len(PEOPLE)]
        lines += [f"P{one}\t1\t2", f"P{one}\t3\t4", f"P{one}\t1\tP{other}\t2", f"P{one}\t3\tP{other}\t4"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("folds", [1, 4])
def test_lfws_protocol(lfw: Path, real_recognizers: RecognizerSource, tmp_path: Path, folds: int) -> None:
    judged = evaluate_lfw(lfw, pairs_file(tmp_path / "pairs.txt", folds), real_recognizers)
    assert (judged.folds, judged.verified.pairs) == (folds, 4 * folds)
    assert judged.verified.accuracy > 0.9  # three folds of four pairs make a poor threshold
    assert judged.verified.auc == 1.0
    assert judged.verified.interval[0] < 0.9
    if folds == 1:
        assert judged.verified.threshold == 1.2


def test_photos_that_are_not_there_are_told(
    lfw: Path, real_recognizers: RecognizerSource, tmp_path: Path
) -> None:
    path = tmp_path / "pairs.txt"
    path.write_text("1 1\nP1 1 9\nP1 1 P2 2\n")
    with pytest.raises(FaceAppError, match="P1/P1_0009"):
        evaluate_lfw(lfw, path, real_recognizers)


def test_a_picture_without_a_face_is_judged_by_its_middle(
    lfw: Path, real_recognizers: RecognizerSource, tmp_path: Path
) -> None:
    grey = tmp_path / "P9" / "P9_0001.png"
    grey.parent.mkdir()
    cv2.imwrite(str(grey), np.full((120, 100, 3), 90, np.uint8))
    photos = [("P9", grey), ("P1", lfw / "P1" / "P1_0001.png")]
    faces, unusable = read_labelled(photos, real_recognizers, guess=True)
    assert [face.found for face in faces] == [False, True]
    assert not unusable
    faces, unusable = read_labelled(photos, real_recognizers)
    assert [face.person for face in faces] == ["P1"]
    assert unusable[0].path == grey
    assert "No face" in unusable[0].reason


def test_youtube_faces_protocol(orl_folder: Path, real_recognizers: RecognizerSource, tmp_path: Path) -> None:
    """Videos of ORL photos as frames, ``NAME/0/0.1.jpg`` and on."""
    for person in PEOPLE:
        for video, numbers in (("0", range(1, 4)), ("1", range(4, 8))):
            folder = tmp_path / f"P{person}" / video
            folder.mkdir(parents=True)
            for number in numbers:
                picture = cv2.imread(str(orl_folder / f"s{person}" / f"{number}.pgm"))
                cv2.imwrite(str(folder / f"{video}.{number}.jpg"), picture)
    lines = ["split number, first name, second name, is same"]
    for fold, (one, other) in enumerate(((1, 2), (3, 5)), 1):
        lines += [
            f"{fold}, P{one}/0, P{one}/1, 1",
            f"{fold}, P{other}/0, P{other}/1, 1",
            f"{fold}, P{one}/0, P{other}/1, 0",
            f"{fold}, P{other}/0, P{one}/1, 0",
        ]
    splits = tmp_path / "splits.txt"
    splits.write_text("\n".join(lines))
    judged = evaluate_ytf(tmp_path, splits, real_recognizers)
    assert (judged.folds, judged.verified.pairs, judged.photos) == (2, 8, 28)
    assert judged.verified.accuracy == 1.0


def test_a_folder_of_people(lfw: Path, real_recognizers: RecognizerSource) -> None:
    judged = evaluate_folder(lfw, real_recognizers)
    assert (judged.photos, judged.people) == (16, 4)
    assert judged.rank_one[:2] == (1.0, 12)
    assert (judged.grouped.precision, judged.grouped.pair_precision) == (1.0, 1.0)
    assert judged.grouped.recall > 0.7
    assert judged.tar[1e-1] == 1.0
    assert set(judged.tar) == {1e-1}  # 96 pairs of strangers tell no smaller FAR


@pytest.mark.parametrize("kind", ["no folder", "no people", "one face each"])
def test_folders_that_cannot_be_judged(
    lfw: Path, real_recognizers: RecognizerSource, tmp_path: Path, kind: str
) -> None:
    if kind == "no folder":
        with pytest.raises(FaceAppError, match="no folder"):
            photos_by_person(tmp_path / "missing")
        return
    if kind == "one face each":
        for person in ("P1", "P2"):
            (tmp_path / person).mkdir()
            (tmp_path / person / "1.png").write_bytes((lfw / person / f"{person}_0001.png").read_bytes())
    with pytest.raises(FaceAppError, match="folders in it" if kind == "no people" else "two of one"):
        evaluate_folder(tmp_path, real_recognizers)


def test_the_largest_face_that_holds_the_middle() -> None:
    from faceapp.core.geometry import Box
    from faceapp.core.models import Detection

    small, large, aside = (
        Detection(box, None, 0.9) for box in (Box(40, 40, 30, 30), Box(30, 30, 40, 40), Box(0, 0, 45, 45))
    )
    assert dominant([small, large, aside], 100, 100) is large
    assert dominant([aside], 100, 100) is aside
    assert dominant([], 100, 100) is None


def test_the_command_line(
    lfw: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    session_cache: Path,
) -> None:
    from faceapp.cli.main import main

    monkeypatch.setenv("XDG_CACHE_HOME", str(session_cache))
    pairs, plot = pairs_file(tmp_path / "pairs.txt", 4), tmp_path / "roc.svg"
    assert main(["evaluate", "lfw", str(lfw), "--pairs", str(pairs), "--plot", str(plot), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["auc"], answer["pairs"], answer["folds"], answer["problems"]) == (1.0, 16, 4, [])
    assert plot.read_text().startswith("<?xml")
    assert main(["evaluate", "folder", str(lfw)]) == 0
    assert "rank 1" in capsys.readouterr().out
    assert main(["evaluate", "lfw", str(lfw)]) == 2
    assert main(["evaluate", "lfw", str(lfw), "--pairs", str(pairs), "--plot", "curve.txt"]) == 1
    assert "curve.txt" in capsys.readouterr().err
