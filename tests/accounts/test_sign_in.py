"""Ways in: what is said and not said, limits, mails, invitations only."""

import re
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import RoleName
from foundation import sealed
from foundation.models import OutboxMessage
from tests import people

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def maryam():
    return people.person("Maryam Ali", RoleName.TRAINEE)


@pytest.fixture
def sending(django_capture_on_commit_callbacks):
    """Mails leave when the work commits; here, when this block ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def enter(browser, someone, password=PASSWORD, **more):
    email = getattr(getattr(someone, "user", None), "email", someone)
    return browser.post(reverse("account_login"), {"login": email, "password": password, **more})


def test_in_and_to_the_home(maryam):
    browser = Client()
    answer = enter(browser, maryam)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/home/")
    assert SESSION_KEY in browser.session
    assert browser.session["shared_device"] is False
    assert not browser.session.get_expire_at_browser_close()
    assert browser.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


def test_the_address_is_taken_without_regard_to_case(maryam):
    assert enter(Client(), maryam.user.email.upper()).status_code == 302


def test_welsh_stays_welsh(maryam):
    browser = Client()
    answer = browser.post("/cy/account/login/", {"login": maryam.user.email, "password": PASSWORD})
    assert answer.headers["Location"].startswith("/cy/home/") or answer.headers["Location"] == "/home/"


def test_on_a_shared_device_the_session_goes_with_the_browser(maryam):
    browser = Client()
    answer = enter(browser, maryam, shared_device="on")
    assert browser.session["shared_device"] is True
    assert browser.session.get_expire_at_browser_close()
    assert answer.cookies["sessionid"]["max-age"] == ""
    # The choice belongs to one sign-in, not to the device.
    browser.post(reverse("account_logout"))
    enter(browser, maryam)
    assert browser.session["shared_device"] is False


def test_the_choice_outlives_the_code_by_email(maryam, sending):
    browser = Client()
    with sending():
        browser.post(
            reverse("account_request_login_code"), {"email": maryam.user.email, "shared_device": "on"}
        )
    code = re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[0].body, re.MULTILINE).group(1)
    answer = browser.post(reverse("account_confirm_login_code"), {"code": code})
    assert answer.headers["Location"] == "/home/"
    assert browser.session["shared_device"] is True


def test_what_does_not_match_is_said_beside_the_password(maryam):
    answer = enter(Client(), maryam, "wrong")
    form = answer.context["form"]
    assert list(form.errors) == ["password"]
    assert "do not match" in form.errors["password"][0]
    text = answer.content.decode()
    assert re.search(r"<title>\s*Error: Sign in", text)
    assert f'value="{maryam.user.email}"' in text
    assert "wrong" not in text


def test_empty_fields_are_asked_for_in_words():
    form = enter(Client(), "", "").context["form"]
    assert form.errors["login"] == ["Write your email address."]
    assert form.errors["password"] == ["Write your password."]
    form = enter(Client(), "maryam", "x").context["form"]
    assert form.errors["login"] == ["Write an email address, such as name@example.org."]


def test_a_closed_account_stays_closed(maryam):
    maryam.user.is_active = False
    maryam.user.save()
    browser = Client()
    enter(browser, maryam)
    assert SESSION_KEY not in browser.session


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_next_leads_to_no_other_site(maryam, target):
    answer = enter(Client(), maryam, next=target)
    assert answer.headers["Location"] == "/home/"


# What is said to somebody unknown


def same(one, other):
    """Two answers that differ in nothing but the address that was typed and the form's token."""

    def plain(answer):
        text = re.sub(r'value="\w{64}"', "", answer.content.decode())
        return answer.status_code, answer.headers.get("Location"), re.sub(r"[\w.]+@example\.org", "", text)

    return plain(one) == plain(other)


@pytest.mark.parametrize("name", ["account_reset_password", "account_request_login_code"])
def test_nobody_learns_who_has_an_account(maryam, name, sending):
    answers = []
    for address in (maryam.user.email, "nobody@example.org"):
        with sending():
            answers.append(Client().post(reverse(name), {"email": address}, follow=True))
    assert same(*answers)
    assert [message.to for message in mail.outbox] == [[maryam.user.email]]  # strangers get no mail
    assert same(enter(Client(), maryam, "wrong"), enter(Client(), "nobody@example.org", "wrong"))


@pytest.mark.parametrize("method", ["get", "post"])
def test_accounts_come_by_invitation(method):
    answer = getattr(Client(), method)(
        reverse("account_signup"), {"email": "new@example.org", "password1": "seven loud umbrellas"}
    )
    assert answer.status_code == 200
    assert "Accounts come by invitation" in answer.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()


