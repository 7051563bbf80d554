"""The addresses of published outcomes, open to everybody who asks."""

from django.urls import path

from claims.views import rulings

RULINGS = [
    path("rulings/<uuid:pk>/", rulings.ruling_public, name="ruling-public"),
    path("rulings/<slug:slug>/", rulings.ruling_list, name="ruling-list"),
    path("rulings/<slug:slug>/feed.atom", rulings.ruling_atom, name="ruling-atom"),
    path("rulings/<slug:slug>/feed.json", rulings.ruling_json, name="ruling-json"),
    path("rulings/<slug:slug>/claimreview.json", rulings.ruling_reviews, name="ruling-reviews"),
]
