"""The rules of publications: names, addresses, looks, roles, decisions. No I/O, no clock."""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from octavo.accounts.api import RESERVED
from octavo.chassis.faults import Invalid
from octavo.chassis.ids import from_text
from octavo.publications.api import (
    Invitation,
    LastOwner,
    Logo,
    Membership,
    NavigationLink,
    PersonId,
    Role,
    Section,
    SectionId,
    SlugNotAllowed,
    Stage,
    Submission,
)

INVITED_FOR: Final = timedelta(days=14)
LONGEST_NOTE: Final = 2000
SHORTEST_SLUG: Final = 3
LONGEST_SLUG: Final = 40
RANK: Final = {Role.UNSPECIFIED: 0, Role.WRITER: 1, Role.EDITOR: 2, Role.OWNER: 3}
OWN_PARTS: Final = frozenset({"edit", "feed", "manage", "new", "search", "settings"})
"""Second parts of addresses that no section or page takes."""

_SHAPE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_PLACEHOLDER: Final = re.compile(r"[A-Za-z0-9+/=_#:;,.-]{0,1000}")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}")
_APART: Final = re.compile(r"[^a-z0-9]+")
_LONGEST_ADDRESS: Final = 2000
_LONGEST_EMAIL: Final = 254


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How many and how long, in characters."""

    name: int = 60
    description: int = 300
    label: int = 40
    section_name: int = 60
    tag: int = 40
    title: int = 120
    navigation: int = 12
    sections: int = 20
    pages: int = 50
    page_bytes: int = 200_000
    members: int = 200
    notes: int = 500
    publications: int = 5


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation as it is kept: with the digest of its link's token, or empty."""

    invitation: Invitation
    digest: str = ""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A submission as it is kept.

    A decision is written first, then carried out in the stories, then settled: where a process dies in
    between, it is carried out again. While `decision` is set, nobody else decides.
    """

    submission: Submission
    turn: int = 0
    decision: Stage = Stage.UNSPECIFIED
    version: int = 0
    """The version of the text that is to be accepted."""
    section_id: SectionId = SectionId("")

    @property
    def is_open(self) -> bool:
        """Waiting, and nobody has decided."""
        return self.submission.stage is Stage.SUBMITTED and self.decision is Stage.UNSPECIFIED

    def decide(
        self,
        decision: Stage,
        *,
        by: PersonId | None,
        now: datetime,
        version: int = 0,
        section_id: SectionId = SectionId(""),  # noqa: B008 - a string by another name
    ) -> "Case":
        """With a decision that is still to be carried out."""
        submission = replace(self.submission, decided_by=by or PersonId(""), decided_at=now)
        return replace(self, submission=submission, decision=decision, version=version, section_id=section_id)

    def settled(self, stage: Stage, **more: object) -> "Case":
        """The decision stands."""
        submission = replace(self.submission, stage=stage, **more)
        return replace(self, submission=submission, decision=Stage.UNSPECIFIED)

    def reopened(self) -> "Case":
        """The decision could not be carried out: it waits as before."""
        submission = replace(self.submission, decided_by=PersonId(""), decided_at=None)
        return replace(self, submission=submission, decision=Stage.UNSPECIFIED)


def line(field: str, text: str, *, most: int, least: int = 0) -> str:
    """A text of one line, tidied: NFC, single spaces, no control characters. Raises Invalid."""
    tidy = " ".join(_CONTROLS.sub(" ", unicodedata.normalize("NFC", text)).split())
    if len(tidy) < least:
        raise Invalid(field, "This cannot be empty.")
    if len(tidy) > most:
        raise Invalid(field, f"At most {most} characters.")
    return tidy


def note_text(field: str, text: str, *, least: int = 0) -> str:
    """A note of several lines. Raises Invalid."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    tidy = "\n".join(_CONTROLS.sub(" ", one).rstrip() for one in lines).strip()
    if len(tidy) < least:
        raise Invalid(field, "Please write a word or two.")
    if len(tidy) > LONGEST_NOTE:
        raise Invalid(field, f"At most {LONGEST_NOTE:,} characters.")
    return tidy


def made_slug(text: str) -> str:
    """Something like it of a-z, 0-9 and hyphens; empty where nothing is left."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss")).encode("ascii", "ignore").decode()
    return _APART.sub("-", plain).strip("-")[:LONGEST_SLUG].strip("-")


def has_shape(slug: str) -> bool:
    """Whether it can be part of an address here at all; other texts need no looking up."""
    return len(slug) <= LONGEST_SLUG and _SHAPE.fullmatch(slug) is not None


def first_part(wish: str, name: str) -> str:
    """The first part of a publication's address. Raises SlugNotAllowed."""
    slug = wish.strip().removeprefix("@").lower() or made_slug(name)
    problem = ""
    if not SHORTEST_SLUG <= len(slug) <= LONGEST_SLUG:
        problem = f"An address has {SHORTEST_SLUG} to {LONGEST_SLUG} characters."
    elif not _SHAPE.fullmatch(slug):
        problem = "An address is made of the letters a to z, digits, and single hyphens between them."
    elif slug in RESERVED:
        problem = "This word is kept for the site itself."
    if problem:
        raise SlugNotAllowed(slug=slug[:100], problem=problem)
    return slug


