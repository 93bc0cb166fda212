"""Passkeys in Chromium, with the authenticator that it plays itself."""

from collections.abc import Callable

from playwright.sync_api import CDPSession, Page, expect

from tests.journeys.acts import become_owner
from tests.running import Running


def authenticator(page: Page) -> CDPSession:
    """A phone with a fingerprint, always willing."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


def test_a_passkey_is_made_signs_in_and_is_removed(plain_site: Running, person: Callable[..., Page]) -> None:
    ada = person()
    become_owner(ada, plain_site)
    ada.goto(f"{plain_site.url}/me/settings/account")
    named = plain_site.url.replace("127.0.0.1", "localhost")
    # Browsers keep passkeys for names alone: at the number the page says where to go.
    expect(ada.locator("#passkeys")).to_contain_text(named)
    expect(ada.locator("form[data-passkey-make]")).to_have_count(0)
    cookies = [{**cookie, "domain": "localhost"} for cookie in ada.context.cookies()]
    ada.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they came
    authenticator(ada)
    ada.goto(f"{named}/me/settings/account")
    ada.get_by_label("What to call it").fill("My phone")
    ada.get_by_role("button", name="Make a passkey").click()
    expect(ada.get_by_role("status").first).to_contain_text("The passkey is set up")
    expect(ada.locator("#passkeys .rows")).to_contain_text("My phone")

    # The browser offers it by itself where it can …
    ada.context.clear_cookies()
    ada.goto(f"{named}/sign-in?then=/me/settings/account", wait_until="commit")
    ada.wait_for_url(f"{named}/me/settings/account")
    expect(ada.locator("#passkeys .rows")).to_contain_text("last used")
    # … and the button asks for it where it cannot.
    ada.context.clear_cookies()
    ada.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false")
    ada.goto(f"{named}/sign-in?then=/me/settings/account")
    ada.get_by_role("button", name="Sign in with a passkey").click()
    ada.wait_for_url(f"{named}/me/settings/account")

    # Without it there would be no way in: no password, no confirmed address.
    ada.get_by_role("button", name="Remove the passkey My phone").click()
    expect(ada.get_by_role("alert").first).to_contain_text("Without it you could not sign in")
    ada.locator("form[action='/me/settings/password'] input[name=password]").fill("four quiet green rivers")
    ada.get_by_role("button", name="Set the password").click()
    ada.get_by_role("button", name="Remove the passkey My phone").click()
    expect(ada.get_by_role("status").first).to_contain_text("does not open this account any more")
    ada.context.clear_cookies()
    ada.goto(f"{named}/sign-in")
    ada.get_by_role("button", name="Sign in with a passkey").click()
    expect(ada.get_by_role("alert").or_(ada.locator("[data-status]")).first).not_to_be_empty()
    assert "/sign-in" in ada.url
