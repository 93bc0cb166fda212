"""`/admin/operation`: how the site does, for its owner alone."""

from octavo.chassis.error_book import ErrorBook
from octavo.chassis.errors import Errors
from tests.edge.world import Site


async def note_an_error(
    site: Site, release: str = "1.2.3+aaaa", whose: str = "<b>ada@example.org</b>"
) -> None:
    errors = Errors(clock=lambda: site.clock().timestamp())
    try:
        raise LookupError(whose)
    except LookupError as error:
        errors.note(error, doing="a call failed <unexpectedly>")
    book = ErrorBook(site.databases["accounts"], release=release, clock=site.clock)
    await book.add(*errors.take())


async def test_it_is_the_owner_s(site: Site) -> None:
    ada, bert, mona = await site.owner(), await site.member("bert"), await site.member("mona")
    await ada.post(f"/admin/people/{await site.person_id('mona')}/role", role="MODERATOR")
    assert (await ada.get("/admin/operation")).status == 200
    for other in (bert, mona):
        assert (await other.get("/admin/operation")).status == 403
        assert (await other.post("/admin/operation/settle", group="x")).status == 403
    assert (await site.browser().get("/admin/operation")).status == 303
    assert 'href="/admin/operation"' in (await ada.get("/admin/stories")).text


async def test_errors_are_listed_dealt_with_and_come_back_with_a_newer_release(site: Site) -> None:
    ada = await site.owner()
    assert "None that is not dealt with." in (await ada.get("/admin/operation")).text
    await note_an_error(site)
    page = await ada.get("/admin/operation")
    (one,) = page.page.css("#errors li[id]")
    assert "LookupError" in one.css_first("h3").text()
    assert "a call failed <unexpectedly>" in one.text()
    assert "1.2.3+aaaa" in one.text()
    assert "ada@example.org" not in page.text
    assert one.css_first("svg path:last-child").attributes["d"].startswith("M115")
    group = one.css_first("input[name=group]").attributes["value"]
    answer = await ada.post("/admin/operation/settle", group=group)
    assert answer.location == "/admin/operation?said=error-settled"
    page = (await ada.get("/admin/operation")).page
    assert page.css("#errors input[name=group]") == []
    assert "dealt with" in page.css_first("#errors li[id] h3").text()
    site.clock.turn(minutes=1)
    await note_an_error(site, "1.2.4+bbbb")
    page = (await ada.get("/admin/operation")).page
    assert "again" in page.css_first("#errors li[id] h3").text()
    assert (await ada.post("/admin/operation/settle", group="nonsense")).status == 404
