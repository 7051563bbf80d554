"""The addresses of two rounds."""

from django.urls import path

from claims.views import rounds

ROUNDS = [
    path("claims/<uuid:pk>/round/", rounds.round_detail, name="round-detail"),
    path("claims/<uuid:pk>/round/ask/", rounds.round_ask, name="round-ask"),
    path("claims/<uuid:pk>/round/close/", rounds.round_close, name="round-close"),
    path("claims/<uuid:pk>/round/return/", rounds.round_return, name="round-return"),
    path("inquiries/<uuid:pk>/change/", rounds.inquiry_change, name="inquiry-change"),
    path("inquiries/<uuid:pk>/answer/", rounds.inquiry_answer, name="inquiry-answer"),
    path("answers/<uuid:pk>/change/", rounds.answer_change, name="answer-change"),
]
