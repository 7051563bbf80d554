"""Agreement: the published worked examples to three decimals, another implementation, and what is not defined."""

from __future__ import annotations

import time
from collections import Counter

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.measures import agreement
from claims.measures.agreement import Undefined, measured

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: 4 observers, 12 units. The same table
# is cac.raw4raters of the R package irrCAC 1.0 (K. L. Gwet), whose vignettes print the other figures.
FOUR_OBSERVERS = [
    [1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5], [None, None, 1, 1], [None, None, 3, None],
]  # fmt: skip

# Fleiss (1971), Psychological Bulletin 76, table 1: 30 patients, 6 of 43 psychiatrists each, 5 diagnoses.
PSYCHIATRISTS = [
    "444444", "222555", "233335", "555555", "222444", "113333", "333355", "113334", "114444", "555555",
    "144444", "124444", "222333", "144444", "224445", "333335", "111455", "111112", "224444", "133555",
    "555555", "244444", "224555", "114444", "144445", "222224", "111155", "224444", "133333", "555555",
]  # fmt: skip

# The example of most textbooks: 14 raters, 10 subjects, 5 categories (in Wikipedia, "Fleiss' kappa").
FOURTEEN_RATERS = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip


def _table(units, categories, values=None):
    """From rows of ratings that count from 1, None for a missing one."""
    profiles = [([one - 1 for one in unit if one is not None], 1) for unit in units]
    return agreement.counts(profiles, categories, values)


def _of_counts(rows):
    profiles = [([k for k, n in enumerate(row) for _ in range(n)], 1) for row in rows]
    return agreement.counts(profiles, len(rows[0]))


def _value(coefficient, table):
    return measured(coefficient, table, resamples=0).value


four = _table(FOUR_OBSERVERS, 5)
patients = _table([[int(one) for one in row] for row in PSYCHIATRISTS], 5)


@pytest.mark.parametrize(
    ("coefficient", "published"),
    [
        (agreement.alpha_nominal, 0.743),  # Krippendorff (2011), section C; irrCAC krippen.alpha.raw 0.74342
        (agreement.alpha_ordinal, 0.815),  # Krippendorff (2011), section D
        (agreement.observed, 0.818),  # irrCAC pa.coeff.raw 0.8181818
        (agreement.fleiss, 0.761),  # irrCAC fleiss.kappa.raw 0.76117
        (agreement.gwet_nominal, 0.775),  # Gwet (2014); irrCAC gwet.ac1.raw 0.77544
        (agreement.gwet_ordinal, 0.899),  # irrCAC gwet.ac1.raw, weights = "ordinal"
        (agreement.gwet_quadratic, 0.914),  # irrCAC gwet.ac1.raw, weights = "quadratic"
    ],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
def test_the_example_of_four_observers(coefficient, published):
    assert _value(coefficient, four) == pytest.approx(published, abs=0.0005)


def test_weighted_raw_agreement_of_four_observers():
    """irrCAC pa.coeff.raw: quadratic 0.975, ordinal 0.968, linear 0.939."""
    for weight, published in ((agreement.quadratic, 0.975), (agreement.ordinal, 0.968), (agreement.linear, 0.939)):
        told = agreement.observed(four, four.times[None, :] * 1.0, weight(four.values))[0]
        assert told == pytest.approx(published, abs=0.0005)


def test_the_psychiatrists_of_fleiss():
    """P 0.5556 and kappa 0.430 as printed; by diagnosis as printed there, from rounded sums."""
    assert _value(agreement.observed, patients) == pytest.approx(0.5556, abs=0.0005)
    assert _value(agreement.fleiss, patients) == pytest.approx(0.430, abs=0.0005)
    for category, printed in enumerate((0.248, 0.248, 0.517, 0.470, 0.565)):
        assert _value(agreement.of_category(category), patients) == pytest.approx(printed, abs=0.0045)


def test_fourteen_raters():
    table = _of_counts(FOURTEEN_RATERS)
    assert _value(agreement.observed, table) == pytest.approx(0.378, abs=0.0005)
    assert _value(agreement.fleiss, table) == pytest.approx(0.210, abs=0.0005)


def test_six_raters_of_fifteen_patients():
    """distrib.6raters of irrCAC 1.0, the first half of Fleiss' patients: vignette "overview"."""
    table = _table([[int(one) for one in row] for row in PSYCHIATRISTS[:15]], 5)
    assert _value(agreement.observed, table) == pytest.approx(0.551, abs=0.0005)
    assert _value(agreement.gwet_nominal, table) == pytest.approx(0.445, abs=0.0005)
    assert _value(agreement.fleiss, table) == pytest.approx(0.414, abs=0.0005)
    assert _value(agreement.alpha_nominal, table) == pytest.approx(0.420, abs=0.0005)


COHEN = [
    # Cohen (1968), Psychological Bulletin 70, table 1 as frequencies of 200: kappa .492
    ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.492, 0.700),
    # Two readers of 50 proposals (in Wikipedia, "Cohen's kappa")
    ([[20, 5], [10, 15]], 0.400, 0.700),
    # The same raw agreement of .60, other margins (ibid.)
    ([[45, 15], [25, 15]], 0.130, 0.600),
    ([[25, 35], [5, 35]], 0.259, 0.600),
    # cont3x3abstractors of irrCAC 1.0, vignette "overview"
    ([[13, 0, 0], [0, 20, 7], [0, 4, 56]], 0.796, 0.890),
]


