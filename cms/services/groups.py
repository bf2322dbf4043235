"""Groups of Wagtail's admin follow from roles and are never edited by hand.

No group has the permission to publish: gated pages go live by their readers' last yes,
pages of text by the workflow's second reader.
"""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts.models import User
from accounts.permissions import role_names
from accounts.roles import CONTENT, RoleName

#: Permissions of each group on models: "app.codename".
MODELS = {
    RoleName.EDITOR: (
        "wagtailadmin.access_admin",
        "cms.view_media",
        "cms.add_media",
        "cms.change_media",
        "cms.view_helpline",
        "cms.add_helpline",
        "cms.change_helpline",
        "cms.view_contribution",
    ),
    RoleName.ADMINISTRATOR: (
        "wagtailadmin.access_admin",
        "cms.view_media",
        "cms.view_helpline",
        "cms.change_helpline",
        "cms.change_sitesettings",
        "wagtailredirects.view_redirect",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    ),
}
PAGES = {
    RoleName.EDITOR: ("add_page", "change_page", "lock_page", "unlock_page"),
    RoleName.ADMINISTRATOR: ("add_page", "change_page", "lock_page", "unlock_page"),
}
#: Wagtail asks for its own models' permissions, whatever models stand in for them.
COLLECTIONS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
WAGTAILS_OWN = ("Editors", "Moderators")


@transaction.atomic
def establish_groups() -> list[Group]:
    """Make the groups, with exactly these permissions, and remove Wagtail's own. Safe to run again."""
    Group.objects.filter(name__in=WAGTAILS_OWN).delete()
    groups = []
    root_page, root_collection = Page.get_first_root_node(), Collection.get_first_root_node()
    for role in sorted(CONTENT):
        group, _created = Group.objects.get_or_create(name=role)
        wanted = [name.lower().split(".", 1) for name in MODELS[role]]
        permissions = [
            permission
            for permission in Permission.objects.select_related("content_type")
            if [permission.content_type.app_label, permission.codename] in wanted
        ]
        group.permissions.set(permissions)
        _grant(GroupPagePermission, group, PAGES[role], ["wagtailcore"], page=root_page)
        _grant(
            GroupCollectionPermission,
            group,
            COLLECTIONS,
            ["wagtailimages", "wagtaildocs"],
            collection=root_collection,
        )
        groups.append(group)
    return groups


def _grant(model: type, group: Group, codenames: tuple[str, ...], apps: list[str], **where: object) -> None:
    wanted = Permission.objects.filter(content_type__app_label__in=apps, codename__in=codenames)
    model.objects.filter(group=group).exclude(permission__in=wanted).delete()  # type: ignore[attr-defined]
    for permission in wanted:
        model.objects.get_or_create(group=group, permission=permission, **where)  # type: ignore[attr-defined]


def sync_groups(user: User) -> None:
    """Put `user` into the groups of the roles they hold today, and out of all others."""
    wanted = {name for name in _fresh_role_names(user) if name in CONTENT}
    have = set(user.groups.values_list("name", flat=True))
    if wanted == have:
        return
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in sorted(wanted)])


def _fresh_role_names(user: User) -> frozenset[str]:
    """Today's roles as the database has them; the request's memory of them may be old."""
    return role_names(User.objects.get(pk=user.pk))
