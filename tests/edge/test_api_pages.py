"""`/api`: the document for machines, and the pages made of it."""

import re
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool

from octavo.chassis.contract import Audience
from octavo.chassis.scopes import ANY
from tests.edge.world import Site


async def document(site: Site) -> Any:
    return (await site.browser().get("/api/openapi.json")).json


async def test_the_document_has_every_public_method_and_no_other(site: Site) -> None:
    paths = (await document(site))["paths"]
    contracts = list(site.edge.bench.api._contracts)
    assert set(paths) == {
        f"/{contract.name}/{method.name}"
        for contract in contracts
        for method in contract.methods
        if method.audience is Audience.PUBLIC
    }
    assert {path for path in paths if not site.edge.connect.answers(path)} == set()


async def test_every_reference_leads_somewhere(site: Site) -> None:
    found = await document(site)
    used = set(re.findall(r'"\$ref":"#/components/(\w+)/([^"]+)"', site.edge.bench.api.encoded.decode()))
    assert used
    assert {(kind, name) for kind, name in used if name not in found["components"][kind]} == set()


async def test_each_method_says_who_may_call_it_and_how_it_fails(site: Site) -> None:
    for path, operations in (await document(site))["paths"].items():
        post = operations["post"]
        scope = post["x-octavo-scope"]
        tokens = [way["token"] for way in post["security"] if "token" in way]
        assert tokens == ([] if not scope else [[]] if scope == ANY else [[scope]]), path
        assert post["description"], path
        assert {"400", "401", "403", "429", "503"} <= post["responses"].keys(), path


async def test_the_document_may_be_read_from_anywhere(site: Site) -> None:
    answer = await site.browser().get("/api/openapi.json")
    assert answer.header("access-control-allow-origin") == "*"
    assert answer.header("content-type") == "application/json"
    assert answer.json["servers"] == [{"url": "http://octavo.test"}]


async def test_the_pages_show_every_method_with_its_fields_and_faults(site: Site) -> None:
    overview = await site.browser().get("/api")
    names = set(overview.words(".api-methods code"))
    assert {"Publish", "GetMe", "ListPrivateFeeds"} <= names
    for address in sorted({str(a.attributes["href"]) for a in overview.page.css("h3 a")}):
        page = await site.browser().get(address)
        assert page.status == 200, address
        shown = page.page
        anchors = {node.attributes.get("id") for node in shown.css("[id]")}
        links = {str(a.attributes["href"]) for a in shown.css("main a")}
        assert {link[1:] for link in links if link.startswith("#")} <= anchors, address
        for section in shown.css(".api-method"):
            assert section.css("pre code")[0].text().startswith("curl http://octavo.test/octavo.")
    stories = await site.browser().get("/api/stories")
    assert "VersionConflict" in stories.text
    assert "409 aborted" in stories.text
    assert (await site.browser().get("/api/nothing")).status == 404


async def test_the_descriptors_stand_by_themselves(site: Site) -> None:
    answer = await site.browser().get("/api/descriptors.binpb")
    pool = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(answer.body).file:
        pool.Add(file)
    service: Any = pool.FindServiceByName("octavo.stories.v1.Stories")
    assert service.FindMethodByName("Publish")
