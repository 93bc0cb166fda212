"""Sign-in by OpenID Connect (Core 1.0, Discovery 1.0): authorization code with PKCE (RFC 7636).

What a provider says of itself and its keys are kept for an hour; a key that is not among them is looked for
again, once a minute at most, since providers change their keys when they like.
"""

import base64
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from octavo.accounts.ports import Claims, NotProven, OpenIdProvider, ProviderTrouble

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

    from octavo.chassis.fetching import Answer, Fetcher

_KEPT: Final = timedelta(hours=1)
_AGAIN: Final = timedelta(minutes=1)
_LEEWAY_SECONDS: Final = 60
_MOST_BYTES: Final = 256 * 1024
_ALGORITHMS: Final = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)
"""Signatures alone: neither "none" nor a secret that the two sides share."""


class _Metadata(msgspec.Struct):
    """What a provider says of itself, as far as it matters here."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class _Known:
    """One provider with what is kept of it."""

    def __init__(self, settings: OpenIdProvider) -> None:
        self.settings = settings
        self.metadata: _Metadata | None = None
        self.keys: KeySet | None = None
        self.seen: datetime | None = None
        self.asked_for_keys: datetime | None = None


class OpenId:
    """ports.Providers. `networks`: private ones in which providers may be."""

    def __init__(
        self,
        providers: Sequence[OpenIdProvider],
        *,
        home: str,
        networks: tuple[str, ...],
        clock: Callable[[], datetime],
        seconds: float = 8.0,
    ) -> None:
        self._known = {provider.key: _Known(provider) for provider in providers}
        self._home = home
        self._clock = clock
        self._networks = networks
        self._seconds = seconds
        self._plain = any(provider.issuer.startswith("http:") for provider in providers)

    @property
    def all(self) -> tuple[OpenIdProvider, ...]:
        return tuple(known.settings for known in self._known.values())

    async def address(self, key: str, *, state: str, nonce: str, verifier: str) -> str:
        known = self._known[key]
        metadata = await self._metadata(known)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
        query = urlencode(
            {
                "response_type": "code",
                "client_id": known.settings.client_id,
                "redirect_uri": self._back(key),
                "scope": "openid email profile",
                "state": state,
                "nonce": nonce,
                "code_challenge": challenge.decode().rstrip("="),
                "code_challenge_method": "S256",
            }
        )
        joint = "&" if urlsplit(metadata.authorization_endpoint).query else "?"
        return f"{metadata.authorization_endpoint}{joint}{query}"

    async def claims(self, key: str, *, code: str, nonce: str, verifier: str) -> Claims:
        known = self._known[key]
        metadata = await self._metadata(known)
        tokens = await self._tokens(known, metadata, code, verifier)
        said = await self._verified(known, metadata, tokens.get("id_token"), nonce)
        if "email" not in said and metadata.userinfo_endpoint and tokens.get("access_token"):
            more = await self._userinfo(metadata, str(tokens["access_token"]))
            if more.get("sub") == said["sub"]:
                said = {**more, **said}
        email = said.get("email")
        return Claims(
            issuer=metadata.issuer,
            subject=str(said["sub"]),
            # the word "true" is not true: some providers say it of addresses that nobody looked at
            email=email if isinstance(email, str) and said.get("email_verified") is True else "",
        )

    def _back(self, key: str) -> str:
        return f"{self._home}/sign-in/with/{key}/back"

    async def _metadata(self, known: _Known) -> _Metadata:
        now = self._clock()
        if known.metadata is not None and known.seen is not None and now - known.seen < _KEPT:
            return known.metadata
        issuer = known.settings.issuer
        data = await self._get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        metadata: _Metadata = _decoded(data, _Metadata)
        if metadata.issuer != issuer:
            raise ProviderTrouble(f"it calls itself {metadata.issuer[:200]}")
        known.metadata, known.seen, known.keys = metadata, now, None
        return metadata

    async def _tokens(
        self, known: _Known, metadata: _Metadata, code: str, verifier: str
    ) -> Mapping[str, Any]:
        settings = known.settings
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._back(settings.key),
            "code_verifier": verifier,
        }
        headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
        if settings.client_secret and "client_secret_basic" in metadata.token_endpoint_auth_methods_supported:
            pair = f"{quote(settings.client_id, safe='')}:{quote(settings.client_secret, safe='')}"
            headers["authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            fields["client_id"] = settings.client_id
            if settings.client_secret:
                fields["client_secret"] = settings.client_secret
        answer = await self._asked(
            lambda fetcher: fetcher.post(metadata.token_endpoint, urlencode(fields).encode(), headers)
        )
        if 400 <= answer.status < 500:
            raise NotProven(f"the provider takes no such code ({answer.status})")
        tokens: dict[str, Any] = _decoded(_whole(answer), dict[str, Any])
        return tokens

    async def _verified(
        self, known: _Known, metadata: _Metadata, token: object, nonce: str
    ) -> Mapping[str, Any]:
        """The claims of an ID token, whose signature and claims are right. Raises NotProven."""
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError, JoseError

        if not isinstance(token, str):
            raise NotProven("there is no ID token")
        keys = await self._keys(known, metadata, anew=False)
        try:
            try:
                found = jwt.decode(token, keys, algorithms=_ALGORITHMS)
            except InvalidKeyIdError:
                keys = await self._keys(known, metadata, anew=True)
                found = jwt.decode(token, keys, algorithms=_ALGORITHMS)
            rules = jwt.JWTClaimsRegistry(
                now=int(self._clock().timestamp()),
                leeway=_LEEWAY_SECONDS,
                iss={"essential": True, "value": metadata.issuer},
                aud={"essential": True, "value": known.settings.client_id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            )
            rules.validate(found.claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise NotProven(f"{type(error).__name__}: {error}"[:200]) from None
        several = isinstance(found.claims["aud"], list) and len(found.claims["aud"]) > 1
        if several and found.claims.get("azp") != known.settings.client_id:
            raise NotProven("it was issued to somebody else")
        return found.claims

    async def _keys(self, known: _Known, metadata: _Metadata, *, anew: bool) -> "KeySet":
        from joserfc.jwk import KeySet

        now = self._clock()
        lately = known.asked_for_keys is not None and now - known.asked_for_keys < _AGAIN
        if known.keys is not None and (not anew or lately):
            return known.keys
        known.asked_for_keys = now
        data = _decoded(await self._get(metadata.jwks_uri), dict[str, Any])
        try:
            known.keys = KeySet.import_key_set(data)
        except Exception as error:  # noqa: BLE001 - the library raises whatever its parts do
            raise ProviderTrouble(f"its keys cannot be read: {type(error).__name__}") from None
        return known.keys

    async def _userinfo(self, metadata: _Metadata, token: str) -> Mapping[str, Any]:
        headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
        answer = await self._asked(lambda fetcher: fetcher.get(metadata.userinfo_endpoint, headers))
        said: dict[str, Any] = _decoded(_whole(answer), dict[str, Any])
        return said

    async def _get(self, address: str) -> bytes:
        return _whole(await self._asked(lambda fetcher: fetcher.get(address, {"accept": "application/json"})))

    async def _asked(self, ask: Callable[["Fetcher"], Awaitable["Answer"]]) -> "Answer":
        # Loaded where a provider is asked: a site without one starts without it.
        from octavo.chassis.fetching import Fetcher, Policy, Refused, Unreached

        policy = Policy(
            seconds=self._seconds,
            max_bytes=_MOST_BYTES,
            plain_http=self._plain,
            networks=self._networks,
        )
        try:
            async with Fetcher(policy) as fetcher:
                return await ask(fetcher)
        except (Refused, Unreached) as trouble:
            raise ProviderTrouble(str(trouble)) from None


def _whole(answer: "Answer") -> bytes:
    if answer.status != 200 or not answer.complete:
        raise ProviderTrouble(f"it answers {answer.status}, or too much")
    return answer.body


def _decoded(data: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise ProviderTrouble(f"its answer cannot be read: {error}"[:200]) from None
