"""Questions of the review on the command line: in words, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from faceapp.cli.output import print_text, say
from faceapp.core.questions import ON_PAGES, Question, QuestionKind, ReviewProgress

if TYPE_CHECKING:
    from faceapp.library.library import Library

_TITLES = {
    QuestionKind.SAME: "One and the same person?",
    QuestionKind.ODD: "Do these belong together?",
    QuestionKind.KNOWN: "Anybody you know?",
    QuestionKind.TWICE: "One person twice in a photo: a mirror, a collage, or a mistake?",
    QuestionKind.WHO: "Who is this?",
}


# -- in words -------------------------------------------------------------------------------------------
def show(library: Library, question: Question) -> None:
    """Print one question."""
    again = " (asked again: the answers so far do not fit together)" if question.again else ""
    print_text(f"{_title(question)}{again}  [{question.key}]")
    _show_sides(library, question, "")
    for number, choice in enumerate(question.choices, 1):
        label = choice.name or (f"group {choice.person_id}" if choice.person_id else "a single face")
        _show_faces(library, f"{number} {label} ({choice.probability:.0%})", choice.faces[:1])


def show_page(library: Library, questions: Sequence[Question]) -> None:
    """Print a page: what the app guesses of each question, by number."""
    print_text(f"{len(questions)} questions at once  [{page_key(questions)}]")
    for number, question in enumerate(questions, 1):
        print_text(f"{number:2} {_title(question)} {question.guess} ({question.probability:.0%})")
        _show_sides(library, question, "   ")


def _title(question: Question) -> str:
    return f"Is this {question.name}?" if question.kind is QuestionKind.IS_THIS else _TITLES[question.kind]


def _show_sides(library: Library, question: Question, indent: str) -> None:
    _show_faces(library, f"{indent}this", question.one)
    if question.other:
        _show_faces(library, f"{indent}{question.name or 'and this'}", question.other)


def _show_faces(library: Library, label: str, face_ids: tuple[int, ...]) -> None:
    faces = {face.id: face for face in library.faces_by_id(face_ids)}
    photos = library.photos([face.photo_id for face in faces.values()])
    paths = {photo.id: photo.paths[0] for photo in photos if photo.paths}
    for face_id in face_ids:
        if face_id in faces:
            print_text(f"  {label}: face {face_id} in {paths.get(faces[face_id].photo_id, '(missing)')}")


def show_progress(progress: ReviewProgress) -> None:
    """Say how far the review is."""
    aim = f"{100 * progress.aim:.0f} %"
    left = f"{aim} are where they belong"
    if progress.answers_left:
        left = f"about {progress.answers_left} answers to {aim}"
        if progress.paced:
            minutes = max(1, round(progress.seconds_left / 60))
            left = f"about {minutes} min ({progress.answers_left} answers) to {aim}"
    say(f"About {progress.settled} of {progress.total} faces settled; {left}.")


# -- for scripts ----------------------------------------------------------------------------------------
def page_key(questions: Sequence[Question]) -> str:
    """The key of a page: those of its questions. An answer is to what was listed, or to nothing."""
    return ",".join(question.key for question in questions)


def question_json(library: Library, question: Question) -> dict[str, Any]:
    """One question; paths by face."""
    shown = [*question.one, *question.other, *(face for one in question.choices for face in one.faces)]
    faces = library.faces_by_id(shown)
    photos = {photo.id: photo.paths for photo in library.photos([face.photo_id for face in faces])}
    return {
        "key": question.key,
        "kind": question.kind.value,
        "one": list(question.one),
        "other": list(question.other),
        "person_id": question.person_id,
        "other_id": question.other_id,
        "name": question.name,
        "probability": round(question.probability, 4),
        "guess": question.guess if question.kind in ON_PAGES else None,
        "settles": round(question.settles, 2),
        "again": question.again,
        "choices": [
            {
                "person_id": choice.person_id,
                "name": choice.name,
                "faces": list(choice.faces),
                "probability": round(choice.probability, 4),
            }
            for choice in question.choices
        ],
        "photos": {str(face.id): list(photos.get(face.photo_id, ())) for face in faces},
    }


def page_json(library: Library, questions: Sequence[Question]) -> dict[str, Any]:
    """One page; a question that stands alone is a page of one."""
    return {
        "key": page_key(questions),
        "questions": [question_json(library, question) for question in questions],
    }


def progress_json(progress: ReviewProgress) -> dict[str, Any]:
    """How far the review is."""
    return {
        "settled": progress.settled,
        "total": progress.total,
        "answers_left": progress.answers_left,
        "seconds_left": round(progress.seconds_left) if progress.paced else None,
        "answered": progress.answered,
        "aim": progress.aim,
    }
