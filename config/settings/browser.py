"""Settings of the site that browser tests, the audit, screenshots and benchmarks drive.

The demonstration's data, production's behaviour: no debug pages, real middleware;
fast hashing, mail in a folder, static files straight from the finders.
"""

from config.environment import VAR_DIR
from config.settings.base import *  # noqa: F403
from config.settings.base import INSTALLED_APPS as BASE_APPS, environment

DEMONSTRATION = True
INSTALLED_APPS = ["demonstration", *BASE_APPS]
ROOT_URLCONF = "config.urls_development"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = environment.media_root.parent / "mail" if environment.media_root else VAR_DIR / "mail"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
# One machine plays everybody: the limits of one address would stop the play.
ACCOUNT_RATE_LIMITS = False
