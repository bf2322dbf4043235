"""The site on one's own machine: demonstration in, mail in a folder, errors in full."""

from config.environment import VAR_DIR
from config.settings.base import *  # noqa: F403
from config.settings.base import INSTALLED_APPS as BASE_APPS

DEBUG = True
DEMONSTRATION = True
INSTALLED_APPS = ["demonstration", *BASE_APPS]
ROOT_URLCONF = "config.urls_development"
OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
