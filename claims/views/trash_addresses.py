"""Addresses of the trash, of what a project keeps for how long, and of holds."""

from django.urls import path

from claims.views import for_good, keeping, trash, trash_acts

TRASH = [
    path("trash/", trash.trash_page, name="trash-page"),
    path("trash/<slug:kind>/<uuid:pk>/restore/", trash.trash_restore, name="trash-restore"),
    path("articles/<uuid:pk>/trash/", trash_acts.article_trash, name="article-trash"),
    path("sources/<uuid:pk>/trash/", trash_acts.source_trash, name="source-trash"),
    path("trash/<slug:kind>/<uuid:pk>/purge/", for_good.trash_purge, name="trash-purge"),
    path("settings/keeping/", keeping.keeping_page, name="keeping-page"),
    path("settings/keeping/hold/", keeping.hold_place, name="hold-place"),
    path("settings/keeping/hold/<uuid:pk>/lift/", keeping.hold_lift, name="hold-lift"),
    path("settings/trash/", trash_acts.project_trash, name="project-trash"),
]
