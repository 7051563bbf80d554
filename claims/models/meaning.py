"""The meaning of a claim, beside the claim: its row changes often, and a vector's index would change with it."""

from __future__ import annotations

from django.db import models
from pgvector.django import HnswIndex, VectorField

from .claim import Claim
from .search import VECTOR_SIZE


class ClaimMeaning(models.Model):
    """Where a claim's wording stands among all meanings: a unit vector."""

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, primary_key=True, related_name="meaning")
    embedding = VectorField(dimensions=VECTOR_SIZE)

    class Meta:
        indexes = [HnswIndex(name="claim_meaning", fields=["embedding"], opclasses=["vector_cosine_ops"])]

    def __str__(self) -> str:
        return str(self.claim_id)
