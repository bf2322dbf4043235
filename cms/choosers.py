"""The admin's choosers for contributions and media. They show codes and labels, never people."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cms.states import ContributionState


class _ContributionColumns:
    """Code, kind, label and state."""

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,  # type: ignore[misc]
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("about", label=_("About")),
            Column("state", label=_("State"), accessor="get_state_display"),
        ]


class ContributionChooseView(_ContributionColumns, ChooseView):
    """The chooser's window."""


class ContributionChooseResultsView(_ContributionColumns, ChooseResultsView):
    """The chooser's list."""


class ContributionChooserViewSet(ChooserViewSet):
    """Chooses among contributions that can be used."""

    model = "cms.Contribution"
    icon = "openquote"
    choose_one_text = _("Choose a contribution")
    choose_another_text = _("Choose another contribution")
    choose_view_class = ContributionChooseView
    choose_results_view_class = ContributionChooseResultsView
    url_filter_parameters: Any = ()

    def get_object_list(self) -> Any:
        """Only those that are held: withdrawn ones cannot be chosen."""
        return apps.get_model("cms", "Contribution").objects.filter(state=ContributionState.HELD)


class MediaChooserViewSet(ChooserViewSet):
    """Chooses among recordings and films."""

    model = "cms.Media"
    icon = "media"
    choose_one_text = _("Choose a recording or film")
    choose_another_text = _("Choose another one")


contribution_chooser = ContributionChooserViewSet("contribution_chooser", url_prefix="contributions/choose")
media_chooser = MediaChooserViewSet("media_chooser", url_prefix="media/choose")
