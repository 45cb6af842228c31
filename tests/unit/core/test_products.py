"""Dot products are the same however many faces are asked about."""

from __future__ import annotations

import numpy as np
import pytest

from faceapp.core.products import FEW, products


@pytest.mark.parametrize("count", [0, 1, FEW, FEW + 1, 20])
@pytest.mark.parametrize("others", [0, 1, 50])
def test_they_are_dot_products(count: int, others: int) -> None:
    rng = np.random.default_rng(count)
    one, many = (rng.normal(size=(rows, 7)).astype(np.float32) for rows in (count, others))
    found = products(one, many)
    assert found.shape == (count, others)
    assert found.dtype == np.float32
    expected = [[float(np.sum(face * other)) for other in many] for face in one]
    np.testing.assert_allclose(found, np.reshape(expected, (count, others)), rtol=1e-4, atol=1e-5)
