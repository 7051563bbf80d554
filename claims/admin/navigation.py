"""The admin's side bar: what is managed first, then what is looked at, in the order of the work."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

SECTIONS: list[tuple[str, list[tuple[str, str]]]] = [
    ("Manage", [
        ("claims.Project", "newspaper"), ("claims.Membership", "badge"), ("claims.User", "person"),
        ("auth.Group", "group"), ("claims.Scale", "straighten"), ("claims.ScaleVersion", "history_edu"),
        ("claims.Rating", "star_rate"), ("claims.Guideline", "menu_book"), ("claims.Example", "lightbulb"),
        ("claims.Retention", "auto_delete"), ("claims.Hold", "lock_clock"),
    ]),
    ("Came in", [
        ("claims.Intake", "move_to_inbox"), ("claims.Article", "article"), ("claims.Revision", "notes"),
        ("claims.Split", "content_cut"), ("claims.Sentence", "short_text"), ("claims.Waiver", "block"),
    ]),
    ("Claimed", [
        ("claims.Claim", "format_quote"), ("claims.ClaimMeaning", "hub"),
        ("claims.Attribution", "link"), ("claims.Reading", "help"), ("claims.Span", "data_array"),
    ]),
    ("Rests on", [
        ("claims.Source", "record_voice_over"), ("claims.Mention", "campaign"), ("claims.Merge", "merge"),
        ("claims.NamesakeSearch", "person_search"), ("claims.Namesake", "contact_page"),
        ("claims.GradeOverride", "grade"), ("claims.SourcingAnswer", "quiz"),
        ("claims.ConfidentialIdentity", "lock"),
    ]),
    ("Found", [
        ("claims.Lookup", "travel_explore"), ("claims.LookupRun", "history"),
        ("claims.Document", "library_books"), ("claims.Passage", "segment"), ("claims.Evidence", "fact_check"),
    ]),
    ("Brought in", [
        ("claims.Collection", "inventory_2"), ("claims.Subscription", "rss_feed"),
        ("claims.Capture", "inventory"), ("claims.WaybackSave", "archive"), ("claims.FactCheck", "verified"),
    ]),
    ("Taken along", [
        ("claims.Export", "upload_file"), ("claims.Import", "download"), ("claims.Mapping", "table_chart"),
        ("claims.Webhook", "webhook"), ("claims.Delivery", "outgoing_mail"), ("claims.Token", "key"),
        ("claims.Invitation", "mail"),
        ("claims.IdempotencyKey", "repeat_one"),
    ]),
    ("Worked on", [
        ("claims.Edit", "edit_note"), ("claims.Comment", "comment"), ("claims.Draft", "draft"),
        ("claims.KeyBinding", "keyboard"),
    ]),
    ("Shared out", [
        ("claims.Seat", "event_seat"), ("claims.Question", "contact_support"), ("claims.Notice", "notifications"),
        ("claims.Gathering", "looks_one"), ("claims.Inquiry", "help_center"), ("claims.Answer", "forum"),
        ("claims.ExpertLink", "school"), ("claims.ExpertQuestion", "psychology"),
    ]),
    ("Judged", [
        ("claims.Verdict", "gavel"), ("claims.Ruling", "balance"), ("claims.Panel", "groups"),
        ("claims.PanelVote", "how_to_vote"), ("claims.Publication", "public"),
        ("claims.Correction", "published_with_changes"), ("claims.Event", "receipt_long"),
        ("claims.Seal", "lock"), ("claims.Unsealed", "hourglass_empty"), ("claims.SealMark", "bookmark"),
    ]),
]  # fmt: skip


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """The lists that the person may open, by section; empty sections are left out."""
    found = [{"title": title, "items": list(_items(request, rows))} for title, rows in SECTIONS]
    return [section for section in found if section["items"]]


def _items(request: HttpRequest, rows: list[tuple[str, str]]) -> list[dict[str, Any]]:
    models = [(apps.get_model(label), icon) for label, icon in rows]
    return [
        {
            "title": str(model._meta.verbose_name_plural).capitalize(),
            "icon": icon,
            "link": reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
        }
        for model, icon in models
        if admin.site.get_model_admin(model).has_view_permission(request)
    ]
