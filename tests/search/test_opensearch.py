"""What is told to OpenSearch and what is heard of it, beside what it shares with the folder."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from octavo import config
from octavo.accounts.api import PersonErased
from octavo.chassis.context import acting_as
from octavo.chassis.events import Envelope
from octavo.chassis.ids import to_text
from octavo.search.adapters import opensearch_queries as queries
from octavo.search.adapters.analysis import LANGUAGES, analyzer, spaced
from octavo.search.adapters.asking import Asking, counted_terms
from octavo.search.adapters.opensearch_forms import index_form, is_of_this_form, terms_of
from octavo.search.adapters.opensearch_index import View, narrowed
from octavo.search.adapters.opensearch_marks import mark_of, new_mark, vectors_of
from octavo.search.entities import parse
from octavo.search.ports import Wish
from octavo.search.service import PersonEvents, StoryEvents
from octavo.stories.api import StoryErased, StoryId
from octavo.trouble import Trouble
from tests.opensearch_server import OpenSearchServer
from tests.search.test_opensearch_faults import Opens
from tests.search.test_opensearch_faults import opens as opens
from tests.search.test_opensearch_faults import server as server
from tests.stories.desk import ANNA, BERT

ENVELOPE: Envelope = None  # type: ignore[assignment] # what is told does not depend on it


def test_a_site_without_it_does_not_load_its_client() -> None:
    code = "import sys; from octavo import main, site; from octavo.config import Config; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not [name for name in out.split() if "opensearch" in name]


@pytest.mark.parametrize(
    "url",
    ["ftp://h", "http://", "https://h:99999", "https://h:0", "http://h/path", "http://h?x=1", "http://h#x"],
)
def test_an_address_that_cannot_be_used_is_told_by_the_name_of_its_setting(url: str) -> None:
    with pytest.raises(Trouble, match=r"^OCTAVO_SEARCH_URL: "):
        config.read({"OCTAVO_SEARCH_URL": url})


@pytest.mark.parametrize(
    "url", ["", "http://h", "https://user:p%40ss@search.internal:9200/", "http://[::1]:9200"]
)
def test_addresses_that_can_be_used(url: str) -> None:
    assert config.read({"OCTAVO_SEARCH_URL": url}).search.url == url


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_terms_are_parted_by_spaces_and_have_none_in_them(text: str, language: str) -> None:
    terms = analyzer(language).analyze(spaced(text))
    assert terms_of(text, language).split() == terms


def test_marks_of_others_are_none_of_ours() -> None:
    mark = new_mark()
    assert mark_of("octavo-aa", f"octavo-aa-{mark}") == mark
    assert vectors_of("octavo-aa", f"octavo-aa-{mark}-17") == (mark, 17)
    for other in ("octavo-aab-{}", "octavo-aa-{}-17", "x-octavo-aa-{}", "octavo-aa", "octavo-aa-{}x"):
        assert mark_of("octavo-aa", other.format(mark)) == ""
    for other in ("octavo-aa-{}", "octavo-ab-{}-17", "octavo-aa-{}-17-pen", "octavo-aa-{}-x"):
        assert vectors_of("octavo-aa", other.format(mark)) is None


def test_a_form_with_another_type_is_not_ours_and_one_with_more_is() -> None:
    ours = dict(index_form("pen")["mappings"])
    assert is_of_this_form(ours)
    properties = dict(ours["properties"])
    assert is_of_this_form(ours | {"properties": properties | {"more": {"type": "long"}}})
    assert not is_of_this_form(ours | {"properties": properties | {"tag": {"type": "text"}}})
    assert not is_of_this_form(ours | {"properties": {"story": {"type": "long"}}})
    assert not is_of_this_form(ours | {"_meta": {"octavo": "0"}})
    assert not is_of_this_form(ours | {"dynamic": "true"})
    assert not is_of_this_form({})


@given(st.text(st.characters(codec=None, categories=None), max_size=600), st.booleans(), st.booleans())
def test_no_question_has_more_parts_than_it_takes(text: str, whole: bool, relaxed: bool) -> None:
    languages = tuple(language for language in LANGUAGES)
    wish = Wish(question=parse(text), whole=whole, relaxed=relaxed)
    counts = dict.fromkeys(counted_terms(wish, languages), 1)
    view = View(mark="", vectors="", languages=languages, stories=9, documents=9, counts=counts)
    asked, _ = narrowed(view, wish)
    assert asked is None or queries.parts(asked) <= queries.MOST_PARTS


def test_in_very_many_languages_a_long_question_is_asked_in_those_of_most_stories() -> None:
    wish = Wish(
        question=parse(" ".join(f"government{chr(97 + n)}" for n in range(26))), whole=True, relaxed=True
    )
    view = View(mark="", vectors="", languages=LANGUAGES, stories=9, documents=9)
    whole, _ = Asking(view, wish).query()
    asked, _ = narrowed(view, wish)
    assert whole is not None
    assert asked is not None
    assert queries.parts(whole) > queries.MOST_PARTS >= queries.parts(asked)


async def test_the_longest_questions_are_answered(server: OpenSearchServer, opens: Opens) -> None:
    room = await opens(server.url)
    for number, language in enumerate(LANGUAGES[1:]):
        await room.publish(f"Heron {number}", "Of government.", language=language)
    await room.settle()
    words = " ".join(f"goverment{chr(97 + n % 26)}" for n in range(32))
    assert await room.find(words) != []
    assert len(await room.find("heron", limit=50)) == len(LANGUAGES) - 1
    for query in ("日 " * 32, '"a b" ' * 16, "a OR " * 31 + "b", "-" + " -".join("abcdefgh"), "*?[]{}\\/\"'"):
        await room.find(query)


async def test_tags_are_found_by_any_sign(server: OpenSearchServer, opens: Opens) -> None:
    room = await opens(server.url)
    tags = ("c++", "c#", "a.b", "a|b", "~x", "@y", "a b")
    for tag in tags:
        await room.publish(f"On {tag}", tags=(tag,))
    await room.settle()
    index = room.searching.interactor.index
    kept = {tag for tag, _ in await index.tags("", limit=20)}
    for tag in kept:
        assert (tag, 1) in await index.tags(tag, limit=20)
    assert await index.tags(".*", limit=20) == []
    assert await index.tags("a|", limit=20) == [(tag, 1) for tag in kept if tag.startswith("a|")]


async def test_who_is_erased_is_in_no_index(server: OpenSearchServer, opens: Opens) -> None:
    room = await opens(server.url)
    room.everybody.add(BERT, "zaphod-bee", "Zaphod Quintessence")
    story = await room.publish("Of xylophones", "Nobody else says zugzwang.", by=BERT)
    kept = await room.publish("Of herons", by=ANNA)
    await room.settle()
    before = room.marks()
    words = {"quintess": 2, "quintessence": 2, "zaphod": 2, "zugzwang": 1, "xylophon": 1}
    assert _having(server, "quintessence") == 2
    with acting_as(BERT):
        await room.stories.delete(story_id=story.id)
    del room.everybody.people[story.author_id]
    await PersonEvents(room.searching.interactor)(PersonErased(person_id=story.author_id), ENVELOPE)
    erased = StoryErased(story_id=story.id, author_id=story.author_id)
    await StoryEvents(room.searching.interactor)(erased, ENVELOPE)
    await room.settle()
    assert room.marks().isdisjoint(before)
    assert len(server.indexes()) == 1
    for word in words:
        assert _having(server, word) == 0, word
    assert await room.find("heron") == [kept.id]


def _having(server: OpenSearchServer, word: str) -> int:
    """How many entries of any index have a word that begins so in any field."""
    fields = ("name", "authors", "words", "title_en", "text_en")
    parts = [{"prefix": {field: word}} for field in fields]
    body = {"query": {"bool": {"should": parts}}}
    return int(server.call("POST", "/_all/_count", body)["count"])


async def test_ids_of_sixty_three_bits_arrive_whole(server: OpenSearchServer, opens: Opens) -> None:
    room = await opens(server.url)
    story = await room.publish("Of herons")
    await room.settle()
    read = await room.searching.indexing.texts.read((story.id,), whole=False)
    (entry,) = await room.searching.indexing.entries.of(read)
    pen, most = room.searching.indexing.press.present(), (1 << 63) - 1
    pen.read_after(1000)
    for id_ in (to_text(most), to_text(most - 1)):
        long_ago = datetime(1960, 1, 1, tzinfo=UTC)
        pen.put_story(replace(entry, story_id=StoryId(id_), revision_id=id_, published_at=long_ago))
    pen.commit()
    found = await room.searching.interactor.index.find(Wish(question=parse("heron")), limit=10)
    assert {hit.story_id for hit in found} == {story.id, to_text(most), to_text(most - 1)}
    assert {hit.revision_id for hit in found} == {story.revision_id, to_text(most), to_text(most - 1)}


async def test_the_folder_that_was_before_goes_when_there_is_an_index(
    server: OpenSearchServer, opens: Opens, tmp_path: Path
) -> None:
    here = await opens("")
    await here.publish("Of herons")
    await here.settle()
    assert here.marks()
    there = await opens(server.url)
    await there.settle()
    assert len(await there.find("heron")) == 1
    assert not here.folder.exists()
    back = await opens("")
    await back.settle()
    assert len(await back.find("heron")) == 1