# Limits


def test_passwords_cannot_be_guessed(maryam):
    for _attempt in range(5):
        enter(Client(), maryam, "wrong")
    answer = enter(Client(), maryam)  # even the right one, now
    assert answer.context["form"].errors["password"] == [
        "This was tried too often. Wait five minutes, then try again."
    ]


def test_one_address_cannot_try_many_accounts():
    browser = Client()
    codes = [enter(browser, f"p{number}@example.org", "wrong").status_code for number in range(31)]
    assert codes[:30] == [200] * 30
    assert codes[30] == 429


def test_the_page_of_a_limit_is_calm():
    browser = Client()
    for number in range(31):
        answer = enter(browser, f"p{number}@example.org", "wrong")
    text = answer.content.decode()
    assert "Please wait a little" in text
    assert "Nothing was changed" in text


def test_codes_and_links_are_limited(maryam, sending):
    for name, limit in [("account_request_login_code", 3), ("account_reset_password", 5)]:
        mail.outbox.clear()
        for _attempt in range(limit + 2):
            with sending():
                Client().post(reverse(name), {"email": maryam.user.email})
        assert len(mail.outbox) == limit


def test_a_code_is_tried_three_times(maryam, sending):
    browser = Client()
    with sending():
        browser.post(reverse("account_request_login_code"), {"email": maryam.user.email})
    code = re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[0].body, re.MULTILINE).group(1)
    for _attempt in range(3):
        browser.post(reverse("account_confirm_login_code"), {"code": "WRONG1"})
    browser.post(reverse("account_confirm_login_code"), {"code": code})
    assert SESSION_KEY not in browser.session


def test_a_second_factor_cannot_be_guessed(maryam):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(maryam.user, generate_totp_secret())
    browser = Client()
    enter(browser, maryam)
    for _attempt in range(6):
        answer = browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "tried too often" in answer.content.decode()
    assert SESSION_KEY not in browser.session


def test_the_secret_of_the_app_is_sealed(maryam):
    from allauth.mfa.totp.internal.auth import TOTP

    row = TOTP.activate(maryam.user, "JBSWY3DPEHPK3PXP").instance
    assert "JBSWY3DPEHPK3PXP" not in str(row.data)
    assert sealed.open_sealed(row.data["secret"], place="mfa.secret") == "JBSWY3DPEHPK3PXP"


# A new password


