"""Tables in foreign HTML: which rows they have, and whether they are tables at all."""

from selectolax.lexbor import LexborNode

from octavo.document import styles
from octavo.document.flow import Draft

_SECTIONS = frozenset(["thead", "tbody", "tfoot"])


def rows(table: LexborNode) -> list[list[LexborNode]]:
    """The cells of each row; rows of tables inside its cells are theirs."""
    found: list[list[LexborNode]] = []
    for child in table.iter():
        if child.tag in _SECTIONS:
            found.extend(_cells(row) for row in child.iter() if row.tag == "tr")
        elif child.tag == "tr":
            found.append(_cells(child))
    return [cells for cells in found if cells]


def is_layout(table: LexborNode, found: list[list[LexborNode]]) -> bool:
    """Whether the table only places things: a single cell or column of them, a table in a table."""
    if not found or table.attributes.get("role") in {"presentation", "none"}:
        return True
    if sum(len(cells) for cells in found) == 1:
        return True
    return table.css_first("td table, th table") is not None


def row(cells: list[tuple[LexborNode, list[Draft]]]) -> Draft:
    """A row of these cells with their blocks."""
    return {"type": "tableRow", "content": [_cell(node, blocks) for node, blocks in cells]}


def number(node: LexborNode, name: str, default: int, low: int, high: int) -> int:
    """A numeric attribute, held between its limits."""
    value = (node.attributes.get(name) or "").strip()
    return (
        min(max(int(value), low), high) if value.isascii() and value.isdigit() and len(value) < 9 else default
    )


def _cells(row_node: LexborNode) -> list[LexborNode]:
    return [cell for cell in row_node.iter() if cell.tag in {"td", "th"}]


def _cell(node: LexborNode, blocks: list[Draft]) -> Draft:
    attrs: Draft = {
        "colspan": number(node, "colspan", 1, 1, 100),
        "rowspan": number(node, "rowspan", 1, 1, 1000),
        "align": _alignment(node),
    }
    content = blocks or [{"type": "paragraph", "attrs": {}, "content": []}]
    return {"type": "tableHeader" if node.tag == "th" else "tableCell", "attrs": attrs, "content": content}


def _alignment(node: LexborNode) -> str | None:
    style = styles.declarations(node.attributes.get("style") or "").get("text-align")
    said = {style, node.attributes.get("align"), *(node.attributes.get("class") or "").split()}
    return next((side for side in ("left", "center", "right") if {side, f"align-{side}"} & said), None)
