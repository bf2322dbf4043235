"""Screens of `courses`: inviting, joining, cohorts, learning."""
