"""Training: it learns, it goes on bit for bit where it stopped, and several processes learn as one."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from faceapp.core.errors import Cancelled
from faceapp.core.progress import CancelToken, Progress
from faceapp.training.checkpoint import BEST, LAST, CheckpointError, load_training
from faceapp.training.faces import FacesError, FaceSet, shown
from faceapp.training.settings import Settings
from faceapp.training.trainer import embed, judge, make_network, train

SMALL = Settings(people=5, faces=4, epochs=3, dimension=32, optimizer="adamw")


@pytest.fixture(autouse=True)
def one_thread() -> None:
    """Sums in the same order, whatever runs beside."""
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def few(orl_faces: FaceSet) -> FaceSet:
    """Ten people."""
    return orl_faces.of_people(range(10))


@pytest.fixture(scope="module")
def judges(orl_faces: FaceSet) -> FaceSet:
    """Five others."""
    return orl_faces.of_people(range(30, 35))


def test_it_learns_to_tell_people_apart_whom_it_never_saw(orl_faces: FaceSet, tmp_path: Path) -> None:
    settings = replace(SMALL, dimension=128, people=15, faces=10, epochs=8, norm=False, rate=3e-4)
    faces, judges = orl_faces.of_people(range(30)), orl_faces.of_people(range(30, 40))
    untrained = judge(make_network(settings).eval(), judges, settings.size)
    told: list[Progress] = []
    trained = train(faces, judges, settings, tmp_path, progress=told.append)
    learned = judge(trained.network, judges, settings.size)
    assert learned["auc"] > untrained["auc"] + 0.03
    assert learned["tar"] == pytest.approx(trained.standing.best)
    assert (told[-1].done, told[-1].total) == (16, 16)


@pytest.mark.parametrize("optimizer", ["sgd", "adagrad", "adamw"])
def test_stopped_and_resumed_ends_as_if_it_had_run_through(
    few: FaceSet, judges: FaceSet, tmp_path: Path, optimizer: str
) -> None:
    settings = replace(SMALL, optimizer=optimizer, decay=0.9)  # type: ignore[arg-type]
    whole = train(few, judges, settings, tmp_path / "whole")
    token, seen = CancelToken(), []

    def stop(progress: Progress) -> None:
        seen.append(progress)
        if len(seen) == 3:  # in the midst of the second round
            token.cancel()

    with pytest.raises(Cancelled):
        train(few, judges, settings, tmp_path / "parts", progress=stop, cancel=token)
    assert load_training(tmp_path / "parts" / LAST)[0].epoch == 1
    parts = train(few, judges, settings, tmp_path / "parts")
    assert [row["loss"] for row in parts.standing.curve] == [row["loss"] for row in whole.standing.curve]
    ours, theirs = (load_training(tmp_path / name / LAST)[1] for name in ("whole", "parts"))
    assert ours.keys() == theirs.keys()
    assert any(key.startswith("optimizer.") for key in ours)
    for key, value in ours.items():
        assert torch.equal(value, theirs[key]), key


def test_with_nobody_to_judge_the_last_round_is_taken(few: FaceSet, tmp_path: Path) -> None:
    trained = train(few, None, replace(SMALL, epochs=2), tmp_path)
    assert trained.standing.best_epoch == 2
    assert all("tar" not in row for row in trained.standing.curve)
    last = load_training(tmp_path / LAST)[1]
    for name, value in trained.network.state_dict().items():
        assert torch.equal(value, last[f"network.{name}"])


def test_a_finished_training_goes_on_with_more_rounds(few: FaceSet, judges: FaceSet, tmp_path: Path) -> None:
    whole = train(few, judges, SMALL, tmp_path / "whole")
    train(few, judges, replace(SMALL, epochs=1), tmp_path / "more")
    more = train(few, judges, SMALL, tmp_path / "more")
    assert more.standing.curve == whole.standing.curve


def test_it_ends_early_when_it_learns_no_more(few: FaceSet, judges: FaceSet, tmp_path: Path) -> None:
    settings = replace(SMALL, epochs=9, patience=1, rate=1e-9)  # nothing is learned at such a rate
    ended = train(few, judges, settings, tmp_path)
    assert ended.standing.epoch <= 3
    assert (tmp_path / BEST).exists()


def test_another_training_in_the_folder_is_refused(few: FaceSet, judges: FaceSet, tmp_path: Path) -> None:
    train(few, judges, replace(SMALL, epochs=1), tmp_path)
    for settings, faces in ((replace(SMALL, margin=0.3), few), (SMALL, few.of_people(range(9)))):
        with pytest.raises(CheckpointError, match="another training"):
            train(faces, judges, settings, tmp_path)


@pytest.mark.parametrize("damage", ["cut", "flip", "other"])
def test_a_damaged_training_is_told(few: FaceSet, judges: FaceSet, tmp_path: Path, damage: str) -> None:
    train(few, judges, replace(SMALL, epochs=1), tmp_path)
    path = tmp_path / LAST
    data = path.read_bytes()
    path.write_bytes({"cut": data[:1000], "flip": b"\xff" + data[1:], "other": b"no such file"}[damage])
    with pytest.raises(CheckpointError, match="cannot be read"):
        train(few, judges, SMALL, tmp_path)


def test_faces_that_teach_nothing(few: FaceSet, judges: FaceSet, tmp_path: Path) -> None:
    with pytest.raises(FacesError, match="1 person"):
        train(few.of_people([3]), judges, SMALL, tmp_path)
    rows = np.arange(0, len(few), 10)
    alone = FaceSet(few.images[rows], few.labels[rows], few.people)
    with pytest.raises(FacesError, match="one photo only"):
        train(alone, judges, SMALL, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_rate_that_is_too_high_is_told(few: FaceSet, judges: FaceSet, tmp_path: Path) -> None:
    settings = replace(SMALL, optimizer="sgd", rate=1e12, norm=False)
    with pytest.raises(CheckpointError, match="lower learning rate"):
        train(few, judges, settings, tmp_path)


def test_people_are_split_not_faces(orl_faces: FaceSet) -> None:
    rest, held = orl_faces.split(0.25, seed=3)
    assert len(held.people) == 10
    assert not set(rest.people) & set(held.people)
    assert len(rest) + len(held) == len(orl_faces)
    assert orl_faces.split(0.25, seed=3)[1].people == held.people


def test_a_face_is_shown_as_it_is_or_varied(few: FaceSet) -> None:
    plain = shown(few.images[:2], (140, 116))
    assert plain.shape == (2, 3, 140, 116)
    assert plain.dtype == np.float32
    assert np.abs(plain).max() <= 1.0
    one, same, other = (shown(few.images[:2], (140, 116), np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert np.abs(one - other).mean() > 0.02
    assert np.abs(np.minimum(np.abs(one - plain), np.abs(one[..., ::-1] - plain))).mean() < 0.3


WORKER = """
import sys
from dataclasses import replace
from pathlib import Path
import numpy as np, torch
from faceapp.training import together
from faceapp.training.faces import FaceSet
from faceapp.training.settings import Settings
from faceapp.training.trainer import train

