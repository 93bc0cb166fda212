"""Every address of the site, on one page."""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.edge.pages import (
    admin,
    admin_operations,
    admin_publications,
    admin_stories,
    admin_welcome,
    api,
    cards,
    comparing,
    desk,
    editor,
    feeds,
    files,
    followers,
    graph,
    history,
    home,
    lists,
    notes,
    numbers,
    own_home,
    pictures,
    private_feeds,
    profile,
    publication,
    publication_desk,
    publication_people,
    publication_settings,
    publications,
    reports,
    responses,
    reviewing,
    search,
    series,
    settings,
    settings_account,
    settings_data,
    settings_tokens,
    sign_in,
    sign_in_with,
    sitemaps,
    story,
    together,
    webhooks,
)
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Asked, Workbench
from octavo.serving.page_cache import Page

Kept = Callable[[Workbench, Asked], Awaitable[Page]]
"""Makes a page that is the same for everyone."""
Personal = Callable[[Workbench, Request, Visitor], Awaitable[Response]]
"""Answers one person; nothing of it is kept."""

HERE: Final = "/me/here"
"""The reader's own part of a page; the most asked of all that no cache keeps."""

QUERY: Final = frozenset({"after"})
"""The parameters that may change a page that is the same for everyone."""

KEPT: Final[tuple[tuple[str, Kept], ...]] = (
    ("/", home.home),
    ("/tag/{name}", home.tag),
    ("/@{handle}", profile.profile),
    ("/@{handle}/lists", lists.lists),
    ("/@{handle}/lists/{list_id}", lists.one_list),
    ("/@{handle}/{slug}", story.story),
    ("/@{handle}/series/{slug}", series.series),
    ("/p/{story_id}", story.short),
    ("/p/{story_id}/embed", cards.embed),
    ("/feed", feeds.site),
    ("/feed.atom", feeds.site),
    ("/feed.json", feeds.site),
    ("/feed/@{handle}", feeds.person),
    ("/feed/tag/{name:path}", feeds.tag),
    ("/api", api.overview),
    ("/api/openapi.json", api.document),
    ("/api/descriptors.binpb", api.descriptors),
    ("/api/{service}", api.service),
    ("/feed/{slug}", feeds.publication),
    ("/sitemap.xml", sitemaps.index),
    ("/sitemaps/{name}", sitemaps.part),
)

OWN: Final[tuple[tuple[str, Personal], ...]] = (("/", own_home.home),)
"""Kept pages in whose place those who are signed in have one of their own."""

OWN_PATHS: Final = frozenset(path.encode() for path, _ in OWN)

BEFORE: Final[tuple[tuple[str, str, Personal], ...]] = (
    ("GET", "/@{handle}/followers", followers.people),
    ("GET", "/@{handle}/following", followers.people),
)
"""For whoever comes, too; asked before kept pages, whose addresses are wider."""

OPEN: Final[tuple[tuple[str, str, Personal], ...]] = (
    ("GET", "/p/{story_id}/full", story.whole),
    ("POST", "/p/{story_id}/seen", numbers.seen),
    ("GET", "/p/{story_id}/responses", responses.responses),
    ("POST", "/p/{story_id}/responses", responses.respond),
    ("GET", "/r/{response_id}", responses.one),
    ("GET", "/me/graph", graph.own),
    ("POST", "/me/follow", graph.follow),
    ("POST", "/me/clap", graph.clap),
    ("POST", "/me/avoid", graph.avoid),
    ("POST", "/me/save", graph.save),
    ("POST", "/me/history/mark", history.mark),
    ("GET", "/look/{name}", publication.look),
    ("GET", "/draft/{key}", story.shared_draft),
    ("GET", "/feed/private/{token}", feeds.private),
    ("GET", "/oembed", cards.oembed),
    ("GET", "/search", search.search),
    ("GET", "/search/suggestions", search.suggestions),
    ("GET", "/opensearch.xml", search.description),
    ("GET", "/sign-in", sign_in.sign_in),
    ("POST", "/sign-in", sign_in.request_link),
    ("POST", "/sign-in/password", sign_in.with_password),
    ("POST", "/sign-in/passkey", sign_in.with_passkey),
    ("GET", "/sign-in/with/{key}", sign_in_with.begin),
    ("GET", "/sign-in/with/{key}/back", sign_in_with.back),
    ("GET", "/sign-in/link/{token}", sign_in.link),
    ("POST", "/sign-in/link/{token}", sign_in.redeem),
    ("POST", "/sign-out", sign_in.sign_out),
)
"""For whoever comes, signed in or not."""

