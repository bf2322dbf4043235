"""News of this app for the apps above it."""

from django.dispatch import Signal

#: Sent after a contribution left every page. Gives `contribution` and `page_ids`.
contribution_withdrawn = Signal()
