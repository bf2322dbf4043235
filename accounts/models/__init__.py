"""People: sign-in, persons, organisations, roles, and the audit of what they do."""

from accounts.models.audit import AuditDetail, AuditEvent, Notice
from accounts.models.forms import FormOwner
from accounts.models.organisations import DeclaredRelationship, Employment, Nation, Organisation
from accounts.models.people import Person, PreviousName, User
from accounts.models.roles import Role, RoleGrant, RoleRequest

__all__ = [
    "AuditDetail",
    "AuditEvent",
    "DeclaredRelationship",
    "Employment",
    "FormOwner",
    "Nation",
    "Notice",
    "Organisation",
    "Person",
    "PreviousName",
    "Role",
    "RoleGrant",
    "RoleRequest",
    "User",
]
