"""Whatever a page does, the API does: every POST of a page stands here with its operation, or why it has none."""

from __future__ import annotations

from claims.api.description import document
from claims.api.grouping import operations
from tests.views.addresses import ADDRESSES

DONE_BY: dict[str, tuple[str, ...]] = {
    "answer-change": ("patch answers/{}",),
    "article-new": ("post articles",),
    "article-trash": ("delete articles/{}",),
    "attribution-tie": ("post attributions/{}/tie", "post attributions/{}/break", "post attributions/{}/choose"),
    "capture-ask": ("post documents/{}/captures",),
    "capture-cancel": ("post captures/{}/cancel",),
    "capture-retry": ("post captures/{}/retry",),
    "claim-adjudicate": ("post claims/{}/ruling",),
    "claim-bulk": (
        "post articles/{}/claims/trash",
        "post articles/{}/claims/restore",
        "post articles/{}/claims/source",
        "post claims/{}/merge",
    ),
    "claim-confirm": ("post claims/{}/ruling/confirm",),
    "claim-describe": ("patch claims/{}",),
    "claim-grade": ("post claims/{}/grade", "post claims/{}/grade/lift"),
    "claim-judge": ("post claims/{}/verdicts",),
    "claim-make": ("post articles/{}/claims/make",),
    "claim-merge": ("post claims/{}/merge",),
    "claim-publish": ("post claims/{}/publish", "post claims/{}/withdraw"),
    "claim-reopen": ("post claims/{}/ruling/reopen",),
    "claim-reshape": ("post claims/{}/reshape",),
    "claim-restore": ("post claims/{}/restore",),
    "claim-send-back": ("post claims/{}/send-back",),
    "claim-split": ("post claims/{}/split",),
    "claim-trash": ("delete claims/{}",),
    "claim-voice": ("post claims/{}/voice",),
    "collection-cancel": ("post collections/{}/cancel",),
    "collection-new": ("post collections", "post subscriptions"),
    "collection-retry": ("post collections/{}/retry",),
    "comment-add": ("post claims/{}/comments",),
    "comment-change": (
        "patch comments/{}",
        "delete comments/{}",
        "post comments/{}/resolve",
        "post comments/{}/reopen",
    ),
    "delivery-resend": ("post deliveries/{}/resend",),
    "document-new": ("post documents",),
    "document-trash": ("delete documents/{}", "post documents/{}/restore"),
    "edit-redo": ("post articles/{}/edits/redo",),
    "edit-undo": ("post articles/{}/edits/undo",),
    "evidence-address": ("post collections",),
    "evidence-locate": ("patch evidence/{}",),
    "evidence-quote": ("post claims/{}/evidence",),
    "evidence-set-aside": ("patch evidence/{}",),
    "evidence-weigh": ("patch evidence/{}",),
    "example-add": ("post projects/{}/examples",),
    "example-change": ("patch examples/{}",),
    "example-retire": ("post examples/{}/retire", "post examples/{}/offer"),
    "expert-change": ("post expert-links/{}/extend", "post expert-links/{}/revoke"),
    "expert-new": ("post projects/{}/expert-links",),
    "export-detail": ("post exports/{}/cancel", "post exports/{}/retry", "post exports/{}/link"),
    "export-start": ("post projects/{}/exports",),
    "fact-check-trash": ("delete fact-checks/{}", "post fact-checks/{}/restore"),
    "guideline-change": ("post projects/{}/guidelines",),
    "hold-lift": ("post holds/{}/lift",),
    "hold-place": ("post projects/{}/holds",),
    "import-columns": ("post projects/{}/imports",),
    "import-detail": ("post imports/{}/begin", "post imports/{}/cancel", "post imports/{}/retry"),
    "import-labels": ("post projects/{}/imports",),
    "import-new": ("post projects/{}/imports",),
    "inquiry-answer": ("post inquiries/{}/answers",),
    "inquiry-change": ("patch inquiries/{}",),
    "intake-cancel": ("post intakes/{}/cancel",),
    "intake-freeze": ("post intakes/{}/accept",),
    "intake-retry": ("post intakes/{}/retry",),
    "invitation-make": ("post projects/{}/invitations",),
    "invitation-revoke": ("delete projects/{}/invitations/{}",),
    "job-cancel": ("post lookups/{}/cancel", "post intakes/{}/cancel", "post articles/{}/split/cancel"),
    "job-retry": ("post lookups/{}/retry", "post intakes/{}/retry", "post articles/{}/split/retry"),
    "jobs-cancel": ("post projects/{}/jobs/cancel",),
    "jobs-retry": ("post projects/{}/jobs/retry",),
    "keeping-page": ("patch projects/{}/keeping",),
    "lookup-ask": ("post claims/{}/lookups",),
    "lookup-cancel": ("post lookups/{}/cancel",),
    "lookup-retry": ("post lookups/{}/retry",),
    "member-add": ("post projects/{}/members",),
    "member-remove": ("delete projects/{}/members/{}",),
    "member-set": ("patch projects/{}/members/{}",),
    "namesake-decide": ("post namesakes/{}/confirm", "post namesakes/{}/refuse"),
    "namesake-search": ("post sources/{}/namesakes",),
    "notices-read": ("post notices/read",),
    "panel-open": ("post claims/{}/panel",),
    "panel-vote": ("post panels/{}/vote",),
    "panel-withdraw": ("post panels/{}/withdraw",),
    "project-settings": ("patch projects/{}",),
    "question-answer": ("post questions/{}/answer",),
    "question-ask": ("post claims/{}/questions",),
    "question-withdraw": ("post questions/{}/withdraw",),
    "queue-assign": ("post projects/{}/queue/assign",),
    "queue-next": ("post projects/{}/queue/next",),
    "queue-undo": ("post projects/{}/queue/undo",),
    "rating-retire": (
        "post projects/{}/scales/{}/ratings/{}/retire",
        "post projects/{}/scales/{}/ratings/{}/offer",
    ),
    "returned-answer": ("post returned/{}/answer",),
    "returned-withdraw": ("post returned/{}/withdraw",),
    "round-ask": ("post claims/{}/round/questions",),
    "round-close": ("post claims/{}/round/close",),
    "round-return": ("post claims/{}/round/return",),
    "scale-change": ("post projects/{}/scales/{}/versions",),
    "scale-choose": ("post projects/{}/scales/{}/choose",),
    "seat-release": ("post seats/{}/release",),
    "sentence-unwaive": ("post articles/{}/sentences/unwaive",),
    "sentence-waive": ("post articles/{}/sentences/waive",),
    "service-try": ("post projects/{}/services/{}/try",),
    "source-answer": ("post sources/{}/answers",),
    "source-change": ("patch sources/{}",),
    "source-merge": ("post sources/{}/merge",),
    "source-trash": ("delete sources/{}", "post sources/{}/restore"),
    "source-unmerge": ("post sources/{}/unmerge",),
    "split-again": ("post articles/{}/split/again",),
    "split-cancel": ("post articles/{}/split/cancel",),
    "split-retry": ("post articles/{}/split/retry",),
    "story-join": ("post documents/{}/same-story",),
    "subscription-change": ("patch subscriptions/{}", "delete subscriptions/{}"),
    "token-make": ("post tokens",),
    "token-revoke": ("delete tokens/{}",),
    "trash-restore": (
        "post articles/{}/restore",
        "post documents/{}/restore",
        "post fact-checks/{}/restore",
        "post sources/{}/restore",
        "post subscriptions/{}/restore",
    ),
    "wayback-ask": ("post documents/{}/wayback",),
    "webhook-act": ("post webhooks/{}/test", "post webhooks/{}/secret", "post webhooks/{}/resend"),
    "webhook-change": ("patch webhooks/{}",),
    "webhook-make": ("post projects/{}/webhooks",),
}

