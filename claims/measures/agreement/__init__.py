"""How far several people who judged the same things agree, corrected for chance in the ways that are published.

``profile`` makes a table of counts from ratings; ``coefficients`` has one function a measure; ``measured`` puts a
bootstrap interval around it; ``pairs`` is for two raters; ``spans`` compares places in a text. Every formula cites
its source; ``tests/measures/test_agreement.py`` holds them against published worked examples.
"""

from .bootstrap import INTERVAL_FROM, LEVEL, RESAMPLES, SEED, Interval, Measured, measured, measured_all
from .coefficients import (
    Undefined,
    alpha_nominal,
    alpha_ordinal,
    fleiss,
    gwet_nominal,
    gwet_ordinal,
    gwet_quadratic,
    observed,
    of_category,
    specific,
)
from .counts import Counts, counts, only
from .pairs import cohen, cross_table, raw
from .spans import Matched, matched
from .weights import identity, linear, ordinal, quadratic

__all__ = [
    "INTERVAL_FROM", "LEVEL", "RESAMPLES", "SEED", "Counts", "Interval", "Matched", "Measured", "Undefined",
    "alpha_nominal", "alpha_ordinal", "cohen", "counts", "cross_table", "fleiss", "gwet_nominal", "gwet_ordinal",
    "gwet_quadratic", "identity", "linear", "matched", "measured", "measured_all", "observed", "of_category",
    "only", "ordinal", "quadratic", "raw", "specific",
]  # fmt: skip
