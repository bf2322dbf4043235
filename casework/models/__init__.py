"""What is asked of others, what stands still, and the numbers and reasons of the programme."""

from casework.models.holds import Hold
from casework.models.policy import PolicyNumber, Reason
from casework.models.requests import Request, RequestItem

__all__ = ["Hold", "PolicyNumber", "Reason", "Request", "RequestItem"]
