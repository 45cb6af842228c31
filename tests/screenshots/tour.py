"""A walk through all pages of a full library, with their dialogs."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop, QTimer

from faceapp.core.changes import EVERYTHING
from faceapp.core.memories import Memory
from faceapp.core.models import FaceState
from faceapp.gui.main_window import MainWindow
from faceapp.gui.views.history_view import HistoryView
from faceapp.gui.views.people_view import PeopleView
from faceapp.gui.views.person_view import PersonView
from faceapp.gui.views.photos_view import PhotosView
from faceapp.gui.views.review_view import ReviewView
from faceapp.gui.views.viewer_view import ViewerView
from faceapp.gui.widgets.strictness_card import StrictnessCard
from faceapp.gui.widgets.why_panel import WhyPanel
from tests.screenshots.camera import Camera

PLAIN = ("people", "review", "photos", "problems", "history", "settings")
"""Pages of the side bar that are full by themselves."""


def tour(window: MainWindow, camera: Camera) -> None:
    """Take every page full, and what can be opened on it."""
    for page in PLAIN:
        window.go(page)
        camera.take(window, page, "full")
    _people(window, camera)
    _review(window, camera)
    _persons(window, camera)
    _history(window, camera)
    _photos(window, camera)
    _viewer(window, camera)
    _settings(window, camera)
    _odd(window, camera)


def _people(window: MainWindow, camera: Camera) -> None:
    people = window.page("people")
    assert isinstance(people, PeopleView)
    window.go("people")
    named = [one for one in people.everyone() if one.name]
    groups = [one for one in people.everyone() if not one.name]
    people.memory.show_memories([Memory(2011, (1, 2, 3, 4), 1, ("Alex", "Kim"), 0, exact=True)])
    camera.take(window, "people", "memory")
    people.memory.show_memories([])
    people.select(groups[0].id)
    camera.take(window, "people", "selected")
    people._name_current()
    camera.take(window, "people", "naming")
    people.grid.setFocus()
    people._preview_merge(named[0], [groups[0]])
    camera.take_dialog(window, "people", "merge")
    people._merge_into()
    camera.take_dialog(window, "people", "picker")


def _review(window: MainWindow, camera: Camera) -> None:
    review = window.page("review")
    assert isinstance(review, ReviewView)
    library = window.client._library
    window.go("review")
    seen: set[str] = set()
    for _ in range(30):  # one of each kind, passing over what stands alone
        if review.feed.now is None:
            break
        kind = "pairs" if review.on_page else review.feed.now.question.kind.name.lower().replace("_", "-")
        if kind not in seen:
            seen.add(kind)
            if review.on_page:
                review.page.grid.toggle(1)
            camera.take(window, "review", kind)
        review.feed.skip()
    camera.take(window, "review", "done")
    library.review.ask_again(library.review._skipped())


def _complete(person: PersonView) -> None:
    """Show now what comes a moment after the faces."""
    for timer in (person._rest._timer, person._rest._stays):
        if timer.isActive():
            timer.stop()
            timer.timeout.emit()


def _persons(window: MainWindow, camera: Camera) -> None:
    people = window.client._library.people()
    named = [one for one in people if one.name]
    group = next(one for one in people if not one.name)
    window.go("people")
    window.open_person(max(named, key=lambda one: one.suggested).id)
    person = window.page("person")
    assert isinstance(person, PersonView)
    _complete(person)
    person.grid.setCurrentIndex(person.faces.index(1))
    camera.take(window, "person", "full")
    person.head.show_look("photos")
    camera.take(window, "person", "photos")
    person.head.show_look("faces")
    for ask, state in ((person.tools.birthdate, "birth-date"), (person.tools.split, "split-none")):
        ask()
        camera.take_dialog(window, "person", state)
    window.open_person(next(one.id for one in named if one.name == "Alex"))
    _complete(person)
    camera.take(window, "person", "known")
    person.head.show_look("years")
    camera.take(window, "person", "years")
    person._years_page.play.click()
    if window.player.show is not None:
        window.player.show.advance(1.0)
        window.player.show._show_controls()
        camera.take(window.player.show, "slides", "years")
        window.player.show.close()
    person.head.show_look("faces")
    window.open_person(group.id)
    _complete(person)
    camera.take(window, "person", "group")
    for state in (FaceState.SINGLE, FaceState.STRANGER):
        window.open_faces(state)
        camera.take(window, "faces", "full" if state is FaceState.SINGLE else "empty")


def _history(window: MainWindow, camera: Camera) -> None:
    history = window.page("history")
    assert isinstance(history, HistoryView)
    window.go("history")
    for ask, state in (
        (history.turn_current, "undo"),
        (history.undo_since, "undo-since"),
        (history.clashes.open_them, "contradictions"),
    ):
        ask()
        camera.take_dialog(window, "history", state)


def _photos(window: MainWindow, camera: Camera) -> None:
    photos = window.page("photos")
    assert isinstance(photos, PhotosView)
    window.go("photos")
    photos.show_query("Alex | Robin + faces=1 - Sam")
    camera.take(window, "photos", "found")
    photos.focus_search()
    photos._bar.field.setText("k")
    photos._bar.field.textEdited.emit("k")
    camera.take(window, "photos", "typing")
    photos._bar.field.setText("2019-13")
    photos._bar.field.returnPressed.emit()
    camera.take(window, "photos", "misunderstood")
    photos.show_query("Alex + nobody")
    camera.take(window, "photos", "nothing-found")
    photos._bar.clear()


def _viewer(window: MainWindow, camera: Camera) -> None:
    library = window.client._library
    window.go("photos")
    window.open_photo(library.photos()[0].id)
    camera.take(window, "viewer", "full")
    asked = max(library.people(), key=lambda one: one.suggested if one.name else 0)
    asking = library.suggestions(asked.id)[0]
    window.open_face(asking.photo_id, asking.id)
    viewer = window.page("viewer")
    assert isinstance(viewer, ViewerView)
    viewer.findChild(WhyPanel).button.setChecked(True)
    camera.take(window, "viewer", "why")
    viewer.harder.begin(asking.photo_id)
    camera.take(window, "viewer", "busy")
    viewer.harder.end(asking.photo_id)
    viewer.look_harder()
    viewer._show(viewer._photo, [])
    camera.take(window, "viewer", "empty")
    viewer.show_photo(asking.photo_id, [asking.photo_id], asking.id)
    other = next(one for one in library.people() if one.name and one.id != asked.id)
    present = library.decide.present(asking.photo_id, other.id)
    viewer._shape.trigger()
    camera.take(window, "viewer", "shaping")
    viewer._canvas.end_shaping(False)
    library.decide.undo(present.event)
    viewer.menu.popup(viewer.mapToGlobal(viewer.rect().center()))
    camera.take(viewer.menu, "viewer", "menu")
    viewer.menu.close()
    window.message.hide()


def _settings(window: MainWindow, camera: Camera) -> None:
    window.go("settings")
    card = window.page("settings").findChild(StrictnessCard)
    card.slider.setValue(-10)
    card.busy.show()
    camera.take(window, "settings", "grouping")
    loop = QEventLoop()
    QTimer.singleShot(500, loop.quit)
    loop.exec()
    camera.take(window, "settings", "strictness")


def _odd(window: MainWindow, camera: Camera) -> None:
    """Somebody else's face among those of a person. Changes the library, so it comes last."""
    library = window.client._library
    robin = next(one.id for one in library.people() if one.name == "Robin")
    ours = [face.id for face in library.faces_of_person(robin)[:4]]
    other = next(one.id for one in library.people() if one.name is None)
    theirs = [face.id for face in library.faces_of_person(other)]
    library.decide.confirm(ours, robin)
    library.decide.move(theirs[:1], robin)
    window.client.changed.emit(EVERYTHING)
    window.open_person(robin)
    camera.take(window, "person", "odd")
    window.open_person(other)
    person = window.page("person")
    assert isinstance(person, PersonView)
    person.tools.split()
    camera.take_dialog(window, "person", "split")
