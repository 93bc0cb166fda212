"""Other sites, asked through the chassis' fetcher."""

import asyncio
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

import msgspec

from octavo.chassis.fetching import Answer, Fetcher, Policy, Refused, Resolve, Unreached
from octavo.document.providers import PROVIDERS
from octavo.embeds import metadata
from octavo.embeds.entities import Told

ENDPOINTS: Final[Mapping[str, str]] = {name: one.oembed for name, one in PROVIDERS.items()}
_ACCEPT: Final = {"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"}
_PAGES: Final = ("text/html", "application/xhtml+xml")
_THING_BYTES: Final = 64 << 10


class Web:
    """Fits ports.Pages. Connections are made when the first page is asked for."""

    def __init__(
        self,
        policy: Policy,
        *,
        picture_bytes: int,
        endpoints: Mapping[str, str] = ENDPOINTS,
        resolve: Resolve | None = None,
    ) -> None:
        self._policy = policy
        self._picture_bytes = picture_bytes
        self._endpoints = endpoints
        self._resolve = resolve
        self._open: dict[int, Fetcher] = {}
        self._opening = asyncio.Lock()

    async def told(self, address: str) -> Told:
        try:
            answer = await self._get(address, self._policy.max_bytes, _ACCEPT)
        except Refused as refused:
            return Told(problem=str(refused), refused=True)
        except Unreached as unreached:
            return Told(problem=str(unreached))
        if not 200 <= answer.status < 300:
            return Told(problem=f"The site answered with {answer.status}.")
        kind = answer.headers.get("content-type", "")
        if kind and kind.partition(";")[0].strip().lower() not in _PAGES:
            return metadata.of_file(answer.address)
        # Reading a megabyte of HTML is work for a thread, not for the loop.
        return await asyncio.to_thread(metadata.of_page, answer.body, kind, answer.address)

    async def thing(self, provider: str, address: str) -> Told:
        endpoint = self._endpoints[provider]
        try:
            answer = await self._get(
                f"{endpoint}?{urlencode({'url': address, 'format': 'json'})}",
                _THING_BYTES,
                {"accept": "application/json"},
            )
        except (Refused, Unreached) as failed:
            return Told(problem=str(failed))
        if answer.status != 200 or not answer.complete:
            return Told(problem=f"The site answered with {answer.status}.")
        return metadata.of_thing(answer.body, endpoint)

    async def picture(self, address: str) -> bytes | None:
        try:
            answer = await self._get(address, self._picture_bytes, {"accept": "image/*"})
        except (Refused, Unreached):
            return None
        return answer.body if answer.status == 200 and answer.complete and answer.body else None

    async def close(self) -> None:
        """Ends the connections."""
        while self._open:
            await self._open.popitem()[1].__aexit__()

    async def _get(self, address: str, most: int, headers: Mapping[str, str]) -> Answer:
        async with self._opening:
            fetcher = self._open.get(most)
            if fetcher is None:
                policy = msgspec.structs.replace(self._policy, max_bytes=most)
                fetcher = self._open[most] = Fetcher(policy, resolve=self._resolve)
                await fetcher.__aenter__()
        return await fetcher.get(address, headers)
