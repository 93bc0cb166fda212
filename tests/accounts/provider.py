"""An OpenID provider of our own, on a free port: right in everything, and wrong as a test asks for it."""

import asyncio
import base64
import hashlib
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.accounts.world import Clock
from tests.running import free_port

CLIENT, SECRET = "octavo-client", "octavo secret/with signs"


def new_key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


@dataclass
class OwnProvider:
    """What it says of whoever comes, and what is wrong about it."""

    clock: Clock
    port: int = field(default_factory=free_port)
    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "42", "email": "anna@example.org", "email_verified": True}
    )
    wrong: dict[str, Any] = field(default_factory=dict)
    """Claims in the place of right ones; None: left out."""
    key: RSAKey = field(default_factory=lambda: new_key("one"))
    published: list[RSAKey] = field(default_factory=list)
    algorithm: str = "RS256"
    userinfo: dict[str, Any] | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def agree(self, address: str) -> str:
        """The person says yes there: the code with which the browser comes back."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        assert query["scope"].split()[0] == "openid"
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        return code

    async def discovery(self, request: Request) -> Response:
        self.asked.append("discovery")
        says = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
        }
        return JSONResponse({**says, **self.metadata})

    async def keys(self, request: Request) -> Response:
        self.asked.append("keys")
        return JSONResponse({"keys": [one.as_dict(private=False) for one in self.published or [self.key]]})

    async def token(self, request: Request) -> Response:
        self.asked.append("token")
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        pair = base64.b64encode(f"{CLIENT}:octavo%20secret%2Fwith%20signs".encode()).decode()
        query = self.codes.pop(form.get("code", ""), None)
        if request.headers.get("authorization") != f"Basic {pair}" or query is None:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == query["code_challenge"]
        assert form["redirect_uri"] == query["redirect_uri"]
        return JSONResponse({"access_token": "access", "id_token": self.id_token(query["nonce"])})

    def id_token(self, nonce: str) -> str:
        now = int(self.clock().timestamp())
        right = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        claims = {
            name: value for name, value in {**right, **self.person, **self.wrong}.items() if value is not None
        }
        if self.algorithm == "none":
            head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
            body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
            return f"{head}.{body}."
        return jwt.encode({"alg": self.algorithm, "kid": self.key.kid}, claims, self.key)

    async def about(self, request: Request) -> Response:
        self.asked.append("userinfo")
        assert request.headers["authorization"] == "Bearer access"
        return JSONResponse(self.userinfo or {})


@asynccontextmanager
async def serving(provider: OwnProvider) -> AsyncIterator[None]:
    """It answers while the block runs."""
    app = Starlette(
        routes=[
            Route("/.well-known/openid-configuration", provider.discovery),
            Route("/keys", provider.keys),
            Route("/token", provider.token, methods=["POST"]),
            Route("/userinfo", provider.about),
        ]
    )
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=provider.port, log_level="error", lifespan="off")
    )
    server.install_signal_handlers = lambda: None  # type: ignore[method-assign,attr-defined]  # the test's are its own
    task = asyncio.create_task(server.serve())
    async with asyncio.timeout(20):
        while not server.started:  # noqa: ASYNC110 - it has no event for it
            await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        await task


def moment(clock: Clock, **by: float) -> int:
    return int((clock() + timedelta(**by)).timestamp())
