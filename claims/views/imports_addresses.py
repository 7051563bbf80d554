"""The addresses of imports."""

from django.urls import path

from claims.views import imports, labels, refused

IMPORTS = [
    path("imports/", imports.import_list, name="import-list"),
    path("imports/new/", imports.import_new, name="import-new"),
    path("imports/<uuid:pk>/", imports.import_detail, name="import-detail"),
    path("imports/<uuid:pk>/columns/", imports.import_columns, name="import-columns"),
    path("imports/<uuid:pk>/labels/", labels.import_labels, name="import-labels"),
    path("imports/<uuid:pk>/refused/", refused.import_refused, name="import-refused"),
]
