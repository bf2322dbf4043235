"""Settings of an image build: collects static files, serves nothing, knows no secrets."""

from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
