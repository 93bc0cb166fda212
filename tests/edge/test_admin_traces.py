"""`/admin/traces`: the kept traces, for the site's owner alone."""

import time

import pytest

from octavo.chassis import spans
from octavo.chassis.spans import Kind, Parent
from octavo.edge.traced import TraceShown
from octavo.trace_room import rows, shown
from tests.edge.building import TRACES
from tests.edge.world import Site


def kept(*, fails: bool = True, parent: Parent | None = None, link: Parent | None = None) -> str:
    """Have a request kept that called a service, which asked its database and told of it; its trace."""
    with TRACES.part(Kind.HTTP, "edge", "POST /me/<clap>", parent=parent, link=link) as rooted:
        part, began = rooted.part, time.perf_counter()
        call, told = spans.next_id(), spans.next_id()
        sql = "SELECT <a>\n FROM claps WHERE story = :story"
        part.add(spans.next_id(), call, int(Kind.SQL), "graph", sql, began, began + 0.002, "", "sqlite")
        part.add(told, call, int(Kind.PUBLISHED), "graph", "graph.Clapped", began + 0.002, began + 0.003)
        part.add(call, part.root, int(Kind.CALL), "graph", "Clap", began, began + 0.004, "Unavailable", True)
        rooted.more = 503 if fails else 200
        if fails:
            rooted.failed("503")
    with TRACES.part(Kind.HEARD, "feed", "graph.Clapped", parent=Parent(part.trace, told, sampled=False)):
        pass
    return part.trace


@pytest.mark.parametrize("path", ["/admin/traces", f"/admin/traces/{'a' * 32}"])
async def test_they_are_for_the_owner_alone(site: Site, path: str) -> None:
    ada, bert, mona = await site.owner(), await site.member("bert"), await site.member("mona")
    await ada.post(f"/admin/people/{await site.person_id('mona')}/role", role="MODERATOR")
    assert (await ada.get(path)).status == (404 if path.endswith("a") else 200)
    for other in (bert, mona):
        assert (await other.get(path)).status == 403
    assert (await site.browser().get(path)).status == 303


async def test_what_failed_is_listed_and_leads_to_its_steps(site: Site) -> None:
    ada, trace = await site.owner(), kept()
    page = (await ada.get("/admin/traces?why=failed")).page
    (row,) = [row for row in page.css("tbody tr") if row.css(f'a[href="/admin/traces/{trace}"]')]
    assert row.css_first("a").text() == "POST /me/<clap>"
    assert row.css_first(".badge").text() == "failed"
    assert not (await ada.get("/admin/traces?why=slow")).page.css(f'a[href="/admin/traces/{trace}"]')
    page = (await ada.get(f"/admin/traces/{trace}")).page
    steps = [row.css_first("th").text(deep=True) for row in page.css("tbody tr")]
    assert [step.split()[0] for step in steps] == ["POST", "graph/Clap", "SELECT", "publish", "process"]
    assert page.css_first("pre").text() == "SELECT <a> FROM claps WHERE story = :story"
    assert "Unavailable" in steps[1]
    indents = [int(svg.attributes["width"] or 0) for svg in page.css("svg.indent")]
    assert indents == [0, 12, 24, 24, 36]


async def test_a_trace_that_the_log_names_is_found(site: Site) -> None:
    ada, trace = await site.owner(), kept()
    assert (await ada.get(f"/admin/traces?trace=+{trace}+")).location == f"/admin/traces/{trace}"
    wrong = await ada.get("/admin/traces?trace=<b>")
    assert "That is no trace" in wrong.page.css_first("[role=alert]").text()
    assert "<b>" not in wrong.text
    assert (await ada.get("/admin/traces/../health")).status in (200, 404)


async def test_whoever_says_what_it_belongs_to_is_named_as_such(site: Site) -> None:
    ada, trace = await site.owner(), kept(link=Parent("ab" * 16, 7, sampled=True))
    assert "ab" * 16 in (await ada.get(f"/admin/traces/{trace}")).text


def test_what_asked_from_elsewhere_may_be_missing() -> None:
    trace = kept(parent=Parent("cd" * 16, 99, sampled=True))
    lines = shown(TRACES, trace).lines
    assert [line.depth for line in lines] == [0, 1, 2, 2, 3]


def test_bars_lie_within_the_whole() -> None:
    found: TraceShown = shown(TRACES, kept())
    assert found.lines[0].start == 0
    for line in found.lines:
        assert 0 <= line.start < 1000
        assert 2 <= line.width <= 1000


def test_a_trace_of_several_parts_is_one_row() -> None:
    trace = kept()
    (row,) = [row for row in rows(TRACES) if row.trace == trace]
    assert (row.why, row.spans, row.title, row.error) == ("failed", 5, "POST /me/<clap>", "503")
