"""A question of the review as the page asks it: words, sides, and what each key means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from faceapp.core.errors import UnknownIdError
from faceapp.core.models import Face, Photo
from faceapp.core.questions import Choice, Question, QuestionKind, ReviewProgress
from faceapp.gui.models.people_model import count
from faceapp.gui.widgets.face_boxes import percent
from faceapp.gui.widgets.face_stage import Side
from faceapp.gui.widgets.question_page import Page, Tile
from faceapp.gui.widgets.question_panel import Answer, Candidate, Prompt
from faceapp.library.library import Library

SKIP, UNDO = "skip", "undo"
_ASIDE = (Answer("S", "Skip", SKIP), Answer("U", "Undo", UNDO))
_STRANGER = Answer("0", "Stranger", "stranger")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with everything needed to show it."""

    question: Question
    prompt: Prompt
    names: tuple[str, ...] = ()
    """Offered while a name is typed."""
    questions: tuple[Question, ...] = ()
    """All questions of a page, the first of which is ``question``; empty where it stands alone."""
    page: Page | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """Of all questions asked here."""
        return tuple(one.key for one in self.questions or (self.question,))


def asked(library: Library, question: Question) -> Asked:
    """Read what a question is about. Library lane."""
    faces = {face.id: face for face in library.faces_by_id(_faces_of(question))}
    shown = [faces[one] for one in (*question.one, *question.other) if one in faces]
    photos = {photo.id: photo for photo in library.photos(list({face.photo_id for face in shown}))}
    sizes = {}
    for person in (question.person_id, question.other_id):
        with suppress(UnknownIdError):  # merged away meanwhile: the question is exchanged in a moment
            if person is not None:
                sizes[person] = library.person(person).faces
    naming = question.kind is QuestionKind.WHO
    names = {person.name for person in library.people() if person.name} if naming else set()
    return Asked(question, prompt_of(question, faces, photos, sizes), tuple(sorted(names, key=str.casefold)))


def asked_page(library: Library, questions: Sequence[Question]) -> Asked:
    """Read what the questions of a page are about. Library lane."""
    first = asked(library, questions[0])
    if len(questions) == 1:
        return first
    wanted = dict.fromkeys(face for one in questions for face in (*one.one[:1], *one.other[:1]))
    faces = {face.id: face for face in library.faces_by_id(list(wanted))}
    if any(one not in faces for one in wanted):  # gone meanwhile: the page is exchanged in a moment
        return first
    photos = {photo.id: photo for photo in library.photos(list({face.photo_id for face in faces.values()}))}
    page = page_of(questions, faces, photos)
    return Asked(first.question, first.prompt, first.names, tuple(questions), page)


def page_of(questions: Sequence[Question], faces: Mapping[int, Face], photos: Mapping[int, Photo]) -> Page:
    """Several questions in words: what the app believes is said on top, the user ticks what is not so."""
    sides = {one.other_id for one in questions}
    name = questions[0].name
    one_name = name is not None and len(sides) == 1 and questions[0].kind is not QuestionKind.ODD
    known = all(one.kind is QuestionKind.KNOWN for one in questions)
    guesses = {one.guess for one in questions}
    sure = guesses == {"yes"}
    if known:
        title = "You know all of these? Tick strangers" if sure else "Anybody you know here? Tick them"
        words, right = ("Known", "Stranger"), "you know"
    elif one_name:
        title = f"These all are {name}: tick those who are not" if sure else f"Which of these are {name}?"
        words, right = (f"{name}", f"Not {name}"), f"are {name}"
    else:
        title = "Each pair is one person: tick those who are not" if sure else "Which pairs are one person?"
        words, right = ("The same", "Not the same"), "pairs are one person"
    tiles = tuple(
        Tile(
            question.key,
            faces[question.one[0]],
            faces[question.other[0]] if question.other and not one_name else None,
            question.guess == "yes",
            *words,
        )
        for question in questions
    )
    settles = count(max(round(sum(one.settles for one in questions)), 1), "photo")
    none = "Nobody I know" if known else "None"
    return Page(title, f"Settles about {settles}", tiles, photos, right, none)


def _faces_of(question: Question) -> list[int]:
    chosen = (face for choice in question.choices for face in choice.faces[:1])
    return list(dict.fromkeys((*question.one, *question.other, *chosen)))


