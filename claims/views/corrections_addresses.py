"""The addresses of what was published and corrected; the last three are open to everybody who asks."""

from django.urls import path

from claims.views import corrections

CORRECTIONS = [
    path("claims/<uuid:pk>/publish/", corrections.claim_publish, name="claim-publish"),
    path("corrections/", corrections.correction_list, name="correction-list"),
    path("corrections/<slug:slug>/", corrections.correction_public, name="correction-public"),
    path("corrections/<slug:slug>/feed.atom", corrections.correction_atom, name="correction-atom"),
    path("corrections/<slug:slug>/feed.json", corrections.correction_json, name="correction-json"),
]
