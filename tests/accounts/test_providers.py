"""Signing in by way of another site, against a real one of our own, and all that can be wrong there."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from msgspec.structs import replace

from octavo.accounts.api import (
    AccountSuspended,
    BeginProviderSignInResponse,
    FinishProviderSignInResponse,
    HappeningKind,
    IdentityId,
    IdentityNotFound,
    LastWayIn,
    LinkPurpose,
    ProviderAway,
    ProviderNotFound,
    ProviderProblem,
    ProviderRefused,
    Registration,
    RegistrationClosed,
    Role,
    WrongCredentials,
)
from octavo.accounts.ports import OpenIdProvider
from octavo.accounts.service import Config
from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from tests.accounts.conftest import QUICK
from tests.accounts.provider import CLIENT, SECRET, OwnProvider, moment, new_key, serving
from tests.accounts.world import Clock, World, person, token_in
from tests.running import free_port

KEY_ONE = new_key("one")


@pytest.fixture
async def provider(clock: Clock) -> AsyncIterator[OwnProvider]:
    own = OwnProvider(clock, key=KEY_ONE)
    async with serving(own):
        yield own


@pytest.fixture
def config(provider: OwnProvider) -> Config:
    settings = OpenIdProvider(
        key="own", name="Own ID", issuer=provider.issuer, client_id=CLIENT, client_secret=SECRET
    )
    return replace(QUICK, providers=(settings,), provider_networks=("127.0.0.0/8",))


def state_of(begun: BeginProviderSignInResponse) -> str:
    return begun.address.partition("&state=")[2].partition("&")[0]


async def entered(
    world: World, provider: OwnProvider, *, then: str = "", link: bool = False
) -> FinishProviderSignInResponse:
    """There and back again, as a browser goes."""
    begun = await world.accounts.begin_provider_sign_in(provider="own", then=then, link=link)
    code = provider.agree(begun.address)
    return await world.accounts.finish_provider_sign_in(
        ticket=begun.ticket,
        state=state_of(begun),
        code=code,
        user_agent="Firefox on Linux",
        address="192.0.2.1",
    )


async def refused(world: World, provider: OwnProvider) -> ProviderProblem:
    with pytest.raises(ProviderRefused) as fault:
        await entered(world, provider)
    return fault.value.why


async def test_whoever_has_the_verified_address_is_signed_in_and_known_from_then_on(
    world: World, provider: OwnProvider
) -> None:
    anna = await world.join("anna")
    found = await entered(world, provider, then="/me/stories")
    assert found.signed_in is not None
    assert found.signed_in.person_id == anna.person_id
    assert found.then == "/me/stories"
    provider.person = {"sub": "42"}  # by now the name is enough, whatever becomes of the address
    again = await entered(world, provider)
    assert again.signed_in is not None
    assert again.signed_in.person_id == anna.person_id
    with acting_as(anna):
        (way,) = await world.accounts.list_identities()
        assert (way.provider.key, way.provider.name) == ("own", "Own ID")
        happened = [(one.kind, one.detail) for one in (await world.accounts.list_happenings()).happenings]
    assert happened[:3] == [
        (HappeningKind.SIGNED_IN, "Own ID"),
        (HappeningKind.SIGNED_IN, "Own ID"),
        (HappeningKind.PROVIDER_LINKED, "Own ID"),
    ]
    registration = await world.accounts.get_registration()
    assert [(one.key, one.name) for one in registration.providers] == [("own", "Own ID")]


@pytest.mark.parametrize("verified", [False, None, "true", 1])
async def test_an_address_that_is_not_verified_opens_nothing(
    world: World, provider: OwnProvider, verified: object
) -> None:
    await world.join("anna")
    provider.wrong = {"email_verified": verified}
    assert await refused(world, provider) is ProviderProblem.NO_ADDRESS


async def test_an_address_that_is_not_confirmed_here_opens_nothing(
    world: World, provider: OwnProvider
) -> None:
    anna = await world.join("anna")
    await world.db.execute("UPDATE people SET email = NULL, new_email = 'anna@example.org'")
    found = await entered(world, provider)
    assert found.signed_in is None
    peeked = await world.accounts.peek_link(token=token_in(found.join))
    assert peeked.purpose is LinkPurpose.SIGN_UP
    with acting_as(anna):
        assert await world.accounts.list_identities() == ()


async def test_a_newcomer_joins_with_the_verified_address_where_that_is_allowed(
    world: World, provider: OwnProvider
) -> None:
    found = await entered(world, provider)
    joined = await world.accounts.redeem_link(token=token_in(found.join), handle="anna", name="Anna")
    assert joined.signed_in.created
    again = await entered(world, provider)
    assert again.signed_in is not None
    assert again.signed_in.person_id == joined.signed_in.person_id


async def test_registration_rules_hold_here_too(room: World, provider: OwnProvider) -> None:
    olga = await room.join("olga", role=Role.OWNER)
    object.__setattr__(room.inside.tools, "registration", Registration.BY_INVITATION)
    with pytest.raises(RegistrationClosed):
        await entered(room, provider)
    with acting_as(olga):
        await room.accounts.invite(email="anna@example.org")
    assert (await entered(room, provider)).join


WRONG: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "something else"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "another client"},
    "another issuer": {"iss": "https://evil.example"},
    "no subject": {"sub": None},
    "no end": {"exp": None},
    "several audiences, issued to another": {"aud": [CLIENT, "another"], "azp": "another"},
    "several audiences, issued to nobody": {"aud": [CLIENT, "another"]},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
async def test_claims_that_are_wrong_open_nothing(
    world: World, provider: OwnProvider, wrong: dict[str, Any]
) -> None:
    await world.join("anna")
    provider.wrong = wrong
    assert await refused(world, provider) is ProviderProblem.NOT_TRUE


async def test_a_token_that_is_over_or_not_yet_opens_nothing(world: World, provider: OwnProvider) -> None:
    await world.join("anna")
    provider.wrong = {"exp": moment(world.clock, minutes=-2)}
    assert await refused(world, provider) is ProviderProblem.NOT_TRUE
    provider.wrong = {"iat": moment(world.clock, minutes=5)}
    assert await refused(world, provider) is ProviderProblem.NOT_TRUE


async def test_a_signature_of_nobody_or_of_somebody_else_opens_nothing(
    world: World, provider: OwnProvider
) -> None:
    await world.join("anna")
    provider.algorithm = "none"
    assert await refused(world, provider) is ProviderProblem.NOT_TRUE
    provider.algorithm = "RS256"
    provider.published = [KEY_ONE]
    provider.key = new_key("one")  # called the same, and is another
    assert await refused(world, provider) is ProviderProblem.NOT_TRUE


async def test_new_keys_are_looked_for_once_a_minute(world: World, provider: OwnProvider) -> None:
    await world.join("anna")
    await entered(world, provider)
    provider.key = new_key("two")
    world.clock.turn(minutes=2)
    assert (await entered(world, provider)).signed_in is not None
    assert provider.asked.count("keys") == 2
    assert provider.asked.count("discovery") == 1
    provider.published, provider.key = [provider.key], new_key("three")
    for _ in range(3):
        assert await refused(world, provider) is ProviderProblem.NOT_TRUE
    assert provider.asked.count("keys") == 2


async def test_an_answer_counts_once_in_its_own_browser_and_for_ten_minutes(
    world: World, provider: OwnProvider
) -> None:
    await world.join("anna")

    async def finish(begun: BeginProviderSignInResponse, **other: str) -> FinishProviderSignInResponse:
        values = {"ticket": begun.ticket, "state": state_of(begun), "code": provider.agree(begun.address)}
        return await world.accounts.finish_provider_sign_in(**{**values, **other})

    begun = await world.accounts.begin_provider_sign_in(provider="own")
    other = await world.accounts.begin_provider_sign_in(provider="own")
    changed = begun.ticket[:5] + ("A" if begun.ticket[5] != "A" else "B") + begun.ticket[6:]
    for strange in (
        {"state": state_of(other)},
        {"ticket": other.ticket},
        {"ticket": ""},
        {"ticket": changed},
        {"state": "ä"},
        {"ticket": "x" * 5000},
    ):
        with pytest.raises(ProviderRefused) as fault:
            await finish(begun, **strange)
        assert fault.value.why is ProviderProblem.STALE
    await finish(begun)
    with pytest.raises(ProviderRefused):
        await finish(begun)
    world.clock.turn(minutes=11)
    with pytest.raises(ProviderRefused):
        await finish(other)


async def test_a_code_that_is_none_and_a_no_open_nothing(world: World, provider: OwnProvider) -> None:
    begun = await world.accounts.begin_provider_sign_in(provider="own")
    with pytest.raises(ProviderRefused) as fault:
        await world.accounts.finish_provider_sign_in(
            ticket=begun.ticket, state=state_of(begun), code="made up"
        )
    assert fault.value.why is ProviderProblem.NOT_TRUE
    begun = await world.accounts.begin_provider_sign_in(provider="own")
    with pytest.raises(ProviderRefused) as fault:
        await world.accounts.finish_provider_sign_in(
            ticket=begun.ticket, state=state_of(begun), code="", error="access_denied"
        )
    assert fault.value.why is ProviderProblem.DECLINED
    with pytest.raises(ProviderNotFound):
        await world.accounts.begin_provider_sign_in(provider="nobody")


async def test_the_address_may_be_told_apart_and_only_of_the_same_person(
    world: World, provider: OwnProvider
) -> None:
    anna = await world.join("anna")
    provider.person = {"sub": "42"}
    provider.userinfo = {"sub": "43", "email": "anna@example.org", "email_verified": True}
    assert await refused(world, provider) is ProviderProblem.NO_ADDRESS
    provider.userinfo["sub"] = "42"
    found = await entered(world, provider)
    assert found.signed_in is not None
    assert found.signed_in.person_id == anna.person_id


async def test_a_provider_that_calls_itself_another_is_none(world: World, provider: OwnProvider) -> None:
    provider.metadata = {"issuer": "https://evil.example"}
    with pytest.raises(ProviderAway):
        await world.accounts.begin_provider_sign_in(provider="own")


async def test_a_provider_that_leads_into_the_network_is_not_followed(
    world: World, provider: OwnProvider
) -> None:
    provider.metadata = {"jwks_uri": "http://10.0.0.1/keys"}
    with pytest.raises(ProviderAway):
        await entered(world, provider)


async def linked(world: World, provider: OwnProvider, caller: Caller) -> FinishProviderSignInResponse:
    with acting_as(caller):
        return await entered(world, provider, link=True)


async def test_whoever_is_signed_in_gets_another_way_in_whatever_its_address(
    world: World, provider: OwnProvider
) -> None:
    anna, bert = await world.join("anna"), await world.join("bert")
    provider.person = {"sub": "7", "email": "somebody@elsewhere.example", "email_verified": False}
    assert (await linked(world, provider, anna)).linked
    assert (await linked(world, provider, anna)).linked  # the same again changes nothing
    found = await entered(world, provider)
    assert found.signed_in is not None
    assert found.signed_in.person_id == anna.person_id
    with pytest.raises(ProviderRefused) as fault:
        await linked(world, provider, bert)
    assert fault.value.why is ProviderProblem.TAKEN


async def test_a_link_is_for_whom_it_was_begun_and_wants_a_recent_sign_in(
    world: World, provider: OwnProvider
) -> None:
    anna, bert = await world.join("anna"), await world.join("bert")
    with acting_as(anna):
        begun = await world.accounts.begin_provider_sign_in(provider="own", link=True)
    for caller in (bert, ANONYMOUS):
        with acting_as(caller), pytest.raises(ProviderRefused):
            await world.accounts.finish_provider_sign_in(
                ticket=begun.ticket, state=state_of(begun), code=provider.agree(begun.address)
            )
    world.clock.turn(minutes=11)
    with acting_as(anna), pytest.raises(WrongCredentials):
        await world.accounts.begin_provider_sign_in(provider="own", link=True)


async def test_a_way_is_taken_away_but_for_the_last(world: World, provider: OwnProvider) -> None:
    anna, bert = await world.join("anna"), await world.join("bert")
    await linked(world, provider, anna)
    with acting_as(anna):
        (way,) = await world.accounts.list_identities()
    with acting_as(bert), pytest.raises(IdentityNotFound):
        await world.accounts.unlink_identity(identity_id=way.id)
    await world.db.execute("UPDATE people SET email = NULL WHERE handle = 'anna'")
    with acting_as(anna):
        with pytest.raises(LastWayIn):
            await world.accounts.unlink_identity(identity_id=way.id)
        await world.db.execute("UPDATE people SET email = 'anna@example.org' WHERE handle = 'anna'")
        with pytest.raises(IdentityNotFound):
            await world.accounts.unlink_identity(identity_id=IdentityId("nonsense"))
        await world.accounts.unlink_identity(identity_id=way.id)
        assert await world.accounts.list_identities() == ()


async def test_who_is_suspended_stays_out_and_who_is_leaving_is_back(
    world: World, provider: OwnProvider
) -> None:
    olga, anna = await world.join("olga", role=Role.OWNER), await world.join("anna")
    with acting_as(anna):
        await world.accounts.delete_account(handle="anna")
    found = await entered(world, provider)
    assert found.signed_in is not None
    assert found.signed_in.returned
    with acting_as(olga):
        await world.accounts.set_suspended(person_id=person(anna), suspended=True)
    with pytest.raises(AccountSuspended):
        await entered(world, provider)


async def test_a_provider_that_is_down_costs_its_own_way_alone(room: World) -> None:
    gone = room.inside.tools.providers
    known = gone._known["own"]  # type: ignore[attr-defined]  # the setting of this world
    known.settings = replace(known.settings, issuer=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(ProviderAway):
        await room.accounts.begin_provider_sign_in(provider="own")
    assert (await room.accounts.get_registration()).providers


@pytest.mark.parametrize(
    ("issuer", "networks", "wrong"),
    [
        ("https://id.example", (), set()),
        ("http://id.example", (), {"providers"}),
        ("http://10.0.0.1", ("10.0.0.0/8",), set()),
        ("https://id.example", ("nonsense",), {"provider_networks"}),
    ],
)
def test_settings_that_cannot_be_safe_are_refused(
    issuer: str, networks: tuple[str, ...], wrong: set[str]
) -> None:
    one = OpenIdProvider(key="a", name="A", issuer=issuer, client_id="c")
    assert Config(providers=(one,), provider_networks=networks).mistakes().keys() == wrong
    assert Config(providers=(one, one), provider_networks=networks).mistakes().keys() >= {"providers"}
