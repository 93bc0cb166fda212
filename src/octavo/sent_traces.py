"""The traces that a process keeps: counted, and sent on where a collector is named."""

from contextlib import AsyncExitStack

from prometheus_client import CollectorRegistry

from octavo import __version__
from octavo.chassis.traces import Config, Traces


async def count_and_send(
    traces: Traces, config: Config, registry: CollectorRegistry, stack: AsyncExitStack
) -> None:
    """Until the stack ends; what is left then is sent first."""
    registry.register(traces)
    if config.url and config.recorded:
        from octavo.chassis.collector import Collector  # a site without one loads none of OpenTelemetry

        collector = await stack.enter_async_context(Collector(config, version=__version__).running())
        traces.send = collector.offer
        registry.register(collector)
