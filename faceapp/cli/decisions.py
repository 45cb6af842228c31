"""Commands by which the user says who is who, and takes it back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from faceapp.cli import output
from faceapp.cli.command import Command, Run, a_date
from faceapp.cli.output import print_json, print_text, say
from faceapp.core.relations import TwiceAnswer

if TYPE_CHECKING:
    from faceapp.core.models import Decision
    from faceapp.library.people import Decisions

Arguments = Callable[[argparse.ArgumentParser], None]
Say = Callable[["Decisions", argparse.Namespace], "Decision"]


def _decision(name: str, text: str, example: str, arguments: Arguments, action: Say) -> Command:
    """A command that is one decision and answers with its event."""

    def run(call: Run) -> int:
        with call.open() as library:
            decision = action(library.decide, call.given)
            if call.as_json:
                print_json(output.decision_json(decision))
            else:
                what = library.history()[0].what
                print_text(
                    f"{what} (event {decision.event}, {decision.faces} faces, {decision.photos} photos)"
                )
                if decision.person_id is not None:
                    print_text(f"id {decision.person_id}")
        return 0

    return Command(name, text, example, arguments, run)


def _person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int, metavar="ID", help="a person or group (see people)")


def _person_and_name(parser: argparse.ArgumentParser) -> None:
    _person(parser)
    parser.add_argument("name", metavar="NAME")


def _name_arguments(parser: argparse.ArgumentParser) -> None:
    _person_and_name(parser)
    parser.add_argument(
        "--seen",
        type=int,
        nargs="+",
        metavar="FACE",
        help="only these faces were looked at and become confirmed (default: all of the group)",
    )


def _merge_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("into", type=int, metavar="ID", help="stays")
    parser.add_argument("others", type=int, nargs="+", metavar="ID", help="go into the first")


def _faces(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("faces", type=int, nargs="+", metavar="FACE", help="a face (see faces)")


def _confirm_arguments(parser: argparse.ArgumentParser) -> None:
    _faces(parser)
    parser.add_argument(
        "--person", type=int, metavar="ID", help="who it is (default: who it is believed to be)"
    )


def _reject_arguments(parser: argparse.ArgumentParser) -> None:
    _faces(parser)
    parser.add_argument("--person", type=int, metavar="ID", required=True, help="who it is not")


def _move_arguments(parser: argparse.ArgumentParser) -> None:
    _faces(parser)
    parser.add_argument("--to", required=True, metavar="ID|new", help="a person or group, or new")


def _two(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int, metavar="ID", help="a person or group (see people)")
    parser.add_argument("other", type=int, metavar="ID", help="the other one")


def _apart_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("faces", type=int, nargs="+", metavar="FACE", help="faces of one person (see faces)")
    parser.add_argument(
        "--from",
        type=int,
        nargs="+",
        required=True,
        dest="others",
        metavar="FACE",
        help="faces of other people",
    )
    parser.add_argument(
        "--not",
        type=int,
        nargs="+",
        default=[],
        dest="people",
        metavar="ID",
        help="people or groups the first faces are not, either",
    )


def _look_alike_arguments(parser: argparse.ArgumentParser) -> None:
    _two(parser)
    parser.add_argument("--end", action="store_true", help="they are no longer taken for each other")


def _split_arguments(parser: argparse.ArgumentParser) -> None:
    _person(parser)
    parser.add_argument(
        "--part",
        type=int,
        nargs="+",
        action="append",
        metavar="FACE",
        help="faces that belong together, once per part (default: as the app proposes)",
    )


def _twice_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("face", type=int, metavar="FACE", help="a face (see faces)")
    parser.add_argument("other", type=int, metavar="FACE", help="another one of the same photo")
    parser.add_argument("answer", choices=[answer.value for answer in TwiceAnswer])


def _birthdate_arguments(parser: argparse.ArgumentParser) -> None:
    _person(parser)
    parser.add_argument("date", type=_birthdate, metavar="DATE", help="as 2019-05-01, or none")


def _birthdate(text: str) -> date | None:
    return None if text == "none" else a_date(text)


def _target(given: argparse.Namespace) -> int | None:
    if given.to == "new":
        return None
    try:
        return int(given.to)
    except ValueError:
        raise SystemExit(_usage(f"--to takes an id or new, not {given.to!r}")) from None


def _usage(text: str) -> int:
    say(f"faceapp: {text}")
    return 2


COMMANDS = (
    _decision(
        "name",
        "name a group",
        'faceapp name 12 "Anna"',
        _name_arguments,
        lambda decide, given: decide.name(given.id, given.name, given.seen),
    ),
    _decision(
        "rename",
        "change the name of a person",
        'faceapp rename 12 "Anna Berg"',
        _person_and_name,
        lambda decide, given: decide.rename(given.id, given.name),
    ),
    _decision(
        "merge",
        "make several people or groups one; the named side keeps its name",
        "faceapp merge 12 31 40",
        _merge_arguments,
        lambda decide, given: decide.merge(given.into, given.others),
    ),
    _decision(
        "split",
        "take a person or group apart: the largest part stays, the others become groups of their own",
        "faceapp split 12",
        _split_arguments,
        lambda decide, given: decide.split(given.id, given.part),
    ),
    _decision(
        "different",
        "say that two are not the same person; they are never grouped or suggested as one",
        "faceapp different 12 31",
        _two,
        lambda decide, given: decide.different(given.id, given.other),
    ),
    _decision(
        "apart",
        "say that faces are not who some others are; they are never grouped together",
        "faceapp apart 881 882 --from 907",
        _apart_arguments,
        lambda decide, given: decide.apart(given.faces, given.others, given.people),
    ),
    _decision(
        "look-alike",
        "say that two are easily taken for each other: where both are near the app asks",
        "faceapp look-alike 12 31",
        _look_alike_arguments,
        lambda decide, given: decide.look_alike(given.id, given.other, alike=not given.end),
    ),
    _decision(
        "birthdate",
        "say when a person was born",
        "faceapp birthdate 12 2019-05-01",
        _birthdate_arguments,
        lambda decide, given: decide.birthdate(given.id, given.date),
    ),
    _decision(
        "move",
        "put faces under another person or a new group",
        "faceapp move 881 882 --to new",
        _move_arguments,
        lambda decide, given: decide.move(given.faces, _target(given)),
    ),
    _decision(
        "confirm",
        "say that faces are who the app believes they are",
        "faceapp confirm 881 882",
        _confirm_arguments,
        lambda decide, given: decide.confirm(given.faces, given.person),
    ),
    _decision(
        "reject",
        "say that faces are not this person; they never come back to it",
        "faceapp reject 881 --person 12",
        _reject_arguments,
        lambda decide, given: decide.reject(given.faces, given.person),
    ),
    _decision(
        "twice",
        "say why one person seems to be in a photo twice: a mirror, a collage, or two people",
        "faceapp twice 881 882 mirror",
        _twice_arguments,
        lambda decide, given: decide.twice(given.face, given.other, given.answer),
    ),
    _decision(
        "stranger",
        "say that faces are people you do not care about",
        "faceapp stranger 881 882",
        _faces,
        lambda decide, given: decide.stranger(given.faces),
    ),
    _decision(
        "not-a-face",
        "say that boxes hold no face",
        "faceapp not-a-face 881",
        _faces,
        lambda decide, given: decide.not_a_face(given.faces),
    ),
    _decision(
        "hide",
        "put a person out of sight",
        "faceapp hide 12",
        _person,
        lambda decide, given: decide.hide(given.id),
    ),
    _decision(
        "unhide",
        "show a hidden person again",
        "faceapp unhide 12",
        _person,
        lambda decide, given: decide.hide(given.id, hidden=False),
    ),
)
