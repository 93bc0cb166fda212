"""The words of the interface in each language.

English is written in the templates and in the code; `words/<language>.po` translates it. The catalogues
are read when the site starts, so nothing needs compiling. `python -m octavo.edge.wordbook` gathers the
messages into `words/octavo.pot` and brings every catalogue up to date.
"""

import io
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
WORDS = HERE / "words"
SOURCE_LANGUAGE = "en"
_METHODS = [("pages/**.py", "python"), ("*.py", "python"), ("templates/**", "jinja2.ext:babel_extract")]
_OPTIONS = {"templates/**": {"extensions": "jinja2.ext.i18n", "trimmed": "true", "newstyle_gettext": "true"}}


def languages() -> tuple[str, ...]:
    """The languages the interface speaks, English first."""
    return (SOURCE_LANGUAGE, *sorted(path.stem for path in WORDS.glob("*.po")))


@cache
def load(language: str) -> NullTranslations:
    """The words of a language that `languages()` names; English is its own source."""
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    binary = io.BytesIO()
    write_mo(binary, read_catalogue(language))
    binary.seek(0)
    return GNUTranslations(binary)


def read_catalogue(language: str) -> Catalog:
    """The catalogue as it is on disk, untranslated messages included."""
    with (WORDS / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def gathered() -> Catalog:
    """Every message in the templates and the code of the site, with its comments and places."""
    catalogue = Catalog(project="Octavo", charset="utf-8", fuzzy=False, header_comment="# Words of the site.")
    for name, line, message, comments, context in _messages():
        del line
        catalogue.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalogue


def _messages() -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    yield from sorted(
        extract_from_dir(HERE, _METHODS, _OPTIONS, comment_tags=("words:",), strip_comment_tags=True),
        key=lambda found: (found[0], found[1]),
    )


def update() -> None:
    """Writes `octavo.pot` anew and merges it into every catalogue; nothing is guessed."""
    template = gathered()
    _write(WORDS / "octavo.pot", template)
    for language in languages()[1:]:
        catalogue = read_catalogue(language)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        _write(WORDS / f"{language}.po", catalogue)


def _write(path: Path, catalogue: Catalog) -> None:
    catalogue.project, catalogue.version = "Octavo", "1"
    catalogue.last_translator, catalogue.language_team = "", ""
    catalogue.msgid_bugs_address = ""
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, omit_header=path.suffix == ".pot", include_lineno=False)


def direction_of(language: str) -> str:
    """ "rtl" for a language written from right to left, else "ltr"; unknown tags are taken as "ltr"."""
    try:
        return "rtl" if Locale.parse(language, sep="-").character_order == "right-to-left" else "ltr"
    except (ValueError, UnknownLocaleError):
        return "ltr"


def name_of(language: str) -> str:
    """What a language calls itself, with a capital letter: "Deutsch"."""
    name = Locale.parse(language, sep="-").get_language_name(language) or language
    return name[:1].upper() + name[1:]


if __name__ == "__main__":
    update()
