"""A question of the review as the page asks it: words, sides, and what each key means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from faceapp.core.errors import UnknownIdError
from faceapp.core.models import Face, Photo
from faceapp.core.questions import Choice, Question, QuestionKind, ReviewProgress
from faceapp.gui.language import number_words, tr
from faceapp.gui.widgets.face_boxes import percent
from faceapp.gui.widgets.face_stage import Side
from faceapp.gui.widgets.question_page import Page, Tile
from faceapp.gui.widgets.question_panel import Answer, Candidate, Prompt
from faceapp.library.library import Library

SKIP, UNDO = "skip", "undo"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with everything needed to show it."""

    question: Question
    prompt: Prompt
    names: tuple[str, ...] = ()
    """Offered while a name is typed, the likeliest first."""
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
    names = tuple(library.offered_names()) if naming else ()
    return Asked(question, prompt_of(question, faces, photos, sizes), names)


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
        title = (
            tr("You know all of these? Tick strangers") if sure else tr("Anybody you know here? Tick them")
        )
        words, right = (tr("Known"), tr("Stranger")), tr("{yes} of {all} you know")
    elif one_name:
        title = (
            tr("These all are {name}: tick those who are not", name=name)
            if sure
            else tr("Which of these are {name}?", name=name)
        )
        words, right = (f"{name}", tr("Not {name}", name=name)), tr("{yes} of {all} are {name}", name=name)
    else:
        title = (
            tr("Each pair is one person: tick those who are not")
            if sure
            else tr("Which pairs are one person?")
        )
        words, right = (tr("The same"), tr("Not the same")), tr("{yes} of {all} pairs are one person")
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
    none = tr("Nobody I know") if known else tr("None")
    return Page(title, _settles(sum(one.settles for one in questions)), tiles, photos, right, none)


def _settles(photos: float) -> str:
    return tr("Settles about %n photo(s)", None, max(round(photos), 1))


def _faces_of(question: Question) -> list[int]:
    chosen = (face for choice in question.choices for face in choice.faces[:1])
    return list(dict.fromkeys((*question.one, *question.other, *chosen)))


def progress_words(progress: ReviewProgress) -> str:
    """``1,120 of 2,405 faces sorted · about 12 minutes to 95 %``; answers, until the pace is known."""
    words = tr("{sorted} of %n face(s) sorted", None, progress.total, sorted=number_words(progress.settled))
    aim = f"{progress.aim:.0%}".replace("%", " %")
    if not progress.answers_left:
        return tr("{sorted} · more than {aim}", sorted=words, aim=aim) if progress.total else words
    minutes = progress.seconds_left / 60
    if not progress.paced:
        left = tr("about %n answer(s)", None, progress.answers_left)
    elif minutes < 1:
        left = tr("less than a minute")
    else:
        left = tr("about %n minute(s)", None, round(minutes))
    return tr("{sorted} · {left} to {aim}", sorted=words, left=left, aim=aim)


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
    note = _settles(question.settles)
    if question.again:
        note = tr("{settles} · asked again, because other answers say otherwise", settles=note)
    stranger, aside = Answer("0", tr("Stranger"), "stranger"), _aside()
    match kind:
        case QuestionKind.SAME:
            return Prompt(tr("The same person?"), note, one, other, (yes, no, stranger, *aside))
        case QuestionKind.IS_THIS:
            title = tr("Is this {name}?", name=question.name)
            return Prompt(title, note, one, other, (yes, no, stranger, *aside))
        case QuestionKind.WHO:
            nobody = (Answer("N", tr("None of these"), "none"),) if question.choices else ()
            candidates = tuple(_candidate(choice, faces) for choice in question.choices)
            answers = (*nobody, stranger, *aside)
            return Prompt(tr("Who is this?"), note, one, None, answers, candidates, naming=True)
        case QuestionKind.ODD:
            title = (
                tr("Is this {name}?", name=question.name)
                if question.name
                else tr("Does this face belong with the others?")
            )
            return Prompt(title, tr("It looks odd. {settles}", settles=note), one, other, (yes, no, *aside))
        case QuestionKind.KNOWN:
            return Prompt(tr("Anybody you know?"), note, one, None, (yes, no, *aside))
        case QuestionKind.TWICE:
            answers = (
                Answer("1", tr("In a mirror"), "mirror"),
                Answer("2", tr("A collage"), "collage"),
                Answer("3", tr("Two people"), "mistake"),
                *aside,
            )
            title = tr("Is {name} twice in this photo?", name=question.name or tr("one person"))
            return Prompt(title, note, one, other, answers)


def _yes_no(question: Question) -> tuple[Answer, Answer]:
    likely = question.guess == "yes"
    return Answer("Y", tr("Yes"), "yes", primary=likely), Answer("N", tr("No"), "no", primary=not likely)


def _aside() -> tuple[Answer, Answer]:
    return Answer("S", tr("Skip"), SKIP), Answer("U", tr("Undo"), UNDO)


def _side(
    ids: Iterable[int], faces: Mapping[int, Face], photos: Mapping[int, Photo], size: int, name: str | None
) -> Side:
    shown = tuple(faces[one] for one in ids if one in faces)
    title = name or next((face.name for face in shown if face.name), None)
    if title is None:
        title = tr("Unnamed group") if size > 1 else tr("One face")
    dated = [taken for face in shown if (taken := _taken(face, photos)) is not None]
    detail = tr("%n face(s)", None, size) if size > 1 else ""
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
    name = choice.name or (tr("Unnamed group") if number > 1 else tr("One face"))
    cover = choice.faces[0] if choice.faces and choice.faces[0] in faces else None
    return Candidate(name, percent(choice.probability), cover)
