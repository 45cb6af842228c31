"""Errors a person can understand.

Every error that may reach the user derives from :class:`FaceAppError`; its message says what happened
and what to do. Anything else that is raised is a bug.
"""

from __future__ import annotations

from faceapp.core.said import said


class FaceAppError(Exception):
    """An expected failure. ``user_message`` is one line for the person in front of the screen."""

    def __init__(self, user_message: str) -> None:
        super().__init__(user_message)
        self.user_message = user_message


class Cancelled(FaceAppError):  # noqa: N818 - not a failure: the user asked for it
    """The user stopped the work. What was finished before is kept."""

    def __init__(self, user_message: str = said("Stopped. What was finished is kept.")) -> None:
        super().__init__(user_message)


class PictureError(FaceAppError):
    """One picture cannot be used. Becomes a row in Problems, never the end of a scan.

    ``kind`` is a stable word for scripts: ``unreadable``, ``empty``, ``truncated``, ``corrupt``,
    ``not_a_picture``, ``unsupported``, ``too_large`` or ``failed``.
    """

    def __init__(self, kind: str, user_message: str) -> None:
        super().__init__(user_message)
        self.kind = kind

    def __reduce__(self) -> tuple[type[PictureError], tuple[str, str]]:
        return type(self), (self.kind, self.user_message)


class WeightsError(FaceAppError):
    """A weights file is missing, has the wrong hash, or does not fit the network."""


class DeviceError(FaceAppError):
    """The device that was asked for cannot run the networks."""


class LibraryError(FaceAppError):
    """The library folder cannot be opened or written."""


class UnknownIdError(FaceAppError):
    """An id that names nothing, or names something that was merged away or dissolved."""


class DecisionError(FaceAppError):
    """A decision that makes no sense as asked (merge with itself, undo of an undone event, ...)."""


class QueryError(FaceAppError):
    """A search that cannot be understood.

    Attributes:
        problem: What is wrong, without the place.
        start: Where in the query the part begins that is wrong (characters, from 0).
        end: Where it ends.
        nearest: Names that may have been meant, the likeliest first.
    """

    def __init__(self, problem: str, query: str, start: int, end: int, nearest: tuple[str, ...] = ()) -> None:
        part = query[start:end]
        super().__init__(
            said(
                "“{part}” (character {place} of the search): {problem}",
                part=part,
                place=start + 1,
                problem=problem,
            )
            if part.strip()
            else said("At the end: {problem}", problem=problem)
        )
        self.problem = problem
        self.query = query
        self.start = start
        self.end = end
        self.nearest = nearest

    def __reduce__(self) -> tuple[type[QueryError], tuple[str, str, int, int, tuple[str, ...]]]:
        return type(self), (self.problem, self.query, self.start, self.end, self.nearest)


class ExportError(FaceAppError):
    """A file cannot be written out of the library, or holds not what was written."""
