"""A stream whose blocks are not written into migrations: their help texts may change freely."""

from __future__ import annotations

from typing import Any

from wagtail.fields import StreamField

from cms.blocks import ModuleBody, PublicBody, Steps

BODIES = {"module": ModuleBody, "public": PublicBody, "steps": Steps}


class BodyField(StreamField):
    """A body of the kind "module", "public" or "steps".

    The column is JSON whatever the blocks are, so a migration needs the kind alone.
    """

    def __init__(self, kind: str = "module", **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(BODIES[kind](), **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, "cms.fields.BodyField", [], {"kind": self.kind, **kwargs}
