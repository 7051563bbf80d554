"""What each figure is called, what it means and when not to trust it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from claims.figures.agreement import Why
from claims.figures.selection import Dimension, Which
from claims.measures.agreement import Undefined

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Told:
    """``means`` and ``beware`` are sentences."""

    name: _StrPromise
    means: _StrPromise
    beware: _StrPromise


FIGURES = {
    "observed": Told(
        _("Raw agreement"),
        _("Of every two verdicts on a claim, the share that says the same."),
        _("Counts luck: with two ratings, half of it comes by itself."),
    ),
    "alpha_nominal": Told(
        _("Krippendorff’s alpha, nominal"),
        _("How much of the disagreement that chance would make is avoided; from any number of people."),
        _("Runs low where nearly all verdicts are alike; read AC1 beside it."),
    ),
    "fleiss": Told(
        _("Fleiss’ kappa"),
        _("Agreement beyond what people who rate at random would reach, if all had one habit."),
        _("Runs low where nearly all verdicts are alike; read AC1 beside it."),
    ),
    "gwet_nominal": Told(
        _("Gwet’s AC1"),
        _("Agreement beyond chance, where only claims that are hard to rate are left to chance."),
        _("Stays high where nearly all verdicts are alike, also when nobody looked closely."),
    ),
    "alpha_ordinal": Told(
        _("Krippendorff’s alpha, ordinal"),
        _("The same for ratings in order: near ones disagree little, far ones much."),
        _("Leaves out verdicts off the scale."),
    ),
    "gwet_ordinal": Told(
        _("Gwet’s AC2, ordinal weights"),
        _("AC1 for ratings in order; two ratings agree in part by how many lie between them."),
        _("Higher than AC1 by design: compare it with other AC2 only."),
    ),
    "gwet_quadratic": Told(
        _("Gwet’s AC2, quadratic weights"),
        _("The same by the square of the steps between two ratings."),
        _("Forgives one step almost wholly."),
    ),
}
COHEN = Told(
    _("Cohen’s kappa"),
    _("Agreement of two people beyond what their own habits would bring about by chance."),
    _("Runs low where one rating prevails; with few claims in common it says little."),
)
UNDEFINED = {
    Undefined.NO_PAIRS: _("No claim has two verdicts."),
    Undefined.ONE_CATEGORY: _("All say the same, so chance cannot be told from agreement."),
}
WHY = {
    Why.OPEN: (
        _("Not fully judged yet"),
        _("Claims that still wait for verdicts. How many they have is not told."),
    ),
    Why.ALONE: (_("Fewer than two verdicts"), _("A single verdict agrees with nobody.")),
    Why.OLD_WORDS: (_("On earlier words"), _("The claim’s words or its voice were changed after the verdict.")),
    Why.ANOTHER_WORD: (
        _("Another verdict of the same person counts"),
        _("One verdict a person and claim: the first, or the latest."),
    ),
    Why.OTHER_EDITION: (
        _("Another edition of the scale"),
        _("Its ratings are not those of the edition at hand. Choose the edition to see them."),
    ),
    Why.OFF_SCALE: (
        _("Off the scale, for the ordinal figures only"),
        _("Such as “unproven”: no place in the order, so neither near nor far."),
    ),
}
DIMENSIONS = {Dimension.RATING: _("Is it true? (rating)"), Dimension.FINDING: _("Did they say it? (finding)")}
WHICH = {Which.FIRST: _("First"), Which.LATEST: _("Latest")}
