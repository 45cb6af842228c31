"""The protocols on lists made by hand, and on real faces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from faceapp.training.protocols import (
    Pair,
    ProtocolError,
    mean_squared_distance,
    rank_one,
    read_lfw_pairs,
    read_ytf_splits,
    template,
    verify,
)


def listed(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_lfws_list(tmp_path: Path) -> None:
    path = listed(
        tmp_path / "pairs.txt",
        "2\t1\nAbel_Pacheco\t1\t4\nAbdel_Madi_Shabneh\t1\tDean_Barker\t12\nZico 2 3\nZico 1 Zorn 2\n\n",
    )
    assert read_lfw_pairs(path) == [
        [
            Pair("Abel_Pacheco/Abel_Pacheco_0001", "Abel_Pacheco/Abel_Pacheco_0004", True),
            Pair("Abdel_Madi_Shabneh/Abdel_Madi_Shabneh_0001", "Dean_Barker/Dean_Barker_0012", False),
        ],
        [Pair("Zico/Zico_0002", "Zico/Zico_0003", True), Pair("Zico/Zico_0001", "Zorn/Zorn_0002", False)],
    ]
    assert len(read_lfw_pairs(listed(tmp_path / "dev.txt", "1\nA 1 2\nA 1 B 1\n"))) == 1


@pytest.mark.parametrize(
    "text", ["", "1 2\nA 1 2\nA 1 B 1", "1 1\nA 1\nA 1 B 1", "one\nA 1 2", "1 1\nA x 2\nA 1 B 1"]
)
def test_other_lists_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ProtocolError, match="no list of pairs"):
        read_lfw_pairs(listed(tmp_path / "pairs.txt", text))
    with pytest.raises(ProtocolError, match="cannot be read"):
        read_lfw_pairs(tmp_path / "missing.txt")


def test_youtube_faces_list(tmp_path: Path) -> None:
    path = listed(
        tmp_path / "splits.txt",
        "split number, first name, second name, is same\n"
        "1, Anna/0, Anna/3, 1\n1, Anna/0, Ben/1, 0\n2, Carl/0, Carl/1, 1\n2, Dora/0, Anna/1, 0\n",
    )
    assert read_ytf_splits(path) == [
        [Pair("Anna/0", "Anna/3", True), Pair("Anna/0", "Ben/1", False)],
        [Pair("Carl/0", "Carl/1", True), Pair("Dora/0", "Anna/1", False)],
    ]
    for text in ("", "heading\n", "1, A/0, B/0, 1\nnonsense\n", "1, A/0, B/0, maybe\n"):
        with pytest.raises(ProtocolError):
            read_ytf_splits(listed(path, text))


def test_the_mean_over_frames_is_that_of_all_pairs() -> None:
    rng = np.random.default_rng(0)
    one, other = (rng.normal(size=(count, 8)).astype(np.float32) for count in (5, 7))
    one /= np.linalg.norm(one, axis=1, keepdims=True)
    other /= np.linalg.norm(other, axis=1, keepdims=True)
    every = ((one[:, None] - other[None, :]) ** 2).sum(axis=2).mean()
    assert mean_squared_distance(template(one), template(other)) == pytest.approx(every, rel=1e-5)


def on_a_circle(**angles: float) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    return {name: np.array([np.cos(turn), np.sin(turn)], np.float32) for name, turn in angles.items()}


def test_pairs_are_judged() -> None:
    vectors = on_a_circle(a=0.0, b=0.1, c=1.0, d=1.1, e=2.0, f=2.5)
    easy = [Pair("a", "b", True), Pair("c", "d", True), Pair("a", "c", False), Pair("a", "d", False)]
    hard = [Pair("e", "f", True), Pair("c", "e", False), Pair("a", "e", False), Pair("a", "b", True)]
    found = verify([easy, hard], vectors)
    assert found.pairs == 8
    assert found.accuracy == pytest.approx(1.0)
    assert found.auc == 1.0
    assert found.tar == {0.1: 1.0} or found.tar == {}  # four pairs of strangers tell no smaller FAR
    one = verify([easy], vectors, threshold=0.5)
    assert (one.accuracy, one.threshold, one.standard_error) == (1.0, 0.5, 0.0)
    assert one.interval[0] < 0.7
    with pytest.raises(ProtocolError, match="alone"):
        verify([easy], vectors)


def test_who_has_no_face_is_left_out_and_named() -> None:
    vectors = on_a_circle(a=0.0, b=0.1, c=1.0)
    fold = [Pair("a", "b", True), Pair("a", "c", False), Pair("a", "x", True), Pair("y", "c", False)]
    found = verify([fold], vectors, threshold=0.5)
    assert (found.pairs, found.missing) == (2, ["x", "y"])
    with pytest.raises(ProtocolError, match="pairs of one person"):
        verify([fold[:1]], vectors, threshold=0.5)


def test_the_nearest_of_the_gallery() -> None:
    rows = np.stack(list(on_a_circle(a=0.0, b=0.2, c=1.0, d=0.45, e=3.0).values()))
    assert rank_one(rows, np.array([0, 0, 1, 1, 2])) == (1, 2)
    assert rank_one(rows[:2], np.array([0, 1])) == (0, 0)
