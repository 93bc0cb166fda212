"""Walks over a file's descriptor: its messages, enums and comments."""

from collections.abc import Iterator
from typing import Any

__all__ = ["all_enums", "all_messages", "comments", "file_comment"]


def all_messages(proto: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield each message at any depth: its full name, its Python name, its descriptor."""

    def walk(message: Any, full: str, python: str) -> Iterator[tuple[str, str, Any]]:
        name, own = f"{full}.{message.name}", python + message.name
        yield name, own, message
        for inner in message.nested_type:
            yield from walk(inner, name, own)

    for message in proto.message_type:
        yield from walk(message, proto.package, "")


def all_enums(proto: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield each enum, those within messages too, as `all_messages` does."""
    for enum in proto.enum_type:
        yield f"{proto.package}.{enum.name}", enum.name, enum
    for full_name, python, message in all_messages(proto):
        for enum in message.enum_type:
            yield f"{full_name}.{enum.name}", python + enum.name, enum


def comments(proto: Any) -> Iterator[tuple[Any, str]]:
    """Yield each commented node of the file with its comment: what stands before, else what stands behind."""
    for location in proto.source_code_info.location:
        text = location.leading_comments or location.trailing_comments
        if not text or not location.path:
            continue
        node: Any = proto
        numbers = list(location.path)
        while numbers:
            field = node.DESCRIPTOR.fields_by_number[numbers.pop(0)]
            node = getattr(node, field.name)
            if field.is_repeated and numbers:
                node = node[numbers.pop(0)]
            if not hasattr(node, "DESCRIPTOR"):
                break
        else:
            yield node, "\n".join(line.strip() for line in text.strip().splitlines())


def file_comment(proto: Any) -> str:
    """Return the comment above `syntax`."""
    for location in proto.source_code_info.location:
        if list(location.path) == [12]:
            text = location.leading_comments or "".join(location.leading_detached_comments)
            return "\n".join(line.strip() for line in str(text).strip().splitlines())
    return ""
