"""The language of the window: English, or what a catalogue of ``resources/translations`` says.

Every sentence the window shows is made by :func:`tr` where it is shown, or by
:func:`~faceapp.core.said.said` where it is made before (constants, what the core tells) and then shown by
:func:`shown`. ``python -m tests.translations`` reads all of them out of the code into the catalogues.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication, QDate, QLibraryInfo, QLocale, Qt, QTranslator

from faceapp.core.kept import Kept
from faceapp.core.keywords import SPOKEN, Keywords
from faceapp.core.said import Said, english, filled
from faceapp.paths import resource

log = logging.getLogger(__name__)

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""By code, each in its own words."""

_code = "en"
_catalogue: QTranslator | None = None
_standard: QTranslator | None = None
"""Of Qt's own dialogs."""
_locale = QLocale(QLocale.Language.English)


def tr(words: str, comment: str | None = None, number: int | None = None, /, **values: object) -> str:
    """A sentence in the language of the window; the arguments are as of :func:`~faceapp.core.said.said`."""
    return _say(words, comment, number, {name: _value(name, value) for name, value in values.items()})


def shown(sentence: str) -> str:
    """What :func:`~faceapp.core.said.said` made, in the language of the window; any other text as it is.

    Text that was kept in a library (:class:`~faceapp.core.kept.Kept`) is taken for what it was.
    """
    if isinstance(sentence, Kept):
        sentence = sentence.recalled()
    if isinstance(sentence, Said):
        return tr(sentence.words, sentence.comment, sentence.number, **sentence.values)
    return sentence


def _value(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if name == "day" and (day := QDate.fromString(value, Qt.DateFormat.ISODate)).isValid():
        return _locale.toString(day, tr("d MMMM yyyy"))  # a library keeps days as 2019-05-01
    return shown(value)


def _say(words: str, comment: str | None, number: int | None, values: dict[str, object]) -> str:
    found: str | None = None
    if _catalogue is not None:
        found = _catalogue.translate("", words, comment or "", -1 if number is None else number)
        found = found.replace("%n", number_words(number)) if found and number is not None else found
    return filled(found or english(words, number), values)


def number_words(number: int) -> str:
    """A number as it is written in the language of the window: ``1,204`` or ``1.204``."""
    return f"{number:,}" if _catalogue is None else _locale.toString(number)


def spoken() -> str:
    """The code of the language of the window."""
    return _code


def keywords() -> Keywords:
    """The words of the search in the language of the window; English ones are understood, too."""
    return SPOKEN[_code]


def locale() -> QLocale:
    """How dates are written in the language of the window."""
    return _locale


def decimal_words(number: float, digits: int) -> str:
    """A number with so many digits after the point, or after the comma where one writes that."""
    return f"{number:,.{digits}f}" if _catalogue is None else _locale.toString(number, "f", digits)


def wanted(chosen: str) -> str:
    """The code of the language to speak.

    Args:
        chosen: One of :data:`LANGUAGES`, or ``system``.
    """
    if chosen in LANGUAGES:
        return chosen
    for name in QLocale.system().uiLanguages():
        if name.partition("-")[0] in LANGUAGES:
            return name.partition("-")[0]
    return "en"


def speak(code: str) -> None:
    """Speak a language of :data:`LANGUAGES` from now on, Qt's own dialogs too. Before the first widget."""
    global _code, _catalogue, _standard, _locale
    app = QCoreApplication.instance()
    if app is not None and _standard is not None:
        app.removeTranslator(_standard)
    catalogue = QTranslator()
    if code != "en" and not catalogue.load(str(resource(f"translations/faceapp_{code}.qm"))):
        log.error("The catalogue of %s is missing: the window speaks English", LANGUAGES[code])
        code = "en"
    _code, _catalogue, _standard = code, catalogue if code != "en" else None, None
    system = QLocale.system()  # Dates as in the user's country, where the language is that country's.
    _locale = system if system.name().partition("_")[0] == code else QLocale(code)
    QLocale.setDefault(_locale)
    standard = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if app is not None and code != "en" and standard.load(f"qtbase_{code}", folder):
        app.installTranslator(standard)
        _standard = standard
