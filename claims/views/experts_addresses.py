"""The addresses of asking experts; the last one needs no account, but its token."""

from django.urls import path

from claims.views import experts

EXPERTS = [
    path("experts/", experts.expert_list, name="expert-list"),
    path("experts/new/", experts.expert_new, name="expert-new"),
    path("experts/<uuid:pk>/change/", experts.expert_change, name="expert-change"),
    path("expert/<str:token>/", experts.expert_page, name="expert-page"),
]
