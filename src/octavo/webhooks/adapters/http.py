"""Deliveries over HTTP, to the open internet alone."""

from collections.abc import Mapping

from octavo.chassis.faults import Invalid
from octavo.chassis.fetching import Fetcher, Policy, Refused, Unreached, check
from octavo.webhooks.ports import Sent


class HttpSender:
    """Fits ports.Sender. A fetcher of its own for each delivery: nothing of one is seen by another."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def check(self, url: str) -> None:
        try:
            check(url, self._policy)
        except Refused as refused:
            raise Invalid("url", str(refused)) from None

    async def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> Sent:
        try:
            async with Fetcher(self._policy) as fetcher:
                answer = await fetcher.post(url, body, headers)
        except (Refused, Unreached) as trouble:
            return Sent(problem=str(trouble))
        return Sent(status=answer.status, body=answer.body, retry_after=answer.headers.get("retry-after", ""))
