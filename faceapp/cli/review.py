"""The review on the command line: questions one at a time or in pages, or the next ones for a script."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from faceapp.cli import output, questions
from faceapp.cli.command import Command, Run
from faceapp.cli.output import print_json, say
from faceapp.core.errors import DecisionError
from faceapp.core.questions import Question, QuestionKind

if TYPE_CHECKING:
    from faceapp.core.models import Decision
    from faceapp.library.library import Library

_SHORT = {"y": "yes", "n": "no", "s": "skip", "x": "stranger", "0": "none", "": "accept"}
_KEYS = {
    QuestionKind.SAME: "y yes, n no, x a stranger",
    QuestionKind.IS_THIS: "y yes, n no, x a stranger",
    QuestionKind.ODD: "y yes, n no",
    QuestionKind.KNOWN: "y yes, n no: a stranger",
    QuestionKind.TWICE: "mirror, collage, or mistake",
    QuestionKind.WHO: "a number, 0 none of these, x a stranger, or a name",
}
_PAGE_KEYS = "Enter as guessed, y all yes, n all no, and the numbers that are otherwise (y 3 7)"
_PAGE_REPLIES = ("accept", "yes", "no", "skip")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--limit", type=int, default=1, metavar="N", help="questions (or pages) to list (default: 1)"
    )
    parser.add_argument(
        "--pages", action="store_true", help="several questions at once where that is worth it"
    )
    parser.add_argument(
        "--answer",
        nargs="+",
        metavar=("KEY", "REPLY"),
        help="answer the question or page with this key, and end; a page: accept (as guessed), yes, no, skip",
    )
    parser.add_argument(
        "--except",
        type=_numbers,
        nargs="+",
        dest="otherwise",
        metavar="N",
        help="with --answer of a page: the questions that are otherwise, counted from 1 (as 3,7)",
    )


def _numbers(text: str) -> list[int]:
    try:
        return [int(one) for one in text.split(",") if one]
    except ValueError:
        raise argparse.ArgumentTypeError(f"numbers are written as 3,7, not {text!r}") from None


def _review(call: Run) -> int:
    given = call.given
    if given.limit < 1:
        say("faceapp: --limit needs a number of at least 1")
        return 2
    if given.otherwise and given.answer is None:
        say("faceapp: --except goes with --answer: faceapp review --answer KEY yes --except 3,7")
        return 2
    with call.open() as library:
        if given.answer is not None:
            return _answer(call, library)
        if call.as_json or not sys.stdin.isatty():
            return _list(call, library)
        return _talk(library, given.pages)


# -- one answer, and what is next -----------------------------------------------------------------------
def _answer(call: Run, library: Library) -> int:
    key, *words = call.given.answer
    reply = " ".join(words)
    if not reply:
        say("faceapp: --answer needs a reply after the key, such as yes, no, skip, 1 or name Anna")
        return 2
    if "," in key:
        page = library.review.find_page(key.split(","))
        numbers = [number for some in call.given.otherwise or () for number in some]
        decisions = _take_page(library, page, reply, numbers)
        if call.as_json:
            print_json([output.decision_json(decision) for decision in decisions])
        else:
            _tell_all(library, decisions)
        return 0
    if call.given.otherwise:
        say("faceapp: --except is about a page, and this is the key of one question")
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


def _take_page(
    library: Library, page: Sequence[Question], reply: str, numbers: Collection[int]
) -> list[Decision]:
    """Answer a page: one reply for all of it, but for the questions of these numbers."""
    if reply not in _PAGE_REPLIES:
        raise DecisionError(f"{reply!r} is no answer to a page: {', '.join(_PAGE_REPLIES)}.")
    strange = sorted(number for number in set(numbers) if not 0 < number <= len(page))
    if strange:
        raise DecisionError(f"There is no question {strange[0]} on this page: it has {len(page)}.")
    if reply == "skip":
        if numbers:
            raise DecisionError("A page is skipped as a whole.")
        library.review.skip_page(page)
        return []
    ticked = {
        one.key
        for number, one in enumerate(page, 1)
        if (reply not in ("accept", one.guess)) != (number in numbers)
    }
    return library.review.answer_page(page, ticked)


def _list(call: Run, library: Library) -> int:
    review, limit = library.review, call.given.limit
    if call.given.pages:
        pages = review.upcoming_pages(limit)
    else:
        pages = [(question,) for question in review.upcoming(limit)]
    progress = review.progress()
    if call.as_json:
        rows = (
            {"pages": [questions.page_json(library, page) for page in pages]}
            if call.given.pages
            else {"questions": [questions.question_json(library, one) for (one,) in pages]}
        )
        print_json({**rows, "progress": questions.progress_json(progress)})
        return 0
    for page in pages:
        _show(library, page)
    questions.show_progress(progress)
    return 0


def _show(library: Library, page: Sequence[Question]) -> None:
    if len(page) == 1:
        questions.show(library, page[0])
    else:
        questions.show_page(library, page)


# -- a talk ---------------------------------------------------------------------------------------------
def _talk(library: Library, pages: bool) -> int:
    review = library.review
    while True:
        found = review.page() if pages else tuple(one for one in [review.next()] if one is not None)
        if not found:
            say("Nothing is left to ask.")
            return 0
        questions.show_progress(review.progress())
        _show(library, found)
        keys = _KEYS[found[0].kind] if len(found) == 1 else _PAGE_KEYS
        try:
            typed = input(f"{keys}; s skip, u undo, q quit > ").strip()
        except EOFError:
            return 0
        if typed == "q":
            return 0
        try:
            if typed == "u":
                undone = review.undo()
                say(library.history()[0].what if undone is not None else "Asked again.")
            elif len(found) > 1:
                _tell_all(library, _take_page(library, found, *_page_reply(typed)))
            else:
                _tell(library, review.answer(found[0], _reply(found[0], typed)))
        except DecisionError as error:
            say(str(error))


def _reply(question: Question, typed: str) -> str:
    known = _SHORT.get(typed.lower(), typed) if typed else typed
    if question.kind is not QuestionKind.WHO or known in _SHORT.values() or known.isdigit():
        return known
    return known if known.startswith("name ") else f"name {known}"


def _page_reply(typed: str) -> tuple[str, list[int]]:
    """``y 3 7``: the reply, and the numbers that are otherwise; only numbers: the others as guessed."""
    words = typed.replace(",", " ").split()
    numbers = [int(word) for word in words if word.isdecimal()]
    reply = " ".join(word for word in words if not word.isdecimal())
    return _SHORT.get(reply.lower(), reply), numbers


def _tell(library: Library, decision: Decision | None) -> None:
    say(f"{library.history()[0].what} (event {decision.event})" if decision is not None else "Noted.")


def _tell_all(library: Library, decisions: Sequence[Decision]) -> None:
    made = {decision.event for decision in decisions}
    for event in reversed([event for event in library.history() if event.id in made]):
        say(f"{event.what} (event {event.id})")
    if not made:
        say("Noted.")


COMMANDS = (
    Command(
        "review",
        "answer the questions that settle most, one at a time or in pages",
        "faceapp review --json --limit 10",
        _arguments,
        _review,
    ),
)
