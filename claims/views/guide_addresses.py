"""The addresses of scales, guidelines and examples."""

from django.urls import path

from claims.views import examples, guidelines, scale_form, scales

GUIDE = [
    path("guidelines/", guidelines.guideline_page, name="guideline-page"),
    path("guidelines/change/", guidelines.guideline_change, name="guideline-change"),
    path("guidelines/examples/new/", examples.example_add, name="example-add"),
    path("guidelines/<uuid:pk>/", guidelines.guideline_version, name="guideline-version"),
    path("examples/<uuid:pk>/change/", examples.example_change, name="example-change"),
    path("examples/<uuid:pk>/retire/", examples.example_retire, name="example-retire"),
    path("scales/", scales.scale_list, name="scale-list"),
    path("scales/<uuid:pk>/", scales.scale_page, name="scale-page"),
    path("scales/<uuid:pk>/change/", scale_form.scale_change, name="scale-change"),
    path("scales/<uuid:pk>/choose/", scales.scale_choose, name="scale-choose"),
    path("ratings/<uuid:pk>/retire/", scales.rating_retire, name="rating-retire"),
]
