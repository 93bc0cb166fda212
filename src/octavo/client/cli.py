"""The words of the command line that speak to a site elsewhere; added to `octavo` by `add_to`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from octavo.client.verbs import Verbs

_FILE: Final = click.Path(path_type=Path, exists=True, dir_okay=False)
_STATUSES: Final = ("draft", "scheduled", "published", "deleted")
_json: Final = click.option("--json", "as_json", is_flag=True, help="One JSON value instead of lines.")
_publish: Final = click.option("--publish", is_flag=True, help="Publish it at once.")


def _plainly(work: Callable[[], None]) -> None:
    """Tell what a person can mend in one line and an exit code."""
    from octavo.trouble import Trouble

    try:
        work()
    except Trouble as trouble:
        for line in str(trouble).splitlines() or [""]:
            click.echo(f"octavo: {line}", err=True)
        sys.exit(trouble.exit)


def _with_site(as_json: bool, work: Callable[["Verbs"], None]) -> None:
    def run() -> None:
        from octavo.client import logins
        from octavo.client.remote import Remote
        from octavo.client.verbs import Verbs

        remote = Remote(logins.find())
        try:
            work(Verbs(remote, as_json=as_json))
        finally:
            remote.close()

    _plainly(run)


@click.command()
@click.argument("url")
def login(url: str) -> None:
    """Store an access token for the site at URL.

    The token is asked for, or read from standard input. Make one at URL/me/settings/tokens.
    """
    from octavo.client.verbs import sign_in

    token = click.prompt("Access token", hide_input=True) if sys.stdin.isatty() else sys.stdin.readline()
    _plainly(lambda: sign_in(url, token))


@click.command()
def logout() -> None:
    """Forget the stored access token; on the site it goes on being one until it is revoked there."""
    from octavo.client.verbs import sign_out

    _plainly(sign_out)


@click.group()
def story() -> None:
    """Stories on a site elsewhere, by its open API.

    Which site and whose: `octavo login URL`, or OCTAVO_SITE and OCTAVO_TOKEN. Exit codes: 65 refused as it
    is, 66 no such file, 69 the site cannot be reached, 77 the token may not, 78 no site or token.
    """


@story.command("new")
@click.argument("file", type=_FILE)
@_publish
@_json
def new_story(file: Path, publish: bool, as_json: bool) -> None:
    """Make a draft of the Markdown FILE; its pictures are uploaded."""
    _with_site(as_json, lambda verbs: verbs.new(file, publish=publish))


@story.command("edit")
@click.argument("story_id", metavar="ID")
@click.argument("file", type=_FILE)
@_publish
@_json
def edit_story(story_id: str, file: Path, publish: bool, as_json: bool) -> None:
    """Put the Markdown FILE in the place of the text of story ID."""
    _with_site(as_json, lambda verbs: verbs.edit(story_id, file, publish=publish))


@story.command("list")
@click.option("--status", type=click.Choice(_STATUSES), help="Only those that stand there.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@_json
def list_stories(status: str | None, limit: int, as_json: bool) -> None:
    """List your stories, last saved first."""
    _with_site(as_json, lambda verbs: verbs.list_stories(status or "", limit))


def _by_id(name: str, help_text: str) -> None:
    """A command that does one thing with one story."""

    @story.command(name, help=help_text)
    @click.argument("story_id", metavar="ID")
    @_json
    def run(story_id: str, as_json: bool) -> None:
        _with_site(as_json, lambda verbs: getattr(verbs, name)(story_id))


_by_id("show", "Show what story ID is, without its text.")
_by_id("pull", "Write story ID as a Markdown file to standard output.")
_by_id("publish", "Publish what story ID says now.")
_by_id("unpublish", "Take story ID back: it is a draft again.")
_by_id("delete", "Delete story ID; for 30 days it can be brought back.")


@click.group()
def publication() -> None:
    """Publications on a site elsewhere, by its open API."""


@publication.command("list")
@_json
def list_publications(as_json: bool) -> None:
    """List the site's publications."""
    _with_site(as_json, lambda verbs: verbs.publications())


@publication.command()
@click.argument("slug")
@click.argument("story_id", metavar="ID")
@click.option("--note", default="", help="For the editors.")
@_json
def submit(slug: str, story_id: str, note: str, as_json: bool) -> None:
    """Submit story ID to the publication SLUG."""
    _with_site(as_json, lambda verbs: verbs.submit(slug, story_id, note))


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 50), default=10, show_default=True)
@_json
def find(words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Search the stories of a site elsewhere, by its open API."""
    _with_site(as_json, lambda verbs: verbs.find(" ".join(words), limit))


def add_to(main: Any) -> None:
    """Make them commands of `octavo`."""
    for command in (login, logout, story, publication, find):
        main.add_command(command)
