"""The words of the interface in each language.

English is written in the templates and in the code; `words/<language>.po` translates it. The catalogues
are read when they are first needed, so nothing has to be compiled. `gathering` makes them.
"""

import io
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

HERE = Path(__file__).parent
WORDS = HERE / "words"
SOURCE_LANGUAGE = "en"


@cache
def languages() -> tuple[str, ...]:
    """The languages the interface speaks, English first."""
    return (SOURCE_LANGUAGE, *sorted(path.stem for path in WORDS.glob("*.po")))


@cache
def load(language: str) -> NullTranslations:
    """The words of a language that `languages()` names; English is its own source."""
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    from babel.messages.mofile import write_mo  # a site that speaks English alone starts without it

    binary = io.BytesIO()
    write_mo(binary, read_catalogue(language))
    binary.seek(0)
    return GNUTranslations(binary)


def read_catalogue(language: str) -> "Catalog":
    """The catalogue as it is on disk, untranslated messages included."""
    from babel.messages.pofile import read_po  # as above

    with (WORDS / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def direction_of(language: str) -> str:
    """ "rtl" for a language written from right to left, else "ltr"; unknown tags are taken as "ltr"."""
    try:
        return "rtl" if Locale.parse(language, sep="-").character_order == "right-to-left" else "ltr"
    except (ValueError, UnknownLocaleError):
        return "ltr"


def name_of(language: str) -> str:
    """What a language calls itself, with a capital letter: "Deutsch"; its tag where nobody has told us."""
    try:
        name = Locale.parse(language, sep="-").get_language_name(language) or language
    except (ValueError, UnknownLocaleError):
        return language
    return name[:1].upper() + name[1:]
