"""The addresses of settling what verdicts leave open."""

from django.urls import path

from claims.views import adjudication

ADJUDICATION = [
    path("adjudication/", adjudication.adjudication_list, name="adjudication-list"),
    path("claims/<uuid:pk>/adjudicate/", adjudication.claim_adjudicate, name="claim-adjudicate"),
    path("claims/<uuid:pk>/reopen/", adjudication.claim_reopen, name="claim-reopen"),
]
