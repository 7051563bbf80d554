"""The addresses of the library: documents, fact-checks, collections, archived copies, evidence by hand."""

from django.urls import path

from claims.views import captures, collections, documents, fact_checks, gathering

LIBRARY = [
    path("library/", documents.document_list, name="document-list"),
    path("library/new/", documents.document_new, name="document-new"),
    path("library/many/", collections.collection_new, name="collection-new"),
    path("library/collections/", collections.collection_list, name="collection-list"),
    path("library/collections/<uuid:pk>/", collections.collection_detail, name="collection-detail"),
    path("library/collections/<uuid:pk>/retry/", collections.collection_retry, name="collection-retry"),
    path("library/collections/<uuid:pk>/cancel/", collections.collection_cancel, name="collection-cancel"),
    path("library/feeds/<uuid:pk>/", collections.subscription_change, name="subscription-change"),
    path("library/<uuid:pk>/", documents.document_detail, name="document-detail"),
    path("library/<uuid:pk>/trash/", documents.document_trash, name="document-trash"),
    path("library/<uuid:pk>/copy/", captures.capture_ask, name="capture-ask"),
    path("library/<uuid:pk>/wayback/", captures.wayback_ask, name="wayback-ask"),
    path("library/<uuid:pk>/same-story/", gathering.story_join, name="story-join"),
    path("library/<uuid:pk>/quote/", gathering.evidence_quote, name="evidence-quote"),
    path("fact-checks/", fact_checks.fact_check_list, name="fact-check-list"),
    path("fact-checks/<uuid:pk>/", fact_checks.fact_check_detail, name="fact-check-detail"),
    path("fact-checks/<uuid:pk>/trash/", fact_checks.fact_check_trash, name="fact-check-trash"),
    path("copies/<uuid:pk>/", captures.capture_detail, name="capture-detail"),
    path("copies/<uuid:pk>/page/", captures.capture_page, name="capture-page"),
    path("copies/<uuid:pk>/file/", captures.capture_file, name="capture-file"),
    path("copies/<uuid:pk>/retry/", captures.capture_retry, name="capture-retry"),
    path("copies/<uuid:pk>/cancel/", captures.capture_cancel, name="capture-cancel"),
    path("claims/<uuid:pk>/evidence/address/", gathering.evidence_address, name="evidence-address"),
    path("evidence/<uuid:pk>/locate/", gathering.evidence_locate, name="evidence-locate"),
]
