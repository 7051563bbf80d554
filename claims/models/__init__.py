"""What exists: one noun a file."""

from .access import Act, allows, require, role_of
from .article import Article, Revision
from .claim import Attribution, Claim, ClaimState, Polarity, Span, SpanRole, SpeechKind
from .document import Document, DocumentKind, Passage
from .event import Event
from .evidence import Directness, Evidence, Stance
from .intake import Intake
from .lookup import Lookup
from .project import Membership, Project, Role
from .ruling import Ruling, RulingBasis
from .scale import Rating, Scale, ScaleVersion
from .source import Source, SourceKind
from .split import Sentence, Split, SplitStep, Waiver, WaiverReason
from .user import User
from .verdict import Confidence, Finding, Verdict
from .work import Work, WorkState

__all__ = [
    "Act", "Article", "Attribution", "Claim", "ClaimState", "Confidence", "Directness", "Document",
    "DocumentKind", "Event", "Evidence", "Finding", "Intake", "Lookup", "Membership", "Passage", "Polarity",
    "Project", "Rating", "Revision", "Role", "Ruling", "RulingBasis", "Scale", "ScaleVersion", "Sentence",
    "Source", "SourceKind", "Span", "SpanRole", "SpeechKind", "Split", "SplitStep", "Stance", "User", "Verdict",
    "Waiver", "WaiverReason", "Work", "WorkState", "allows", "require", "role_of",
]  # fmt: skip
