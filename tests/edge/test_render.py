"""Pages are whole, escaped, the same bytes for the same view, and within their policy."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import cast

import msgspec
import pytest
from lxml import html as lxml_html

from octavo.edge import accent, assets
from octavo.edge.pages.views import ErrorPage, HomePage, PublicPage
from octavo.edge.pages.views_mail import ConfirmMail, InvitationMail, Mail, SignInMail
from octavo.edge.pages.views_private import LinkPage, PrivatePage, Problem, Said, SignInPage, Trouble
from octavo.edge.pages.views_publication import PublicationPrivate, PublicationPublic
from octavo.edge.pages.views_webhooks import WebhookPages
from octavo.edge.render import Frame, Look, Site
from tests.edge.publication_samples import PUBLICATIONS_PRIVATE, PUBLICATIONS_PUBLIC
from tests.edge.samples import ADA, CARD, PRIVATE, PUBLIC, STORY, VIEWER

SOURCES = (
    "styles/reading.css",
    "styles/desk.css",
    "styles/editor.css",
    "src/site.ts",
    "src/account.ts",
    "src/desk.ts",
    "images/icon.svg",
    "fonts/display-latin.woff2",
    "fonts/serif-latin.woff2",
    "fonts/serif-italic-latin.woff2",
    "fonts/sans-latin.woff2",
)
PAGES: dict[str, PublicPage | PrivatePage | PublicationPublic | PublicationPrivate | WebhookPages] = {
    **PUBLIC,
    **PRIVATE,
    **PUBLICATIONS_PUBLIC,
    **PUBLICATIONS_PRIVATE,
}
MAILS: tuple[Mail, ...] = (
    SignInMail(link="https://example.org/link/a&b", minutes=15),
    SignInMail(link="https://example.org/link/a&b", minutes=1, new_account=True),
    ConfirmMail(link="https://example.org/link/a&b", minutes=60, handle="ada"),
    InvitationMail(link="https://example.org/link/a&b", days=7, invited_by="Ada <Lindgren>"),
)


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> assets.Assets:
    """A front end as Vite leaves it behind, with next to nothing in it."""
    folder = tmp_path_factory.mktemp("static")
    manifest: dict[str, dict[str, object]] = {
        name: {"file": f"assets/{name.replace('/', '-')}"} for name in SOURCES
    }
    manifest["src/editor/main.ts"] = {"file": "assets/m.js", "css": ["assets/m.css"], "imports": ["_x.js"]}
    manifest["_x.js"] = {"file": "assets/x.js"}
    (folder / "assets").mkdir()
    (folder / "assets" / "styles-reading.css").write_text(":root{--paper:#fff}\n")
    (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest))
    return assets.Assets(folder)


@pytest.fixture(scope="module")
def look(static: assets.Assets) -> Look:
    return Look(Site(name="The <Quay>", description="Tides", address="https://example.org"), static)


def tree(page: str) -> lxml_html.HtmlElement:
    return cast(lxml_html.HtmlElement, lxml_html.document_fromstring(page))


def text_of(page: str) -> str:
    return " ".join(" ".join(tree(page).xpath("//body//text()[not(ancestor::script)]")).split())


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_one_heading_landmarks_and_a_title(look: Look, name: str, language: str) -> None:
    page = tree(look.page(PAGES[name], Frame(path="/x", language=language)))
    assert page.get("lang") == language
    assert page.get("dir") == "ltr"
    assert len(page.xpath("//h1")) == 1
    assert len(page.xpath("//main")) == 1
    assert page.xpath("//header//nav[@aria-label]")
    assert page.xpath("string(//title)").endswith("The <Quay>") or name.startswith("home")
    assert page.xpath("//a[@class='skip']/@href") == ["#" + page.xpath("//main/@id")[0]]


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_unique_and_references_lead_somewhere(look: Look, name: str) -> None:
    page = tree(look.page(PAGES[name], Frame(viewer=VIEWER)))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = " ".join(page.xpath("//@aria-labelledby | //@aria-describedby")).split()
    assert set(named) - set(ids) == set()
    assert set(page.xpath("//label/@for")) - set(ids) == set()


@pytest.mark.parametrize("name", PAGES)
def test_every_field_has_a_label(look: Look, name: str) -> None:
    page = tree(look.page(PAGES[name], Frame(viewer=VIEWER)))
    for field in page.xpath("//input[not(@type='hidden')] | //textarea | //select"):
        labelled = (
            field.get("aria-label")
            or field.get("aria-hidden")
            or field.xpath("ancestor::label")
            or page.xpath(f"//label[@for='{field.get('id')}']")
        )
        assert labelled, lxml_html.tostring(field)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_inline_but_what_the_policy_names(look: Look, name: str) -> None:
    page = tree(look.page(PAGES[name], Frame(viewer=VIEWER)))
    policy = look.content_security_policy
    inline = page.xpath("//style/text()") + page.xpath("//script[not(@src) and not(@type)]/text()")
    assert len(inline) == 2
    for piece in inline:
        assert f"'sha256-{b64encode(sha256(piece.encode()).digest()).decode()}'" in policy
    assert "unsafe" not in policy
    assert page.xpath("//@style | //@onclick | //@onload | //@onerror") == []


def test_the_same_view_gives_the_same_bytes(static: assets.Assets) -> None:
    first, second = (Look(Site(), static) for _ in range(2))
    assert first.page(PUBLIC["story"]) == second.page(PUBLIC["story"])


def test_text_is_escaped_and_the_body_is_not(look: Look) -> None:
    page = look.page(STORY)
    assert "<blockquote><p>It gives back" in page
    assert "The &lt;Quay&gt;" in page
    assert "What the harbour keeps &lt;at low tide&gt;" in look.page(PUBLIC["home"])


def test_a_hostile_title_stays_text(look: Look) -> None:
    bad = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>'
    sharing = msgspec.structs.replace(STORY.sharing, linked={"headline": bad})
    story = msgspec.structs.replace(STORY, title=bad, subtitle=bad, topics=(), sharing=sharing)
    page = tree(look.page(story))
    assert page.xpath("//script[contains(text(), 'alert')]/@type") == ["application/ld+json"]
    assert page.xpath("//*[@onerror]") == []
    assert page.xpath("string(//h1)") == bad


def test_machines_learn_of_a_story_what_they_need(look: Look) -> None:
    page = tree(look.page(STORY))
    assert page.xpath("//link[@rel='canonical']/@href") == [STORY.sharing.canonical]
    assert page.xpath("//meta[@property='og:image']/@content") == [STORY.sharing.image]
    assert page.xpath("//meta[@name='twitter:card']/@content") == ["summary_large_image"]
    assert page.xpath("//link[@type='application/rss+xml']/@href") == ["/feed"]
    data = msgspec.json.decode(str(page.xpath("string(//script[@type='application/ld+json'])")))
    assert data == STORY.sharing.linked


def test_what_is_not_for_search_engines_says_so(look: Look) -> None:
    for name in ("story-shared", "home-older", "error-404", "settings", "desk-drafts", "editor", "sign-in"):
        assert tree(look.page(PAGES[name])).xpath("//meta[@name='robots']/@content") == ["noindex"], name
    assert tree(look.page(STORY)).xpath("//meta[@name='robots']") == []


def test_a_story_in_another_language_says_so_and_turns_round(look: Look) -> None:
    page = tree(look.page(PUBLIC["story-shared"]))
    assert page.xpath("//article/@dir") == ["rtl"]
    assert page.xpath("//article//*[@lang='ar']/@class") == ["prose"]
    assert page.xpath("//h1/@lang") == []
    assert tree(look.page(STORY)).xpath("//article//@lang | //article//@dir") == []


def test_a_members_story_without_script_has_a_plain_link_to_the_rest(look: Look) -> None:
    page = tree(look.page(PUBLIC["story-members"]))
    assert page.xpath("//aside//a/@href") == ["/p/11111111111/full"]
    assert tree(look.page(STORY)).xpath("//aside") == []


def test_signing_in_leads_back(look: Look) -> None:
    page = tree(look.page(STORY, Frame(path="/@ada/low-tide-11111111111?x=1&y=2")))
    assert page.xpath("//a[@class='sign-in']/@href") == [
        "/sign-in?then=/%40ada/low-tide-11111111111%3Fx%3D1%26y%3D2"
    ]


def test_a_signed_in_page_names_its_viewer_and_a_cached_one_nobody(look: Look) -> None:
    mine, cached = look.page(PRIVATE["desk-drafts"], Frame(viewer=VIEWER)), look.page(HomePage())
    assert tree(mine).xpath("//form[@action='/sign-out']")
    assert ADA.name in text_of(mine)
    assert ADA.name not in cached
    assert tree(cached).xpath("//header//form[@method='post']") == []


@pytest.mark.parametrize("status", [400, 403, 404, 405, 410, 413, 421, 429, 500, 503])
def test_each_error_explains_itself(look: Look, status: int) -> None:
    other = look.page(ErrorPage(status=500 if status != 500 else 404))
    heading = tree(look.page(ErrorPage(status=status))).xpath("string(//h1)")
    assert heading
    assert heading not in other


def test_an_unknown_error_is_told_as_ours(look: Look) -> None:
    assert "Something broke" in look.page(ErrorPage(status=599))


@pytest.mark.parametrize("said", Said)
def test_everything_said_has_words(look: Look, said: Said) -> None:
    assert len(tree(look.page(PRIVATE["people"], Frame(said=said))).xpath("string(//*[@role='status'])")) > 5


@pytest.mark.parametrize("kind", Trouble)
def test_every_trouble_has_words_of_its_own(look: Look, kind: Trouble) -> None:
    page = SignInPage(problems=(Problem(kind=kind, detail="30"),))
    words = tree(look.page(page)).xpath("string(//*[@role='alert'])").strip()
    assert len(words) > (1 if kind is Trouble.OTHER else 10)
    if kind is not Trouble.OTHER:
        assert words != "That did not work. Please check it and try again."


def test_a_wrong_field_says_so_at_the_field(look: Look) -> None:
    page = tree(look.page(PRIVATE["settings"]))
    field = page.xpath("//input[@id='handle']")[0]
    assert field.get("aria-invalid") == "true"
    assert "ada-2" in page.xpath(f"string(//*[@id='{field.get('aria-describedby')}'])")


def test_dates_are_in_the_viewers_time_zone(look: Look) -> None:
    desk = PRIVATE["desk-drafts"]
    assert "9:30" in text_of(look.page(desk))
    assert "10:30" in text_of(look.page(desk, Frame(time_zone="Europe/Berlin")))


@pytest.mark.parametrize(
    ("wished", "spoken"), [("de", "de"), ("de-AT", "de"), ("fr", "en"), ("", "en"), ("en-GB", "en")]
)
def test_the_nearest_language_is_spoken(look: Look, wished: str, spoken: str) -> None:
    assert look.language_of(wished) == spoken


def test_the_editor_gets_its_draft_and_its_words(look: Look) -> None:
    page = tree(look.page(PRIVATE["editor"], Frame(language="de")))
    assert page.xpath("//*[@id='editor']/@data-story-id") == ["11111111111"]
    assert msgspec.json.decode(str(page.xpath("string(//*[@id='draft'])"))) == {"id": "11111111111"}
    assert msgspec.json.decode(str(page.xpath("string(//*[@id='editor-words'])")))["Saved"] == "Gespeichert"
    assert page.xpath("//link[@rel='modulepreload']/@href") == ["/static/assets/x.js"]
    assert "/static/assets/m.css" in page.xpath("//link[@rel='stylesheet']/@href")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: type(mail).__name__)
def test_a_mail_has_a_subject_and_its_link_in_both_forms(look: Look, mail: Mail, language: str) -> None:
    made = look.mail(mail, language)
    assert made.subject
    assert "\n" not in made.subject
    assert made.subject not in made.text
    assert f"\n\n{mail.link}\n\n" in made.text
    assert "&amp;" not in made.text + made.subject
    assert "\n\n\n" not in made.text
    assert mail.link in tree(made.html).xpath("//a/@href")


def test_a_name_in_a_mail_is_escaped_in_html_only(look: Look) -> None:
    made = look.mail(MAILS[-1])
    assert "Ada <Lindgren>" in made.subject
    assert "<Lindgren>" not in made.html


def test_a_link_page_shows_what_its_purpose_needs(look: Look) -> None:
    def fields(view: LinkPage) -> list[str]:
        found: list[str] = tree(look.page(view)).xpath("//main//input/@name")
        return found

    assert fields(LinkPage(purpose="sign-in", token="t")) == []
    assert fields(LinkPage(purpose="sign-up", token="t")) == ["name", "handle"]
    assert fields(LinkPage(purpose="become-owner", token="t", ask_email=True)) == ["name", "handle", "email"]


def test_a_front_end_that_was_not_built_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(assets.AssetsMissing, match="make setup"):
        assets.Assets(tmp_path)


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#ffcc00", "#17583e", "#7f7f7f", "#ff0000"])
def test_an_accent_can_be_read_in_both_modes(static: assets.Assets, colour: str) -> None:
    styled = Look(Site(accent=colour), static).page(HomePage())
    light, dark = re.findall(r"--accent:(#\w{6})", styled)[:2]
    assert accent.contrast(accent.parse(light), accent.LIGHT_PAPER) >= 4.5
    assert accent.contrast(accent.parse(dark), accent.DARK_PAPER) >= 4.5
    for found, ink in re.findall(r"--accent:(#\w{6});--on-accent:(#\w+)", styled):
        on = accent.parse(ink if len(ink) == 7 else "#" + "".join(c * 2 for c in ink[1:]))
        assert accent.contrast(accent.parse(found), on) >= 4.5


@pytest.mark.parametrize("colour", ["green", "#17583", "#17583e;}body{display:none", ""])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        accent.style(colour)


def test_italics_are_fetched_early_only_where_they_are_used(look: Look) -> None:
    plain = msgspec.structs.replace(STORY, body_html="<p>Upright.</p>")
    faces = "//link[@rel='preload']/@href[contains(., 'italic')]"
    assert tree(look.page(plain)).xpath(faces) == []
    assert len(tree(look.page(STORY)).xpath(faces)) == 1


def test_a_picture_keeps_its_place(look: Look) -> None:
    image = tree(look.page(HomePage(stories=(CARD,)))).xpath("//article//img")[0]
    assert (image.get("width"), image.get("height"), image.get("loading")) == ("1600", "1067", "lazy")
    assert image.get("data-placeholder") == "1QcSHQRnh493V4dIh4eXh1h4kJUI"