@pytest.mark.parametrize(("cells", "kappa", "raw"), COHEN)
def test_two_raters(cells, kappa, raw):
    table = _cross(cells)
    assert _value(agreement.cohen, table) == pytest.approx(kappa, abs=0.0005)
    assert _value(agreement.raw, table) == pytest.approx(raw, abs=0.0005)


def test_two_raters_by_the_measures_for_many():
    """cont3x3abstractors: AC1 0.849, alpha 0.797."""
    both = [((one, other), n) for one, row in enumerate(COHEN[-1][0]) for other, n in enumerate(row)]
    table = agreement.counts(both, 3)
    assert _value(agreement.gwet_nominal, table) == pytest.approx(0.849, abs=0.0005)
    assert _value(agreement.alpha_nominal, table) == pytest.approx(0.797, abs=0.0005)


def _cross(cells):
    size = len(cells)
    return agreement.cross_table(
        [(one, other, n) for one, row in enumerate(cells) for other, n in enumerate(row)], size
    )


def test_skewed_ratings_sink_kappa_and_not_ac1():
    """The paradox of Feinstein and Cicchetti (1990), in the table 118, 5, 2, 0 of Gwet, Statistical Methods for
    Inter-Rater Reliability Assessment 1 (2002): kappa -0.023, AC1 0.941."""
    assert _value(agreement.raw, _cross([[118, 5], [2, 0]])) == pytest.approx(0.944)
    assert _value(agreement.cohen, _cross([[118, 5], [2, 0]])) == pytest.approx(-0.023, abs=0.0005)
    table = agreement.counts([((0, 0), 118), ((0, 1), 7)], 2)
    assert _value(agreement.gwet_nominal, table) == pytest.approx(0.941, abs=0.0005)


RATINGS = st.lists(
    st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=3, max_size=3), min_size=3, max_size=25
)


