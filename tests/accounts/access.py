"""The permission table of accounts: its own addresses, allauth's, and the site's health."""

from __future__ import annotations

from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from accounts.models import Notice
from accounts.roles import RoleName
from accounts.services import ask_for_role
from tests import people
from tests.access import SIGN_IN, Row, World
from tests.accounts.passkeys import passkey


def build() -> World:
    """Maryam and her messages, Beth the trainee beside her; administrators; the factors of one."""
    maryam = people.person("Maryam Ali", RoleName.TRAINEE)
    beth = people.person("Beth Lloyd", RoleName.TRAINEE)
    ada = people.person("Ada Obi", RoleName.ADMINISTRATOR)
    keys = people.person("Keisha Cole", RoleName.TRAINEE)
    TOTP.activate(keys.user, generate_totp_secret())
    RecoveryCodes.activate(keys.user)
    return {
        "maryam": maryam,
        "beth": beth,
        "ada": ada,
        "alun": people.person("Alun Huws", RoleName.ADMINISTRATOR),
        "lena": people.person("Lena Marsh", RoleName.CO_PRODUCTION_LEAD),
        "role": beth.user.roles.create(name=RoleName.EDITOR),
        "asked": ask_for_role(user=beth.user, name=RoleName.ASSESSOR, by=ada.user, reason="Qualified"),
        "keys": keys,
        "passkey": passkey(keys.user),
        "notice": Notice.objects.create(user=maryam.user, kind="test", title="Something", link="/home/"),
    }


def notice(world: World) -> dict[str, Any]:
    return {"public_id": world["notice"].public_id}


def key_of(world: World) -> dict[str, Any]:
    return {"pk": world["passkey"].pk}


def mine(name: str, status: int = 200, **more: Any) -> Row:
    """A page of one's own account: everybody has one, nobody has another's."""
    return Row(name, SIGN_IN, None, ("maryam", status), **more)


ROWS = [
    # The way out and the site's health are for anybody.
    Row("accounts:exit", 303, None, ("maryam", 303)),
    Row("accounts:exit", 204, None, ("maryam", 204), method="post"),
    Row("health_live", 200, None, ("maryam", 200)),
    Row("health_ready", 200, None, ("maryam", 200)),  # `make test` makes the fonts first
    Row("accounts:reading", 200, None, ("maryam", 200)),
    # One's own account
    mine("accounts:overview"),
    mine("accounts:details"),
    mine("accounts:welcome"),
    mine("accounts:second_step"),
    mine("accounts:kept"),
    mine("accounts:kept_copy", method="post"),
    mine("accounts:resume", 302),
    Row(
        "accounts:act_as",
        SIGN_IN,
        ("maryam", 404),
        None,
        method="post",
        data=lambda world: {"role": RoleName.ASSESSOR},
    ),
    mine("accounts:act_as", 302, method="post", data=lambda world: {"role": RoleName.TRAINEE}),
    # Messages
    mine("accounts:notices"),
    Row("accounts:notice", SIGN_IN, ("beth", 404), ("maryam", 200), kwargs=notice),
    Row("accounts:notice_open", SIGN_IN, ("beth", 404), ("maryam", 302), kwargs=notice, method="post"),
    Row("accounts:notice_later", SIGN_IN, ("beth", 404), ("maryam", 302), kwargs=notice, method="post"),
    # allauth: the ways in
    Row("account_login", 200, None, ("maryam", 302)),
    Row("account_logout", 302, None, ("maryam", 200)),
    Row("account_signup", 200, None, ("maryam", 302)),
    Row("account_inactive", 200, None, ("maryam", 200)),
    Row("account_request_login_code", 200, None, ("maryam", 302)),
    Row("account_confirm_login_code", 302, None, ("maryam", 302)),
    Row("account_reset_password", 200, None, ("maryam", 200)),
    Row("account_reset_password_done", 200, None, ("maryam", 200)),
    Row("account_reset_password_from_key_done", 200, None, ("maryam", 200)),
    Row(
        "account_reset_password_from_key",
        200,
        None,
        ("maryam", 200),
        kwargs=lambda world: {"uidb36": "1", "key": "no-such-key"},
    ),
    Row("account_email_verification_sent", 200, None, ("maryam", 200)),
    Row("account_confirm_email", 200, None, ("maryam", 200), kwargs=lambda world: {"key": "no-such-key"}),
    Row("mfa_authenticate", 302, None, ("maryam", 302)),
    Row("mfa_login_webauthn", 302, None, ("maryam", 302)),
    # allauth: one's own sign-in
    mine("account_email"),
    mine("account_change_password"),
    mine("account_set_password", 302),
    mine("account_reauthenticate"),
    mine("usersessions_list"),
    mine("mfa_index"),
    mine("mfa_activate_totp", 302),  # asks for the password first
    mine("mfa_add_webauthn", 302),
    mine("mfa_list_webauthn"),
    Row("mfa_deactivate_totp", SIGN_IN, ("maryam", 404), ("keys", 302)),
    Row("mfa_reauthenticate", SIGN_IN, ("maryam", 302), ("keys", 200)),
    Row("mfa_reauthenticate_webauthn", SIGN_IN, ("maryam", 302), ("keys", 200)),
    Row("mfa_view_recovery_codes", SIGN_IN, ("maryam", 404), ("keys", 302)),
    Row("mfa_download_recovery_codes", SIGN_IN, ("maryam", 404), ("keys", 302)),
    Row("mfa_generate_recovery_codes", SIGN_IN, ("maryam", 302), ("keys", 302)),
    Row("mfa_remove_webauthn", SIGN_IN, ("maryam", 302), ("keys", 302), kwargs=key_of),
    Row("mfa_edit_webauthn", SIGN_IN, ("maryam", 302), ("keys", 302), kwargs=key_of),
]


def person(world: World) -> dict[str, Any]:
    return {"public_id": world["beth"].user.public_id}


def givers(name: str, status: int = 200, **more: Any) -> Row:
    """A page of those who give roles."""
    return Row(name, SIGN_IN, ("maryam", 404), ("ada", status), right_also=(("lena", status),), **more)


ROWS += [
    givers("accounts:people"),
    givers("accounts:person_new"),
    givers("accounts:role_log"),
    givers("accounts:person_roles", kwargs=person),
    givers("accounts:person_roles", kwargs=person, method="post"),
    givers("accounts:person_link", 302, kwargs=person, method="post"),
    Row("accounts:role_end", SIGN_IN, ("maryam", 404), ("ada", 404), kwargs=person, method="post"),
    Row(
        "accounts:role_end",
        SIGN_IN,
        ("lena", 404),  # she gives another role, not this one
        ("ada", 302),
        kwargs=person,
        method="post",
        data=lambda world: {"role": world["role"].pk, "reason": "left"},
    ),
    Row(
        "accounts:role_answer",
        SIGN_IN,
        ("lena", 404),
        ("alun", 302),
        kwargs=lambda world: {"public_id": world["asked"].public_id},
        method="post",
        data=lambda world: {"event": "confirm"},
        right_also=(("ada", 403),),  # she sees it, and somebody else answers
    ),
]
