"""Files that go out and come in, keys for programs, and who else is told."""

from __future__ import annotations

from django.contrib import admin

from claims.admin.acts import RESEND, RESEND_FAILED
from claims.admin.base import ReadOnlyAdmin
from claims.admin.filters import NewestValues
from claims.admin.reviewing import BlindAdmin
from claims.models import Delivery, Export, IdempotencyKey, Import, Invitation, Mapping, Token, Webhook


@admin.register(Export)
class ExportAdmin(BlindAdmin):
    """Files that people asked for."""

    list_display = ["queued_at", "project", "format", "state", "asked_by", "size", "expires_at"]
    list_select_related = ["project", "asked_by"]
    list_filter = ["state", ("format", NewestValues), "project"]


@admin.register(Import)
class ImportAdmin(BlindAdmin):
    """Files that were brought in, and what of them was refused."""

    list_display = ["queued_at", "project", "filename", "format", "state", "dry_run", "added", "known", "refused"]
    list_select_related = ["project"]
    list_filter = ["state", ("format", NewestValues), "dry_run", "project"]
    search_fields = ["filename"]


@admin.register(Mapping)
class MappingAdmin(ReadOnlyAdmin):
    """Which column of a table is what."""

    list_display = ["project", "changed_at", "changed_by"]
    list_select_related = ["project", "changed_by"]


@admin.register(Token)
class TokenAdmin(ReadOnlyAdmin):
    """Keys for programs, by how they begin; nothing here opens a door."""

    list_display = ["user", "name", "prefix", "project", "expires_at", "last_used_at", "revoked_at"]
    list_select_related = ["user", "project"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter), "project"]
    search_fields = ["=user__username", "=prefix"]
    exclude = ["sha256"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Who was invited into which project; nothing here opens a door."""

    list_display = ["created_at", "project", "role", "email", "by", "expires_at", "accepted_by", "revoked_at"]
    list_select_related = ["project", "by", "accepted_by"]
    list_filter = ["role", "project"]
    search_fields = ["=email", "=by__username", "=accepted_by__username"]
    exclude = ["sha256"]


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(BlindAdmin):
    """Writes that programs may repeat, without what was answered."""

    list_display = ["created_at", "user", "status"]
    list_select_related = ["user"]
    exclude = ["body", "headers"]


@admin.register(Webhook)
class WebhookAdmin(ReadOnlyAdmin):
    """Who is told of what."""

    acts = [RESEND_FAILED]
    list_display = ["url", "project", "created_by", "paused_at", "removed_at"]
    list_select_related = ["project", "created_by"]
    list_filter = [("paused_at", admin.EmptyFieldListFilter), "project"]


@admin.register(Delivery)
class DeliveryAdmin(BlindAdmin):
    """Messages on their way, and how they were answered; each tells of an act, a verdict maybe."""

    acts = [RESEND]
    list_display = ["queued_at", "webhook", "kind", "state", "attempts", "status", "took_ms"]
    list_select_related = ["webhook"]
    list_filter = ["state", "kind"]
