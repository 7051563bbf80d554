"""What exists: one noun a file."""

from .access import Act, allows, require, role_of
from .article import Article, Revision
from .attribution import Attribution, Reading, Span, SpanRole, Tie
from .capture import Capture, WaybackSave
from .claim import Claim, ClaimState, Polarity, SpeechKind
from .collection import Collection, CollectionKind, Subscription
from .comment import Comment
from .document import Document, DocumentKind, Passage
from .draft import Draft
from .edit import Edit, EditVerb
from .event import Event
from .evidence import Directness, Evidence, Stance
from .fact_check import FactCheck
from .intake import Intake
from .key_binding import KeyBinding
from .lookup import Lookup, LookupRun
from .meaning import ClaimMeaning
from .namesake import Namesake, NamesakeSearch
from .project import Membership, Project, Role
from .ruling import Ruling, RulingBasis
from .scale import Rating, Scale, ScaleVersion
from .source import Mention, Merge, Source, SourceKind
from .sourcing import ConfidentialIdentity, Grade, GradeOverride, SourcingAnswer
from .split import Sentence, Split, SplitStep, Waiver, WaiverReason
from .user import User
from .verdict import Confidence, Finding, Verdict
from .work import Work, WorkState

__all__ = [
    "Act", "Article", "Attribution", "Capture", "Claim", "ClaimMeaning", "ClaimState", "Collection",
    "CollectionKind", "Comment", "Confidence", "ConfidentialIdentity", "Directness", "Document", "DocumentKind",
    "Draft", "Edit", "EditVerb", "Event", "Evidence", "FactCheck", "Finding", "Grade", "GradeOverride",
    "Intake", "KeyBinding", "Lookup", "LookupRun", "Membership", "Mention", "Merge", "Namesake",
    "NamesakeSearch", "Passage", "Polarity", "Project", "Rating", "Reading", "Revision", "Role", "Ruling",
    "RulingBasis", "Scale", "ScaleVersion", "Sentence", "Source", "SourceKind", "SourcingAnswer", "Span",
    "SpanRole", "SpeechKind", "Split", "SplitStep", "Stance", "Subscription", "Tie", "User", "Verdict",
    "Waiver", "WaiverReason", "WaybackSave", "Work", "WorkState", "allows", "require", "role_of",
]  # fmt: skip
