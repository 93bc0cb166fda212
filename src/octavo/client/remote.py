"""Calls of a site's open API: JSON over HTTP, one connection, errors as one clear line."""

import http.client
import json
import secrets
import ssl
import time
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote, urlsplit

from octavo import __version__
from octavo.client.logins import Login
from octavo.trouble import Exit, Trouble

_PATIENCE: Final = 60.0
_ATTEMPTS: Final = 4
_LONGEST_WAIT: Final = 30.0
_EXITS: Final = {
    "unauthenticated": Exit.NO_PERMISSION,
    "permission_denied": Exit.NO_PERMISSION,
    "invalid_argument": Exit.BAD_DATA,
    "failed_precondition": Exit.BAD_DATA,
    "not_found": Exit.BAD_DATA,
    "already_exists": Exit.BAD_DATA,
    "aborted": Exit.BAD_DATA,
    "unavailable": Exit.UNAVAILABLE,
    "deadline_exceeded": Exit.UNAVAILABLE,
    "resource_exhausted": Exit.UNAVAILABLE,
}


class Refusal(Trouble):
    """The site's own no: the code of the protocol, and the fault's fields where it has any."""

    def __init__(self, code: str, message: str, details: dict[str, Any]) -> None:
        super().__init__(message, _EXITS.get(code, Exit.FAILED))
        self.code = code
        self.details = details


class Remote:
    """A site at the end of a wire."""

    def __init__(self, login: Login) -> None:
        self.site = login.site
        self._token = login.token
        parts = urlsplit(login.site)
        host, port = parts.hostname or "", parts.port
        self._wire: http.client.HTTPConnection
        if parts.scheme == "https":
            context = ssl.create_default_context()
            self._wire = http.client.HTTPSConnection(host, port, timeout=_PATIENCE, context=context)
        else:
            self._wire = http.client.HTTPConnection(host, port, timeout=_PATIENCE)

    def close(self) -> None:
        """Hang up."""
        self._wire.close()

    def call(self, method: str, **request: Any) -> Any:
        """The answer to `stories.v1.Stories/Publish` as plain values; raises Refusal, Trouble.

        What fails on the way is tried again: the key says to the site that it is the same call.
        """
        headers = {"Content-Type": "application/json", "Idempotency-Key": secrets.token_hex(16)}
        status, body = self._asked(f"/octavo.{method}", json.dumps(request).encode(), headers)
        if status == http.client.OK:
            return body
        raise self._refusal(status, body)

    def upload(self, data: bytes, name: str) -> Any:
        """A picture, stored: its id, address and size. Raises Refusal, Trouble."""
        headers = {
            "Content-Type": "application/octet-stream",
            "Accept": "application/json",
            "X-File-Name": quote(PurePath(name).name),
        }
        status, body = self._asked("/images", data, headers)
        if status == http.client.CREATED:
            return body
        raise self._refusal(status, body, what=name)

    def _asked(self, path: str, data: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        own = {"Authorization": f"Bearer {self._token}", "User-Agent": f"octavo/{__version__}"}
        wait = 0.5
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                self._wire.request("POST", path, data, {**own, **headers})
                answer = self._wire.getresponse()
                body = answer.read()
            except ssl.SSLCertVerificationError as error:
                self._wire.close()
                raise Trouble(f"{self.site}: {error.verify_message}", Exit.UNAVAILABLE) from None
            except (OSError, http.client.HTTPException) as error:
                self._wire.close()
                if attempt == _ATTEMPTS:
                    why = getattr(error, "strerror", None) or str(error) or type(error).__name__
                    raise Trouble(f"{self.site} cannot be reached: {why}", Exit.UNAVAILABLE) from None
            else:
                again = answer.status in (429, 503) and attempt < _ATTEMPTS
                after = answer.getheader("retry-after", "")
                if not again or (after.isdigit() and int(after) > _LONGEST_WAIT):
                    return answer.status, self._read(body)
                wait = max(wait, float(after) if after.isdigit() else 0.0)
            time.sleep(wait)
            wait = min(_LONGEST_WAIT, wait * 2)
        raise AssertionError("the last attempt returns or raises")

    def _read(self, body: bytes) -> Any:
        try:
            return json.loads(body)
        except ValueError:
            return {"message": ""}

    def _refusal(self, status: int, body: Any, *, what: str = "") -> Trouble:
        told = body if isinstance(body, dict) else {}
        message = str(told.get("message", ""))
        code = str(told.get("code", ""))
        if not code and not what:
            return Trouble(f"{self.site} answers {status}: is Octavo served there?", Exit.UNAVAILABLE)
        details: dict[str, Any] = {}
        for detail in told.get("details", ()):
            details |= detail.get("debug", {})
        if status == http.client.UNAUTHORIZED:
            code, message = "unauthenticated", f"{message} (octavo login {self.site})"
        if what:
            code = code or {403: "permission_denied", 503: "unavailable"}.get(status, "invalid_argument")
            message = f"{what}: {message or f'the site answers {status}'}"
        return Refusal(code, message, details)