def second_part(field: str, wish: str, name: str) -> str:
    """The last part of the address of a section or page. Raises Invalid."""
    slug = wish.strip().lower() or made_slug(name)
    if not slug or len(slug) > LONGEST_SLUG or not _SHAPE.fullmatch(slug):
        raise Invalid(field, f"Use a to z, digits and single hyphens; at most {LONGEST_SLUG} characters.")
    if slug in OWN_PARTS:
        raise Invalid(field, f"“{slug}” cannot be an address here: choose another one.")
    return slug


def colour(accent: str) -> str:
    """ "#rrggbb" in lower case, or empty. Raises Invalid. The site keeps what is shown readable on paper."""
    if accent and not _COLOUR.fullmatch(accent):
        raise Invalid("accent", "A colour is written like #17583e.")
    return accent.lower()


def checked_logo(logo: Logo | None) -> Logo | None:
    """Raises Invalid where it is not what the images service gives."""
    if logo is None or not logo.image_id:
        return None
    from_text(logo.image_id, "logo.image_id")
    if not (0 <= logo.width <= 100_000 and 0 <= logo.height <= 100_000):
        raise Invalid("logo", "Is not the size of a picture.")
    if not _PLACEHOLDER.fullmatch(logo.placeholder):
        raise Invalid("logo", "Is not a placeholder of the images service.")
    return logo


def checked_navigation(links: Sequence[NavigationLink], limits: Limits) -> tuple[NavigationLink, ...]:
    """Raises Invalid, which names the link."""
    if len(links) > limits.navigation:
        raise Invalid("navigation", f"At most {limits.navigation} links.")
    return tuple(
        NavigationLink(
            label=line(f"navigation[{number}].label", link.label, most=limits.label, least=1),
            address=_address(f"navigation[{number}].address", link.address.strip()),
        )
        for number, link in enumerate(links)
    )


def _address(field: str, text: str) -> str:
    problem = "Give an address that begins with https://, http:// or /."
    if not text or len(text) > _LONGEST_ADDRESS or not text.isprintable():
        raise Invalid(field, problem)
    if any(sign.isspace() or sign in '<>"\\' for sign in text):
        raise Invalid(field, problem)
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise Invalid(field, problem) from None
    inside = text.startswith("/") and not text.startswith("//")
    outside = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    if not (inside or outside):
        raise Invalid(field, problem)
    return text


def checked_sections(
    given: Sequence[Section],
    present: Sequence[Section],
    taken: Iterable[str],
    limits: Limits,
    mint: Callable[[], str],
) -> tuple[Section, ...]:
    """Those given, in their order, new ones with ids; `taken` are the slugs of pages. Raises Invalid."""
    if len(given) > limits.sections:
        raise Invalid("sections", f"At most {limits.sections} sections.")
    known = {section.id for section in present}
    slugs = set(taken)
    sections = []
    for number, section in enumerate(given):
        field = f"sections[{number}]"
        name = line(f"{field}.name", section.name, most=limits.section_name, least=1)
        slug = second_part(f"{field}.slug", section.slug, name)
        if slug in slugs:
            raise Invalid(f"{field}.slug", f"“{slug}” is the address of another section or page.")
        slugs.add(slug)
        if section.id and section.id not in known:
            raise Invalid(f"{field}.id", "There is no such section.")
        known.discard(section.id)
        tag = line(f"{field}.tag", section.tag, most=limits.tag).lstrip("#").strip().lower()
        if "/" in tag or "\\" in tag or tag in {".", ".."}:
            raise Invalid(f"{field}.tag", "No tag is called so.")
        sections.append(Section(id=section.id or SectionId(mint()), name=name, slug=slug, tag=tag))
    return tuple(sections)


def checked_email(text: str) -> str:
    """An address as somebody notes it, or empty. Raises Invalid."""
    email = text.strip()
    if email and (len(email) > _LONGEST_EMAIL or not email.isprintable() or not _EMAIL.fullmatch(email)):
        raise Invalid("email", "This is not an e-mail address.")
    return email


def new_token() -> str:
    """256 bits that nobody guesses, in 43 characters that may stand in an address."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of a token; empty for a text that is none."""
    return hashlib.sha256(token.encode()).hexdigest() if _TOKEN.fullmatch(token) else ""


def acting_owners(staff: Iterable[Membership]) -> list[Membership]:
    """The owners who can act."""
    return [one for one in staff if one.role is Role.OWNER and not one.suspended]


def require_another_owner(staff: Sequence[Membership], leaving: PersonId) -> None:
    """Raises LastOwner where nobody would be left who can act as owner."""
    owners = {one.person_id for one in acting_owners(staff)}
    everybody = {one.person_id for one in staff if one.role is Role.OWNER}
    if leaving in everybody and not owners - {leaving}:
        raise LastOwner


def successor(staff: Sequence[Membership]) -> Membership | None:
    """Who takes over where no owner can act: the editor who has served longest; None where there is none."""
    editors = [one for one in staff if one.role is Role.EDITOR and not one.suspended]
    return min(editors, key=lambda one: (one.since, one.person_id), default=None)
