"""`User` signs in; `Person` is who the register, the evidence and certificates speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models.organisations import Nation
from accounts.roles import RoleName
from foundation import clock
from foundation.public_ids import PublicIdModel

if TYPE_CHECKING:
    from accounts.models.roles import Role


class UserManager(BaseUserManager["User"]):
    """Creates users; addresses are compared without regard to case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a user with a usable or, without `password`, an unusable password."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Only for the operator's console; no screen of the product makes one."""
        return self.create_user(email, password, is_superuser=True, **fields)


class User(PublicIdModel, AbstractBaseUser, PermissionsMixin):
    """Sign-in, the name somebody goes by, and how they like to read.

    Purpose: to let people in, and only them. Lawful basis: contract or public task.
    Never deleted: erasure blanks the row.
    """

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As on this device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class TextSize(models.TextChoices):
        NORMAL = "normal", _("Normal")
        LARGE = "large", _("Larger")
        LARGEST = "largest", _("Largest")

    class Spacing(models.TextChoices):
        NORMAL = "normal", _("Normal")
        WIDE = "wide", _("Wider")

    class ContactBy(models.TextChoices):
        MAIL = "mail", _("By email and here")
        HERE = "here", _("Only here, when I sign in")

    email = models.EmailField(_("email address"), max_length=254)
    known_as = models.CharField(_("the name you go by"), max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now, editable=False)
    language = models.CharField(max_length=5, default="en", choices=[("en", "English"), ("cy", "Cymraeg")])
    theme = models.CharField(max_length=8, choices=Theme, default=Theme.SYSTEM)
    text_size = models.CharField(max_length=8, choices=TextSize, default=TextSize.NORMAL)
    spacing = models.CharField(max_length=8, choices=Spacing, default=Spacing.NORMAL)
    exit_by_shift = models.BooleanField(default=True)
    exit_to = models.CharField(max_length=12, blank=True)
    contact_by = models.CharField(max_length=8, choices=ContactBy, default=ContactBy.MAIL)
    welcomed_at = models.DateTimeField(null=True, blank=True)
    active_role = models.CharField(max_length=32, choices=RoleName, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    #: One request's memory of the roles held today; `accounts.permissions` fills it.
    roles_today: list[Role] | None = None

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.known_as or self.public_id

    @property
    def exit_url(self) -> str:
        """Where the way out leads for this person: their own choice, or the site's page."""
        _name, url = settings.EXIT_PAGES.get(self.exit_to, ("", settings.EXIT_URL))
        return str(url)

    def get_full_name(self) -> str:
        """Wagtail shows this; it is the name somebody goes by, never an address."""
        return self.known_as or self.public_id

    def get_short_name(self) -> str:
        return self.get_full_name()

    @property
    def first_name(self) -> str:
        """Wagtail's sidebar asks for this, and shows the address where it is missing."""
        return self.get_full_name()


class Person(PublicIdModel):
    """Somebody with a professional record: trainee, advocate, assessor, panel member.

    Purpose: training, assessment and accreditation of one person. Lawful basis:
    public task and contract. Retention: six years after the entry left the register.
    """

    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.PROTECT, related_name="person")
    practising_name = models.CharField(_("the name you practise under"), max_length=120)
    certificate_name = models.CharField(_("the name on your certificate"), max_length=120, blank=True)
    born_on = models.DateField(null=True, blank=True)
    nation = models.CharField(max_length=2, choices=Nation, blank=True)
    region = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["practising_name", "pk"]

    def __str__(self) -> str:
        return self.practising_name

    @property
    def name_on_papers(self) -> str:
        """The certificate name where one was given, else the practising name."""
        return self.certificate_name or self.practising_name


class PreviousName(models.Model):
    """A name somebody had; serves staff who look for duplicates, never the public."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="previous_names")
    name = models.CharField(max_length=120)
    until = models.DateField()
    searchable_in_public = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-until", "pk"]

    def __str__(self) -> str:
        return self.name
