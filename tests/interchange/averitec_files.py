"""Files in AVeriTeC's shape, made up: as the shape is documented, and as bent as such files come."""

from __future__ import annotations

import copy
import json
import random
from io import BytesIO
from typing import Any

from hypothesis import strategies as st

from claims.formats import averitec
from claims.formats.format import About
from claims.models import Project
from claims.pipeline.bring_in import Report, bring_in
from claims.pipeline.export.stream import stream

LABELS = ["Supported", "Refuted", "Not Enough Evidence", "Conflicting Evidence/Cherrypicking"]


QUESTIONS: list[dict[str, Any]] = [
    {
        "question": "How long was it closed?",
        "answers": [
            {
                "answer": "One week.",
                "answer_type": "Extractive",
                "source_url": "https://example.org/notice",
                "source_medium": "Web text",
                "cached_source_url": "https://archive.example/1",
            },
            {
                "answer": "No",
                "answer_type": "Boolean",
                "boolean_explanation": "The notice names eight days.",
                "source_url": None,
                "source_medium": "Other",
                "cached_source_url": "",
            },
        ],
    },
    {
        "question": "Who closed it?",
        "answers": [{"answer": "No answer could be found.", "answer_type": "Unanswerable"}],
    },
    {"question": "Is it old?", "answers": []},
]


def plain(**more: Any) -> dict[str, Any]:
    """One claim with all that the shape documents."""
    return {
        "claim": "The bridge was closed for three weeks 🚧.",
        "required_reannotation": False,
        "label": "Refuted",
        "justification": "It was closed for one.",
        "claim_date": "25-8-2020",
        "speaker": "Mara Lindt",
        "original_claim_url": "https://example.org/a?b=1",
        "cached_original_claim_url": None,
        "fact_checking_article": "https://example.org/check",
        "reporting_source": "The Courier",
        "location_ISO_code": "DE",
        "claim_types": ["Event/Property Claim", "Numerical Claim"],
        "fact_checking_strategies": ["Written Evidence"],
        "questions": copy.deepcopy(QUESTIONS),
        **more,
    }


def many(number: int) -> list[dict[str, Any]]:
    """As many as asked for, all different, with about as much in each as real ones have."""
    rng = random.Random(8)
    found = []
    for at in range(number):
        answers = [
            {
                "answer": f"Answer {at}.{index} " + "with words in it " * rng.randint(2, 20),
                "answer_type": rng.choice(["Extractive", "Abstractive"]),
                "source_url": f"https://example.org/{at}/{index}",
                "source_medium": "Web text",
                "cached_source_url": f"https://archive.example/{at}/{index}",
            }
            for index in range(rng.randint(1, 4))
        ]
        questions = [{"question": f"Question {at}: {one['answer'][:20]}?", "answers": [one]} for one in answers]
        told = {"claim": f"Claim {at} says that {rng.random()} is right.", "label": rng.choice(LABELS)}
        found.append(plain(speaker=f"Speaker {at % 90}", questions=questions, **told))
    return found


text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
visible = text.filter(str.strip)
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)
address = st.sampled_from(
    ["https://example.org/a", "http://example.org/é", "example.org", "", "https://a b", "ftp://x"]
)
bent = text | st.none() | anything


def _some(fields: dict[str, Any]) -> Any:
    return st.fixed_dictionaries({}, optional=fields)


answers = _some(
    {
        "answer": bent | visible,
        "answer_type": st.sampled_from(["Boolean", "Extractive", "Abstractive", "Unanswerable", "boolean"]) | bent,
        "boolean_explanation": bent,
        "source_url": address | bent,
        "source_medium": bent,
        "more": anything,
    }
)
questions = _some(
    {"question": visible | bent, "answers": st.lists(answers | anything, max_size=3) | bent, "x": anything}
)
items = st.builds(
    lambda claim, more: {"claim": claim, **more},
    visible,
    _some(
        {
            "label": st.sampled_from([*LABELS, "refuted", "True"]) | bent,
            "justification": bent,
            "claim_date": st.sampled_from(["1-2-2020", "01-02-2020", "2020-02-01", "31-2-2020", "2-2020"]) | bent,
            "speaker": visible | bent,
            "original_claim_url": address | bent,
            "reporting_source": bent,
            "claim_id": st.integers(0, 3) | bent,
            "required_reannotation": bent,
            "claim_types": st.lists(text, max_size=3) | bent,
            "questions": st.lists(questions | anything, max_size=3) | bent,
            "": anything,
        }
    ),
)
files = st.lists(items, max_size=4)


def brought_in(project: Project, items: Any, **more: Any) -> Report:
    """What became of a file of these."""
    return bring_in(file=BytesIO(json.dumps(items).encode()), fmt="averitec", project=project, **more)


def written(project: Project) -> Any:
    """What the project is in this shape."""
    return json.loads(b"".join(averitec.dump(stream(project=project), About(site="https://desk.example"))))
