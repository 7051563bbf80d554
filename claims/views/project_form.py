"""The form of a project's settings, in groups that belong together."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Project
from claims.pipeline.prepare import LIMITS
from claims.sourcing.policies import policies


class Group(NamedTuple):
    """Settings that belong together: a heading, what they are about, and the names of the fields."""

    title: str | Promise
    about: str | Promise
    fields: tuple[str, ...]


GROUPS = (
    Group(gettext_lazy("Desk"), "", ("name",)),
    Group(
        gettext_lazy("Review"),
        gettext_lazy("Who judges, and what they see of each other."),
        ("reviewers_per_claim", "blind", "two_rounds"),
    ),
    Group(
        gettext_lazy("Queue"),
        gettext_lazy("How work is handed out, and for how long it is held for one person."),
        ("shared_by", "seat_minutes", "assignment_hours"),
    ),
    Group(
        gettext_lazy("Settling"),
        gettext_lazy(
            "When verdicts make a ruling by themselves; the rest waits for an editor. A change undoes no ruling."
        ),
        ("settle_rule", "settle_distance", "review_after_days"),
    ),
    Group(
        gettext_lazy("Votes"),
        gettext_lazy("An editor proposes a ruling; other editors and owners vote on it."),
        ("panel_size", "panel_needed"),
    ),
    Group(
        gettext_lazy("Sources"),
        gettext_lazy("What evidence and sourcing must come up to."),
        ("sourcing_policy", "secondaries_needed", "identities_read_by"),
    ),
    Group(
        gettext_lazy("Openness"),
        gettext_lazy("What others than the people concerned can read."),
        ("ranks_people", "publishes", "publisher", "publisher_url"),
    ),
)

HELP = {
    "reviewers_per_claim": gettext_lazy("A claim is settled, or goes to an editor, once so many have judged it."),
    "blind": gettext_lazy("Others' verdicts stay hidden until one's own is given."),
    "shared_by": gettext_lazy("Claim by claim mixes articles; whole articles keep one reviewer on one text."),
    "assignment_hours": gettext_lazy("For claims that an editor gives to somebody. Then they are free again."),
    "settle_rule": gettext_lazy(
        "With two reviewers, more than half means both. Ratings off the scale never lie close to another."
    ),
    "settle_distance": gettext_lazy(
        "Only for closeness: from the lowest to the highest rating. The ruling is the one in the middle, of two "
        "the lower. 0 asks for equal ratings."
    ),
    "review_after_days": gettext_lazy(
        "After so many days a ruling is shown as one to be looked at again; empty for never. Each ruling can have "
        "its own day."
    ),
    "publisher": gettext_lazy("Who speaks in published rulings and in ClaimReview; the desk's name where empty."),
    "publisher_url": gettext_lazy("Where readers find out who that is."),
    "panel_size": gettext_lazy("Besides the one who proposes."),
    "panel_needed": gettext_lazy("As soon as so many agree, the proposal is the ruling."),
}


class ProjectForm(forms.ModelForm):  # type: ignore[type-arg]
    """The settings of a project; what contradicts each other is said at the field to change."""

    publisher_url = forms.URLField(
        label=gettext_lazy("Publisher's address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=HELP["publisher_url"],
    )

    class Meta:
        model = Project
        fields = [name for group in GROUPS for name in group.fields]
        help_texts = HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        presets = [(slug, policy.name) for slug, policy in policies().items()]
        self.fields["sourcing_policy"] = forms.ChoiceField(
            label=gettext_lazy("Sourcing policy"),
            choices=[("", _("None")), *presets],
            required=False,
            help_text=gettext_lazy("Which grades are printed, and what is to be asked first."),
        )
        for name, (least, most) in LIMITS.items():
            old = self.fields[name]
            self.fields[name] = forms.IntegerField(
                label=old.label, help_text=old.help_text, required=old.required, min_value=least, max_value=most
            )

    def groups(self) -> list[tuple[Group, list[forms.BoundField]]]:
        """Each group with its fields, for the page."""
        return [(group, [self[name] for name in group.fields]) for group in GROUPS]

    def clean(self) -> dict[str, Any]:
        """What is right by itself and wrong together."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        size, needed = data.get("panel_size"), data.get("panel_needed")
        if size and needed and needed > size:
            words = _("Of %(size)d voters at most %(size)d can agree. Ask for fewer votes, or for more voters.")
            self.add_error("panel_needed", words % {"size": size})
        return data
