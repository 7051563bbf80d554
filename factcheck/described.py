"""How the API answers, and how its OpenAPI description is made."""

from typing import Any

REST: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "factcheck.basic.Basic",  # first: its challenge makes a 401 of a 403
        "rest_framework.authentication.SessionAuthentication",
        "claims.api.bearer.Bearer",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated", "claims.api.bearer.InScope"],
    "DEFAULT_THROTTLE_CLASSES": ["claims.api.rates.Rate"],
    "DEFAULT_SCHEMA_CLASS": "claims.api.mapping.Described",
    "DEFAULT_PAGINATION_CLASS": "claims.api.pages.Newest",
    "DEFAULT_RENDERER_CLASSES": ["claims.api.renderer.Json"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
    ],
    "EXCEPTION_HANDLER": "claims.api.problems.answer",
    "URL_FORMAT_OVERRIDE": None,  # ?format= names a file format of ours
    "PAGE_SIZE": 50,
}
SCHEMA: dict[str, Any] = {
    "TITLE": "Claim workbench API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "COMPONENT_SPLIT_PATCH": False,  # what a change takes is a shape of its own
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "claims.api.describing.add_problems",
    ],
    "ENUM_NAME_OVERRIDES": {
        "WorkState": "claims.models.WorkState",
        "ClaimState": "claims.models.ClaimState",
        "SourceKind": "claims.models.SourceKind",
        "DocumentKind": "claims.models.DocumentKind",
        "CollectionKind": "claims.models.CollectionKind",
        "AnswerKind": "claims.models.AnswerKind",
        "NoticeKind": "claims.models.NoticeKind",
        "Stance": "claims.models.Stance",
        "Grade": "claims.models.Grade",
        "WaiverReason": "claims.models.WaiverReason",
        "Role": "claims.models.Role",
        "JobKind": "claims.retrieval.jobs.NAMES",
        "HookEvent": "claims.models.HookEvent",
    },
}