@settings(max_examples=60, deadline=None)
@given(units=RATINGS, level=st.sampled_from(["nominal", "ordinal"]))
def test_alpha_is_that_of_another_implementation(units, level):
    """The package ``krippendorff`` (Castro), written by others from the same papers."""
    table = _table(units, 4)
    mine = _value(agreement.alpha_nominal if level == "nominal" else agreement.alpha_ordinal, table)
    paired = [unit for unit in units if sum(one is not None for one in unit) >= 2]
    used = {one for unit in paired for one in unit if one is not None}
    if len(used) < 2:
        assert mine is None
        return
    data = np.array([[np.nan if one is None else one for one in unit] for unit in paired], dtype=float).T
    theirs = krippendorff.alpha(reliability_data=data, level_of_measurement=level, value_domain=[1, 2, 3, 4])
    assert mine == pytest.approx(theirs, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(units=RATINGS)
def test_what_order_units_come_in_and_who_rated_them_does_not_matter(units):
    table, turned = _table(units, 4), _table([unit[::-1] for unit in units[::-1]], 4)
    for one in (agreement.observed, agreement.fleiss, agreement.gwet_ordinal, agreement.alpha_ordinal):
        assert measured(one, table, resamples=40) == measured(one, turned, resamples=40)


@settings(max_examples=60, deadline=None)
@given(units=RATINGS)
def test_ordinal_measures_do_not_change_when_the_scale_is_turned_round(units):
    table, turned = _table(units, 4), _table([[one and 5 - one for one in unit] for unit in units], 4)
    for one in (agreement.gwet_ordinal, agreement.gwet_quadratic, agreement.alpha_ordinal):
        first, second = _value(one, table), _value(one, turned)
        assert first is second is None or first == pytest.approx(second)


class TestUndefined:
    def test_nobody_rated_twice(self):
        found = measured(agreement.fleiss, _table([[1], [2]], 2))
        assert (found.value, found.units, found.why) == (None, 0, Undefined.NO_PAIRS)

    def test_no_ratings_at_all(self):
        assert measured(agreement.alpha_nominal, _table([], 3)).why is Undefined.NO_PAIRS

    @pytest.mark.parametrize("coefficient", [agreement.fleiss, agreement.alpha_nominal, agreement.alpha_ordinal])
    def test_one_category_leaves_nothing_to_correct_for_chance(self, coefficient):
        found = measured(coefficient, _table([[1, 1]] * 9, 3))
        assert (found.value, found.units, found.why) == (None, 9, Undefined.ONE_CATEGORY)
        assert found.interval is None

    def test_raw_agreement_and_ac1_are_whole_then(self):
        table = _table([[1, 1]] * 9, 3)
        assert _value(agreement.observed, table) == _value(agreement.gwet_nominal, table) == 1

    def test_two_raters_of_one_mind(self):
        assert measured(agreement.cohen, _cross([[7, 0], [0, 0]])).why is Undefined.ONE_CATEGORY

    def test_a_scale_of_one_has_no_ac(self):
        assert measured(agreement.gwet_nominal, _table([[1, 1]], 1)).why is Undefined.ONE_CATEGORY


class TestIntervals:
    def test_it_holds_the_figure_and_is_the_same_every_time(self):
        found = measured(agreement.alpha_ordinal, four)
        assert found.interval.low < found.value < found.interval.high
        assert measured(agreement.alpha_ordinal, four) == found

    def test_it_is_that_of_drawing_units_one_by_one(self):
        """The slow way: units drawn with replacement, the figure of each draw."""
        chance = np.random.default_rng(7)
        slow = []
        for _ in range(1500):
            drawn = [PSYCHIATRISTS[at] for at in chance.integers(0, 30, 30)]
            slow.append(_value(agreement.fleiss, _table([[int(one) for one in row] for row in drawn], 5)))
        low, high = np.quantile(slow, [0.025, 0.975])
        found = measured(agreement.fleiss, patients).interval
        assert (found.low, found.high) == (pytest.approx(low, abs=0.02), pytest.approx(high, abs=0.02))

    def test_few_units_have_none(self):
        assert measured(agreement.fleiss, _table([[1, 1], [2, 2], [1, 2], [2, 2]], 2)).interval is None

    def test_it_is_wider_for_fewer_units(self):
        many = agreement.counts([((0, 0), 60), ((0, 1), 20), ((1, 1), 20)], 2)
        few = agreement.counts([((0, 0), 6), ((0, 1), 2), ((1, 1), 2)], 2)
        widths = [measured(agreement.gwet_nominal, table).interval for table in (few, many)]
        assert widths[0].high - widths[0].low > 2 * (widths[1].high - widths[1].low)

    def test_two_thousand_draws_of_a_thousand_units_take_less_than_a_second(self):
        chance = np.random.default_rng(3)
        table = _table(chance.integers(1, 9, (1000, 3)).tolist(), 8)
        began = time.process_time()
        measured(agreement.alpha_ordinal, table)
        assert time.process_time() - began < 1


def test_agreement_on_one_category():
    """Of 2 x 8 + 3 choices of the first, 16 met another: positive agreement 2a / (2a + b + c)."""
    table = agreement.counts([((0, 0), 8), ((0, 1), 3), ((1, 1), 9)], 2)
    assert _value(agreement.specific(0), table) == pytest.approx(2 * 8 / (2 * 8 + 3))
    assert measured(agreement.specific(2), _table([[1, 1], [2, 2]], 3)).why is Undefined.ONE_CATEGORY


def test_leaving_categories_out():
    table = agreement.only(_table([[1, 2], [2, 3], [3, 3]], 3, [5, 4, 0]), [1, 0])
    assert Counter(map(tuple, table.rows.tolist())) == Counter({(1.0, 1.0): 1, (1.0, 0.0): 1})
    assert (table.units, table.paired, table.ratings, table.values.tolist()) == (2, 1, 3, [4, 5])


def test_marked_places():
    first = [((0, 5),), ((10, 20), (30, 40)), ((50, 60),)]
    other = [((0, 5),), ((12, 14),), ((60, 70),), ((35, 36),)]
    exact = agreement.matched(first, other, exactly=True)
    assert (exact.precision, exact.recall) == (pytest.approx(1 / 3), pytest.approx(1 / 4))
    assert exact.f1 == pytest.approx(2 / 7)
    loose = agreement.matched(first, other, exactly=False)
    assert (loose.hits, loose.met) == (2, 3), "what only touches shares no character"
    assert agreement.matched([], other, exactly=False).f1 is None
    assert agreement.matched(first, [((70, 80),)], exactly=False).f1 == 0


PLACES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=12)


@given(one=PLACES, other=PLACES)
def test_overlap_is_that_of_comparing_all_with_all(one, other):
    first, second = ([((at, at + n),) for at, n in places] for places in (one, other))
    found = agreement.matched(first, second, exactly=False)
    assert found.hits == sum(any(a[0][0] < b[0][1] and b[0][0] < a[0][1] for b in second) for a in first)
