"""What somebody should know of, in the app and by mail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from .claim import Claim
from .identity import Identified
from .project import Membership, Project

if TYPE_CHECKING:
    from .user import User


class NoticeKind(models.TextChoices):
    """What happened."""

    MENTIONED = "mentioned", _("You were mentioned")
    ANSWERED = "answered", _("Somebody answered you")
    ASSIGNED = "assigned", _("Claims were assigned to you")
    QUESTION = "question", _("A question for you")
    SENT_BACK = "sent_back", _("A claim came back to you")
    VOTE = "vote", _("Your vote is asked for")
    EXPERT = "expert", _("An expert answered")
    REOPENED = "reopened", _("A ruling was reopened")
    WEBHOOK = "webhook", _("A webhook was paused: its messages did not arrive")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Reads of notices."""

    def unread(self) -> Self:
        """What the person has not looked at yet."""
        return self.filter(read_at=None)

    def of(self, user: User) -> Self:
        """The person's own, in projects that they are still a member of; of one alone with a token for it."""
        rows = self if user.only_project is None else self.filter(project=user.only_project)
        return rows.filter(to=user, project__memberships__user=user, project__deleted_at=None)

    def with_places(self) -> Self:
        """Each with what its words and its address are made of."""
        rows = self.select_related("by", "project", "claim")
        return rows.defer("claim__search", "project__guidelines")

    def unmailed(self) -> Self:
        """Unread, and in no digest yet."""
        return self.filter(read_at=None, mailed_at=None)


class NoticeManager(models.Manager.from_queryset(NoticeQuerySet)):  # type: ignore[misc]
    """Writes notices."""

    @transaction.atomic
    def tell(
        self,
        *,
        to: Iterable[User | None],
        kind: str,
        project: Project,
        claim: Claim | None = None,
        by: User | None = None,
        **data: Any,
    ) -> list[Notice]:
        """Let members of the project know of something, within the caller's transaction; returns what is new.

        Left out are whoever caused it (``by``), those who are no members, and those who have not yet read a notice
        of the same kind about the same claim by the same person. ``data`` are plain values for its words: never
        anything of another's verdict, not even that there is one.
        """
        wanted = {user.pk for user in to if user} - ({by.pk} if by else set())
        if not wanted:
            return []
        # Locked, so that two at once do not both find no unread notice; always in one order.
        members = Membership.objects.filter(project=project, user__in=wanted, user__is_active=True)
        found = members.order_by("pk").select_for_update(of=("self",)).values_list("user", flat=True)
        same = self.unread().filter(to__in=wanted, kind=kind, project=project, claim=claim, by=by)
        known = set(same.values_list("to", flat=True)) if (present := list(found)) else set()
        told: list[Notice] = self.bulk_create(
            Notice(to_id=pk, kind=kind, project=project, claim=claim, by=by, data=data)
            for pk in present
            if pk not in known
        )
        return told


class Notice(Identified):
    """One thing for one person. ``data`` holds plain values for its words, never anything of another's verdict."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="notices")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, null=True, blank=True, related_name="notices")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="notices_caused"
    )
    data: Any = models.JSONField(_("data"), default=dict)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)

    objects = NoticeManager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.CheckConstraint(name="notice_kind_known", condition=Q(kind__in=NoticeKind.values))]
        indexes = [
            models.Index(name="notice_by_person", fields=["to", "-created_at"]),
            models.Index(name="notice_unread", fields=["to"], condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.to_id}"

    @property
    def words(self) -> str:
        """What happened, in a sentence without a full stop."""
        who = self.by.label if self.by else ""
        if not who:
            return str(NoticeKind(self.kind).label)
        answered = self.kind == NoticeKind.ANSWERED and "question" in self.data
        return gettext(ANSWERED_QUESTION if answered else BY_SOMEBODY[self.kind]) % {"who": who}

    def get_absolute_url(self) -> str:
        """The place that it is about."""
        if self.kind == NoticeKind.QUESTION and "question" in self.data:
            return reverse("claims:question-answer", args=[self.data["question"]])
        if self.kind == NoticeKind.WEBHOOK:
            return reverse("claims:webhook-page", args=[self.data["webhook"]])
        if self.claim is None:
            return reverse("claims:queue-list" if self.kind == NoticeKind.ASSIGNED else "claims:desk")
        spots = [f"#{name}-{self.data[name]}" for name in ("comment", "question") if name in self.data]
        return f"{self.claim.get_absolute_url()}{''.join(spots[:1])}"


BY_SOMEBODY: dict[str, str] = {
    NoticeKind.MENTIONED: gettext_noop("%(who)s mentioned you in a comment"),
    NoticeKind.ANSWERED: gettext_noop("%(who)s answered in a thread of yours"),
    NoticeKind.ASSIGNED: gettext_noop("%(who)s assigned claims to you"),
    NoticeKind.QUESTION: gettext_noop("%(who)s asks the editor"),
    NoticeKind.SENT_BACK: gettext_noop("%(who)s sent a claim back to you"),
    NoticeKind.VOTE: gettext_noop("%(who)s asks for your vote"),
    NoticeKind.EXPERT: gettext_noop("An expert answered what %(who)s asked"),
    NoticeKind.REOPENED: gettext_noop("%(who)s reopened a ruling"),
}
"""What is said where somebody caused it; else the kind says it."""

ANSWERED_QUESTION = gettext_noop("%(who)s answered your question to the editor")
