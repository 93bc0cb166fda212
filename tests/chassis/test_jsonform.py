"""Whatever JSON comes, it is read as protobuf's own reader reads it, or refused."""

import json
from typing import Any

from google.protobuf import json_format
from hypothesis import given
from hypothesis import strategies as st

from octavo.chassis.faults import Invalid
from octavo.chassis.jsonform import JsonMethod
from tests.chassis.shelf.v1 import shelf_wire
from tests.chassis.shelf.v1.shelf import CONTRACT

leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.sampled_from(["PAPER", "1.5s", "12", "2026-01-01T00:00:00Z"])
)
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = {
    "AddBook": ["title", "binding", "tags", "note", "pages"],
    "GetBooks": ["bookIds", "book_ids"],
    "Annotate": ["bookId", "remark", "quote", "took", "text", "page"],
}
JSON_METHODS = {method.name: JsonMethod(CONTRACT, method) for method in CONTRACT.methods}


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, Any]:
    """A method, and something that looks like its request."""
    name = draw(st.sampled_from(sorted(NAMES)))
    keys = st.sampled_from(NAMES[name])
    return name, draw(st.dictionaries(keys, trees, max_size=4) | trees)


@given(requests())
def test_json_is_read_as_protobuf_reads_it_or_refused(request: tuple[str, Any]) -> None:
    name, value = request
    body = json.dumps(value).encode()
    try:
        arguments = JSON_METHODS[name].read(body)
    except Invalid:
        arguments = None
    packing = shelf_wire.METHODS[name].request
    try:
        assert isinstance(value, dict)
        message = json_format.Parse(body, packing.new())
        theirs = packing.read(message, True)
        expected = {field: getattr(theirs, field) for field in theirs.__struct_fields__}
    except (json_format.ParseError, Invalid, AssertionError):
        expected = None
    assert arguments == expected


@given(st.binary(max_size=100))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for method in JSON_METHODS.values():
        try:
            arguments = method.read(body)
        except Invalid:
            continue
        assert isinstance(arguments, dict)
