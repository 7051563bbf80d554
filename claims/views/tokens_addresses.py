"""The addresses of tokens."""

from django.urls import path

from claims.views import tokens

TOKENS = [
    path("settings/tokens/", tokens.token_list, name="token-list"),
    path("settings/tokens/make/", tokens.token_make, name="token-make"),
    path("settings/tokens/<uuid:pk>/revoke/", tokens.token_revoke, name="token-revoke"),
]
