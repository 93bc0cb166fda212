"""Static pages: a publication's own words about itself, rendered once."""

import asyncio

from msgspec.structs import replace

from octavo.document import parsing
from octavo.document.nodes import Document, to_json
from octavo.document.rendering import RENDERER_VERSION, render_html
from octavo.publications.api import (
    InvalidPage,
    Page,
    PageId,
    PageNotFound,
    PageSlugTaken,
    PublicationId,
    Role,
    TooManyPages,
)
from octavo.publications.entities import has_shape, line, second_part
from octavo.publications.office import Office
from octavo.publications.ports import Taken

_NEW_PAGE = PageId("")
_LONG = 64_000


class Paging(Office, frozen=True, kw_only=True, eq=False):
    """`/<publication>/about` and the like."""

    async def save_page(
        self,
        *,
        publication_id: PublicationId,
        page_id: PageId = _NEW_PAGE,
        title: str,
        slug: str = "",
        body: str,
        source: str = "",
    ) -> Page:
        await self._as(Role.EDITOR, publication_id)  # before anything is said about the text
        name = line("title", title, most=self.limits.title, least=1)
        place = second_part("slug", slug, name)
        document = self._document(body)
        self._require_fitting("source", source)
        html = await asyncio.to_thread(self._html, document) if len(body) > _LONG else self._html(document)
        page = Page(
            id=page_id or PageId(self.new_id()),
            slug=place,
            title=name,
            body=to_json(document),
            html=html,
            saved_at=self.clock(),
            source=source,
        )

        async def work() -> None:
            kept, mine = await self._as(Role.EDITOR, publication_id)
            if place in {section.slug for section in kept.publication.sections}:
                raise Taken
            if page_id:
                if not await self.directory.save_page(
                    publication_id, page, renderer=self._renderer, by=mine.person_id
                ):
                    raise PageNotFound
            else:
                if len(kept.publication.pages) >= self.limits.pages:
                    raise TooManyPages(limit=self.limits.pages)
                await self.directory.add_page(
                    publication_id, page, renderer=self._renderer, by=mine.person_id
                )
            await self._changed(kept, kept.publication)

        try:
            await self._again(work)
        except Taken:
            raise PageSlugTaken(slug=place) from None
        return page

    async def delete_page(self, *, publication_id: PublicationId, page_id: PageId) -> None:
        async def work() -> None:
            kept, _ = await self._as(Role.EDITOR, publication_id)
            if not await self.directory.delete_page(publication_id, page_id):
                raise PageNotFound
            await self._changed(kept, kept.publication)

        await self._again(work)

    async def read_page(self, *, publication_id: PublicationId, slug: str) -> Page:
        await self._kept(publication_id)
        found = await self.directory.read_page(publication_id, slug) if has_shape(slug) else None
        if found is None:
            raise PageNotFound
        page, renderer = found
        if renderer == self._renderer:
            return page
        # Of another renderer: made anew, and kept.
        page = replace(page, html=self._html(self._document(page.body)))
        await self.directory.save_page(publication_id, page, renderer=self._renderer, by=None)
        return page

    @property
    def _renderer(self) -> str:
        return f"{RENDERER_VERSION}:{self.edition}" if self.edition else str(RENDERER_VERSION)

    def _html(self, document: Document) -> str:
        return render_html(document, self.image_address, eager_images=1)

    def _require_fitting(self, field: str, text: str) -> None:
        if len(text.encode(errors="replace")) > self.limits.page_bytes or "\0" in text:
            raise InvalidPage(field=field, problem=f"is larger than {self.limits.page_bytes:,} bytes")

    def _document(self, body: str) -> Document:
        self._require_fitting("body", body)
        try:
            return parsing.parse(body)
        except parsing.InvalidDocument as error:
            place = f"body.{error.place}" if error.place else "body"
            raise InvalidPage(field=place, problem=error.problem) from None
