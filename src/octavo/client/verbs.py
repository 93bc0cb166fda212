"""What `octavo story`, `octavo publication` and `octavo find` do, each with what it prints."""

import json
import re
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any, Final

import click

from octavo.client import logins
from octavo.client.logins import Login
from octavo.client.remote import Refusal, Remote
from octavo.trouble import Exit, Trouble

_STORIES: Final = "stories.v1.Stories"
_PUBLICATIONS: Final = "publications.v1.Publications"
STATUSES: Final = {"draft": "DRAFT", "scheduled": "SCHEDULED", "published": "PUBLISHED", "deleted": "DELETED"}


class Verbs:
    """The commands against one site. `as_json`: one JSON value on standard output instead of lines."""

    def __init__(self, remote: Remote, *, as_json: bool) -> None:
        self._remote = remote
        self._as_json = as_json

    def _tell(self, value: Any, *lines: str) -> None:
        if self._as_json:
            click.echo(json.dumps(value, ensure_ascii=False, indent=2))
            return
        for line in lines:
            click.echo(line)

    # Stories

    def list_stories(self, status: str, limit: int) -> None:
        """Lists one's own stories, last saved first."""
        items = list(self._desk(STATUSES.get(status, ""), limit))
        self._tell(items, *map(_line, items))

    def _desk(self, status: str, limit: int) -> Iterator[Any]:
        after = ""
        while limit > 0:
            asked = {"limit": min(limit, 100), "after": after, **({"status": status} if status else {})}
            page = self._remote.call(f"{_STORIES}/ListDesk", **asked)
            yield from page["items"]
            limit -= len(page["items"])
            after = page["next"]
            if not after:
                return

    def show(self, story_id: str) -> None:
        """Shows a draft: what it is, without its text."""
        draft = self._draft(story_id)
        content = draft["content"]
        said = [
            f"{content['title'] or '—'}",
            *([content["subtitle"]] if content["subtitle"] else []),
            f"id        {draft['id']}",
            f"status    {draft['status'].lower()}",
            f"version   {draft['version']}",
            f"words     {draft['words']}",
            f"saved     {draft['savedAt']}",
        ]
        if draft.get("publishedAt"):
            said.append(f"published {draft['publishedAt']}")
        if content["tags"]:
            said.append(f"tags      {', '.join(content['tags'])}")
        if draft.get("hasUnpublishedChanges"):
            said.append("          with changes that readers do not see yet")
        self._tell(draft, *said)

    def _draft(self, story_id: str) -> Any:
        return self._remote.call(f"{_STORIES}/GetDraft", storyId=story_id)["draft"]

    def new(self, file: Path, *, publish: bool) -> None:
        """Makes a draft of a Markdown file."""
        content = self._read(file)
        draft = self._remote.call(f"{_STORIES}/CreateDraft", content=content)["draft"]
        if publish:
            self._publish(draft)
        else:
            self._tell(draft, f"{draft['id']}  {self._remote.site}/edit/{draft['id']}")

    def edit(self, story_id: str, file: Path, *, publish: bool) -> None:
        """Puts a Markdown file in the place of a draft's text. What only the site knows stays."""
        before = self._draft(story_id)
        content = self._read(file)
        kept = {name: value for name, value in before["content"].items() if name not in content}
        try:
            saved = self._remote.call(
                f"{_STORIES}/SaveDraft",
                storyId=story_id,
                version=before["version"],
                content={**kept, **content},
            )
        except Refusal as refusal:
            if refusal.code == "aborted":
                raise Trouble(f"{story_id} was changed meanwhile; run this again", Exit.BAD_DATA) from None
            raise
        if publish:
            self._publish({"id": story_id, "version": saved["version"]})
        else:
            self._tell(saved, f"{story_id}  version {saved['version']}, {saved['words']} words")

    def _read(self, file: Path) -> dict[str, Any]:
        from octavo.client import reading

        found = reading.read(file, site=self._remote.site, upload=self._remote.upload)
        for loss in found.losses:
            click.echo(f"octavo: {file}: {loss.fate}: {loss.what} {loss.where[:80]}".rstrip(), err=True)
        return found.content

    def publish(self, story_id: str) -> None:
        """Publishes what the draft says now."""
        self._publish(self._draft(story_id))

    def _publish(self, draft: dict[str, Any]) -> None:
        story = self._remote.call(f"{_STORIES}/Publish", storyId=draft["id"], version=draft["version"])[
            "story"
        ]
        self._tell(story, f"{story['id']}  {self._remote.site}/p/{story['id']}")

    def unpublish(self, story_id: str) -> None:
        """Takes a story back: it is a draft again."""
        draft = self._remote.call(f"{_STORIES}/Unpublish", storyId=story_id)["draft"]
        self._tell(draft, f"{story_id}  is a draft again")

    def delete(self, story_id: str) -> None:
        """Deletes a story; for 30 days it can be brought back."""
        answer = self._remote.call(f"{_STORIES}/Delete", storyId=story_id)
        self._tell(answer, f"{story_id}  is deleted; until {answer['undoUntil'][:10]} it can be brought back")

    def pull(self, story_id: str) -> None:
        """Writes a draft as a Markdown file to standard output."""
        from octavo.document.front_matter import sized_addresses, to_file
        from octavo.document.parsing import InvalidDocument, parse

        content = self._draft(story_id)["content"]
        try:
            document = parse(content["body"])
        except InvalidDocument as wrong:  # of a site that is newer than this command
            raise Trouble(
                f"{story_id}: this version of octavo cannot write it: {wrong}", Exit.BAD_DATA
            ) from None
        text = to_file(content, document, sized_addresses(self._remote.site, content, document))
        if self._as_json:
            click.echo(json.dumps({"markdown": text}, ensure_ascii=False))
        else:
            sys.stdout.write(text)

    # The rest

    def publications(self) -> None:
        """Lists the site's publications."""
        found: list[Any] = []
        after = ""
        while True:
            page = self._remote.call(f"{_PUBLICATIONS}/ListPublications", after=after)
            found += page["publications"]
            after = page["next"]
            if not after:
                break
        self._tell(found, *(f"{it['id']}  {it['slug']:20}  {it['name']}" for it in found))

    def submit(self, slug: str, story_id: str, note: str) -> None:
        """Submits a story to a publication, named by the first part of its address."""
        found = self._remote.call(f"{_PUBLICATIONS}/FindPublication", slug=slug)["publication"]
        submission = self._remote.call(
            f"{_PUBLICATIONS}/Submit",
            publicationId=found["id"],
            storyId=story_id,
            version=self._draft(story_id)["version"],
            note=note,
        )["submission"]
        self._tell(submission, f"{story_id}  waits for the editors of {found['name']}")

    def find(self, words: str, limit: int) -> None:
        """Searches the site's stories."""
        hits = self._remote.call("search.v1.Search/FindStories", query=words, limit=limit)["hits"]
        self._tell(hits, *(f"{it['storyId']}  {_plain(it['titleHtml'])}" for it in hits))


def _line(item: dict[str, Any]) -> str:
    title = item["title"] or "—"
    return f"{item['id']}  {item['status'].lower():9}  {item['savedAt'][:10]}  {title}"


def _plain(html: str) -> str:
    return unescape(re.sub(r"</?mark>", "", html))


def sign_in(site: str, token: str) -> None:
    """Stores a token, after the site has said that it is one."""
    login = Login(logins.check_site(site), logins.check_token(token))
    remote = Remote(login)
    try:
        me = remote.call("accounts.v1.Accounts/GetMe")["me"]["person"]
        who = f"@{me['handle']}"
    except Refusal as refusal:
        if refusal.code != "permission_denied":  # a token without account:read is one all the same
            raise
        who = "a token that does not say whose it is"
    finally:
        remote.close()
    file = logins.store(login)
    click.echo(f"{login.site}: signed in as {who}; stored in {file}")


def sign_out() -> None:
    """Forgets the stored token."""
    click.echo("The token is forgotten." if logins.forget() else "No token was stored.")
