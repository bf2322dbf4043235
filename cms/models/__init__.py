"""Contributions, sign-off, files, help lines, settings; the pages come last."""

from cms.models.contributions import Consent, Contribution, ContributionUse, Payment, Shown
from cms.models.files import Media, Paper, Picture, Rendition
from cms.models.helplines import HelpLine
from cms.models.signoff import (
    ClearedRevision,
    EditorTask,
    PageNotice,
    Reviewer,
    SignOff,
    SignOffReader,
    SignOffReasons,
    SignOffRequest,
    TakenOut,
)
from cms.models.site import SiteSettings
from cms.models.workflow import SecondReaderTask

from cms.pages import ContentPage, CoWrittenPage, GatedPage, HomePage, SpokenPage  # isort: skip

__all__ = [
    "ClearedRevision",
    "CoWrittenPage",
    "Consent",
    "ContentPage",
    "Contribution",
    "ContributionUse",
    "EditorTask",
    "GatedPage",
    "HelpLine",
    "HomePage",
    "Media",
    "PageNotice",
    "Paper",
    "Payment",
    "Picture",
    "Rendition",
    "Reviewer",
    "SecondReaderTask",
    "Shown",
    "SignOff",
    "SignOffReader",
    "SignOffReasons",
    "SignOffRequest",
    "SiteSettings",
    "SpokenPage",
    "TakenOut",
]
