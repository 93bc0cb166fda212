"""What the accounts need from outside. `adapters/` keep them in a database, hash passwords, send letters."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Annotated, Final, Protocol, TypeVar

import msgspec

from octavo.accounts.api import (
    ExportId,
    Happening,
    HappeningId,
    IdentityId,
    MailId,
    PasskeyId,
    PersonId,
    Role,
    SessionId,
    TokenId,
)
from octavo.accounts.entities import Account, Baggage, Letter, OneTimeLink, SignIn, StoredKey, Way
from octavo.accounts.letters import Wording
from octavo.accounts.tokens import StoredAccessToken
from octavo.chassis.contract import Event

T = TypeVar("T")
Clock = Callable[[], datetime]
"""The time now, in UTC."""


class AddressTaken(Exception):  # noqa: N818 - an outcome: two accounts confirmed one address at once
    """Another account has this confirmed address. Nothing was changed."""


class Transaction(Protocol):
    """`Database.run`: all or nothing; the work may run more than once, so it does nothing but store."""

    async def __call__(self, work: Callable[[], Awaitable[T]], /) -> T: ...


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """Who is looked for in a list of people; what is empty tells nobody apart."""

    words: tuple[str, ...] = ()
    """Each in the handle, the name or the address; ASCII letters are small."""
    role: Role = Role.UNSPECIFIED
    suspended: bool = False


EVERYBODY: Final = Sought()


class People(Protocol):
    """Accounts. An id that is none is an unknown id."""

    async def find(self, person_id: PersonId) -> Account | None: ...
    async def find_many(self, person_ids: Sequence[PersonId]) -> list[Account]: ...
    async def find_by_handle(self, handle: str) -> Account | None:
        """The person who has or had it."""
        ...

    async def find_by_email(self, email: str) -> Account | None:
        """The person whose confirmed address it is."""
        ...

    async def find_by_waiting_email(self, email: str) -> Account | None:
        """Of those who have no confirmed address and wait for this one: an owner, else the oldest."""
        ...

    async def find_by_source(self, source: str) -> Account | None: ...
    async def add(self, account: Account) -> None: ...
    async def save(self, account: Account) -> None:
        """Writes all of it; to be called in the transaction that read it. Raises AddressTaken."""
        ...

    async def page(self, *, before: PersonId | None, limit: int, sought: Sought = EVERYBODY) -> list[Account]:
        """Newest first, of those that are sought."""
        ...

    async def count_owners(self) -> int:
        """Owners that are neither suspended nor leaving."""
        ...

    async def due(self, now: datetime, *, limit: int) -> list[Account]:
        """Those whose days of grace are over."""
        ...


class Handles(Protocol):
    """Who has and had which handle."""

    async def take(self, handle: str, person_id: PersonId, now: datetime) -> bool:
        """Whether it is theirs now: it was free, or had been theirs before."""
        ...

    async def taken(self, handles: Iterable[str]) -> set[str]: ...
    async def spend(self, person_id: PersonId) -> None:
        """Notes the handles that they have and had as never to be taken again, by a hash of each."""
        ...


class SignIns(Protocol):
    async def add(self, sign_in: SignIn) -> None: ...
    async def find(self, token_hash: str) -> tuple[SignIn, Account] | None: ...
    async def of(self, person_id: PersonId) -> list[SignIn]:
        """Newest use first."""
        ...

    async def touch(self, sign_in: SignIn, now: datetime, *, expires_at: datetime) -> None:
        """Notes a use, on the sign-in and on the person."""
        ...

    async def end(
        self, person_id: PersonId, *, only: SessionId | None = None, but: SessionId | None = None
    ) -> list[SessionId]:
        """Ends one, all, or all but one; those that were ended."""
        ...


class AccessTokens(Protocol):
    async def add(self, token: StoredAccessToken) -> None: ...
    async def find(self, token_hash: str) -> tuple[StoredAccessToken, Account] | None: ...
    async def of(self, person_id: PersonId) -> list[StoredAccessToken]:
        """Newest first; a hundred at most."""
        ...

    async def touch(self, token_id: TokenId, day: datetime) -> None:
        """Notes that it was used on a day."""
        ...

    async def end(self, person_id: PersonId, *, only: TokenId | None = None) -> bool:
        """Ends one or all; whether there was any."""
        ...


class Links(Protocol):
    """One-time links."""

    async def add(self, link: OneTimeLink) -> None: ...
    async def find(self, token_hash: str) -> OneTimeLink | None: ...
    async def use(self, link: OneTimeLink, now: datetime) -> bool:
        """Uses it up; False: somebody else was faster."""
        ...

    async def invited(self, email: str, now: datetime) -> bool:
        """Whether a link for this address is open that admits."""
        ...

    async def void(self, now: datetime, *, email: str = "", person_id: PersonId | None = None) -> None:
        """Uses up all open links to an address, or of a person."""
        ...

    async def void_owner_links(self, now: datetime) -> None: ...


class Letters(Protocol):
    """Letters asked for."""

    async def add(self, letter: Letter) -> None: ...
    async def find(self, mail_id: MailId) -> Letter | None: ...
    async def note_attempt(self, mail_id: MailId, now: datetime) -> None: ...
    async def note_sent(self, mail_id: MailId, now: datetime) -> None: ...
    async def note_problem(self, mail_id: MailId, problem: str) -> None: ...
    async def forget_attempt(self, mail_id: MailId) -> None:
        """The attempt says nothing about whether mail works."""
        ...

    async def in_trouble(self, since: datetime) -> bool:
        """Whether the newest attempt after `since` did not end in a letter sent."""
        ...


class Rate(msgspec.Struct, frozen=True):
    """A bucket of `times` tokens that fills up again in `seconds`."""

    times: int
    seconds: int


class Attempts(Protocol):
    """What limits repetition. It survives a restart and is shared by all processes."""

    async def take(self, bucket: str, rate: Rate, now: datetime) -> int:
        """Takes a token; 0, or in how many seconds there will be one."""
        ...

    async def spend(self, digest: str, until: datetime) -> bool:
        """Notes a challenge as used; False: it was already."""
        ...


class News(Protocol):
    """What others are told of a change, in its transaction."""

    async def tell(self, *events: Event, stale: Iterable[str] = ()) -> None:
        """Events for other services; `stale`: the tags of near copies that are to be forgotten."""
        ...


class Housekeeping(Protocol):
    async def sweep(self, now: datetime) -> int:
        """Deletes what is over: sign-ins, links, letters, buckets, challenges. How many rows."""
        ...


class Passkeys(Protocol):
    """Passkeys that were made."""

    async def add(self, key: StoredKey) -> bool:
        """False: somebody has this one already."""
        ...

    async def find(self, credential_id: bytes) -> StoredKey | None: ...
    async def of(self, person_id: PersonId) -> list[StoredKey]:
        """Oldest first."""
        ...

    async def note_use(self, key: StoredKey, uses: int, now: datetime) -> bool:
        """False: it was used since it was read, or is gone."""
        ...

    async def remove(self, person_id: PersonId, passkey_id: PasskeyId) -> bool: ...


class NotProven(Exception):  # noqa: N818 - an outcome
    """What a browser sent is no passkey of this site, or does not prove what it should; the text says why."""


class Made(msgspec.Struct, frozen=True):
    """A passkey as a browser has just made it."""

    credential_id: bytes
    public_key: bytes
    uses: int


class PasskeyWorks(Protocol):
    """What browsers are asked, and whether their answers are true. All that judge raise NotProven."""

    @property
    def origin(self) -> str:
        """Where passkeys work."""
        ...

    def creation(
        self, *, challenge: bytes, person_id: str, handle: str, name: str, known: tuple[bytes, ...]
    ) -> str:
        """Options to make one, as JSON; not on an authenticator that has one of `known`."""
        ...

    def request(self, *, challenge: bytes) -> str:
        """Options to be shown one, as JSON."""
        ...

    def challenge_in(self, credential: str) -> bytes:
        """The challenge that it says it answers."""
        ...

    def whose(self, credential: str) -> tuple[bytes, str]:
        """The id of the passkey, and the person it says it is; empty: it does not say."""
        ...

    def made(self, credential: str, challenge: bytes) -> Made: ...
    def used(self, credential: str, challenge: bytes, *, public_key: bytes, uses: int) -> int:
        """The counter after this use."""
        ...


class Identities(Protocol):
    """Ways in through other sites."""

    async def add(self, way: Way) -> None: ...
    async def find(self, issuer: str, subject: str) -> Way | None: ...
    async def of(self, person_id: PersonId) -> list[Way]:
        """Oldest first."""
        ...

    async def note_use(self, way: Way, now: datetime) -> None: ...
    async def remove(self, person_id: PersonId, identity_id: IdentityId) -> None: ...


class OpenIdProvider(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A provider as the site's settings name it."""

    key: Annotated[str, msgspec.Meta(pattern="^[a-z0-9][a-z0-9-]{0,29}$")]
    """Stands in addresses; what its own side is told to send people back to ends in it."""
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    issuer: Annotated[str, msgspec.Meta(pattern="^https?://[^?#]+$")]
    client_id: Annotated[str, msgspec.Meta(min_length=1)]
    client_secret: str = ""


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider says of a person, proven by its signature."""

    issuer: str
    subject: str
    email: str = ""
    """Verified there; empty: none is."""


class ProviderTrouble(Exception):  # noqa: N818 - an outcome
    """The provider does not answer, or not as it should; the text says what happened, for the log."""


class Providers(Protocol):
    """The providers of the settings."""

    @property
    def all(self) -> tuple[OpenIdProvider, ...]: ...
    async def address(self, key: str, *, state: str, nonce: str, verifier: str) -> str:
        """Where the browser goes. Raises ProviderTrouble."""
        ...

    async def claims(self, key: str, *, code: str, nonce: str, verifier: str) -> Claims:
        """What the code stands for. Raises ProviderTrouble, and NotProven where it is not true."""
        ...


class Happenings(Protocol):
    """What happened to accounts."""

    async def add(self, person_id: PersonId | None, happening: Happening) -> None: ...
    async def page(
        self, person_id: PersonId, *, before: HappeningId | None, limit: int
    ) -> Sequence[Happening]:
        """Newest first."""
        ...

    async def sweep(self, before: datetime) -> int:
        """Deletes what is older, and what is nobody's."""
        ...


