"""The pages of scales: what is shown to whom, the form without a script, conflicts, retiring, choosing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from claims.models import Project, Rating, Scale
from claims.pipeline import scales
from claims.pipeline.scales import Row
from claims.views.scale_form import FIELDS
from claims.views.scale_versions import changes
from tests.factories import make_article, make_claim, make_verdict

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

TWO = [Row("Yes", "It is.", value=1), Row("No", "It is not.", value=0)]


def _page(answer: Any) -> Any:
    return lxml_html.fromstring(answer.content.decode())


def _form(page: Any) -> dict[str, Any]:
    """What the form would send as it stands."""
    form = page.xpath("//form[@id='scale-form']")[0]
    rows: dict[str, Any] = {name: [] for name in FIELDS}
    for item in form.xpath(".//ol/li"):
        for name in FIELDS:
            field = item.xpath(f".//*[@name='{name}']")[0]
            rows[name].append(field.text or "" if field.tag == "textarea" else field.get("value") or "")
    rows["definition"] = [words.removeprefix("\n") for words in rows["definition"]]
    return rows | {"basis": form.xpath(".//input[@name='basis']/@value")[0]}


def _address(scale: Scale, name: str = "scale-change") -> str:
    return reverse(f"claims:{name}", args=[scale.pk])


def _own(cast: Cast) -> Scale:
    return scales.change_scale(project=cast.project, scale=cast.project.scale, by=cast.owner, rows=TWO).scale


def test_the_form_as_it_comes_saves_nothing_new_and_a_change_saves_a_version(cast: Cast, client: Client) -> None:
    client.force_login(cast.editor)
    preset = cast.project.scale
    sent = _form(_page(client.get(_address(preset))))
    assert client.post(_address(preset), sent)["Location"] == _address(preset, "scale-page")
    assert not Scale.objects.filter(project=cast.project).exists()
    sent["label"][0], sent["needs_independent"][4], sent["note"] = "Accurate", "2", "Our word"
    answer = client.post(_address(preset), sent)
    own = Project.objects.get().scale
    assert answer["Location"] == _address(own, "scale-page")
    page = _page(client.get(answer["Location"])).text_content()
    for words in ("Our word", "has another name", "asks for other evidence", "2 independent pieces of evidence"):
        assert words in page


@pytest.mark.parametrize(
    ("do", "labels"),
    [
        ("add", ["Yes", "No", ""]),
        ("up:1", ["No", "Yes"]),
        ("down:0", ["No", "Yes"]),
        ("up:0", ["Yes", "No"]),
        ("out:0", ["No"]),
        ("out:7", ["Yes", "No"]),
        ("nonsense", ["Yes", "No"]),
    ],
)
def test_rows_are_added_moved_and_left_out_without_a_script_and_nothing_is_written(
    cast: Cast, client: Client, do: str, labels: list[str]
) -> None:
    own = _own(cast)
    client.force_login(cast.editor)
    sent = _form(_page(client.get(_address(own))))
    page = _page(client.post(_address(own), sent | {"do": do}))
    assert _form(page)["label"] == labels
    assert own.current().number == 2


def test_what_was_left_out_is_listed_and_put_back(cast: Cast, client: Client) -> None:
    own = _own(cast)
    client.force_login(cast.editor)
    sent = _form(_page(client.get(_address(own))))
    page = _page(client.post(_address(own), sent | {"do": "out:0"}))
    [back] = page.xpath("//section[@class='left-out']//button/@value")
    page = _page(client.post(_address(own), _form(page) | {"do": back}))
    assert _form(page)["label"] == ["No", "Yes"]


def test_what_is_wrong_stands_at_its_row_with_all_that_was_typed(cast: Cast, client: Client) -> None:
    own = _own(cast)
    client.force_login(cast.editor)
    sent = _form(_page(client.get(_address(own))))
    sent["label"], sent["value"], sent["definition"] = ["Aye", ""], ["one", "0"], ["It is.", "It is not, at all."]
    answer = client.post(_address(own), sent)
    page = _page(answer)
    assert answer.status_code == 422
    assert page.xpath("//*[@aria-invalid]/@id") == ["value-0"], "first what is no number"
    sent["value"] = ["0", "0"]
    page = _page(client.post(_address(own), sent))
    assert page.xpath("//*[@aria-invalid]/@id") == ["label-1", "value-1"]
    assert _form(page)["definition"][1] == "It is not, at all."
    assert own.current().number == 2


def test_a_scale_needs_two_ratings(cast: Cast, client: Client) -> None:
    own = _own(cast)
    client.force_login(cast.editor)
    sent = _form(_page(client.get(_address(own))))
    one = {name: sent[name][:1] for name in FIELDS} | {"basis": sent["basis"]}
    answer = client.post(_address(own), one)
    assert answer.status_code == 422
    assert "at least two ratings" in _page(answer).xpath("string(//div[@role='alert'])")


def test_the_second_of_two_editors_sees_both_and_may_save_then(cast: Cast, client: Client) -> None:
    preset = cast.project.scale
    client.force_login(cast.editor)
    sent = _form(_page(client.get(_address(preset))))
    sent["label"][1] = "Nearly true"
    _own(cast)
    answer = client.post(_address(preset), sent)
    assert answer.status_code == 409
    page = _page(answer)
    told = page.xpath("string(//div[@role='alert'])")
    assert "Owner made version 2 meanwhile" in " ".join(told.split())
    assert "Yes no longer on offer" in " ".join(told.split())
    own = Project.objects.get().scale
    assert page.xpath("//form[@id='scale-form']/@action") == [_address(own)]
    assert client.post(_address(own), _form(page)).status_code == 302
    offered = own.current().ratings.on_offer().values_list("label", flat=True)
    assert "Nearly true" in offered
    assert "Yes" not in offered


def test_a_preset_of_which_the_project_has_a_copy_leads_to_that(cast: Cast, client: Client) -> None:
    preset, own = cast.project.scale, _own(cast)
    client.force_login(cast.editor)
    assert client.get(_address(preset))["Location"] == _address(own)


def test_a_rating_is_retired_and_brought_back_on_its_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.editor)
    rating = cast.project.scale.current().ratings.get(slug="opinion")
    answer = client.post(reverse("claims:rating-retire", args=[rating.pk]))
    own = Project.objects.get().scale
    assert answer["Location"] == _address(own, "scale-page")
    retired = own.current().ratings.get(slug="opinion")
    page = _page(client.get(answer["Location"]))
    assert page.xpath(f"//form[@action='{reverse('claims:rating-retire', args=[retired.pk])}']//button/@value") == [
        "1"
    ]
    client.post(reverse("claims:rating-retire", args=[retired.pk]), {"restore": "1"})
    assert Rating.objects.get(pk=retired.pk).retired_at is None


def test_the_last_two_are_refused_in_words(cast: Cast, client: Client) -> None:
    own = _own(cast)
    client.force_login(cast.editor)
    answer = client.post(reverse("claims:rating-retire", args=[own.current().ratings.get(slug="yes").pk]))
    assert answer.status_code == 422
    assert "at least two" in _page(answer).xpath("string(//div[@role='alert'])")


def test_how_many_verdicts_each_version_has_is_for_editors(cast: Cast, client: Client) -> None:
    claim = make_claim(make_article(cast.project).latest())
    make_verdict(claim, cast.second_reviewer, "true")
    for who, seen in ((cast.editor, True), (cast.reviewer, False)):
        client.force_login(who)
        page = _page(client.get(_address(cast.project.scale, "scale-page"))).text_content()
        assert ("1 verdict given" in " ".join(page.split())) is seen


def test_choosing_says_what_happens_and_to_how_many_claims(cast: Cast, client: Client) -> None:
    claim = make_claim(make_article(cast.project).latest())
    make_verdict(claim, cast.second_reviewer, "true")
    client.force_login(cast.editor)
    other = Scale.objects.get(slug="averitec")
    page = _page(client.get(_address(other, "scale-choose"))).text_content()
    assert "1 claim that is not settled has verdicts by now" in " ".join(page.split())
    seen = {"seen": str(cast.project.scale_id)}
    assert client.post(_address(other, "scale-choose"), seen)["Location"] == _address(other, "scale-page")
    desk = Scale.objects.get(name="Newsroom desk")
    answer = client.post(_address(desk, "scale-choose"), seen)
    assert answer.status_code == 409
    assert Project.objects.get().scale == other


def test_another_projects_scale_is_not_found(cast: Cast, client: Client) -> None:
    away = Project.objects.create(slug="away", name="Away", scale=cast.project.scale)
    theirs = Scale.objects.create(slug="theirs", name="Theirs", project=away)
    client.force_login(cast.editor)
    assert client.get(_address(theirs, "scale-page")).status_code == 404
    assert "Theirs" not in client.get(reverse("claims:scale-list")).content.decode()


def test_the_number_of_queries_does_not_grow_with_versions(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    own = _own(cast)
    client.force_login(cast.editor)
    for number in range(12):
        rows = [Row(f"Yes {number}", "It is.", "yes"), Row("No", "It is not.", "no")]
        scales.change_scale(project=cast.project, scale=own, by=cast.editor, rows=rows)
    client.get(_address(own, "scale-page"))
    with django_assert_max_num_queries(14):
        client.get(_address(own, "scale-page"))


def test_changes_between_versions_are_told_rating_by_rating() -> None:
    before = [Row("True", "D", "true", 5), Row("False", "D", "false", 1), Row("Odd", "D", "odd")]
    after = [
        Row("False", "E", "false", 2, needs_evidence=1), Row("Accurate", "D", "true", 5), Row("New", "N"),
    ]  # fmt: skip
    told = [(one.label, one.what, one.was, one.now) for one in changes(before, after)]
    assert told == [
        ("False", "is defined anew", "D", "E"),
        ("False", "has another value", "1", "2"),
        ("False", "asks for other evidence", "none", "1 piece of evidence"),
        ("Accurate", "has another name", "True", "Accurate"),
        ("New", "added", "", "N"),
        ("Odd", "no longer on offer", "", ""),
        ("All", "in another order", "", "False, Accurate, New"),
    ]
    assert changes(before, before) == []
