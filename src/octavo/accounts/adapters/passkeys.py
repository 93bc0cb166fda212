"""Passkeys by WebAuthn (level 3): what browsers are asked, and whether what they answer is true."""

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from octavo.accounts.ports import Made, NotProven

_LONGEST: Final = 20_000


class Place(msgspec.Struct, frozen=True):
    """Where passkeys work: the relying party's id, and the origin that browsers name."""

    host: str
    origin: str


def place_of(home: str) -> Place | None:
    """Where passkeys of a site work that is reached at `home`; None: nowhere.

    Browsers take a name, not a number, and only over https; "localhost" alone may do without. A site on the
    loopback address is the same site at localhost.
    """
    parts = urlsplit(home)
    host = parts.hostname or ""
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = host == "localhost" or host.endswith(".localhost")
        return Place(host, home) if local or parts.scheme == "https" else None
    port = f":{parts.port}" if parts.port else ""
    return Place("localhost", f"{parts.scheme}://localhost{port}") if loopback else None


class WebAuthn:
    """ports.PasskeyWorks for one place. The user must always be verified: a passkey stands for a password and
    more."""

    def __init__(self, place: Place, *, site: str) -> None:
        self._place = place
        self._site = site

    @property
    def origin(self) -> str:
        return self._place.origin

    def creation(
        self, *, challenge: bytes, person_id: str, handle: str, name: str, known: tuple[bytes, ...]
    ) -> str:
        import webauthn
        from webauthn.helpers import structs

        options = webauthn.generate_registration_options(
            rp_id=self._place.host,
            rp_name=self._site,
            user_id=person_id.encode(),
            user_name=handle,
            user_display_name=name,
            challenge=challenge,
            timeout=300_000,
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                resident_key=structs.ResidentKeyRequirement.REQUIRED,
                user_verification=structs.UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=one) for one in known],
        )
        return webauthn.options_to_json(options)

    def request(self, *, challenge: bytes) -> str:
        import webauthn
        from webauthn.helpers import structs

        options = webauthn.generate_authentication_options(
            rp_id=self._place.host,
            challenge=challenge,
            timeout=300_000,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        )
        return webauthn.options_to_json(options)

    def challenge_in(self, credential: str) -> bytes:
        from webauthn import base64url_to_bytes
        from webauthn.helpers import parse_client_data_json

        with _judging():
            response = _read(credential)["response"]
            return parse_client_data_json(base64url_to_bytes(response["clientDataJSON"])).challenge

    def made(self, credential: str, challenge: bytes) -> Made:
        import webauthn

        with _judging():
            found = webauthn.verify_registration_response(
                credential=_read(credential),
                expected_challenge=challenge,
                expected_rp_id=self._place.host,
                expected_origin=self._place.origin,
                require_user_verification=True,
            )
        return Made(found.credential_id, found.credential_public_key, found.sign_count)

    def whose(self, credential: str) -> tuple[bytes, str]:
        from webauthn import base64url_to_bytes

        with _judging():
            value = _read(credential)
            handle = value["response"].get("userHandle") or ""
            return base64url_to_bytes(value["rawId"]), base64url_to_bytes(handle).decode()

    def used(self, credential: str, challenge: bytes, *, public_key: bytes, uses: int) -> int:
        import webauthn

        with _judging():
            found = webauthn.verify_authentication_response(
                credential=_read(credential),
                expected_challenge=challenge,
                expected_rp_id=self._place.host,
                expected_origin=self._place.origin,
                credential_public_key=public_key,
                credential_current_sign_count=uses,
                require_user_verification=True,
            )
        return found.new_sign_count


@contextmanager
def _judging() -> Iterator[None]:
    """Whatever cannot be read or is not true is not proven."""
    try:
        yield
    except NotProven:
        raise
    except Exception as error:  # noqa: BLE001 - the library raises whatever its parts do
        raise NotProven(f"{type(error).__name__}: {error}"[:200]) from None


def _read(credential: str) -> dict[str, Any]:
    if len(credential) > _LONGEST:
        raise NotProven("it is too long")
    return msgspec.json.decode(credential, type=dict[str, Any])
