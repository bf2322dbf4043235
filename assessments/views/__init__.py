"""Views of the assessment."""
