"""The import itself: authors, images, stories, and a second look at links to stories not yet there.

Everything is named by its source, so that a second run finds what the first one made: what has not
changed stays untouched, and what has is brought up to date alone.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec.structs import asdict

from octavo.accounts.api import PersonId
from octavo.chassis.faults import Fault
from octavo.document.conversion import Fate, Loss, Picture
from octavo.document.parsing import InvalidDocument
from octavo.document.reading import word_count
from octavo.imports import content, old_addresses
from octavo.imports.folder import Folder, Post
from octavo.imports.old_addresses import OldSite
from octavo.imports.report import Report
from octavo.imports.services import REFUSALS, Services
from octavo.imports.translation import (
    MOST_CO_AUTHORS,
    Known,
    Tally,
    Translated,
    Translator,
    names_of_pictures,
)
from octavo.stories.api import Imported, StoryNotFound

Progress = Callable[[str, int, int], None]
"""(step, how many are done, of how many)"""

_LAST = datetime.max.replace(tzinfo=UTC)
_AT_ONCE = 4


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of a story for the report."""

    tally: Tally
    losses: tuple[Loss, ...]
    words: int
    tags: tuple[str, ...]
    has_cover: bool


class Importer:
    """Imports one folder. The caller must be the operator (role "operator")."""

    def __init__(self, root: Path, services: Services, progress: Progress, *, name: str = "") -> None:
        self._folder = Folder(root)
        self._services = services
        self._progress = progress
        self._known = Known()
        self._owners: dict[str, PersonId] = {}
        self._sources: dict[str, str] = {}
        self._done: dict[str, Done] = {}
        self._too_large: set[str] = set()
        self.report = Report(folder=name or str(root))

    async def run(self) -> Report:
        """Imports all of it. Raises a Fault where the site itself cannot go on."""
        posts = self._read()
        site = OldSite(posts, self._folder.site_url)
        self.report.old_site = site.url
        self._sources = _sources(posts)
        published = frozenset(post.name for post in posts if post.about.published_at is not None)
        self._translator = Translator(self._folder, site, published, self._known)
        await self._people(posts)
        await self._find_known(posts, published)
        await self._pictures(posts)
        await self._stories(posts)
        self._count(posts)
        return self.report

    def _read(self) -> list[Post]:
        posts, refused = self._folder.posts()
        for name, reason in refused:
            self.report.note(name, Fate.REFUSED, "file", reason)
        self.report.counts.files = len(posts) + len(refused)
        self.report.counts.stories_refused = len(refused)
        for post in posts:
            if post.problem:
                self.report.note(post.name, Fate.DEGRADED, "front matter", post.problem)
        return sorted(posts, key=lambda post: (post.about.published_at or _LAST, post.name))

    def _author(self, post: Post) -> str:
        return post.about.authors[0] if post.about.authors else self._folder.root.name

    async def _people(self, posts: list[Post]) -> None:
        keys = dict.fromkeys(key for post in posts for key in (self._author(post), *post.about.authors))
        for number, key in enumerate(keys):
            self._progress("people", number, len(keys))
            listed = self._folder.people.get(key)
            answer = await self._services.accounts.import_person(
                source=f"markdown:{key}"[:500],
                handle=content.wished_handle(key),
                name=self._translator.person_name(key)[:80],
                bio=listed.bio[:500] if listed else "",
            )
            self._owners[key] = answer.person.id
            self._known.people[key] = answer.person.handle
            self.report.counts.authors_created += answer.created
        self.report.counts.authors = len(keys)
        self._progress("people", len(keys), len(keys))

    async def _find_known(self, posts: list[Post], published: frozenset[str]) -> None:
        """Which stories an earlier run has brought: links to them can be right at once."""
        for post in posts:
            if post.name in published:
                try:
                    story = await self._services.stories.find_by_old_address(
                        address=old_addresses.of(post)[0]
                    )
                except StoryNotFound:
                    continue
                self._known.stories[post.name] = story.id

    async def _pictures(self, posts: list[Post]) -> None:
        """Stores the images of all texts and covers, each file once for each owner."""
        wanted: dict[tuple[PersonId, Path], str] = {}
        for post in posts:
            owner = self._owners[self._author(post)]
            translated = self._translated(post)
            files = translated.wanted if translated else ()
            cover = self._folder.file(post.about.cover, post.path) if post.about.cover else None
            for file in (*files, *((cover,) if cover else ())):
                wanted.setdefault((owner, file), post.name)
        limit, done = asyncio.Semaphore(_AT_ONCE), 0

        async def store(owner: PersonId, file: Path, post: str) -> None:
            nonlocal done
            async with limit:
                self._known.pictures[owner, file] = await self._stored(owner, file, post)
            done += 1
            self._progress("images", done, len(wanted))

        await asyncio.gather(*(store(owner, file, post) for (owner, file), post in wanted.items()))

    async def _stored(self, owner: PersonId, file: Path, post: str) -> Picture | None:
        name = file.relative_to(self._folder.root).as_posix()
        try:
            data = await asyncio.to_thread(file.read_bytes)
            image = await self._services.images.store(data=data, name=file.name, owner_id=owner)
        except OSError as error:
            self.report.note(post, Fate.REFUSED, "image file", f"{name}: {error}")
            return None
        except Fault as fault:
            if fault.code not in REFUSALS:
                raise
            self.report.note(post, Fate.REFUSED, "image file", f"{name}: {fault.message}")
            return None
        return Picture(image.id, image.width, image.height, image.placeholder or None)

    async def _stories(self, posts: list[Post]) -> None:
        """Brings the stories, the oldest first; those that link to later ones a second time."""
        waiting: list[Post] = []
        for number, post in enumerate(posts):
            self._progress("stories", number, len(posts))
            translated = self._translated(post)
            if translated is None:
                continue
            outcome = await self._bring(post, translated)
            self._count_outcome(post, outcome)
            if translated.awaited and outcome is not None:
                waiting.append(post)
        self._progress("stories", len(posts), len(posts))
        for number, post in enumerate(waiting):
            self._progress("links", number, len(waiting))
            translated = self._translated(post)
            if translated is not None:
                await self._bring(post, translated)
        self._progress("links", len(waiting), len(waiting))

    async def _bring(self, post: Post, translated: Translated) -> Imported | None:
        key = self._author(post)
        cover = self._cover(post, self._owners[key])
        made, losses = content.content_of(post, translated.document, cover)
        self._done[post.name] = Done(
            tally=translated.tally,
            losses=(*translated.losses, *losses),
            words=word_count(translated.document),
            tags=made.tags,
            has_cover=cover is not None,
        )
        try:
            answer = await self._services.stories.import_story(
                source=self._sources[post.name],
                author_id=self._owners[key],
                content=made,
                published_at=post.about.published_at,
                old_addresses=old_addresses.of(post),
                co_author_ids=self._co_authors(post),
            )
        except Fault as fault:
            if fault.code not in REFUSALS:
                raise
            self.report.note(post.name, Fate.REFUSED, "story", content.told(fault))
            return None
        if post.about.published_at is not None:
            self._known.stories[post.name] = answer.story_id
        return answer.outcome

    def _co_authors(self, post: Post) -> tuple[PersonId, ...]:
        """The operator answers for their consent: they are people of the folder, not of this site."""
        others = dict.fromkeys(self._owners[key] for key in post.about.authors[1 : 1 + MOST_CO_AUTHORS])
        return tuple(other for other in others if other != self._owners[self._author(post)])

    def _cover(self, post: Post, owner: PersonId) -> Picture | None:
        file = self._folder.file(post.about.cover, post.path) if post.about.cover else None
        return self._known.pictures.get((owner, file)) if file is not None else None

    def _translated(self, post: Post) -> Translated | None:
        try:
            return self._translator.translate(
                post, self._owners[self._author(post)], self._sources[post.name]
            )
        except InvalidDocument as error:
            if post.name not in self._too_large:
                self._too_large.add(post.name)
                self.report.counts.stories_refused += 1
                self.report.note(post.name, Fate.REFUSED, "story", str(error))
            return None

    def _count_outcome(self, post: Post, outcome: Imported | None) -> None:
        counts = self.report.counts
        match outcome:
            case Imported.CREATED:
                counts.stories_created += 1
            case Imported.UPDATED:
                counts.stories_updated += 1
            case Imported.UNCHANGED:
                counts.stories_unchanged += 1
            case Imported.KEPT:
                counts.stories_kept += 1
                self.report.note(
                    post.name, Fate.REFUSED, "change at the source: the story was changed here too"
                )
            case _:
                counts.stories_refused += 1
                return
        counts.drafts += post.about.published_at is None

    def _count(self, posts: list[Post]) -> None:
        """Sums up what stood in the texts as they were brought at last."""
        counts = self.report.counts
        tags: set[str] = set()
        for post in posts:
            done = self._done.get(post.name)
            if done is None:
                continue
            for name, number in asdict(done.tally).items():
                setattr(counts, name, getattr(counts, name) + number)
            counts.words += done.words
            counts.covers += done.has_cover
            tags.update(done.tags)
            self.report.note_losses(post.name, done.losses)
            if post.about.cover and not done.has_cover:
                counts.covers_unresolved += 1
                self.report.note(post.name, Fate.REFUSED, "cover that is not in the folder", post.about.cover)
        counts.tags = len(tags)
        counts.image_files = names_of_pictures(self._known.pictures)


def _sources(posts: list[Post]) -> dict[str, str]:
    """How each story is named for all time: by its old address; a second one there by its file as well."""
    sources: dict[str, str] = {}
    taken: set[str] = set()
    for post in posts:
        source = f"markdown:{old_addresses.of(post)[0]}"[:400]
        if source in taken:
            source = f"{source}#{post.name}"[:500]
        taken.add(source)
        sources[post.name] = source
    return sources
