"""A desk's workspace and its members."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .identity import Identified

if TYPE_CHECKING:
    from .user import User


class Role(models.TextChoices):
    """What a member may do; each role may do all that the ones before it may."""

    VIEWER = "viewer", _("Viewer")
    REVIEWER = "reviewer", _("Reviewer")
    EDITOR = "editor", _("Editor")
    OWNER = "owner", _("Owner")

    @property
    def rank(self) -> int:
        """0 for a viewer to 3 for an owner."""
        return list(Role).index(self)


class SharedBy(models.TextChoices):
    """What the reviewers are counted by when the queue hands work out."""

    CLAIM = "claim", _("Claim by claim")
    ARTICLE = "article", _("Whole articles")


class SettleRule(models.TextChoices):
    """When verdicts settle a claim by themselves."""

    UNANIMOUS = "unanimous", _("All say the same")
    MAJORITY = "majority", _("More than half say the same")
    DISTANCE = "distance", _("Ratings lie close together on the scale")


class ProjectQuerySet(models.QuerySet["Project"]):
    """Reads of projects."""

    def kept(self) -> Self:
        """Without the trash."""
        return self.filter(deleted_at=None)

    def seen_by(self, user: User) -> Self:
        """Projects the user is a member of; all of them for a superuser. A token may open but one of them.

        What is in the trash is seen by nobody but on the page of the trash.
        """
        rows = self.kept() if user.only_project is None else self.kept().filter(pk=user.only_project)
        return rows.all() if user.is_superuser else rows.filter(memberships__user=user)


@pghistory.track(append_only=True)
class Project(Identified):
    """A desk: its members, its scale, how many judge a claim and whether they do it blind."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    scale = models.ForeignKey("claims.Scale", on_delete=models.PROTECT, related_name="projects")
    reviewers_per_claim = models.PositiveSmallIntegerField(_("reviewers per claim"), default=2)
    blind = models.BooleanField(
        _("blind review"), default=True, help_text=_("Others' verdicts stay hidden until one's own is given.")
    )
    guidelines = models.TextField(_("guidelines"), blank=True)
    sourcing_policy = models.SlugField(
        _("sourcing policy"), max_length=40, blank=True, help_text=_("A preset, such as AP's; empty for none.")
    )
    identities_read_by = models.CharField(
        _("who reads confidential identities"),
        max_length=12,
        choices=[(Role.EDITOR.value, Role.EDITOR.label), (Role.OWNER.value, Role.OWNER.label)],
        default=Role.EDITOR,
        help_text=_("This role and those above it."),
    )
    secondaries_needed = models.PositiveSmallIntegerField(
        _("independent secondary sources needed"),
        default=3,
        help_text=_("Where no primary source is among the evidence; 0 switches the rule off."),
    )
    shared_by = models.CharField(_("work is shared out"), max_length=8, choices=SharedBy, default=SharedBy.CLAIM)
    seat_minutes = models.PositiveIntegerField(
        _("minutes that a claim from the queue is held"),
        default=30,
        help_text=_("Then it goes to somebody else; a verdict that was begun is kept."),
    )
    assignment_hours = models.PositiveIntegerField(_("hours that an assignment is held"), default=72)
    settle_rule = models.CharField(
        _("verdicts settle a claim when"), max_length=10, choices=SettleRule, default=SettleRule.UNANIMOUS
    )
    settle_distance = models.PositiveSmallIntegerField(
        _("steps apart"), default=1, help_text=_("How far apart ratings may lie where they settle by closeness.")
    )
    panel_size = models.PositiveSmallIntegerField(_("voters of a panel"), default=3)
    panel_needed = models.PositiveSmallIntegerField(_("votes that carry"), default=2)
    two_rounds = models.BooleanField(
        _("two rounds"),
        default=False,
        help_text=_("Questions and answers first; then a verdict from those alone, by somebody else."),
    )
    review_after_days = models.PositiveIntegerField(
        _("rulings are looked at again after so many days"), null=True, blank=True
    )
    ranks_people = models.BooleanField(
        _("figures by person"), default=False, help_text=_("Editors see how much each reviewer did.")
    )
    publishes = models.BooleanField(
        _("published rulings and corrections are public"),
        default=False,
        help_text=_("Feeds that anybody can read, without an account."),
    )
    publisher = models.CharField(
        _("publisher"), max_length=120, blank=True, help_text=_("Who speaks in published reviews; else the name.")
    )
    publisher_url = models.URLField(_("publisher's address"), max_length=500, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    deleted_at = models.DateTimeField(_("in the trash since"), null=True, blank=True, editable=False)
    purging_at = models.DateTimeField(
        _("goes for good since"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("An owner said so; the sweeper takes it away piece by piece."),
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(name="project_has_reviewers", condition=Q(reviewers_per_claim__gte=1)),
            models.CheckConstraint(
                name="project_times_are_times", condition=Q(seat_minutes__gte=1) & Q(assignment_hours__gte=1)
            ),
            models.CheckConstraint(
                name="project_panel_can_carry",
                condition=Q(panel_needed__gte=1) & Q(panel_size__gte=F("panel_needed")),
            ),
            models.CheckConstraint(name="project_shared_by_known", condition=Q(shared_by__in=SharedBy.values)),
            models.CheckConstraint(
                name="project_settle_rule_known", condition=Q(settle_rule__in=SettleRule.values)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def review_by(self, today: date) -> date | None:
        """The day by which a ruling of ``today`` is to be looked at again; None where the project sets none."""
        return today + timedelta(days=self.review_after_days) if self.review_after_days else None


@pghistory.track(append_only=True)
class Membership(Identified):
    """One person's role in one project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    skills = ArrayField(
        models.SlugField(max_length=40, allow_unicode=True), verbose_name=_("skills"), default=list, blank=True
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["project", "user", "id"]
        constraints = [
            models.UniqueConstraint(name="membership_once", fields=["project", "user"]),
            models.CheckConstraint(name="membership_role_known", condition=Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
