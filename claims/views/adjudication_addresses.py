"""The addresses of settling what verdicts leave open."""

from django.urls import path

from claims.views import adjudication, panels
from claims.views.adjudication_list import adjudication_list

ADJUDICATION = [
    path("adjudication/", adjudication_list, name="adjudication-list"),
    path("claims/<uuid:pk>/adjudicate/", adjudication.claim_adjudicate, name="claim-adjudicate"),
    path("claims/<uuid:pk>/reopen/", adjudication.claim_reopen, name="claim-reopen"),
    path("claims/<uuid:pk>/confirm/", adjudication.claim_confirm, name="claim-confirm"),
    path("claims/<uuid:pk>/panel/", panels.panel_open, name="panel-open"),
    path("panels/<uuid:pk>/vote/", panels.panel_vote, name="panel-vote"),
    path("panels/<uuid:pk>/withdraw/", panels.panel_withdraw, name="panel-withdraw"),
    path("claims/<uuid:pk>/send-back/", panels.claim_send_back, name="claim-send-back"),
    path("returned/<uuid:pk>/answer/", panels.returned_answer, name="returned-answer"),
    path("returned/<uuid:pk>/withdraw/", panels.returned_withdraw, name="returned-withdraw"),
]
