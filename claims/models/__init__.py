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
from .expert import ExpertLink, ExpertQuestion, Opinion
from .fact_check import FactCheck
from .gathering import Answer, AnswerKind, Gathering, Inquiry
from .guideline import Example, Guideline
from .intake import Intake
from .key_binding import KeyBinding
from .lookup import Lookup, LookupRun
from .meaning import ClaimMeaning
from .namesake import Namesake, NamesakeSearch
from .notice import Notice, NoticeKind
from .panel import Panel, PanelOutcome, PanelVote
from .project import Membership, Project, Role, SettleRule, SharedBy
from .publication import Correction, Publication
from .question import Asked, Question
from .rounds import Rounds, rounds_of
from .ruling import Ruling, RulingBasis
from .scale import Rating, Scale, ScaleVersion
from .seat import Release, Seat
from .source import Mention, Merge, Source, SourceKind
from .sourcing import ConfidentialIdentity, Grade, GradeOverride, SourcingAnswer
from .split import Sentence, Split, SplitStep, Waiver, WaiverReason
from .user import Digest, User
from .verdict import Confidence, Finding, Verdict
from .work import Work, WorkState

__all__ = [
    "Act", "Answer", "AnswerKind", "Article", "Asked", "Attribution", "Capture", "Claim", "ClaimMeaning",
    "ClaimState", "Collection", "CollectionKind", "Comment", "Confidence", "ConfidentialIdentity",
    "Correction", "Digest", "Directness", "Document", "DocumentKind", "Draft", "Edit", "EditVerb", "Event",
    "Evidence", "Example", "ExpertLink", "ExpertQuestion", "FactCheck", "Finding", "Gathering", "Grade",
    "GradeOverride", "Guideline", "Inquiry", "Intake", "KeyBinding", "Lookup", "LookupRun", "Membership",
    "Mention", "Merge", "Namesake", "NamesakeSearch", "Notice", "NoticeKind", "Opinion", "Panel",
    "PanelOutcome", "PanelVote", "Passage", "Polarity", "Project", "Publication", "Question", "Rating",
    "Reading", "Release", "Revision", "Role", "Rounds", "Ruling", "RulingBasis", "Scale", "ScaleVersion", "Seat",
    "Sentence", "SettleRule", "SharedBy", "Source", "SourceKind", "SourcingAnswer", "Span", "SpanRole",
    "SpeechKind", "Split", "SplitStep", "Stance", "Subscription", "Tie", "User", "Verdict", "Waiver",
    "WaiverReason", "WaybackSave", "Work", "WorkState", "allows", "require", "role_of", "rounds_of",
]  # fmt: skip
