"""A reader reads; the author sees that somebody did."""

from collections.abc import Callable

from playwright.sync_api import Page, Response, expect

from tests.journeys.acts import become_owner, publish, write
from tests.running import Running, wait_until

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_a_reader_is_counted_and_the_author_is_not(site: Running, person: Callable[..., Page]) -> None:
    ada, reader = person(user_agent=FIREFOX), person(user_agent=FIREFOX + " ")
    become_owner(ada, site)
    write(ada, site, "A walk by the sea", "Waves, all day long.")
    path = publish(ada)
    for page in (ada, reader):
        with page.expect_response(_has_read) as answer:
            page.goto(site.url + path)
        assert answer.value.status == 204
    assert not [cookie for cookie in reader.context.cookies() if cookie["name"] != "theme"]

    def shown() -> bool:
        ada.goto(f"{site.url}/me/stories?show=published")
        return "1 view" in (ada.locator(".desk-row").text_content() or "")

    wait_until(shown, True)  # counts are written within a second
    ada.get_by_role("link", name="Numbers").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("A walk by the sea")
    expect(ada.locator(".figures")).to_contain_text("100 %")
    expect(ada.get_by_role("img", name="1 views and 1 reads")).to_be_visible()


def _has_read(answer: Response) -> bool:
    return answer.url.endswith("/seen") and "kind=read" in (answer.request.post_data or "")
