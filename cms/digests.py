"""The digest of what a page says: the same for a revision and for the live row it became.

It covers the page's own fields, its title and the texts for search engines; not its
place in the tree, its dates, its address or its state. Ids that Wagtail gives to the
items of a stream are left out, because they may be given late.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from modelcluster.models import (
    get_all_child_m2m_relations,
    get_all_child_relations,
    get_serializable_data_for_fields,
)
from wagtail.models import Page

#: What of Wagtail's own page fields is content.
SAID = ("title", "seo_title", "search_description")


def _without_ids(value: Any) -> Any:
    """`value` without the ids of stream and list items."""
    if isinstance(value, list):
        return [_without_ids(item) for item in value]
    if isinstance(value, dict):
        is_item = {"type", "value"} <= value.keys() <= {"type", "value", "id"}
        return {key: _without_ids(part) for key, part in value.items() if not (is_item and key == "id")}
    return value


def _decoded(value: Any) -> Any:
    """A stream is kept as JSON text in the page's data; read it so that spacing does not matter."""
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def content_digest(page: Page) -> str:
    """SHA-256 (64 hex characters) of what `page`, a specific instance, says."""
    of_every_page = {field.name for field in Page._meta.get_fields()}
    said = {}
    for name, value in _data(page, of_every_page).items():
        if name in SAID:
            said[name] = value
        elif name not in of_every_page and not name.endswith("_ptr") and name != "pk":
            said[name] = _children(value) if isinstance(value, list) else _without_ids(_decoded(value))
    said["page_type"] = page._meta.label_lower
    said["language"] = page.locale.language_code
    canonical = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _data(page: Page, of_every_page: set[str]) -> dict[str, Any]:
    """The page's data as a revision keeps it, without the child rows that every page has.

    Those are the admin's comments: they say nothing to readers and cost a query a page.
    """
    data: dict[str, Any] = get_serializable_data_for_fields(page)
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        if name not in of_every_page:
            data[name] = [get_serializable_data_for_fields(child) for child in getattr(page, name).all()]
    for field in get_all_child_m2m_relations(page):
        if field.serialize:
            data[field.name] = [child.pk for child in getattr(page, field.name).all()]
    return data


def _children(rows: list[Any]) -> list[Any]:
    """Child rows without their keys, which differ between a draft and the live page."""
    return [
        {key: _without_ids(_decoded(value)) for key, value in row.items() if key not in {"pk", "page"}}
        if isinstance(row, dict)
        else row
        for row in rows
    ]
