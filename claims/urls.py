"""The app's addresses."""

from django.urls import include, path

from claims.api.reference import reference
from claims.views import (
    articles,
    desk,
    exports,
    intakes,
    jobs,
    judging,
    key_map,
    looking_up,
    paper,
    searching,
    services,
    settings,
    shell,
    source_acts,
    sources,
    sourcing,
    voices,
    weighing,
    workbench,
)
from claims.views.adjudication_addresses import ADJUDICATION
from claims.views.corrections_addresses import CORRECTIONS
from claims.views.drafts_addresses import DRAFTS
from claims.views.editing_addresses import EDITING
from claims.views.experts_addresses import EXPERTS
from claims.views.exports_addresses import EXPORTS
from claims.views.figures_addresses import FIGURES
from claims.views.guide_addresses import GUIDE
from claims.views.imports_addresses import IMPORTS
from claims.views.library_addresses import LIBRARY
from claims.views.live_addresses import LIVE
from claims.views.members_addresses import MEMBERS
from claims.views.queue_addresses import QUEUE
from claims.views.rounds_addresses import ROUNDS
from claims.views.rulings_addresses import RULINGS
from claims.views.talk_addresses import TALK
from claims.views.tokens_addresses import TOKENS
from claims.views.trash_addresses import TRASH
from claims.views.webhooks_addresses import WEBHOOKS

app_name = "claims"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("api/", reference, name="api-reference"),
    path("api/", include("claims.api.urls")),
    path("schema/", include("claims.api.published")),
    path("theme/", shell.theme_set, name="theme-set"),
    path("settings/", settings.project_settings, name="project-settings"),
    path("settings/keys/", key_map.key_map, name="key-map"),
    path("project/", shell.project_switch, name="project-switch"),
    path("worker-banner/", shell.worker_banner, name="worker-banner"),
    path("articles/", articles.article_list, name="article-list"),
    path("articles/new/", intakes.article_new, name="article-new"),
    path("articles/<uuid:pk>/", workbench.article_detail, name="article-detail"),
    path("articles/<uuid:pk>/split/", workbench.split_progress, name="split-progress"),
    path("articles/<uuid:pk>/split/retry/", workbench.split_retry, name="split-retry"),
    path("articles/<uuid:pk>/split/again/", workbench.split_again, name="split-again"),
    path("articles/<uuid:pk>/split/cancel/", workbench.split_cancel, name="split-cancel"),
    path("articles/<uuid:pk>/sourcing/", sourcing.article_sourcing, name="article-sourcing"),
    path("articles/<uuid:pk>/paper/", paper.article_paper, name="article-paper"),
    path("articles/<uuid:pk>/export.json", exports.article_export, name="article-export"),
    path("intakes/<uuid:pk>/", intakes.intake_detail, name="intake-detail"),
    path("intakes/<uuid:pk>/freeze/", intakes.intake_freeze, name="intake-freeze"),
    path("intakes/<uuid:pk>/retry/", intakes.intake_retry, name="intake-retry"),
    path("intakes/<uuid:pk>/cancel/", intakes.intake_cancel, name="intake-cancel"),
    path("claims/<uuid:pk>/", workbench.claim, name="claim"),
    path("claims/<uuid:pk>/judge/", judging.claim_judge, name="claim-judge"),
    path("claims/<uuid:pk>/lookups/", looking_up.lookup_list, name="lookup-list"),
    path("claims/<uuid:pk>/lookups/ask/", looking_up.lookup_ask, name="lookup-ask"),
    path("claims/<uuid:pk>/grade/", voices.claim_grade, name="claim-grade"),
    path("attributions/<uuid:pk>/tie/", voices.attribution_tie, name="attribution-tie"),
    path("lookups/<uuid:pk>/retry/", looking_up.lookup_retry, name="lookup-retry"),
    path("lookups/<uuid:pk>/cancel/", looking_up.lookup_cancel, name="lookup-cancel"),
    path("evidence/<uuid:pk>/weigh/", weighing.evidence_weigh, name="evidence-weigh"),
    path("evidence/<uuid:pk>/set-aside/", weighing.evidence_set_aside, name="evidence-set-aside"),
    path("sources/", sources.source_list, name="source-list"),
    path("sources/options/", sources.source_options, name="source-options"),
    path("sources/<uuid:pk>/", sources.source_detail, name="source-detail"),
    path("sources/<uuid:pk>/change/", source_acts.source_change, name="source-change"),
    path("sources/<uuid:pk>/merge/", source_acts.source_merge, name="source-merge"),
    path("sources/<uuid:pk>/answer/", source_acts.source_answer, name="source-answer"),
    path("sources/<uuid:pk>/identity/", source_acts.source_identity, name="source-identity"),
    path("sources/<uuid:pk>/namesakes/", source_acts.namesake_search, name="namesake-search"),
    path("namesakes/<uuid:pk>/decide/", source_acts.namesake_decide, name="namesake-decide"),
    path("merges/<uuid:pk>/undo/", source_acts.source_unmerge, name="source-unmerge"),
    *ADJUDICATION,
    *CORRECTIONS,
    *EDITING,
    *EXPERTS,
    *EXPORTS,
    *FIGURES,
    *GUIDE,
    *IMPORTS,
    *LIBRARY,
    *DRAFTS,
    *ROUNDS,
    *RULINGS,
    *LIVE,
    *QUEUE,
    *MEMBERS,
    *TALK,
    *TOKENS,
    *TRASH,
    *WEBHOOKS,
    path("search/", searching.search_page, name="search-page"),
    path("jobs/", jobs.job_list, name="job-list"),
    path("jobs/retry/", jobs.jobs_retry, name="jobs-retry"),
    path("jobs/cancel/", jobs.jobs_cancel, name="jobs-cancel"),
    path("services/try/", services.service_try, name="service-try"),
    path("jobs/<slug:kind>/<uuid:pk>/retry/", jobs.job_retry, name="job-retry"),
    path("jobs/<slug:kind>/<uuid:pk>/cancel/", jobs.job_cancel, name="job-cancel"),
]
