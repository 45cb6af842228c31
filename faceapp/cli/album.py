"""Commands that read the album: scan, faces, people, problems, demo."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from faceapp import paths
from faceapp.cli import output
from faceapp.cli.command import Command, Run, no_arguments
from faceapp.cli.output import print_json, print_table, print_text, say
from faceapp.cli.window import has_display, open_window
from faceapp.core.folders import FolderMode

if TYPE_CHECKING:
    from faceapp.core.models import ScanSummary
    from faceapp.library.library import Library


def _scan_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folders", nargs="*", metavar="FOLDER", help="none: the folders known so far")
    parser.add_argument("--thorough", action="store_true", help="look for small faces too (slower)")
    parser.add_argument("--verify", action="store_true", help="read every file again")


def scan(run: Run) -> int:
    """Find photos and faces."""
    with run.open() as library:
        if not run.given.folders and not library.folders():
            say("No folder is known yet. Name one: faceapp scan FOLDER")
            return 1
        summary = library.scan(
            run.given.folders,
            thorough=run.given.thorough,
            verify=run.given.verify,
            progress=run.bar,
            cancel=run.cancel,
        )
        run.bar.close()
        _tell_device(library)
        for folder in library.places.all():
            if folder.mode is FolderMode.WATCHED and not folder.there:
                say(f"{folder.path} is not there now: its photos and names are kept until its drive is back.")
        if run.as_json:
            print_json(output.scan_json(summary))
        else:
            _print_summary(summary)
    return 0


def _tell_device(library: Library) -> None:
    if library.device_message():
        say(library.device_message())


def _print_summary(summary: ScanSummary) -> None:
    device = f" on {summary.device}" if summary.device else ""
    print_text(
        f"{summary.photos} photos, {summary.faces} faces, {summary.people} people, {summary.groups} groups "
        f"not named yet ({summary.new} new, {summary.unchanged} unchanged, {summary.moved} moved, "
        f"{summary.missing} missing; {summary.seconds:.0f} s{device})"
    )
    if summary.problems:
        print_text(f"{summary.problems} files could not be used: faceapp problems")


def faces(run: Run) -> int:
    """List every face."""
    with run.open() as library:
        places = output.paths_by_photo(library.photos())
        rows = [output.face_json(face, places.get(face.photo_id, ())) for face in library.faces()]
    if run.as_json:
        print_json(rows)
    else:
        print_table(
            ("face", "person", "name", "state", "score", "box", "photo"),
            [
                (
                    row["id"],
                    row["person_id"] or "-",
                    row["name"] or "-",
                    row["state"],
                    row["score"],
                    " ".join(f"{value:.0f}" for value in row["box"]),
                    row["photo"],
                )
                for row in rows
            ],
        )
    return 0


def people(run: Run) -> int:
    """List people and groups."""
    with run.open() as library:
        listed = library.people()
    if run.as_json:
        print_json([output.person_json(person) for person in listed])
    elif listed:
        print_table(
            ("id", "name", "faces", "photos", "confirmed", ""),
            [
                (
                    person.id,
                    person.title or "(not named)",
                    person.faces,
                    person.photos,
                    person.confirmed,
                    "hidden" if person.hidden else "",
                )
                for person in listed
            ],
        )
    else:
        say("Nobody yet. Scan a folder of photos first: faceapp scan FOLDER")
    return 0


def problems(run: Run) -> int:
    """List files that could not be used."""
    with run.open() as library:
        if run.given.retry:
            count = library.retry_problems()
            say(f"The next scan reads {count} files again.")
        rows = library.problems()
    if run.as_json:
        print_json([output.problem_json(problem) for problem in rows])
    elif rows:
        for problem in rows:
            print_text(f"{problem.path}\n    {problem.message}")
    else:
        say("Every photo could be read.")
    return 0


def _problems_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--retry", action="store_true", help="let the next scan read these files again")


# -- demo -----------------------------------------------------------------------------------------------
def _demo_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "dir",
        nargs="?",
        type=Path,
        metavar="DIR",
        help="where the sample photos go (default: the data folder)",
    )
    parser.add_argument("--no-gui", action="store_true", help="work in the terminal, open no window")


def demo(run: Run) -> int:
    """Build the sample album and show its people."""
    from faceapp.library import sample

    home = paths.data_dir()
    # The sample never goes into the person's own library.
    root = run.library_root if run.library_given else home / "sample-library"
    album = sample.prepare((run.given.dir or home / "sample-photos").expanduser().absolute())
    say(sample.CREDIT)
    say(sample.WEIGHTS)
    if not run.given.no_gui and not run.as_json and has_display():
        return open_window(root, run.device, folders=(album,))
    if not run.given.no_gui and not has_display():
        say("There is no display: the same work is done here in the terminal.")
    sheet = _demo_in_terminal(run, root, album)
    if not run.given.no_gui and has_display():
        return open_window(root, run.device)
    say(f"Everybody that was found: {sheet}")
    return 0


def _demo_in_terminal(run: Run, root: Path, album: Path) -> Path:
    from faceapp.library import sample
    from faceapp.library.services import open_library

    with open_library(root, device=run.device) as library:
        summary = library.scan([album], progress=run.bar, cancel=run.cancel)
        run.bar.close()
        _tell_device(library)
        precision, recall, f1 = sample.score(library, album)
        answer = output.scan_json(summary) | {
            "bcubed_precision": round(precision, 4),
            "bcubed_recall": round(recall, 4),
            "bcubed_f1": round(f1, 4),
        }
        if run.as_json:
            print_json(answer)
        else:
            _print_summary(summary)
            print_text(
                f"BCubed against the 40 people: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"
            )
        return library.contact_sheet(library.root / "people.png", "The people of the sample album")


COMMANDS = (
    Command(
        "scan",
        "find the photos of folders and the faces in them",
        "faceapp scan ~/Pictures",
        _scan_arguments,
        scan,
    ),
    Command(
        "faces", "list every face, where it is and whose it is", "faceapp faces --json", no_arguments, faces
    ),
    Command("people", "list named people and groups not named yet", "faceapp people", no_arguments, people),
    Command(
        "problems",
        "list the files that could not be used",
        "faceapp problems --retry",
        _problems_arguments,
        problems,
    ),
    Command(
        "demo",
        "build a sample album of 40 people and open it",
        "faceapp demo --no-gui",
        _demo_arguments,
        demo,
    ),
)
