"""A verdict is recorded once, under the scale as it is, upon what its author saw."""

from __future__ import annotations

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from claims.models import Claim, Event, Rating, Scale, ScaleVersion, Verdict
from claims.pipeline.judge import Changed, Reworded, record_verdict
from tests import factories, filled


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


def rating(slug="true", scale="truth"):
    return Rating.objects.select_related("version__scale").get(version__scale__slug=scale, slug=slug)


def judge(claim, by, **fields):
    given = {"finding": "confirmed", "rating": rating(), "rationale": "The release says so."}
    return record_verdict(claim=claim, by=by, **given | fields)


def test_a_verdict_is_kept_as_given(cast, claim):
    evidence = factories.make_evidence(claim)
    verdict = judge(claim, cast.reviewer, rationale="  Because. ", confidence="low", cited=iter([evidence]))
    verdict.refresh_from_db()
    assert (verdict.finding, verdict.rating.slug, verdict.rationale) == ("confirmed", "true", "Because.")
    assert (verdict.confidence, list(verdict.cited.all()), verdict.supersedes) == ("low", [evidence], None)
    event = Event.objects.get(verb="verdict.recorded")
    assert (event.target_id, event.by_id, event.data) == (verdict.pk, cast.reviewer.pk, {"claim": str(claim.pk)})
    assert "Because" not in str(event.data), "the trail is read by those whom blind review keeps out"


@pytest.mark.parametrize(
    ("field", "fields", "words"),
    [
        ("rationale", {"rationale": " \n"}, "needs a rationale"),
        ("finding", {"finding": "perhaps"}, "Choose an attribution finding"),
        ("finding", {"finding": ""}, "Choose an attribution finding"),
        ("confidence", {"confidence": "very"}, "Choose one"),
    ],
)
def test_what_is_missing_is_said_at_its_field(cast, claim, field, fields, words):
    with pytest.raises(ValidationError) as error:
        judge(claim, cast.reviewer, **fields)
    assert list(error.value.message_dict) == [field]
    assert words in error.value.message_dict[field][0]
    assert not Verdict.objects.exists()


def test_everything_wrong_is_said_at_once(cast, claim, revision):
    foreign = factories.make_evidence(factories.make_claim(revision, "The mayor denied that the figures were late"))
    with pytest.raises(ValidationError) as error:
        judge(claim, cast.reviewer, rationale="", cited=[foreign], rating=rating("cut", "desk"))
    assert set(error.value.message_dict) == {"rationale", "cited", "rating"}
    assert "another scale" in error.value.message_dict["rating"][0]


def test_a_retired_rating_is_off_the_offer(cast, claim):
    gone = filled.retire("half-true")
    with pytest.raises(ValidationError) as error:
        judge(claim, cast.reviewer, rating=gone)
    assert "no longer on offer" in error.value.message_dict["rating"][0]


def test_an_older_version_of_the_scale_is_not_used(cast, claim):
    old, scale = rating(), Scale.objects.get(slug="truth")
    newer = ScaleVersion.objects.create(scale=scale, number=2)
    new = Rating.objects.create(version=newer, slug="true", label="True", position=1)
    with pytest.raises(ValidationError) as error:
        record_verdict(claim=claim, by=cast.reviewer, finding="confirmed", rating=old, rationale="Because.")
    assert "newer version" in error.value.message_dict["rating"][0]
    kept = record_verdict(claim=claim, by=cast.reviewer, finding="confirmed", rating=new, rationale="Because.")
    assert kept.rating == new


def test_a_changed_mind_supersedes_and_keeps(cast, claim):
    first = judge(claim, cast.reviewer)
    second = judge(claim, cast.reviewer, rating=rating("false"), basis=first.pk)
    third = judge(claim, cast.reviewer, rationale="On reflection.", basis=str(second.pk))
    assert [second.supersedes, third.supersedes] == [first, second]
    assert list(Verdict.objects.current().filter(claim=claim)) == [third]
    assert Verdict.objects.count() == 3


def test_a_double_click_is_one_verdict(cast, claim):
    evidence = factories.make_evidence(claim)
    first = judge(claim, cast.reviewer, cited=[evidence])
    assert judge(claim, cast.reviewer, cited=[evidence]) == first
    assert (Verdict.objects.count(), Event.objects.filter(verb="verdict.recorded").count()) == (1, 1)


@pytest.mark.parametrize("change", ["rating", "finding", "rationale", "confidence", "cited"])
def test_anything_else_on_an_outdated_basis_changes_nothing(cast, claim, change):
    evidence = factories.make_evidence(claim)
    first = judge(claim, cast.reviewer)
    other = {
        "rating": rating("false"),
        "finding": "altered",
        "rationale": "Otherwise.",
        "confidence": "high",
        "cited": [evidence],
    }
    with pytest.raises(Changed) as changed:
        judge(claim, cast.reviewer, **{change: other[change]})
    assert changed.value.current == first
    assert Verdict.objects.count() == 1


def test_an_older_own_verdict_is_an_outdated_basis_too(cast, claim):
    first = judge(claim, cast.reviewer)
    second = judge(claim, cast.reviewer, rationale="Second.", basis=first.pk)
    with pytest.raises(Changed) as changed:
        judge(claim, cast.reviewer, rationale="Third.", basis=first.pk)
    assert changed.value.current == second


def test_two_reviewers_do_not_meet(cast, claim):
    judge(claim, cast.reviewer)
    assert judge(claim, cast.second_reviewer, rating=rating("false")).supersedes is None


def _at_once(claim, by, rationales):
    start, answers = threading.Barrier(len(rationales)), []

    def save(rationale):
        try:
            start.wait(5)
            answers.append(judge(claim, by, rationale=rationale))
        except Changed as changed:
            answers.append(changed)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(words,)) for words in rationales]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return answers


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rationales", [("Same.", "Same."), ("One.", "Two.")], ids=["same", "different"])
def test_two_saves_at_once(rationales):
    people = factories.make_cast()
    claim = factories.make_claim(factories.make_article(people["project"]).latest())
    answers = _at_once(claim, people["reviewer"], rationales)
    saved = Verdict.objects.get()
    if len(set(rationales)) == 1:
        assert answers == [saved, saved]
        return
    told = [answer for answer in answers if isinstance(answer, Changed)]
    assert [one.current for one in told] == [saved]
    assert saved in answers


def test_a_claim_in_the_trash_keeps_its_verdicts(cast, claim):
    verdict = judge(claim, cast.reviewer)
    claim.deleted_at = timezone.now()
    claim.save()
    assert Verdict.objects.get() == verdict


def test_words_changed_meanwhile_are_not_judged_unseen(cast, claim):
    seen = claim.as_seen
    Claim.objects.filter(pk=claim.pk).update(reshaped_at=timezone.now(), reshaped_by=cast.editor)
    with pytest.raises(Reworded) as raised:
        judge(claim, cast.reviewer, as_seen=seen)
    assert not Verdict.objects.exists()
    assert judge(claim, cast.reviewer, as_seen=raised.value.claim.as_seen)


def test_the_same_verdict_on_changed_words_is_a_new_one(cast, claim):
    first = judge(claim, cast.reviewer)
    claim.reshaped_at = timezone.now()
    claim.save(update_fields=["reshaped_at"])
    again = judge(claim, cast.reviewer, basis=first.pk, as_seen=claim.as_seen)
    assert again.supersedes == first
    assert list(Verdict.objects.counting().filter(claim=claim)) == [again]
