"""The few words that a rendered text says itself. They belong to the text, so they are in its language."""

from typing import Final

import msgspec


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one language."""

    note: str = "Note"
    tip: str = "Tip"
    important: str = "Important"
    warning: str = "Warning"
    caution: str = "Caution"
    contents: str = "Contents"
    footnotes: str = "Footnotes"
    back: str = "Back to the text"
    play: str = "Play"
    show: str = "Show"
    gallery: str = "Pictures"
    tells: str = "Loads from {site}, which may then keep data about you."
    formula: str = "Formula"


_WORDINGS: Final = {
    "en": Wording(),
    "de": Wording(
        note="Hinweis", tip="Tipp", important="Wichtig", warning="Warnung", caution="Vorsicht",
        contents="Inhalt", footnotes="Fußnoten", back="Zurück zum Text", play="Abspielen", show="Zeigen",
        gallery="Bilder", tells="Lädt von {site}; dort können dann Daten über Sie gespeichert werden.",
        formula="Formel",
    ),
}  # fmt: skip


def wording_of(language: str) -> Wording:
    """The words for a text in this language (BCP 47); English where the house does not speak it."""
    return _WORDINGS.get(language.lower().partition("-")[0], _WORDINGS["en"])
