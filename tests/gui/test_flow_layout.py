"""A row of widgets that flows: asked often, worked out once, and again whenever a widget changes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from faceapp.gui.widgets.flow_layout import FlowLayout


class Box(QWidget):
    """A widget that likes a size, and counts how often it is asked for it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.size_wanted = QSize(width, 20)
        self.asked = 0
        self.page: QWidget | None = None

    def sizeHint(self) -> QSize:
        self.asked += 1
        return self.size_wanted

    def grow(self, width: int, height: int) -> None:
        self.size_wanted = QSize(width, height)
        self.updateGeometry()


@pytest.fixture
def boxes() -> list[Box]:
    return [Box(100), Box(100), Box(100)]


@pytest.fixture(params=["its own", "within another layout"])
def row(request: pytest.FixtureRequest, boxes: list[Box], qtbot: QtBot) -> FlowLayout:
    page = boxes[0].page = QWidget()  # kept by one of them: nobody else does
    qtbot.addWidget(page)
    if request.param == "its own":
        flow = FlowLayout(page, spacing=0)
    else:
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        flow = FlowLayout(spacing=0)
        column.addLayout(flow)
    for box in boxes:
        flow.addWidget(box)
    page.resize(400, 200)
    page.show()
    qtbot.waitExposed(page)
    return flow


def now(flow: FlowLayout, width: int) -> int:
    """The height in a width, when Qt has heard of what changed."""
    owner = flow.parentWidget()
    assert owner is not None
    layout = owner.layout()
    assert layout is not None
    layout.activate()
    return flow.heightForWidth(width)


def test_asked_again_it_asks_nobody(row: FlowLayout, boxes: list[Box]) -> None:
    known = [(row.heightForWidth(width), row.sizeHint(), row.minimumSize()) for width in (100, 200, 300)]
    before = [box.asked for box in boxes]
    for _ in range(3):
        again = [(row.heightForWidth(width), row.sizeHint(), row.minimumSize()) for width in (100, 200, 300)]
        assert again == known
    assert [box.asked for box in boxes] == before
    assert [height for height, *_ in known] == [60, 40, 20]


def test_it_follows_its_widgets(row: FlowLayout, boxes: list[Box]) -> None:
    assert now(row, 300) == 20
    boxes[1].grow(100, 50)
    assert (now(row, 300), row.sizeHint()) == (50, QSize(300, 50))
    boxes[1].grow(150, 50)
    assert now(row, 300) == 70
    boxes[1].hide()
    assert (now(row, 300), row.sizeHint()) == (20, QSize(200, 20))
    boxes[1].show()
    assert now(row, 300) == 70
    added = Box(120)
    row.addWidget(added)
    added.show()
    assert (now(row, 300), row.sizeHint()) == (70, QSize(470, 50))
    taken = row.takeAt(3)
    assert taken is not None
    widget = taken.widget()
    assert widget is not None
    widget.setParent(None)
    assert now(row, 300) == 70
    widget.deleteLater()
