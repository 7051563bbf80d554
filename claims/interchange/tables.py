"""Every kind of row of a project and what of it travels.

A model that is neither here nor in ``STAYS`` with a reason fails a test, so that it is decided on when it is made;
a new column of a model that travels is written by itself, and shows in the schema, which a test compares.
"""

from __future__ import annotations

from claims import models
from claims.interchange.columns import Table

HERE = "Belongs to this installation."
DERIVED = "Follows from what is written."
SECRET = "Opens a door."  # noqa: S105 - a reason, not a secret
BY_NAME = "Named by what it is called: presets have other ids elsewhere."
SERIAL = "A number that this database gave."
WORK = {"touched_at": HERE, "due_at": HERE}

SCALE = Table(
    models.Scale,
    "scale",
    order=("slug",),
    left_out={"id": BY_NAME},
    children=(
        Table(
            models.ScaleVersion,
            "versions",
            parent="scale",
            order=("number",),
            left_out={"id": BY_NAME},
            children=(
                Table(
                    models.Rating,
                    "ratings",
                    parent="version",
                    order=("position", "slug"),
                    left_out={"id": BY_NAME},
                ),
            ),
        ),
    ),
)

PROJECT = Table(
    models.Project,
    "project",
    left_out={"deleted_at": HERE, "purging_at": HERE},
    children=(
        Table(models.Membership, "members", parent="project"),
        Table(models.Guideline, "guideline_versions", parent="project", order=("number",)),
    ),
)

SOURCE = Table(
    models.Source,
    "source",
    left_out={"project": "There is one."},
    children=(
        Table(models.Merge, "merges", parent="source"),
        Table(models.Namesake, "namesakes", parent="source"),
    ),
)

DOCUMENT = Table(
    models.Document,
    "document",
    left_out={"project": "There is one."},
    children=(Table(models.WaybackSave, "wayback_saves", parent="document", left_out=WORK),),
)

FACT_CHECK = Table(models.FactCheck, "fact_check", left_out={"project": "There is one.", "embedding": DERIVED})

ARTICLE = Table(
    models.Article,
    "article",
    left_out={"project": "There is one."},
    children=(
        Table(models.Mention, "mentions", parent="article"),
        Table(
            models.Revision,
            "revisions",
            parent="article",
            order=("number",),
            children=(
                Table(models.Split, "split", parent="revision", left_out=WORK),
                Table(
                    models.Sentence,
                    "sentences",
                    parent="revision",
                    order=("position",),
                    left_out={"id": SERIAL},
                    derived=("quote",),
                    children=(Table(models.Waiver, "waiver", parent="sentence"),),
                ),
            ),
        ),
    ),
)

CLAIM = Table(
    models.Claim,
    "claim",
    order=("revision", "number"),
    children=(
        Table(
            models.Span,
            "spans",
            parent="claim",
            order=("start", "end", "role", "attribution"),
            left_out={"id": SERIAL, "revision": DERIVED},
            derived=("quote",),
        ),
        Table(
            models.Attribution,
            "attributions",
            parent="claim",
            order=("hop", "place"),
            children=(Table(models.Reading, "readings", parent="attribution"),),
        ),
        Table(models.GradeOverride, "grade_overrides", parent="claim"),
        Table(models.Lookup, "lookups", parent="claim", left_out=WORK),
        Table(models.Evidence, "evidence", parent="claim"),
        Table(models.Verdict, "verdicts", parent="claim", order=("created_at", "id"), lists=("cited",)),
        Table(models.Ruling, "rulings", parent="claim", order=("created_at", "id"), lists=("verdicts",)),
        Table(
            models.Panel,
            "panels",
            parent="claim",
            children=(Table(models.PanelVote, "votes", parent="panel"),),
        ),
        Table(models.Question, "questions", parent="claim"),
        Table(models.Comment, "comments", parent="claim", order=("created_at", "id")),
        Table(
            models.Gathering,
            "gatherings",
            parent="claim",
            order=("number",),
            children=(
                Table(
                    models.Inquiry,
                    "inquiries",
                    parent="gathering",
                    children=(Table(models.Answer, "answers", parent="inquiry"),),
                ),
            ),
        ),
        Table(models.Publication, "publications", parent="claim"),
        Table(models.Correction, "corrections", parent="claim"),
    ),
)

EXAMPLE = Table(models.Example, "example", left_out={"project": "There is one."})

EXPERT_LINK = Table(
    models.ExpertLink,
    "expert_link",
    left_out={"project": "There is one.", "token_sha256": SECRET},
    children=(Table(models.ExpertQuestion, "questions", parent="link"),),
)

RECORDS = (SCALE, PROJECT, SOURCE, DOCUMENT, FACT_CHECK, ARTICLE, CLAIM, EXAMPLE, EXPERT_LINK)
"""What stands as a record of its own, in the order of the file: whoever is pointed at comes before who points."""

STAYS: dict[type, str] = {
    models.User: "Stands as a person: a user name and a label. Passwords and addresses stay.",
    models.Passage: DERIVED,
    models.ClaimMeaning: DERIVED,
    models.ConfidentialIdentity: "Who an unnamed source is leaves this installation in no file.",
    models.SourcingAnswer: "What the desk knows of an unnamed source may tell who it is.",
    models.Capture: "Archived copies are files; the address that was copied stands with the document.",
    models.LookupRun: "What a service answered, each time; the passages kept from it stand with the claim.",
    models.NamesakeSearch: HERE,
    models.Intake: HERE,
    models.Collection: HERE,
    models.Subscription: HERE,
    models.Draft: "Nobody has said it yet.",
    models.Seat: "Who is to judge what is a matter of this desk.",
    models.KeyBinding: "A person's own.",
    models.Notice: "A person's own.",
    models.Edit: "What can be undone here; what it led to is written.",
    models.Event: "The trail of this installation.",
    models.Seal: "The chain of this installation; what comes in elsewhere is sealed there.",
    models.Unsealed: HERE,
    models.SealMark: HERE,
    models.Export: HERE,
    models.Import: HERE,
    models.Mapping: HERE,
    models.Retention: "How long this installation keeps what nobody needs.",
    models.Hold: "What this installation must not lose.",
    models.Token: SECRET,
    models.Invitation: SECRET,
    models.IdempotencyKey: HERE,
    models.Webhook: "Whom this desk tells is a matter of this desk.",
    models.Delivery: HERE,
}
"""Models of which nothing is written, and why."""
