"""Finding contributions in the raw data of a stream, without reading a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import Block, ListBlock, StreamBlock, StreamValue, StructBlock

from cms.blocks.choosers import ContributionChooserBlock


def contribution_ids(value: StreamValue) -> list[int]:
    """The keys of all contributions that a stream refers to, in its order, each once."""
    return list(dict.fromkeys(_in_stream(value.stream_block, list(value.raw_data))))


def _in_stream(block: StreamBlock, raw: list[Any]) -> Iterator[int]:
    for item in raw:
        child = block.child_blocks.get(item["type"])
        if child is not None:
            yield from _in_block(child, item["value"])


def _in_block(block: Block, raw: Any) -> Iterator[int]:
    if raw is None:
        return
    if isinstance(block, ContributionChooserBlock):
        yield int(raw)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _in_block(child, raw.get(name))
    elif isinstance(block, ListBlock):
        for item in raw:
            is_item = isinstance(item, dict) and item.get("type") == "item" and "value" in item
            yield from _in_block(block.child_block, item["value"] if is_item else item)
    elif isinstance(block, StreamBlock):
        yield from _in_stream(block, raw)
