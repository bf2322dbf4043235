"""Sign-in's edges, the way out, one's own account, and who holds which role."""

from accounts.views.errors import csrf_failure

__all__ = ["csrf_failure"]
