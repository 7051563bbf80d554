"""The addresses of exports."""

from django.urls import path

from claims.views import exports

EXPORTS = [
    path("articles/<uuid:pk>/export/<slug:fmt>/", exports.article_export, name="article-export"),
    path("exports/", exports.export_list, name="export-list"),
    path("exports/start/", exports.export_start, name="export-start"),
    path("exports/<uuid:pk>/", exports.export_detail, name="export-detail"),
    path("exports/<uuid:pk>/file/", exports.export_file, name="export-file"),
]