MEMBERS: Final[tuple[tuple[str, str, Personal], ...]] = (
    ("GET", "/new", editor.new),
    ("GET", "/edit/{story_id}", editor.edit),
    ("GET", "/edit/{story_id}/compare", comparing.compare),
    ("GET", "/edit/{story_id}/notes", notes.notes),
    *(("POST", f"/edit/{{story_id}}/notes/{act}", notes.act) for act in notes.ACTS),
    ("GET", "/edit/{story_id}/markdown", files.take_out),
    ("POST", "/edit/formula", files.formula),
    ("POST", "/edit/markdown", files.bring_in),
    ("GET", "/images/{image_id}", pictures.picture),
    ("GET", "/me/stories", desk.desk),
    *(("POST", f"/me/stories/{{story_id}}/{act}", desk.act) for act in desk.ACTS),
    ("GET", "/me/stories/{story_id}/numbers", numbers.numbers),
    ("GET", "/me/following", graph.following),
    ("GET", "/me/lists", lists.own_lists),
    ("POST", "/me/lists", lists.create),
    ("GET", "/me/lists/later", graph.saved),
    ("GET", "/me/lists/{list_id}", lists.own_list),
    *(("POST", f"/me/lists/{{list_id}}/{act}", lists.act) for act in lists.ACTS),
    ("GET", "/p/{story_id}/lists", lists.save_in),
    ("POST", "/p/{story_id}/lists", lists.put_in),
    ("GET", "/me/history", history.history),
    *(("POST", f"/me/history/{act}", history.act) for act in history.ACTS),
    ("POST", "/p/{story_id}/responses/rule", responses.rule),
    *(("POST", f"/r/{{response_id}}/{act}", responses.act) for act in responses.ACTS),
    ("GET", "/me/responses", responses.own),
    ("GET", "/me/feed", own_home.feed),
    *(("POST", f"/me/feed/{act}", own_home.act) for act in own_home.ACTS),
    ("GET", "/me/feed/why/{receipt_id}", own_home.why),
    ("GET", "/p/{story_id}/claps", graph.own_claps),
    ("GET", "/me/series", series.own_list),
    ("POST", "/me/series", series.create),
    ("GET", "/me/series/{series_id}", series.own),
    *(
        ("POST", f"/me/series/{{series_id}}/{act}", series.act)
        for act in ("name", "add", "up", "down", "out", "delete")
    ),
    ("GET", "/me/stories/{story_id}/together", together.together),
    ("POST", "/me/stories/{story_id}/together/invite", together.invite),
    ("POST", "/me/stories/{story_id}/together/remove", together.remove),
    ("POST", "/me/stories/{story_id}/together/answer", together.answer),
    ("POST", "/me/stories/{story_id}/together/link", together.link),
    ("POST", "/me/stories/{story_id}/together/unlink", together.unlink),
    ("POST", "/me/stories/{story_id}/together/answer-translation", together.answer_translation),
    ("POST", "/me/stories/{story_id}/together/leave-series", together.leave_series),
    ("GET", "/me/settings", settings.settings),
    *(("POST", f"/me/settings/{part}", settings.save) for part in settings.PARTS),
    ("GET", "/me/webhooks", webhooks.webhooks),
    ("POST", "/me/webhooks", webhooks.create),
    ("GET", "/me/webhooks/{webhook_id}", webhooks.webhook),
    *(("POST", f"/me/webhooks/{{webhook_id}}/{what}", webhooks.act) for what in webhooks.ACTS),
    ("POST", "/me/webhooks/{webhook_id}/deliveries/{delivery_id}/replay", webhooks.replay),
    ("GET", "/me/feeds", private_feeds.feeds),
    ("POST", "/me/feeds", private_feeds.create),
    ("POST", "/me/feeds/{feed_id}/end", private_feeds.revoke),
    ("GET", "/me/settings/account", settings_account.account),
    *(("POST", f"/me/settings/{part}", settings_account.save) for part in settings_account.PARTS),
    ("GET", "/me/settings/tokens", settings_tokens.tokens),
    ("POST", "/me/settings/tokens", settings_tokens.create),
    ("POST", "/me/settings/tokens/{token_id}/end", settings_tokens.revoke),
    ("POST", "/me/settings/passkeys/remove", settings_account.remove_passkey),
    ("POST", "/me/settings/providers/remove", settings_account.remove_provider),
    ("GET", "/me/settings/log", settings_account.log),
    ("GET", "/me/settings/data", settings_data.data),
    ("GET", "/me/settings/data/export/{export_id}", settings_data.export),
    ("POST", "/me/settings/export", settings_data.ask_export),
    ("POST", "/me/settings/deletion", settings_data.delete),
    ("GET", "/me/stories/{story_id}/submit", reviewing.submit_page),
    ("POST", "/me/stories/{story_id}/submit", reviewing.submit),
    ("GET", "/me/submissions/{submission_id}", reviewing.submission),
    *(("POST", f"/me/submissions/{{submission_id}}/{act}", reviewing.act) for act in reviewing.ACTS),
    ("GET", "/me/publications", publications.publications),
    ("POST", "/me/publications", publications.found),
    ("POST", "/me/publications/appointment", publications.appoint),
    ("GET", "/me/publications/invitation/{token}", publications.invitation),
    ("POST", "/me/publications/invitation/{token}", publications.answer_link),
    ("POST", "/me/publications/invitations/{invitation_id}", publications.answer),
    ("GET", "/me/publications/{publication_id}", publications.workplace),
    ("GET", "/me/publications/{publication_id}/review", publication_desk.review),
    ("GET", "/me/publications/{publication_id}/stories", publication_desk.stories),
    ("POST", "/me/publications/{publication_id}/stories", publication_desk.place),
    ("GET", "/me/publications/{publication_id}/settings", publication_settings.settings),
    ("POST", "/me/publications/{publication_id}/settings", publication_settings.save_settings),
    ("POST", "/me/publications/{publication_id}/archive", publication_settings.archive),
    ("POST", "/me/publications/{publication_id}/deletion", publication_settings.delete),
    ("GET", "/me/publications/{publication_id}/arrangement", publication_settings.arrangement),
    ("POST", "/me/publications/{publication_id}/arrangement", publication_settings.save_arrangement),
    ("GET", "/me/publications/{publication_id}/pages", publication_settings.pages),
    ("POST", "/me/publications/{publication_id}/pages", publication_settings.save_page),
    ("GET", "/me/publications/{publication_id}/people", publication_people.people),
    ("POST", "/me/publications/{publication_id}/people", publication_people.invite),
    ("POST", "/me/publications/{publication_id}/revoke", publication_people.revoke),
    ("POST", "/me/publications/{publication_id}/role", publication_people.change_role),
    ("POST", "/me/publications/{publication_id}/leave", publication_people.leave),
    ("GET", "/report", reports.report),
    ("POST", "/report", reports.file),
    ("GET", "/me/decisions", reports.decisions),
    ("GET", "/admin/reports", reports.queue),
    ("POST", "/admin/reports", reports.decide),
    ("GET", "/admin/log", reports.log),
    ("GET", "/admin", admin.people),
    ("GET", "/admin/stories", admin_stories.stories),
    *(("POST", f"/admin/stories/{{story_id}}/{act}", admin_stories.act) for act in admin_stories.ACTS),
    ("GET", "/admin/publications", admin_publications.publications),
    ("GET", "/admin/settings", admin_operations.settings),
    ("POST", "/admin/settings", admin_operations.try_setting),
    ("GET", "/admin/health", admin_operations.health),
    ("GET", "/admin/events", admin_operations.events),
    *(
        ("POST", f"/admin/events/{{service}}/{act}", admin_operations.event)
        for act in admin_operations.EVENT_ACTS
    ),
    ("GET", "/admin/storage", admin_operations.storage),
    ("GET", "/admin/welcome", admin_welcome.welcome),
    ("POST", "/admin/welcome", admin_welcome.dismiss),
    ("POST", "/admin/invitations", admin.invite),
    ("POST", "/admin/people/{person_id}/role", admin.set_role),
    ("POST", "/admin/people/{person_id}/suspension", admin.set_suspended),
)
"""For those who are signed in; others are asked to."""