NOT_DONE: dict[str, str] = {
    "draft-save": "belongs to the open page; a program keeps its own drafts",
    "expert-page": "is for somebody without an account, by the link that they were sent",
    "first-account": "there is no account yet that could hold a token",
    "invited": "makes an account; whoever opens the link has none",
    "key-map": "keys of the pages",
    "notice-settings": "a person's own mail, set where they read it",
    "project-switch": "the API names the project in each request",
    "source-identity": "who an unnamed source is leaves the page by no other way",
    "theme-set": "how the pages look",
    "trash-purge": "what cannot be taken back is confirmed by a person who sees it",
    "project-trash": "what takes a whole project away is confirmed by a person who sees it",
}
"""On purpose on the pages alone."""


def _posts() -> set[str]:
    return {address.name for address in ADDRESSES if address.method == "post"}


def _described() -> set[str]:
    found = set()
    for path, method, _told in operations(document()):
        parts = path.removeprefix("/api/v1/").strip("/").split("/")
        found.add(f"{method} {'/'.join('{}' if part.startswith('{') else part for part in parts)}")
    return found


def test_every_act_of_a_page_is_an_operation_or_has_a_reason() -> None:
    assert _posts() == DONE_BY.keys() | NOT_DONE.keys()


def test_no_act_stands_in_two_lists() -> None:
    assert not DONE_BY.keys() & NOT_DONE.keys()


def test_the_operations_are_there() -> None:
    named = {operation for several in DONE_BY.values() for operation in several}
    assert named - _described() == set()
