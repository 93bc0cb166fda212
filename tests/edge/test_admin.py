"""The people of the site, for its owner and moderators."""

import pytest

from octavo.accounts.api import Role
from octavo.chassis.context import acting_as
from tests.edge.world import Site


async def test_the_owner_sees_everybody(site: Site) -> None:
    ada = await site.owner()
    await site.member("bert")
    answer = await ada.get("/admin")
    assert answer.status == 200
    assert "bert@mail.test" in answer.text


async def test_people_are_looked_for_page_by_page(site: Site) -> None:
    ada = await site.owner()
    for number in range(51):
        await site.member(f"bert-{number}")
    await site.member("cleo")
    first = await ada.get("/admin?query=BERT&role=MEMBER")
    assert (first.text.count("@mail.test"), "cleo@" in first.text) == (50, False)
    older = first.page.css_first("a[rel=next]").attributes["href"] or ""
    assert "query=BERT" in older
    assert "Older stories" not in first.text
    assert "bert-0@mail.test" in (await ada.get(older)).text
    nobody = await ada.get("/admin?query=%22%3E%3Cscript%3E&suspended=1")
    assert (nobody.status, "Nobody here is like that." in nobody.text) == (200, True)
    assert nobody.page.css_first("main input[name=query]").attributes["value"] == '"><script>'
    assert nobody.page.css_first("input[name=suspended][checked]") is not None
    long = await ada.get("/admin?query=" + "x" * 101)
    assert (long.status, long.page.css_first("main input[name=query][aria-invalid=true]") is not None) == (
        422,
        True,
    )


async def test_others_see_nothing_of_it(site: Site) -> None:
    await site.owner()
    bert = await site.member("bert")
    answer = await bert.get("/admin")
    assert answer.status == 403
    assert "ada@mail.test" not in answer.text
    person_id = await site.person_id("ada")
    for address, fields in (
        ("/admin/invitations", {"email": "x@mail.test"}),
        (f"/admin/people/{person_id}/role", {"role": "MEMBER"}),
        (f"/admin/people/{person_id}/suspension", {"suspended": "1"}),
    ):
        assert (await bert.post(address, **fields)).status == 403
    assert not (await site.accounts.find_person(handle="ada")).person.suspended


async def test_an_invitation_is_shown_and_lets_in(site: Site) -> None:
    ada = await site.owner()
    answer = await ada.post("/admin/invitations", email="cara@mail.test")
    assert answer.status == 200
    link = answer.page.css_first("input[readonly]").attributes["value"] or ""
    assert link.startswith("http://octavo.test/sign-in/link/")
    cara = site.browser()
    assert (
        await cara.post(link.removeprefix("http://octavo.test"), handle="cara", name="Cara")
    ).status == 303


async def test_an_invitation_to_no_address_comes_back(site: Site) -> None:
    ada = await site.owner()
    answer = await ada.post("/admin/invitations", email="nonsense")
    assert answer.status == 422
    assert answer.page.css_first("input[name=email][aria-invalid=true]") is not None


async def test_a_role_is_given_and_taken(site: Site) -> None:
    ada = await site.owner()
    bert = await site.member("bert")
    person_id = await site.person_id("bert")
    answer = await ada.post(f"/admin/people/{person_id}/role", role="MODERATOR")
    assert answer.location == "/admin?said=role-changed"
    assert (await bert.get("/admin")).status == 200
    # A moderator gives no roles.
    assert (await bert.post(f"/admin/people/{person_id}/role", role="OWNER")).status == 403
    await ada.post(f"/admin/people/{person_id}/role", role="MEMBER")
    assert (await bert.get("/admin")).status == 403


@pytest.mark.parametrize(
    ("address", "fields", "status"),
    [
        ("{ada}/role", {"role": "MEMBER"}, 422),
        ("{ada}/role", {"role": "KING"}, 422),
        ("{ada}/role", {}, 422),
        ("{ada}/suspension", {"suspended": "1"}, 403),
        ("{ada}/suspension", {"suspended": "perhaps"}, 422),
        ("11111111111/role", {"role": "MEMBER"}, 404),
        ("11111111111/suspension", {"suspended": "1"}, 404),
        ("nonsense/suspension", {"suspended": "1"}, 404),
        ("{ada}/nonsense", {}, 404),
    ],
)
async def test_what_cannot_be_done_changes_nothing(
    site: Site, address: str, fields: dict[str, str], status: int
) -> None:
    ada = await site.owner()
    answer = await ada.post(f"/admin/people/{address.format(ada=await site.person_id('ada'))}", **fields)
    assert answer.status == status
    with acting_as(await site.caller("ada")):
        me = await site.accounts.get_me()
    assert (me.role, me.person.suspended) == (Role.OWNER, False)


async def test_a_suspension_signs_out_and_is_lifted(site: Site) -> None:
    ada = await site.owner()
    bert = await site.member("bert")
    person_id = await site.person_id("bert")
    await ada.post(f"/admin/people/{person_id}/suspension", suspended="1", reason="Spam.")
    assert (await bert.get("/me/stories")).status == 303
    answer = await ada.post(f"/admin/people/{person_id}/suspension", suspended="0")
    assert answer.location == "/admin?said=reinstated"
    assert (await site.browser().get("/@bert")).status == 200
