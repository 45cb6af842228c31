"""The item structure of HEIC and AVIF files (ISO base media boxes), without decoding a pixel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from faceapp.imaging.containers import MalformedError

_MAX_ITEMS = 1 << 16
_SEQUENCES = frozenset({b"avis", b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"})

Span = tuple[int, int]
"""``data[start:end]`` of the file."""


@dataclass(slots=True)
class Item:
    """One item: its codec or kind, where its data lies, what it is made of, its properties (from 0)."""

    kind: bytes
    method: int = 0
    extents: list[Span] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    properties: list[int] = field(default_factory=list)


class _Reader:
    """Big-endian numbers off a span of the file, never beyond its end."""

    def __init__(self, data: bytes, start: int, end: int) -> None:
        self.data, self.at, self.end = data, start, end

    def number(self, size: int) -> int:
        if self.at + size > self.end:
            raise MalformedError("box cut short")
        value = int.from_bytes(self.data[self.at : self.at + size], "big")
        self.at += size
        return value

    def full_box(self) -> tuple[int, int]:
        """Version and flags."""
        head = self.number(4)
        return head >> 24, head & 0xFFFFFF


def boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes of a span as (type, start, end of content).

    Raises:
        MalformedError: a box ends beyond the span.
    """
    at = start
    while at + 8 <= end:
        size, head = int.from_bytes(data[at : at + 4], "big"), 8
        kind = data[at + 4 : at + 8]
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise MalformedError("box cut short")
        yield kind, at + head, at + size
        at += size


class BoxFile:
    """The items of a still picture.

    Attributes:
        primary: Number of the item that is shown.
        items: Every item by its number.

    Raises:
        MalformedError: no still picture, or a structure that does not hold together.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.primary = -1
        self.items: dict[int, Item] = {}
        self._properties: list[tuple[bytes, int, int]] = []
        self._idat: Span = (0, 0)
        metas: list[Span] = []
        for kind, start, end in boxes(data, 0, len(data)):
            # A sequence is shown by its track, which other players read otherwise: not a still picture.
            if kind == b"ftyp" and data[start : start + 4] in _SEQUENCES:
                raise MalformedError("a sequence")
            if kind == b"meta":
                metas.append((start, end))
        if not metas:
            raise MalformedError("no items")
        self._read_meta(*metas[0])
        if self.primary not in self.items:
            raise MalformedError("no primary item")

    def properties_of(self, item: Item) -> list[tuple[bytes, int, int]]:
        """The properties of an item in order, as (type, start, end of content)."""
        return [self._properties[index] for index in item.properties if index < len(self._properties)]

    def spans(self, item: Item) -> list[Span]:
        """Where the data of an item lies in the file.

        Raises:
            MalformedError: it lies in another item or outside the file.
        """
        if item.method not in (0, 1):
            raise MalformedError("data made of other items")
        base, stop = (0, len(self.data)) if item.method == 0 else self._idat
        spans: list[Span] = []
        for offset, length in item.extents:
            start = base + offset
            end = start + length if length else stop
            if not start <= end <= stop:
                raise MalformedError("data outside the file")
            spans.append((start, end))
        return spans

    def _read_meta(self, start: int, end: int) -> None:
        children = {kind: (at, stop) for kind, at, stop in boxes(self.data, start + 4, end)}
        self._idat = children.get(b"idat", (0, 0))
        for kind, read in (
            (b"pitm", self._read_primary),
            (b"iinf", self._read_infos),
            (b"iloc", self._read_locations),
            (b"iref", self._read_references),
            (b"iprp", self._read_properties),
        ):
            if kind in children:
                read(_Reader(self.data, *children[kind]))

    def _read_primary(self, reader: _Reader) -> None:
        version, _ = reader.full_box()
        self.primary = reader.number(2 if version == 0 else 4)

    def _read_infos(self, reader: _Reader) -> None:
        version, _ = reader.full_box()
        reader.number(2 if version == 0 else 4)
        for kind, start, end in boxes(self.data, reader.at, reader.end):
            if kind != b"infe":
                continue
            entry = _Reader(self.data, start, end)
            version, _ = entry.full_box()
            if version < 2:
                raise MalformedError("items without a kind")
            number = entry.number(2 if version == 2 else 4)
            entry.number(2)
            self.items[number] = Item(entry.number(4).to_bytes(4, "big"))
            if len(self.items) > _MAX_ITEMS:
                raise MalformedError("too many items")

    def _read_locations(self, reader: _Reader) -> None:
        version, _ = reader.full_box()
        sizes = reader.number(2)
        offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
        index_size = sizes & 15 if version in (1, 2) else 0
        if not offset_size + length_size + index_size:
            raise MalformedError("extents that say nothing")  # a few bytes could ask for billions of them
        wide = 4 if version == 2 else 2
        for _ in range(reader.number(wide)):
            item = self.items.get(reader.number(wide)) or Item(b"none")
            item.method = reader.number(2) & 15 if version in (1, 2) else 0
            if reader.number(2):
                raise MalformedError("data in another file")
            base = reader.number(base_size)
            item.extents = []
            for _ in range(reader.number(2)):
                reader.number(index_size)
                offset = base + reader.number(offset_size)
                item.extents.append((offset, reader.number(length_size)))

    def _read_references(self, reader: _Reader) -> None:
        version, _ = reader.full_box()
        wide = 2 if version == 0 else 4
        for kind, start, end in boxes(self.data, reader.at, reader.end):
            entry = _Reader(self.data, start, end)
            source = entry.number(wide)
            parts = [entry.number(wide) for _ in range(entry.number(2))]
            if kind == b"dimg" and source in self.items:
                self.items[source].parts += parts

    def _read_properties(self, reader: _Reader) -> None:
        associations: list[Span] = []
        for kind, start, end in boxes(self.data, reader.at, reader.end):
            if kind == b"ipco":
                self._properties = list(boxes(self.data, start, end))
            elif kind == b"ipma":
                associations.append((start, end))
        for start, end in associations:
            entry = _Reader(self.data, start, end)
            version, flags = entry.full_box()
            for _ in range(entry.number(4)):
                item = self.items.get(entry.number(2 if version == 0 else 4)) or Item(b"none")
                for _ in range(entry.number(1)):
                    index = entry.number(2) & 0x7FFF if flags & 1 else entry.number(1) & 0x7F
                    if index:
                        item.properties.append(index - 1)
