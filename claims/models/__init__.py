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
from .export import Export, Import, Mapping
from .fact_check import FactCheck
from .gathering import Answer, AnswerKind, Gathering, Inquiry
from .guideline import Example, Guideline
from .intake import Intake
from .invitation import Invitation
from .keeping import Hold, Retention
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
from .seal import Seal, SealMark, Unsealed
from .seat import Release, Seat
from .source import Mention, Merge, Source, SourceKind
from .sourcing import ConfidentialIdentity, Grade, GradeOverride, SourcingAnswer
from .split import Sentence, Split, SplitStep, Waiver, WaiverReason
from .token import IdempotencyKey, Scope, Token
from .user import Digest, User
from .verdict import Confidence, Finding, Verdict
from .webhook import Delivery, HookEvent, Webhook
from .work import Work, WorkState

__all__ = [
    "Act", "Answer", "AnswerKind", "Article", "Asked", "Attribution", "Capture", "Claim", "ClaimMeaning",
    "ClaimState", "Collection", "CollectionKind", "Comment", "Confidence", "ConfidentialIdentity",
    "Correction", "Delivery", "Digest", "Directness", "Document", "DocumentKind", "Draft", "Edit",
    "EditVerb", "Event", "Evidence", "Example", "ExpertLink", "ExpertQuestion", "Export", "FactCheck",
    "Finding", "Gathering", "Grade", "GradeOverride", "Guideline", "Hold", "HookEvent", "IdempotencyKey",
    "Import", "Inquiry", "Intake", "Invitation", "KeyBinding", "Lookup", "LookupRun", "Mapping",
    "Membership", "Mention", "Merge", "Namesake", "NamesakeSearch", "Notice", "NoticeKind", "Opinion",
    "Panel", "PanelOutcome", "PanelVote", "Passage", "Polarity", "Project", "Publication", "Question",
    "Rating", "Reading", "Release", "Retention", "Revision", "Role", "Rounds", "Ruling", "RulingBasis",
    "Scale", "ScaleVersion", "Scope", "Seal", "SealMark", "Seat", "Sentence", "SettleRule", "SharedBy",
    "Source", "SourceKind",
    "SourcingAnswer", "Span", "SpanRole", "SpeechKind", "Split", "SplitStep", "Stance", "Subscription",
    "Tie", "Token", "Unsealed", "User", "Verdict", "Waiver", "WaiverReason", "WaybackSave", "Webhook", "Work",
    "WorkState", "allows", "require", "role_of", "rounds_of",
]  # fmt: skip
