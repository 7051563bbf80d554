"""Who is told of something, and who is not."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Notice, NoticeKind
from tests import factories


def _tell(cast, *to, **more):
    told = {"kind": NoticeKind.MENTIONED, "project": cast.project, "by": cast.editor, **more}
    return {row.to for row in Notice.objects.tell(to=to, **told)}


def test_members_are_told_and_never_who_caused_it_nor_strangers(cast):
    told = _tell(cast, cast.reviewer, cast.reviewer, cast.editor, cast.outsider, cast.superuser, cast.viewer, None)
    assert told == {cast.reviewer, cast.viewer}
    assert set(Notice.objects.values_list("to", "by", "project")) == {
        (cast.reviewer.pk, cast.editor.pk, cast.project.pk),
        (cast.viewer.pk, cast.editor.pk, cast.project.pk),
    }


def test_who_cannot_sign_in_any_more_is_not_told(cast):
    cast.reviewer.is_active = False
    cast.reviewer.save()
    assert _tell(cast, cast.reviewer) == set()


def test_the_same_is_not_doubled_until_it_is_read(cast, revision):
    one, other = factories.make_claim(revision), factories.make_claim(revision, "The mayor denied")
    assert _tell(cast, cast.reviewer, claim=one)
    assert not _tell(cast, cast.reviewer, claim=one)
    assert _tell(cast, cast.reviewer, claim=other), "another claim"
    assert _tell(cast, cast.reviewer, claim=one, by=cast.owner), "another person"
    assert _tell(cast, cast.reviewer, claim=one, kind=NoticeKind.ANSWERED), "another kind"
    Notice.objects.update(read_at=timezone.now())
    assert _tell(cast, cast.reviewer, claim=one)


def test_its_words_are_plain_values_and_what_nobody_caused_is_told_to_all(cast):
    Notice.objects.tell(to=[cast.editor], kind=NoticeKind.REOPENED, project=cast.project, count=3)
    row = Notice.objects.get()
    assert (row.by, row.claim, row.data) == (None, None, {"count": 3})


def test_as_many_questions_for_one_as_for_many(cast):
    people = [cast.reviewer, cast.second_reviewer, cast.viewer]
    with CaptureQueriesContext(connection) as one:
        Notice.objects.tell(to=people[:1], kind=NoticeKind.VOTE, project=cast.project, by=cast.editor)
    with CaptureQueriesContext(connection) as many:
        assert (
            len(Notice.objects.tell(to=people, kind=NoticeKind.EXPERT, project=cast.project, by=cast.editor)) == 3
        )
    assert len(many) == len(one) <= 5
