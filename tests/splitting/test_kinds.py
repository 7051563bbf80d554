"""What kind of source it is, and the reason that decided it."""

import pytest

from claims.splitting import split
from claims.splitting.spans import SourceKind

DECIDED = [
    ("A Caltrans spokesman said the road was open.", SourceKind.ORGANISATION, "Caltrans", "“spokesman” speaks for"),
    (
        "A spokeswoman for the Sentencing Project said the law was old.",
        SourceKind.ORGANISATION,
        "Sentencing Project",
        "“spokeswoman” speaks for",
    ),
    ("The White House said the plan was dead.", SourceKind.ORGANISATION, "White House", "name of a body"),
    ("Mayor Breed's office said the plan was dead.", SourceKind.ORGANISATION, "Mayor Breed's office", "says whose"),
    ("Anna Lind, a nurse, said the room was full.", SourceKind.PERSON, "Anna Lind", "person’s name"),
    ("A nurse, Anna Lind, said the room was full.", SourceKind.PERSON, "Anna Lind", "person’s name"),
    ("A federal study found that the bridge was not safe.", SourceKind.DOCUMENT, "A federal study", "a document"),
    (
        "People briefed on the matter said the talks had failed.",
        SourceKind.ANONYMOUS,
        "People briefed on the matter",
        "“briefed on” says how the source knows",
    ),
    ("A group of rabbis said the plan was bad.", SourceKind.UNNAMED_GROUP, "A group of rabbis", "not told apart"),
    ("Republicans said the plan was bad.", SourceKind.UNNAMED_GROUP, "Republicans", "not told apart"),
    (
        "Many residents, including Anna Lind, said the plan was bad.",
        SourceKind.UNNAMED_GROUP,
        "Many residents, including Anna Lind",
        "not told apart",
    ),
    ("A friend of Anna Lind said the plan was bad.", SourceKind.UNNAMED_PERSON, "A friend of Anna Lind", "a name"),
    ("An officer said the street was closed.", SourceKind.UNNAMED_PERSON, "An officer", "without a name"),
]


@pytest.mark.parametrize(("text", "kind", "name", "reason"), DECIDED, ids=lambda one: str(one)[:30])
def test_kind_name_and_reason(text: str, kind: SourceKind, name: str, reason: str) -> None:
    (source,) = split(text).sources
    assert (source.kind, source.name) == (kind, name)
    assert reason in source.reason


GRANTED = [
    "A senior official, who asked not to be named, said the plan was dead.",
    "A senior official said the plan was dead. The official spoke on condition of anonymity.",
    "A senior official said the plan was dead. He was not authorised to speak publicly.",
    "The plan is dead, a senior official said, requesting anonymity to discuss it.",
    "A White House official said the plan was dead, on condition of anonymity.",
]


@pytest.mark.parametrize("text", GRANTED)
def test_anonymity_granted_in_the_sentence_or_beside_it(text: str) -> None:
    source = split(text).sources[0]
    assert source.kind is SourceKind.ANONYMOUS
    assert "keeps the name back" in source.reason or "how the source knows" in source.reason


def test_anonymity_of_somebody_else_does_not_spread() -> None:
    text = "Residents said the plan was dead. Reporters are seldom asked for anonymity at such talks."
    assert split(text).sources[0].kind is SourceKind.UNNAMED_GROUP


def test_a_person_with_a_name_is_never_anonymous() -> None:
    text = "Anna Lind, who is not authorized to speak to the press, said the plan was dead."
    assert [source.kind for source in split(text).sources] == [SourceKind.PERSON]


def test_whose_a_document_is_is_told() -> None:
    (source,) = split("The Quinnipiac poll found that the mayor was ahead.").sources
    assert (source.kind, source.role) == (SourceKind.DOCUMENT, "poll of Quinnipiac")
