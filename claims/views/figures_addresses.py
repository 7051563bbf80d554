"""The addresses of figures."""

from django.urls import path

from claims.views import figures, figures_spans, progress

FIGURES = [
    path("figures/agreement/", figures.agreement_page, name="agreement-page"),
    path("figures/agreement.csv", figures.agreement_file, name="agreement-file"),
    path("figures/agreement/claims/", figures.agreement_claims, name="agreement-claims"),
    path("figures/spans/", figures_spans.span_agreement, name="span-agreement"),
    path("figures/progress/", progress.progress_page, name="progress-page"),
]
