"""Whom the words of a source mean, how that was tied, and what stays open."""

import pytest

from claims.splitting import split
from claims.splitting.findings import Finding
from claims.splitting.language import passages
from claims.splitting.sources import sources
from claims.splitting.spans import Attribution, SourceKind, Span, Split, Tie
from tests.splitting.reading import words


def meant(text: str) -> list[tuple[str, list[tuple[str, Tie]]]]:
    """For each attribution the words of its source, and who is meant how."""
    found = split(text)
    return [(words(text, a)[0], _ties(found, a)) for a in found.attributions]


def _ties(found: Split, attribution: Attribution) -> list[tuple[str, Tie]]:
    return [(found.sources[reading.source].name, reading.tie) for reading in attribution.readings]


TIED = [
    ("Angela Merkel said it was safe. Merkel said it was new.", "Merkel", "Angela Merkel", Tie.SURNAME),
    (
        "Oscar de la Cruz said it was safe. De la Cruz said it was new.",
        "De la Cruz",
        "Oscar de la Cruz",
        Tie.SURNAME,
    ),
    (
        "Mohammed bin Salman said oil was cheap. Bin Salman said so again.",
        "Bin Salman",
        "Mohammed bin Salman",
        Tie.SURNAME,
    ),
    (
        "Robert F. Kennedy Jr. said the water was safe. Kennedy said the air was, too.",
        "Kennedy",
        "Robert F. Kennedy Jr.",
        Tie.SURNAME,
    ),
    (
        "Alexandria Ocasio-Cortez said the bill was dead. Ocasio-Cortez said she was glad.",
        "Ocasio-Cortez",
        "Alexandria Ocasio-Cortez",
        Tie.SURNAME,
    ),
    (
        "Владимир Путин said the talks had failed. Путин said he would not come.",
        "Путин",
        "Владимир Путин",
        Tie.SURNAME,
    ),
    (
        "President Donald Trump signed the order. Mr. Trump said it was fair.",
        "Mr. Trump",
        "Donald Trump",
        Tie.SURNAME,
    ),
    (
        "President Donald Trump signed the order. The president said that more would come.",
        "The president",
        "Donald Trump",
        Tie.NOUN,
    ),
    (
        "The World Health Organization (WHO) met. The WHO said the vaccine was safe.",
        "The WHO",
        "World Health Organization",
        Tie.ACRONYM,
    ),
    (
        "The Food and Drug Administration tested it. The agency said the drug was safe.",
        "The agency",
        "Food and Drug Administration",
        Tie.NOUN,
    ),
    ("Critics said the plan would fail. They said it was dear.", "They", "Critics", Tie.PRONOUN),
    (
        "A source close to the talks said they had failed. The source said nobody was sad.",
        "The source",
        "A source close to the talks",
        Tie.NOUN,
    ),
    (
        "According to a lawsuit filed on Monday, the firm hid it. The lawsuit says that it knew.",
        "The lawsuit",
        "a lawsuit filed on Monday",
        Tie.NOUN,
    ),
    ("An officer said the street was closed. The officer said why.", "The officer", "An officer", Tie.SAME),
]


@pytest.mark.parametrize(("text", "source", "name", "tie"), TIED, ids=lambda one: str(one)[:30])
def test_a_source_is_tied_to_who_is_meant(text: str, source: str, name: str, tie: Tie) -> None:
    assert (source, [(name, tie)]) in meant(text)


def test_she_is_the_woman_and_he_the_man() -> None:
    text = "Maria Lopez met Peter Lind. She said the room was full. He said that the hall was empty."
    assert meant(text)[-2:] == [
        ("She", [("Maria Lopez", Tie.PRONOUN)]),
        ("He", [("Peter Lind", Tie.PRONOUN)]),
    ]


def test_what_the_text_says_outweighs_a_given_name() -> None:
    text = (
        "Jordan Falk waits for her papers. Steven Berg has his.\n\n"
        "Falk has to wait because of her fine. She said that the rule was unfair."
    )
    assert meant(text)[-1] == ("She", [("Jordan Falk", Tie.PRONOUN)])


def test_somebody_only_told_of_can_be_taken_up() -> None:
    text = "Karin Berg watched as the tent was torn down.\n\n“It is quiet here,” she said."
    assert meant(text) == [("she", [("Karin Berg", Tie.PRONOUN)])]


def test_who_is_named_in_the_quotation_is_not_who_speaks() -> None:
    text = "Peter Lind took the floor.\n\n“George Brandt is already making us less safe,” he said."
    assert meant(text) == [("he", [("Peter Lind", Tie.PRONOUN)])]


def test_two_of_one_last_name_stay_open_and_both_are_shown() -> None:
    text = "Bill Clinton and Hillary Clinton came to town. Clinton said that the bridge was safe."
    found = split(text)
    said = found.attributions[-1]
    assert said.readings == ()
    assert [found.sources[r.source].name for r in said.open_readings] == ["Bill Clinton", "Hillary Clinton"]
    assert said.open_readings[0].confidence > said.open_readings[1].confidence


def test_a_title_decides_between_two_of_one_last_name() -> None:
    text = "Bill Clinton and Hillary Clinton came to town. Mrs. Clinton said that the bridge was safe."
    assert meant(text)[-1] == ("Mrs. Clinton", [("Hillary Clinton", Tie.SURNAME)])


def test_several_who_speak_together_are_several() -> None:
    assert meant("Apple and Google said that the app was safe.") == [
        ("Apple and Google", [("Apple", Tie.NAMED), ("Google", Tie.NAMED)])
    ]


def test_we_outside_a_quotation_is_the_article() -> None:
    found = split("We found that 145 of the houses were empty.")
    assert [source.kind for source in found.sources] == [SourceKind.ARTICLE]


def test_we_in_what_somebody_says_is_who_says_it() -> None:
    text = "Anna Lind argued that we said that the bridge was safe."
    parsed = list(passages(text))
    outer, inner = (_finding(text, *parts) for parts in (("Anna Lind", "argued"), ("we", "said")))
    found = sources(text, [outer, inner], parsed, [Span(0, len(text))], [], [None, 0])
    (first,), (second,) = (meant.readings for meant in found.meant)
    assert first.source == second.source
    assert second.tie is Tie.PRONOUN
    assert second.confidence < first.confidence


def _finding(text: str, source: str, cue: str) -> Finding:
    """An attribution of the rest of the text, by its words."""
    spans = [Span(text.index(part), text.index(part) + len(part)) for part in (source, cue)]
    return Finding(spans[1].start, [spans[0]], [spans[1]], [Span(spans[1].end + 1, len(text))], 0)


def test_aliases_and_roles_are_gathered_over_the_article() -> None:
    text = (
        "Anna Lind, the mayor of Oslo, said the bridge was safe. Lind said the tunnel was new. "
        "The mayor said that she was glad."
    )
    (lind,) = split(text).sources
    assert (lind.name, lind.role, lind.aliases) == ("Anna Lind", "the mayor of Oslo", ("Lind",))


def test_every_reading_says_why() -> None:
    found = split("Angela Merkel said it was safe. Merkel said it was new. She said it was hers.")
    reasons = [reading.reason for a in found.attributions for reading in a.readings]
    assert reasons[1] == "“Merkel” is the last name of Angela Merkel"
    assert all("Angela Merkel" in reason for reason in reasons)
