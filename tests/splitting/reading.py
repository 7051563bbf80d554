"""How a test writes down what it expects of a split: words instead of offsets."""

from claims.splitting import split
from claims.splitting.spans import Attribution, Split


def words(text: str, attribution: Attribution) -> tuple[str, str, str]:
    """Source, cue and content as the text has them, pieces parted by a bar."""
    roles = (attribution.source, attribution.cue, attribution.content)
    source, cue, content = (" | ".join(span.of(text) for span in spans) for spans in roles)
    return source, cue, content


def heard(text: str) -> list[tuple[str, str, str]]:
    """All attributions of a text, as words."""
    return [words(text, attribution) for attribution in split(text).attributions]


def said_by(text: str, found: Split, source: str) -> list[Attribution]:
    """The attributions with exactly these source words."""
    return [a for a in found.attributions if words(text, a)[0] == source]
