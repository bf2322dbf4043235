"""Forms of the assessment's screens."""