class Exports(Protocol):
    """Exports asked for."""

    async def add(self, baggage: Baggage) -> None: ...
    async def of(self, person_id: PersonId) -> list[Baggage]:
        """Newest first."""
        ...

    async def find(self, export_id: ExportId) -> Baggage | None: ...
    async def waiting(self) -> list[Baggage]: ...
    async def note_attempt(self, export_id: ExportId) -> None: ...
    async def settle(self, baggage: Baggage) -> None: ...
    async def over(self, now: datetime) -> list[ExportId]: ...
    async def remove(self, export_id: ExportId) -> None: ...


class TooMuch(Exception):  # noqa: N818 - an outcome
    """There is more about this person than the site packs into one file."""


class Packing(Protocol):
    """The files of exports. All raise StorageUnavailable where the disk is full, read-only or broken."""

    async def pack(self, baggage: Baggage, *, site: str, handle: str) -> int:
        """Makes the file, whole or not at all, durable when it returns; its bytes. Raises TooMuch."""
        ...

    # None: there is no such file; files are not handed out by address. kept: those written before then.
    async def read(self, export_id: ExportId, offset: int, many: int) -> bytes | None: ...
    async def address(self, export_id: ExportId) -> str | None: ...
    async def kept(self, before: datetime) -> list[ExportId]: ...
    async def remove(self, export_id: ExportId) -> None: ...


class Verdict(msgspec.Struct, frozen=True):
    right: bool
    outdated: bool = False
    """The hash was made with other parameters than today's."""


class Passwords(Protocol):
    """Hashing, away from the event loop. ResourceExhausted when too many wait already."""

    async def hash(self, password: str) -> str: ...
    async def verify(self, password_hash: str, password: str) -> Verdict:
        """An empty hash costs as much time as any other, and is never right."""
        ...


class AddressRefused(Exception):  # noqa: N818 - an outcome
    """The mail server will never take a letter to this address."""


class MailTrouble(Exception):  # noqa: N818 - an outcome
    """The mail server is down, refuses us, or refuses this letter for now. The text names no address."""


class AddressDeferred(MailTrouble):
    """The mail server takes no letter to this address for now; others it takes."""


class Mailer(Protocol):
    async def send(self, *, mail_id: MailId, recipient: str, wording: Wording) -> None:
        """Hands a letter over. Raises AddressRefused, AddressDeferred, MailTrouble."""
        ...