def test_a_new_password_by_link(maryam, sending):
    browser = Client()
    with sending():
        browser.post(reverse("account_reset_password"), {"email": maryam.user.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body).group(1)
    answer = browser.get(link, follow=True)
    assert link.split("/")[-2] not in answer.request["PATH_INFO"]  # the key is not in the page's address
    form = answer.request["PATH_INFO"]
    answer = browser.post(form, {"password1": "short"})
    assert answer.context["form"].errors["password1"]
    with sending():
        answer = browser.post(form, {"password1": "seven loud umbrellas"})
    assert answer.headers["Location"] == reverse("account_reset_password_from_key_done")
    assert mail.outbox[-1].subject == "About how you sign in"
    assert SESSION_KEY not in browser.session
    assert enter(Client(), maryam, "seven loud umbrellas").status_code == 302
    assert "This link has ended" in Client().get(link, follow=True).content.decode()
    # The link was in a row that keeps no secret once it was sent.
    assert not OutboxMessage.objects.exclude(sealed_body="").exists()


def test_a_new_password_does_not_replace_the_second_factor(sending):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    asha = people.person("Asha Rao", RoleName.ASSESSOR)
    TOTP.activate(asha.user, generate_totp_secret())
    browser = Client()
    with sending():
        browser.post(reverse("account_reset_password"), {"email": asha.user.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body).group(1)
    form = browser.get(link, follow=True).request["PATH_INFO"]
    browser.post(form, {"password1": "seven loud umbrellas"})
    answer = enter(browser, asha, "seven loud umbrellas")
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert SESSION_KEY not in browser.session


def test_changing_it_asks_for_the_present_one(maryam, sending):
    browser = people.client(maryam)
    address = reverse("account_change_password")
    answer = browser.post(address, {"oldpassword": "wrong", "password1": "seven loud umbrellas"})
    assert answer.context["form"].errors["oldpassword"] == ["That is not your present password. Try again."]
    with sending():
        answer = browser.post(address, {"oldpassword": PASSWORD, "password1": "seven loud umbrellas"})
    assert answer.headers["Location"] == "/account/"
    assert browser.get("/account/").status_code == 200  # still in, here
    assert mail.outbox[0].subject == "About how you sign in"


def test_a_new_address_counts_once_it_was_shown(maryam, sending):
    browser = people.client(maryam)
    old = maryam.user.email
    address = reverse("account_email")
    answer = browser.post(address, {"email": "new@example.org", "action_add": "1"})
    assert answer.headers["Location"].startswith("/account/reauthenticate/")
    with sending():
        browser.post(answer.headers["Location"], {"password": PASSWORD, "next": address}, follow=True)
    assert User.objects.get(pk=maryam.user.pk).email == old
    message = next(message for message in mail.outbox if message.to == ["new@example.org"])
    link = re.search(r"http://testserver(\S+)", message.body).group(1)
    with sending():
        browser.post(link)
    assert User.objects.get(pk=maryam.user.pk).email == "new@example.org"
    assert EmailAddress.objects.get(user=maryam.user).email == "new@example.org"
    # The old address is told, in case it was not she who asked.
    assert any(message.to == [old] for message in mail.outbox)


# Mails


ACCOUNTS = Path(apps.get_app_config("accounts").path)
TEMPLATES = sorted(
    path for path in ACCOUNTS.glob("templates/*/email/*_message.txt") if path.name != "base_message.txt"
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_mail_gives_nothing_away(path):
    from django.template.loader import render_to_string

    prefix = f"{path.parts[-3]}/email/{path.stem.removesuffix('_message')}"
    context = {
        "user": User(known_as="Maryam", email="maryam@example.org"),
        "email": "maryam@example.org",
        "code": "ABC-123",
        "password_reset_url": "https://x.example/a/",
        "activate_url": "https://x.example/b/",
        "timestamp": timezone.now(),
    }
    subject = render_to_string(f"{prefix}_subject.txt", context).strip()
    body = render_to_string(f"{prefix}_message.txt", context).strip()
    assert subject in {"Your code", "A link for you", "About how you sign in", "About your email"}
    for word in ("IMSA", "slavery", "advoca", "surviv", "trainee", "register", "<", "&"):
        assert word.lower() not in (subject + body).lower()
    assert "!" not in subject + body
    assert body.startswith("Hello,")


def test_there_is_a_mail_of_our_own_for_each_of_allauths():
    import allauth

    theirs = Path(allauth.__file__).parent / "templates"
    ours = ACCOUNTS / "templates"
    for folder in ("account", "mfa"):
        for path in (theirs / folder / "email").glob("*_message.txt"):
            if path.name != "base_message.txt":
                assert (ours / folder / "email" / path.name).exists(), path.name
                assert (ours / folder / "email" / path.name.replace("_message", "_subject")).exists()


def test_mails_are_written_in_the_persons_language(maryam, sending, monkeypatch):
    from django.utils import translation

    seen = []
    from allauth.account.adapter import DefaultAccountAdapter

    render = DefaultAccountAdapter.render_mail
    monkeypatch.setattr(
        DefaultAccountAdapter,
        "render_mail",
        lambda self, *args, **kwargs: (
            seen.append(translation.get_language()) or render(self, *args, **kwargs)
        ),
    )
    maryam.user.language = "cy"
    maryam.user.save()
    with sending():
        Client().post(reverse("account_reset_password"), {"email": maryam.user.email})
    assert seen == ["cy"]


def test_every_page_of_allauth_is_in_the_house():
    """A template of ours for each page that the site can show."""
    import allauth

    theirs = Path(allauth.__file__).parent / "templates"
    unused = {
        "account/base_confirm_code.html", "account/base_entrance.html", "account/base_manage.html",
        "account/base_manage_email.html", "account/base_manage_password.html", "account/base_manage_phone.html",
        "account/base_reauthenticate.html", "account/confirm_email_verification_code.html",
        "account/confirm_password_reset_code.html", "account/confirm_phone_verification_code.html",
        "account/email.html", "account/phone_change.html", "account/signup_by_passkey.html",
        "mfa/base_entrance.html", "mfa/base_manage.html", "mfa/trust.html", "mfa/recovery_codes/base.html",
        "mfa/totp/base.html", "mfa/webauthn/base.html", "mfa/webauthn/signup_form.html",
        "usersessions/base_manage.html",
    }  # fmt: skip
    pages = {
        str(path.relative_to(theirs))
        for folder in ("account", "mfa", "usersessions")
        for path in (theirs / folder).glob("**/*.html")
        if "snippets" not in path.parts
    }
    assert {page for page in pages - unused if not (ACCOUNTS / "templates" / page).exists()} == set()
