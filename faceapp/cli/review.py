"""The review on the command line: one question at a time, or the next ones as JSON for a script."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from faceapp.cli import output
from faceapp.cli.command import Command, Run
from faceapp.cli.output import print_json, print_text, say
from faceapp.core.errors import DecisionError
from faceapp.core.questions import Question, QuestionKind, ReviewProgress

if TYPE_CHECKING:
    from faceapp.core.models import Decision
    from faceapp.library.library import Library

_SHORT = {"y": "yes", "n": "no", "s": "skip", "x": "stranger", "0": "none"}
_KEYS = {
    QuestionKind.SAME: "y yes, n no, x a stranger",
    QuestionKind.IS_THIS: "y yes, n no, x a stranger",
    QuestionKind.ODD: "y yes, n no",
    QuestionKind.KNOWN: "y yes, n no: a stranger",
    QuestionKind.TWICE: "mirror, collage, or mistake",
    QuestionKind.WHO: "a number, 0 none of these, x a stranger, or a name",
}
_TITLES = {
    QuestionKind.SAME: "One and the same person?",
    QuestionKind.ODD: "Do these belong together?",
    QuestionKind.KNOWN: "Anybody you know?",
    QuestionKind.TWICE: "One person twice in a photo: a mirror, a collage, or a mistake?",
    QuestionKind.WHO: "Who is this?",
}


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=1, metavar="N", help="questions to list (default: 1)")
    parser.add_argument(
        "--answer", nargs="+", metavar=("KEY", "REPLY"), help="answer the question with this key, and end"
    )


def _review(call: Run) -> int:
    with call.open() as library:
        if call.given.answer is not None:
            return _answer(call, library)
        if call.as_json or not sys.stdin.isatty():
            return _list(call, library)
        return _talk(library)


def _answer(call: Run, library: Library) -> int:
    key, *words = call.given.answer
    reply = " ".join(words)
    if not reply:
        say("faceapp: --answer needs a reply after the key, such as yes, no, skip, 1 or name Anna")
        return 2
    question = library.review.find(key)
    if question is None:
        raise DecisionError(f"There is no question {key} (any more). See review for the next ones.")
    decision = library.review.answer(question, reply)
    if call.as_json:
        print_json(output.decision_json(decision) if decision is not None else None)
    else:
        _tell(library, decision)
    return 0


def _list(call: Run, library: Library) -> int:
    if call.given.limit < 1:
        say("faceapp: --limit needs a number of at least 1")
        return 2
    questions = library.review.upcoming(call.given.limit)
    progress = library.review.progress()
    if call.as_json:
        rows = [question_json(library, question) for question in questions]
        print_json({"questions": rows, "progress": progress_json(progress)})
        return 0
    for question in questions:
        _show(library, question)
    _show_progress(progress)
    return 0


def _talk(library: Library) -> int:
    review = library.review
    while True:
        question = review.next()
        if question is None:
            say("Nothing is left to ask.")
            return 0
        _show_progress(review.progress())
        _show(library, question)
        try:
            typed = input(f"{_KEYS[question.kind]}; s skip, u undo, q quit > ").strip()
        except EOFError:
            return 0
        if typed == "q":
            return 0
        try:
            if typed == "u":
                undone = review.undo()
                say(library.history()[0].what if undone is not None else "There is nothing to undo.")
            else:
                _tell(library, review.answer(question, _reply(question, typed)))
        except DecisionError as error:
            say(str(error))


def _reply(question: Question, typed: str) -> str:
    known = _SHORT.get(typed.lower(), typed)
    if question.kind is not QuestionKind.WHO or known in _SHORT.values() or known.isdigit():
        return known
    return known if known.startswith("name ") else f"name {known}"


def _tell(library: Library, decision: Decision | None) -> None:
    say(f"{library.history()[0].what} (event {decision.event})" if decision is not None else "Noted.")


# -- what is shown --------------------------------------------------------------------------------------
def _show(library: Library, question: Question) -> None:
    title = f"Is this {question.name}?" if question.kind is QuestionKind.IS_THIS else _TITLES[question.kind]
    again = " (asked again: the answers so far do not fit together)" if question.again else ""
    print_text(f"{title}{again}  [{question.key}]")
    _show_faces(library, "this", question.one)
    if question.other:
        _show_faces(library, question.name or "and this", question.other)
    for number, choice in enumerate(question.choices, 1):
        label = choice.name or (f"group {choice.person_id}" if choice.person_id else "a single face")
        _show_faces(library, f"{number} {label} ({choice.probability:.0%})", choice.faces[:1])


def _show_faces(library: Library, label: str, face_ids: tuple[int, ...]) -> None:
    faces = {face.id: face for face in library.faces_by_id(face_ids)}
    photos = library.photos([face.photo_id for face in faces.values()])
    paths = {photo.id: photo.paths[0] for photo in photos if photo.paths}
    for face_id in face_ids:
        if face_id in faces:
            print_text(f"  {label}: face {face_id} in {paths.get(faces[face_id].photo_id, '(missing)')}")


def _show_progress(progress: ReviewProgress) -> None:
    left = "95 % are where they belong"
    if progress.answers_left:
        minutes = max(1, round(progress.seconds_left / 60))
        left = f"about {minutes} min ({progress.answers_left} answers) to 95 %"
    say(f"About {progress.settled} of {progress.total} faces settled; {left}.")


def question_json(library: Library, question: Question) -> dict[str, Any]:
    """One question for scripts; paths by face."""
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


def progress_json(progress: ReviewProgress) -> dict[str, Any]:
    """How far the review is."""
    return {
        "settled": progress.settled,
        "total": progress.total,
        "answers_left": progress.answers_left,
        "seconds_left": round(progress.seconds_left),
        "answered": progress.answered,
    }


COMMANDS = (
    Command(
        "review",
        "answer the questions that settle most, one at a time",
        "faceapp review --json --limit 10",
        _arguments,
        _review,
    ),
)
