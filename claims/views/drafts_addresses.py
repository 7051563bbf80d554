"""The addresses of what keeps work safe: drafts, and what is shown without a line."""

from django.urls import path

from claims.views import drafts, offline

DRAFTS = [
    path("claims/<uuid:pk>/draft/", drafts.draft_save, name="draft-save"),
    path("sw.js", offline.service_worker, name="service-worker"),
    path("offline/", offline.offline, name="offline"),
]
