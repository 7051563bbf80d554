"""What kind of source it is, and when two mentions are one."""

import pytest

from claims.splitting import split
from claims.splitting.spans import SourceKind

KINDS = [
    ("Angela Merkel said the bridge was safe.", SourceKind.PERSON, "Angela Merkel"),
    ("Mr. Lind said the bridge was safe.", SourceKind.PERSON, "Lind"),
    ("Microsoft said the app was safe.", SourceKind.ORGANISATION, "Microsoft"),
    ("The company said the app was safe.", SourceKind.ORGANISATION, "The company"),
    ("The lawsuit alleges that the app is not safe.", SourceKind.DOCUMENT, "The lawsuit"),
    ("A new study found that the app was not safe.", SourceKind.DOCUMENT, "A new study"),
    ("A source said the app was safe.", SourceKind.ANONYMOUS, "A source"),
    (
        "Two officials, who spoke on condition of anonymity, said the app was safe.",
        SourceKind.ANONYMOUS,
        "Two officials, who spoke on condition of anonymity",
    ),
    ("A spokesman said the app was safe.", SourceKind.UNNAMED_PERSON, "A spokesman"),
    ("Analysts said the app was safe.", SourceKind.UNNAMED_GROUP, "Analysts"),
    ("Critics say the app is not safe.", SourceKind.UNNAMED_GROUP, "Critics"),
]


@pytest.mark.parametrize(("text", "kind", "name"), KINDS)
def test_kind_and_name(text: str, kind: SourceKind, name: str) -> None:
    found = split(text)
    assert [(source.kind, source.name) for source in found.sources] == [(kind, name)]
    assert found.attributions[0].source_index == 0


def test_a_last_name_is_the_full_one() -> None:
    text = "Angela Merkel said the bridge was safe. The tunnel was closed, Merkel said."
    found = split(text)
    assert [source.name for source in found.sources] == ["Angela Merkel"]
    assert [a.source_index for a in found.attributions] == [0, 0]


def test_a_relative_pronoun_is_the_noun_before_it() -> None:
    text = "The town met Angela Merkel, who said that the bridge was safe."
    found = split(text)
    assert [source.name for source in found.sources] == ["Angela Merkel"]
    assert [span.of(text) for span in found.attributions[0].source] == ["who"]


def test_nobody_is_the_source_of_a_bare_passive() -> None:
    found = split("It is understood that the talks have failed.")
    assert found.sources == ()
    assert found.attributions[0].source_index is None
