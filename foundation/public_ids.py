"""Random ids for addresses: a URL never carries a primary key."""

import secrets

from django.db import models

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 14


def new_public_id() -> str:
    """14 characters from 31 (69 bits), without ones that are easily confused."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class PublicIdModel(models.Model):
    """A row that has an address of its own."""

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True
