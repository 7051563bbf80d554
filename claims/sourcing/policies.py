"""The sourcing policy of a project, and what the desk can be asked about a source."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from claims.measures.policy import Policy, Question, read_policy

if TYPE_CHECKING:
    from claims.models import Project

PRESETS = Path(__file__).resolve().parent.parent / "presets" / "policies"

_EVERY = frozenset("ABCDEN")
OWN_QUESTIONS = {
    question.slug: question
    for question in (
        Question("on-record", "Is the source on record, to be named?", "yes-no", _EVERY, "The grade rests on it."),
        Question(
            "direct-knowledge",
            "Does the source know this at first hand?",
            "yes-no",
            _EVERY,
            "The grade rests on it.",
        ),
        Question(
            "independent-sources",
            "How many independent sources say the same?",
            "number",
            _EVERY,
            "The grade rests on it.",
        ),
    )
}
"""What the sourcing grade itself asks, with or without a policy; the slugs are those that the policies use."""


@cache
def policies() -> dict[str, Policy]:
    """Every preset by its slug."""
    return {path.stem: read_policy(path) for path in sorted(PRESETS.glob("*.toml"))}


def policy_of(project: Project) -> Policy | None:
    """The project's policy; None where it has none, or one that is no longer among the presets."""
    return policies().get(project.sourcing_policy)


def questions_of(project: Project) -> dict[str, Question]:
    """All that can be answered about a source of the project, by slug."""
    policy = policy_of(project)
    return {**OWN_QUESTIONS, **{question.slug: question for question in (policy.questions if policy else ())}}