def progress_words(progress: ReviewProgress) -> str:
    """``1,120 of 2,405 faces sorted · about 12 minutes to 95 %``; answers, until the pace is known."""
    words = f"{progress.settled:,} of {count(progress.total, 'face')} sorted"
    aim = f"{progress.aim:.0%}".replace("%", " %")
    if not progress.answers_left:
        return f"{words} · more than {aim}" if progress.total else words
    minutes = progress.seconds_left / 60
    if not progress.paced:
        left = f"about {count(progress.answers_left, 'answer')}"
    elif minutes < 1:
        left = "less than a minute"
    else:
        left = f"about {count(round(minutes), 'minute')}"
    return f"{words} · {left} to {aim}"


def prompt_of(
    question: Question, faces: Mapping[int, Face], photos: Mapping[int, Photo], sizes: Mapping[int, int]
) -> Prompt:
    """The question in words.

    Args:
        question: What is asked.
        faces: By id, those of the question.
        photos: By id, those of the faces.
        sizes: Person or group -> how many faces it has.
    """
    kind = question.kind
    one = _side(question.one, faces, photos, sizes.get(question.person_id or -1, 1), None)
    other = None
    if question.other:
        size = sizes.get(question.other_id or -1, len(question.other))
        other = _side(question.other, faces, photos, size, question.name)
    yes, no = _yes_no(question)
    worth = f"Settles about {count(max(round(question.settles), 1), 'photo')}"
    note = f"{worth} · asked again, because other answers say otherwise" if question.again else worth
    match kind:
        case QuestionKind.SAME:
            return Prompt("The same person?", note, one, other, (yes, no, _STRANGER, *_ASIDE))
        case QuestionKind.IS_THIS:
            title = f"Is this {question.name}?"
            return Prompt(title, note, one, other, (yes, no, _STRANGER, *_ASIDE))
        case QuestionKind.WHO:
            nobody = (Answer("N", "None of these", "none"),) if question.choices else ()
            candidates = tuple(_candidate(choice, faces) for choice in question.choices)
            answers = (*nobody, _STRANGER, *_ASIDE)
            return Prompt("Who is this?", note, one, None, answers, candidates, naming=True)
        case QuestionKind.ODD:
            title = f"Is this {question.name}?" if question.name else "Does this face belong with the others?"
            return Prompt(title, f"It looks odd. {note}", one, other, (yes, no, *_ASIDE))
        case QuestionKind.KNOWN:
            return Prompt("Anybody you know?", note, one, None, (yes, no, *_ASIDE))
        case QuestionKind.TWICE:
            answers = (
                Answer("1", "In a mirror", "mirror"),
                Answer("2", "A collage", "collage"),
                Answer("3", "Two people", "mistake"),
                *_ASIDE,
            )
            who = question.name or "one person"
            return Prompt(f"Is {who} twice in this photo?", note, one, other, answers)


def _yes_no(question: Question) -> tuple[Answer, Answer]:
    likely = question.guess == "yes"
    return Answer("Y", "Yes", "yes", primary=likely), Answer("N", "No", "no", primary=not likely)


def _side(
    ids: Iterable[int], faces: Mapping[int, Face], photos: Mapping[int, Photo], size: int, name: str | None
) -> Side:
    shown = tuple(faces[one] for one in ids if one in faces)
    title = name or next((face.name for face in shown if face.name), None)
    if title is None:
        title = "Unnamed group" if size > 1 else "One face"
    dated = [taken for face in shown if (taken := _taken(face, photos)) is not None]
    detail = count(size, "face") if size > 1 else ""
    if dated:
        years = sorted({int(year) for year in dated})
        span = f"{years[0]}" if len(years) == 1 else f"{years[0]}–{years[-1]}"
        detail = f"{detail} · {span}" if detail else span
    return Side(shown, photos, title, detail)


def _taken(face: Face, photos: Mapping[int, Photo]) -> int | None:
    photo = photos.get(face.photo_id)
    return photo.taken_at.year if photo is not None and photo.taken_at is not None else None


def _candidate(choice: Choice, faces: Mapping[int, Face]) -> Candidate:
    number = len(choice.faces)
    name = choice.name or ("Unnamed group" if number > 1 else "One face")
    cover = choice.faces[0] if choice.faces and choice.faces[0] in faces else None
    return Candidate(name, percent(choice.probability), cover)
