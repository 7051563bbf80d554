"""How every row of the domain is named: a UUIDv7, in keys, addresses and exports alike."""

import uuid

from django.db import models
from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """A fresh UUIDv7: sorts by time of birth, 74 random bits, so nobody guesses a neighbour's."""
    return uuid7()


class Identified(models.Model):
    """Base of the domain's models."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True
