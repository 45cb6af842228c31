"""Plots of what was measured, as PNG or SVG by the name of the file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from faceapp.core.errors import FaceAppError
from faceapp.core.said import said

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from faceapp.training.checkpoint import Standing
    from faceapp.training.protocols import Verified

KINDS = (".png", ".svg")


def draw_curve(verified: Verified, path: Path, title: str) -> None:
    """The receiver operating characteristic: FAR by a logarithm, TAR upwards (the paper's figure 5).

    Raises:
        FaceAppError: plots cannot be drawn here, or not written there.
    """
    figure, axis = _figure(path)
    some = verified.far > 0
    axis.step(verified.far[some], verified.val[some], where="post", color="#0a60c8")
    axis.set(xscale="log", xlabel="FAR", ylabel="TAR (VAL)", title=title, ylim=(0, 1.01))
    axis.grid(alpha=0.3)
    for far, tar in verified.tar.items():
        axis.plot(far, tar, "o", color="#0a60c8", markersize=4)
        axis.annotate(f"{tar:.3f}", (far, tar), textcoords="offset points", xytext=(6, -12), fontsize=8)
    _write(figure, path)


def draw_training(standing: Standing, path: Path, title: str) -> None:
    """Loss, and TAR among people who were not learned from, by rounds.

    Raises:
        FaceAppError: plots cannot be drawn here, or not written there.
    """
    figure, axis = _figure(path)
    rounds = [row["epoch"] for row in standing.curve]
    _line(axis, rounds, [row["loss"] for row in standing.curve], "loss", "#b3261e")
    axis.set(xlabel="round", ylabel="loss", title=title)
    if all("tar" in row for row in standing.curve):
        other = axis.twinx()
        _line(other, rounds, [row["tar"] for row in standing.curve], "TAR", "#0a60c8")
        other.set(ylabel="TAR at FAR 1e-2, people not learned from", ylim=(0, 1.01))
    axis.grid(alpha=0.3)
    _write(figure, path)


def _line(axis: Axes, x: Sequence[float], y: Sequence[float], label: str, colour: str) -> None:
    axis.plot(x, y, label=label, color=colour, marker="o", markersize=2)
    axis.tick_params(axis="y", labelcolor=colour)


def _figure(path: Path) -> tuple[Figure, Axes]:
    if path.suffix.lower() not in KINDS:
        raise FaceAppError(said("A plot is written as .png or .svg, not as {name}.", name=path.name))
    try:
        from matplotlib.figure import Figure  # not pyplot, which wants a display
    except ImportError as error:
        raise FaceAppError(
            said("Plots need matplotlib, which is not installed: pip install 'faceapp[training]'.")
        ) from error
    figure = Figure(figsize=(6.4, 4.4), dpi=120, layout="constrained")
    return figure, figure.subplots()


def _write(figure: Figure, path: Path) -> None:
    try:
        figure.savefig(path)
    except OSError as error:
        raise FaceAppError(
            said("{path} cannot be written: {reason}.", path=path, reason=error.strerror or error)
        ) from error
