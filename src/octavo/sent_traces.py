"""The traces that a process keeps: counted, told to processes that had a part, and sent on to a collector."""

from contextlib import AsyncExitStack

from prometheus_client import CollectorRegistry

from octavo import __version__
from octavo.chassis.place import Place
from octavo.chassis.trace_telling import Telling
from octavo.chassis.traces import Config


async def count_and_send(
    place: Place, config: Config, registry: CollectorRegistry, stack: AsyncExitStack
) -> None:
    """Until the stack ends; what is left for a collector then is sent first."""
    traces = place.traces
    registry.register(traces)
    if not config.recorded:
        return
    if place.elsewhere:
        telling = await stack.enter_async_context(Telling().running())
        traces.tell = telling.tell
        registry.register(telling)
    if config.url:
        from octavo.chassis.collector import Collector  # a site without one loads none of OpenTelemetry

        collector = await stack.enter_async_context(Collector(config, version=__version__).running())
        traces.send = collector.offer
        registry.register(collector)