torch.set_num_threads(1)
data = np.load(sys.argv[1])
faces = FaceSet(data["images"], data["labels"], tuple("abcdefghij"))
judges = FaceSet(data["other"], data["others"], tuple("klmno"))
together.join()
train(faces, judges, Settings.of(sys.argv[3]), Path(sys.argv[2]))
together.leave()
"""


def test_two_processes_learn_as_one(few: FaceSet, judges: FaceSet, tmp_path: Path) -> None:
    settings = replace(SMALL, epochs=2, norm=False, optimizer="sgd")  # batch norms know their part only
    data, code = tmp_path / "faces.npz", tmp_path / "worker.py"
    np.savez(data, images=few.images, labels=few.labels, other=judges.images, others=judges.labels)
    code.write_text(WORKER)
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    done = subprocess.run(
        [*command, str(code), str(data), str(tmp_path / "two"), settings.words()],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    alone = train(few, judges, settings, tmp_path / "one").standing.curve
    both = load_training(tmp_path / "two" / LAST)[0].curve
    assert [row["loss"] for row in both] == pytest.approx([row["loss"] for row in alone], rel=1e-4)


def test_embeddings_do_not_depend_on_what_is_beside(few: FaceSet) -> None:
    network = make_network(SMALL)
    together = embed(network, few.images[:70], SMALL.size)
    np.testing.assert_allclose(embed(network, few.images[68:70], SMALL.size), together[68:], atol=1e-5)
