"""The app's addresses."""

from django.urls import include, path

from claims.views import desk, documents, exports, intakes, jobs, judging, looking_up, shell, weighing, workbench

app_name = "claims"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("api/", include("claims.api.urls")),
    path("schema/", include("claims.api.published")),
    path("theme/", shell.theme_set, name="theme-set"),
    path("project/", shell.project_switch, name="project-switch"),
    path("worker-banner/", shell.worker_banner, name="worker-banner"),
    path("articles/", desk.article_list, name="article-list"),
    path("articles/new/", intakes.article_new, name="article-new"),
    path("articles/<uuid:pk>/", workbench.article_detail, name="article-detail"),
    path("articles/<uuid:pk>/split/", workbench.split_progress, name="split-progress"),
    path("articles/<uuid:pk>/split/retry/", workbench.split_retry, name="split-retry"),
    path("articles/<uuid:pk>/split/cancel/", workbench.split_cancel, name="split-cancel"),
    path("articles/<uuid:pk>/export.json", exports.article_export, name="article-export"),
    path("intakes/<uuid:pk>/", intakes.intake_detail, name="intake-detail"),
    path("intakes/<uuid:pk>/freeze/", intakes.intake_freeze, name="intake-freeze"),
    path("intakes/<uuid:pk>/retry/", intakes.intake_retry, name="intake-retry"),
    path("intakes/<uuid:pk>/cancel/", intakes.intake_cancel, name="intake-cancel"),
    path("claims/<uuid:pk>/", workbench.claim, name="claim"),
    path("claims/<uuid:pk>/judge/", judging.claim_judge, name="claim-judge"),
    path("claims/<uuid:pk>/lookups/", looking_up.lookup_list, name="lookup-list"),
    path("claims/<uuid:pk>/lookups/ask/", looking_up.lookup_ask, name="lookup-ask"),
    path("lookups/<uuid:pk>/retry/", looking_up.lookup_retry, name="lookup-retry"),
    path("lookups/<uuid:pk>/cancel/", looking_up.lookup_cancel, name="lookup-cancel"),
    path("evidence/<uuid:pk>/weigh/", weighing.evidence_weigh, name="evidence-weigh"),
    path("evidence/<uuid:pk>/set-aside/", weighing.evidence_set_aside, name="evidence-set-aside"),
    path("library/", documents.document_list, name="document-list"),
    path("library/new/", documents.document_new, name="document-new"),
    path("library/<uuid:pk>/", documents.document_detail, name="document-detail"),
    path("jobs/", jobs.job_list, name="job-list"),
    path("jobs/retry/", jobs.jobs_retry, name="jobs-retry"),
    path("jobs/cancel/", jobs.jobs_cancel, name="jobs-cancel"),
    path("jobs/<slug:kind>/<uuid:pk>/retry/", jobs.job_retry, name="job-retry"),
    path("jobs/<slug:kind>/<uuid:pk>/cancel/", jobs.job_cancel, name="job-cancel"),
]
