"""`/me/webhooks`: made, tried, changed, stopped, replayed and deleted on its pages."""

from octavo.webhooks.api import WebhookId
from tests.edge.browser import Browser
from tests.edge.world import Site


async def made(site: Site, browser: Browser, **more: str) -> str:
    """The path of a webhook just made."""
    fields = {"url": "https://receiver.example/hook", "reach": "own", "name": "My machine", **more}
    answer = await browser.post("/me/webhooks", **fields)
    assert answer.status == 200, answer.text
    (secret,) = (str(field.attributes["value"]) for field in answer.page.css("input[readonly]"))
    assert secret.startswith("whsec_")
    return next(
        str(link.attributes["href"])
        for link in answer.page.css("main a")
        if str(link.attributes["href"]).startswith("/me/webhooks/")
    )


async def test_a_webhook_is_made_tried_changed_and_deleted(site: Site) -> None:
    await site.owner()
    browser = await site.member("bert")
    assert "/me/webhooks" in (await browser.get("/me/settings")).text
    path = await made(site, browser)
    page = await browser.get(path)
    assert page.words("h1") == ["My machine"]
    assert "whsec_" not in page.text
    assert len(page.page.css("input[name=kind][checked]")) == 4
    tried = await browser.post(f"{path}/test")
    assert tried.location == f"{path}?said=webhook-tested"
    log = await browser.get(tried.location)
    assert "A ping is on its way" in log.text
    assert "ping" in log.words(".rows b")
    changed = await browser.send(
        f"{path}/change", b"url=https%3A%2F%2Felse.example%2F&name=New&kind=story.published"
    )
    assert changed.location == f"{path}?said=saved"
    page = await browser.get(path)
    assert page.words("h1") == ["New"]
    assert [node.attributes["value"] for node in page.page.css("input[name=kind][checked]")] == [
        "story.published"
    ]
    rotated = await browser.post(f"{path}/rotate")
    assert "whsec_" in rotated.text
    assert "signed with the former secret too" in rotated.text
    deleted = await browser.post(f"{path}/delete")
    assert deleted.location == "/me/webhooks?said=webhook-deleted"
    assert (await browser.get(path)).status == 404


async def test_it_is_stopped_started_and_what_failed_is_sent_again(site: Site) -> None:
    await site.owner()
    browser = await site.member("bert")
    path = await made(site, browser)
    await browser.post(f"{path}/test")
    stopped = await browser.post(f"{path}/stop")
    page = await browser.get(stopped.location)
    assert "You stopped it." in page.text
    assert "Given up" in page.text
    assert page.page.css('form[action$="/replay"]') == []
    refused = await browser.post(f"{path}/test")
    assert refused.status == 422
    assert "start it first" in refused.text
    assert (await browser.get((await browser.post(f"{path}/start")).location)).status == 200
    page = await browser.get(path)
    (again,) = (str(form.attributes["action"]) for form in page.page.css('form[action$="/replay"]'))
    assert (await browser.post(again)).status == 422  # less than a minute after it was asked for
    site.clock.turn(minutes=2)
    assert (await browser.post(again)).location == f"{path}?said=webhook-replayed"
    assert "Waiting" in (await browser.get(path)).text


async def test_what_is_wrong_is_said_at_the_field(site: Site) -> None:
    await site.owner()
    browser = await site.member("bert")
    for url, word in (
        ("http://x.example/", "https://"),
        ("https://u:p@x.example/", "password"),
        ("", "fill"),
    ):
        answer = await browser.post("/me/webhooks", url=url, reach="own", name="kept")
        assert answer.status == 422
        assert word in answer.words(".wrong")[0], url
        assert 'value="kept"' in answer.text
    itself = await browser.post("/me/webhooks", url="https://octavo.test/", reach="own")
    assert (itself.status, itself.words(".wrong")) == (422, ["This is the site itself."])
    for reach in ("", "everything", "site"):
        answer = await browser.post("/me/webhooks", url="https://x.example/", reach=reach)
        assert answer.status in (403, 422), reach
        assert answer.words('[role="alert"]'), reach


async def test_only_the_sites_owner_is_offered_all_of_it(site: Site) -> None:
    owner, member = await site.owner(), await site.member("bert")
    assert 'value="site"' in (await owner.get("/me/webhooks")).text
    assert 'value="site"' not in (await member.get("/me/webhooks")).text
    assert "everything public" in (await owner.get(await made(site, owner, reach="site"))).text


async def test_others_and_strangers_see_nothing_of_it(site: Site) -> None:
    await site.owner()
    browser = await site.member("bert")
    path = await made(site, browser)
    await browser.post(f"{path}/test")
    cleo = await site.member("cleo")
    (delivery,) = await site.edge.bench.webhooks.deliveries.page(  # type: ignore[attr-defined]  # what lies behind
        WebhookId(path.rpartition("/")[2]), before=None, limit=1
    )
    assert (await cleo.get(path)).status == 404
    for act in ("change", "test", "stop", "start", "rotate", "delete", f"deliveries/{delivery.id}/replay"):
        assert (await cleo.post(f"{path}/{act}")).status == 404, act
        assert (await site.browser().post(f"{path}/{act}")).location.startswith(
            "/sign-in?then=%2Fme%2Fwebhooks"
        )
    assert path not in (await cleo.get("/me/webhooks")).text


async def test_they_are_called_over_the_open_api_too(site: Site) -> None:
    await site.owner()
    browser = await site.member("bert")
    answer = await browser.call(
        "webhooks.v1.Webhooks/CreateWebhook", url="https://x.example/", reach="OWN", kinds=["story.revised"]
    )
    assert answer.status == 200
    hook = answer.json["webhook"]
    assert hook["kinds"] == ["story.revised"]
    listed = (await browser.call("webhooks.v1.Webhooks/ListWebhooks")).json
    assert [one["id"] for one in listed["webhooks"]] == [hook["id"]]
    assert (await browser.call("webhooks.v1.Webhooks/GetWebhook", webhookId="x")).status == 404
