"""The API's addresses. A trailing slash may stand or not."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from claims.api.articles import Articles
from claims.api.bulk import BULK
from claims.api.choosing import CHOOSING
from claims.api.claims import Claims
from claims.api.corrections import CORRECTIONS
from claims.api.description import Description
from claims.api.editing import EDITING
from claims.api.evidence import Documents, EvidenceDoor
from claims.api.experts import EXPERTS
from claims.api.exports import EXPORTS
from claims.api.figures import FIGURES
from claims.api.guide import GUIDE
from claims.api.imports import IMPORTS
from claims.api.invitations import INVITATIONS
from claims.api.jobs import JOBS
from claims.api.keeping import KEEPING
from claims.api.library import Captures, Collections, FactChecks, Subscriptions
from claims.api.members import MEMBERS
from claims.api.problems import nowhere
from claims.api.progress import PROGRESS
from claims.api.projects import Projects
from claims.api.queue import QUEUE
from claims.api.remarks import REMARKS
from claims.api.rounds import ROUNDS
from claims.api.rulings import RULINGS
from claims.api.search import Search
from claims.api.settling import SETTLING
from claims.api.sources import Namesakes, Sources
from claims.api.steering import STEERING
from claims.api.talk import TALK
from claims.api.ties import Attributions
from claims.api.tokens import Tokens
from claims.api.trash import TRASH
from claims.api.webhooks import WEBHOOKS
from claims.api.work import Intakes, Lookups, Splits

app_name = "api"

router = SimpleRouter()
router.trailing_slash = "/?"
router.register("projects", Projects, "project")
router.register("articles", Articles, "article")
router.register("intakes", Intakes, "intake")
router.register("claims", Claims, "claim")
router.register("lookups", Lookups, "lookup")
router.register("evidence", EvidenceDoor, "evidence")
router.register("documents", Documents, "document")
router.register("collections", Collections, "collection")
router.register("subscriptions", Subscriptions, "subscription")
router.register("fact-checks", FactChecks, "fact-check")
router.register("captures", Captures, "capture")
router.register("sources", Sources, "source")
router.register("attributions", Attributions, "attribution")
router.register("namesakes", Namesakes, "namesake")
router.register("tokens", Tokens, "token")

PK = f"(?P<pk>{Splits.lookup_value_regex})"
splits = [
    re_path(rf"^articles/{PK}/split/?$", Splits.as_view({"get": "retrieve"}), name="split-detail"),
    re_path(rf"^articles/{PK}/split/retry/?$", Splits.as_view({"post": "retry"}), name="split-retry"),
    re_path(rf"^articles/{PK}/split/again/?$", Splits.as_view({"post": "again"}), name="split-again"),
    re_path(rf"^articles/{PK}/split/cancel/?$", Splits.as_view({"post": "cancel"}), name="split-cancel"),
]
search = re_path(r"^search/?$", Search.as_view(), name="search")
urlpatterns = [
    path(
        "v1/",
        include(
            [
                *router.urls,
                *splits,
                *BULK,
                *CHOOSING,
                *CORRECTIONS,
                *EDITING,
                *EXPERTS,
                *EXPORTS,
                *FIGURES,
                *GUIDE,
                *IMPORTS,
                *INVITATIONS,
                *JOBS,
                *KEEPING,
                *MEMBERS,
                *PROGRESS,
                *QUEUE,
                *REMARKS,
                *ROUNDS,
                *RULINGS,
                *SETTLING,
                *STEERING,
                *TALK,
                *TRASH,
                *WEBHOOKS,
                search,
            ]
        ),
    ),
    re_path(r"^schema/?$", Description.as_view(), name="schema"),
    re_path(r"^(?P<rest>.+)$", nowhere),
]
