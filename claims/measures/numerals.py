"""Numbers in words and digits brought to one form: "twenty-five" and "25", "3 million" and "3,000,000"."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from claims.measures.wording import table

_CLOSE = 2  # code points between the words of one number at most: a space, a hyphen
_DIGITS = 18  # a longer run is no number that anybody means
_LEAST_SCALE = 100


class Unit(NamedTuple):
    """One unit of a text: ``form`` to compare, ``start`` and ``end`` its place in code points."""

    form: str
    start: int
    end: int


def plain_number(token: str) -> str:
    """Digits without the marks between thousands, in ASCII whatever the script."""
    bare = token.replace(",", "")
    return _written(Decimal(bare)) if len(bare) <= _DIGITS else bare


def _written(value: Decimal) -> str:
    return format(value.normalize(), "f")


def put_together(units: Sequence[Unit]) -> list[Unit]:
    """The units with every number as one in digits, a currency sign after its number, a day before its month."""
    result: list[Unit] = []
    index = 0
    openings = {"a", *table("spelling")["number"]}
    while index < len(units):
        if units[index].form not in openings and not units[index].form[0].isdigit():
            _append(result, units[index])
            index += 1
            continue
        value, after = _number(units, index)
        if value is None:
            _append(result, units[index])
            index += 1
            continue
        result.append(Unit(_written(value), units[index].start, units[after - 1].end))
        if len(result) > 1 and (_is_sign(result[-2], result[-1]) or _is_month(result[-2], result[-1])):
            result[-2:] = [result[-1], result[-2]]
        index = after
    return result


def _append(result: list[Unit], unit: Unit) -> None:
    """One unit more; "per cent" becomes one with "percent" and "%"."""
    if unit.form == "cent" and result and result[-1].form == "per":
        result[-1] = Unit("%", result[-1].start, unit.end)
    else:
        result.append(unit)


def _is_sign(sign: Unit, number: Unit) -> bool:
    return sign.end - sign.start == 1 and sign.end == number.start and sign.form in ("dollar", "euro", "pound")


def _is_month(month: Unit, day: Unit) -> bool:
    return month.form in table("spelling")["date"]["months"].split() and len(day.form) < 3 and day.form != "0"


def _number(units: Sequence[Unit], at: int) -> tuple[Decimal | None, int]:
    """The number that begins at ``at`` and the index after it; None where none begins there."""
    total, (part, at) = Decimal(0), _below_a_thousand(units, at)
    if part is None:
        return None, at
    while part is not None and (scale := _scale(units, at)) > _LEAST_SCALE:
        total, at = total + part * scale, at + 1
        part, at = _more(units, at)
    return total + (part or 0), at


def _below_a_thousand(units: Sequence[Unit], at: int) -> tuple[Decimal | None, int]:
    value, after = _below_a_hundred(units, at)
    if value is None and units[at].form == "a" and _scale(units, at + 1):
        value, after = Decimal(1), at + 1
    if value is not None and _scale(units, after) == _LEAST_SCALE:
        rest, after = _more(units, after + 1)
        value = value * _LEAST_SCALE + (rest or 0)
    return value, after


def _below_a_hundred(units: Sequence[Unit], at: int) -> tuple[Decimal | None, int]:
    """A number in digits, a number word, or two ("twenty-five")."""
    first = _word(units, at)
    if first is None:
        return (Decimal(units[at].form), at + 1) if _in_digits(units[at].form) else (None, at)
    second = _word(units, at + 1)
    if first >= 20 and second is not None and second < 10 and _joined(units, at + 1):
        return first + second, at + 2
    return first, at + 1


def _more(units: Sequence[Unit], at: int) -> tuple[Decimal | None, int]:
    """What goes on in words after a hundred or a thousand, "and" or not; None and ``at`` where nothing does."""
    start = at + 1 if at < len(units) and units[at].form == "and" else at
    if _word(units, start) is None or not _joined(units, start):
        return None, at
    return _below_a_thousand(units, start)


def _word(units: Sequence[Unit], at: int) -> Decimal | None:
    value = table("spelling")["number"].get(units[at].form) if at < len(units) else None
    return Decimal(value) if isinstance(value, int) else None


def _in_digits(form: str) -> bool:
    return form[0].isdigit() and len(form) <= _DIGITS and form.replace(".", "", 1).isdecimal()


def _scale(units: Sequence[Unit], at: int) -> int:
    """What a unit multiplies the number before it with; 0 for none. "2m" is a scale, "2 m" is not."""
    if at >= len(units) or not _joined(units, at):
        return 0
    value: int = table("spelling")["scale"].get(units[at].form, 0)
    return value if len(units[at].form) > 2 or units[at].start == units[at - 1].end else 0


def _joined(units: Sequence[Unit], at: int) -> bool:
    return at == 0 or units[at].start - units[at - 1].end < _CLOSE
