"""The language of the window: what is spoken, how numbers and dates are written, and when it begins."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from faceapp.core.errors import FaceAppError
from faceapp.core.kept import Kept
from faceapp.core.said import said
from faceapp.gui import app as gui_app
from faceapp.gui import language, preferences
from faceapp.gui.dates import full_date, long_date
from faceapp.gui.preferences import Preferences


@pytest.mark.usefixtures("speaking")
def test_numbers_and_dates_are_written_as_one_speaks() -> None:
    language.speak("de")
    assert language.spoken() == "de"
    assert language.number_words(1204) == "1.204"
    assert "Mai 2019" in full_date(date(2019, 5, 1))
    assert long_date(date(2019, 5, 1)).startswith("Mittwoch")
    language.speak("en")
    assert language.spoken() == "en"
    assert language.number_words(1204) == "1,204"
    assert full_date(date(2019, 5, 1)) == "1 May 2019"
    assert long_date(date(2019, 5, 1)).startswith("Wednesday")


@pytest.mark.usefixtures("speaking")
def test_days_that_a_library_kept_are_written_as_one_speaks() -> None:
    born = Kept("Alex was born on 1962-05-03")
    assert language.shown(born) == "Alex was born on 3 May 1962"
    language.speak("de")
    assert language.shown(born) == "Alex: geboren am 3. Mai 1962"
    assert language.shown(Kept("Alex was born on 1962-02-31")) == "Alex: geboren am 1962-02-31"


@pytest.mark.usefixtures("speaking")
def test_qts_own_words_are_in_the_language_too(qapp: QApplication) -> None:
    language.speak("de")
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    language.speak("en")
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


@pytest.mark.usefixtures("speaking")
def test_what_a_catalogue_lacks_is_said_in_english() -> None:
    language.speak("de")
    assert language.tr("No catalogue holds {what}", what="this") == "No catalogue holds this"
    some = said("%n sentence(s) of {name}", None, 2000, name="Anna")
    assert language.shown(some) == "2,000 sentences of Anna"
    assert language.shown("Anna") == "Anna"


def test_a_language_is_chosen_or_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [language.wanted(code) for code in language.LANGUAGES] == list(language.LANGUAGES)

    class System:
        def __init__(self, *names: str) -> None:
            self.names = list(names)

        def uiLanguages(self) -> list[str]:
            return self.names

    for names, found in ((("fr-FR", "de-AT", "en"), "de"), (("de",), "de"), (("fr", "C"), "en"), ((), "en")):
        monkeypatch.setattr(QLocale, "system", lambda names=names: System(*names))
        assert language.wanted("system") == found


class Begun(Exception):  # noqa: N818 - no failure
    """The first widget would be made now."""


@pytest.mark.usefixtures("speaking")
def test_the_chosen_language_is_spoken_before_anything_is_shown(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preferences.save(preferences.preferences_file(), Preferences(language="de"))

    def begin(*_: object) -> None:
        raise Begun

    monkeypatch.setattr(gui_app, "QApplication", _Given(qapp))
    monkeypatch.setattr(gui_app, "WindowThreadCollector", begin)
    with pytest.raises(Begun):
        gui_app.run(tmp_path / "library")
    assert language.spoken() == "de"


class _Given:
    """The application the tests have, in the place of a new one."""

    def __init__(self, given: QApplication) -> None:
        self._given = given

    def __call__(self, _: list[str]) -> QApplication:
        return self._given

    def __getattr__(self, name: str) -> object:
        return lambda *_: None


def test_an_error_stays_one_line_for_the_command_line() -> None:
    error = FaceAppError(said("There is no face {number}.", number=7))
    assert str(error) == "There is no face 7."
    assert language.shown(error.user_message) == "There is no face 7."
