"""Metrics as Prometheus reads them, made so that asking for them holds nobody else up.

The text is the library's own, byte for byte. It makes and checks the name and the labels of each line anew
each time, which for a process with a thousand of them takes ten times as long as counting does, in the event
loop: here they are made once.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, Protocol

from prometheus_client import utils
from prometheus_client.core import Metric, Sample
from prometheus_client.exposition import generate_latest

__all__ = ["exposed"]

_REMEMBERED: Final = 16_384
"""Lines; there are a thousand or two in a process."""
_PLAIN: Final = frozenset({"counter", "gauge", "histogram", "summary"})
_ASIDE: Final = ("_created", "_gsum", "_gcount")
"""Samples that the format wants in a family of their own."""
_ZERO: Final = " 0.0\n"

_number: Any = utils.floatToGoString  # which has no types


class Collects(Protocol):
    """A registry, or what stands for one."""

    def collect(self) -> Iterable[Metric]:
        """All families."""
        ...


class _Of:
    """A registry of these families."""

    def __init__(self, *metrics: Metric) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def exposed(registry: Collects) -> bytes:
    """All metrics of the registry in Prometheus' text format, as `generate_latest` writes them."""
    pieces: list[str] = []
    for metric in registry.collect():
        if metric.type in _PLAIN and not any(map(_is_odd, metric.samples)):
            pieces.append(_family(metric.name, metric.documentation, metric.type))
            for name, labels, value, *_ in metric.samples:
                pieces += (_line(name, tuple(labels.items())), _number(value), "\n")
        else:
            pieces.append(generate_latest(_Of(metric)).decode())
    return "".join(pieces).encode()


def _is_odd(sample: Sample) -> bool:
    return sample.timestamp is not None or sample.name.endswith(_ASIDE)


@lru_cache(maxsize=512)
def _family(name: str, documentation: str, kind: str) -> str:
    return generate_latest(_Of(Metric(name, documentation, kind))).decode()


@lru_cache(maxsize=_REMEMBERED)
def _line(name: str, labels: tuple[tuple[str, str], ...]) -> str:
    """A line up to its value."""
    family = Metric(name, "", "unknown")
    head = generate_latest(_Of(family)).decode()
    family.add_sample(name, dict(labels), 0.0)
    return generate_latest(_Of(family)).decode().removeprefix(head).removesuffix(_ZERO) + " "
