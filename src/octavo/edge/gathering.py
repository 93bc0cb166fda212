"""Gather the interface's messages: `python -m octavo.edge.gathering`.

Writes `words/octavo.pot` from what the templates and the code say, and brings every catalogue up to date.
A message that is new stands there untranslated; the tests name it.
"""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from octavo.edge.wordbook import HERE, WORDS, languages, read_catalogue

_METHODS = [("pages/**.py", "python"), ("*.py", "python"), ("templates/**", "jinja2.ext:babel_extract")]
_OPTIONS = {"templates/**": {"extensions": "jinja2.ext.i18n", "trimmed": "true", "newstyle_gettext": "true"}}


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


if __name__ == "__main__":
    update()
