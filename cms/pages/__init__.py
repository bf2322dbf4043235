"""Page classes; imported last by `cms.models`."""

from cms.pages.gated import GatedPage, SpokenPage
from cms.pages.public import ContentPage, CoWrittenPage, HomePage

__all__ = ["CoWrittenPage", "ContentPage", "GatedPage", "HomePage", "SpokenPage"]
