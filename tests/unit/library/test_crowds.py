"""How like strangers faces are is worked out once, and again when the space has changed."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from squares import Squares, album, people

from faceapp.core.space import Space
from faceapp.library.context import Context
from faceapp.library.crowds import TOLD, Crowds


@pytest.fixture
def context(tmp_path: Path, squares: Squares) -> Context:
    with squares.open(tmp_path / "library") as library:
        library.scan([album(tmp_path / "album", people(8, 3))])
    return Context(tmp_path / "library", squares.source())


def test_it_is_what_the_space_says_and_asked_for_once(context: Context) -> None:
    crowds, index = Crowds(context), context.index()
    ids, vectors = index.ids, index.vectors(index.ids)
    assert len(crowds.usual) == 0
    found = crowds.of(index, ids, vectors)
    np.testing.assert_allclose(found, context.space().crowd(vectors))
    np.testing.assert_allclose(crowds.usual, [found.mean()], rtol=1e-5)
    with mock.patch.object(Space, "crowd", side_effect=AssertionError):
        np.testing.assert_array_equal(crowds.of(index, ids[::-1], vectors[::-1]), found[::-1])
    index.generation += 1
    with mock.patch.object(Space, "crowd", return_value=np.full(len(ids), 0.5, np.float32)):
        assert set(crowds.of(index, ids, vectors).tolist()) == {0.5}
    context.close()


def test_of_a_large_cluster_a_part_tells(context: Context) -> None:
    crowds, index = Crowds(context), context.index()
    count = 3 * TOLD
    vectors = np.resize(index.vectors(index.ids), (count, index.dimension)).astype(np.float32)
    answer = mock.Mock(side_effect=lambda rows: np.full(len(rows), 0.25, np.float32))
    with mock.patch.object(Space, "crowd", answer):
        (found,) = crowds.of_clusters(index, [(np.arange(1000, 1000 + count), vectors)])
    assert found.tolist() == [0.25] * count
    assert sum(len(call.args[0]) for call in answer.call_args_list) == TOLD
    context.close()
