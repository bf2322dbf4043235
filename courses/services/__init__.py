"""Writes of `courses`: inviting and joining, learning, pausing."""
