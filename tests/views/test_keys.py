"""The keys of a person: the registry, the map, what the page of keys takes and what it refuses and why."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from django.template import Context, Template
from django.urls import reverse
from lxml import html as lxml_html

from claims.models import Finding, KeyBinding, WaiverReason
from claims.views.key_map import refusal
from claims.views.keys import ACTS, BY_SLUG, GROUPS, OWN, Keys, keys_of

PAGE = reverse("claims:key-map")


class TestTheRegistry:
    def test_every_act_has_a_name_of_its_own_words_and_a_group(self):
        assert len(BY_SLUG) == len(ACTS) > 40
        assert all(re.fullmatch(r"[a-z][a-z0-9_-]*", act.slug) and len(act.slug) <= 40 for act in ACTS)
        assert all(str(act.words) and act.group in GROUPS for act in ACTS)
        assert {act.group for act in OWN} == set(GROUPS)

    def test_usual_keys_are_taken_once_and_would_be_accepted(self):
        assert [key for key, times in Counter(act.key for act in OWN).items() if times > 1] == []
        assert [act.key for act in ACTS if refusal(act.key)] == []

    def test_who_shares_a_key_shares_it_with_somebody_who_has_one(self):
        followers = [act for act in ACTS if act.like]
        assert [act for act in followers if BY_SLUG[act.like].key != act.key or BY_SLUG[act.like].like] == []
        assert len(followers) == len(WaiverReason)

    def test_every_finding_has_a_key(self):
        assert {f"finding-{value}" for value in Finding.values} <= set(BY_SLUG)


class TestKeysOf:
    def test_usual_unless_chosen(self, cast, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert keys_of(cast.reviewer) == {act.slug: act.key for act in ACTS}
        KeyBinding.objects.create(user=cast.reviewer, act="next", key="ö")
        KeyBinding.objects.create(user=cast.reviewer, act="filter", key="")
        KeyBinding.objects.create(user=cast.reviewer, act="no such act", key="q")
        assert {slug: key for slug, key in keys_of(cast.reviewer).items() if BY_SLUG[slug].key != key} == {
            "next": "ö",
            "filter": "",
        }
        assert keys_of(cast.editor)["next"] == "j"

    def test_waivers_follow_the_ratings(self, cast):
        KeyBinding.objects.create(user=cast.reviewer, act="rating-2", key="é")
        keys = keys_of(cast.reviewer)
        assert (keys["rating-2"], keys["waive-2"]) == ("é", "é")
        assert json.loads(Keys(cast.reviewer).as_json)["é"] == ["rating-2", "waive-2"]

    def test_a_key_given_to_one_act_is_taken_from_the_act_that_came_with_it(self, cast):
        KeyBinding.objects.create(user=cast.reviewer, act="rationale", key="j")
        keys = keys_of(cast.reviewer)
        assert (keys["rationale"], keys["next"]) == ("j", "")

    def test_for_templates(self, cast):
        KeyBinding.objects.create(user=cast.reviewer, act="filter", key="")
        told = Template(
            "{% load keys %}{{ keys.next_open }}|{% key 'finding-' what %}|{% key 'rating-' 10 %}|"
            "{% key 'filter' %}"
        ).render(Context({"keys": Keys(cast.reviewer), "what": Finding.OUT_OF_CONTEXT}))
        assert told == 'n|<kbd class="key" aria-hidden="true">o</kbd>||'
        assert Template("{% load keys %}{% key 'next' %}").render(Context()) == ""


@pytest.fixture
def client(signed_in, cast):
    return signed_in(cast.reviewer)


def _tree(answer):
    return lxml_html.fromstring(answer.content.decode())


def _field(tree, act):
    return tree.get_element_by_id(f"key-{act}")


def _errors(tree, act):
    return " ".join(" ".join(one.text_content().split()) for one in tree.xpath(f'//*[@id="wrong-{act}"]'))


class TestThePage:
    def test_every_act_stands_with_its_key_in_a_field(self, client):
        tree = _tree(client.get(PAGE))
        fields = {field.get("name"): field.get("value") for field in tree.xpath("//input[@data-key-field]")}
        assert fields == {act.slug: act.key for act in OWN}
        for act in OWN:
            [label] = tree.xpath(f'//label[@for="key-{act.slug}"]')
            assert label.text_content().strip() == str(act.words)

    def test_a_key_is_changed_and_stays(self, client, cast):
        assert client.post(PAGE, {"next": "ö", "do": "save"}).status_code == 302
        assert list(KeyBinding.objects.values_list("user", "act", "key")) == [(cast.reviewer.pk, "next", "ö")]
        assert _field(_tree(client.get(PAGE)), "next").get("value") == "ö"

    def test_two_acts_change_places(self, client, cast):
        client.post(PAGE, {"next": "k", "previous": "j"})
        client.post(PAGE, {"next": "j", "previous": "k", "rationale": "ö", "undo": "r"})
        client.post(PAGE, {"rationale": "r", "undo": "ö"})
        assert {**keys_of(cast.reviewer)} == {**{act.slug: act.key for act in ACTS}, "undo": "ö"}

    def test_a_conflict_names_both_acts_and_keeps_what_was_typed(self, client):
        answer = client.post(PAGE, {"rationale": "j", "list": "ü"})
        assert answer.status_code == 422
        tree = _tree(answer)
        for act, other in (("rationale", "next"), ("next", "rationale")):
            for words in (BY_SLUG[act].words, BY_SLUG[other].words):
                assert f"“{words}”" in _errors(tree, act)
            assert _field(tree, act).get("aria-invalid") == "true"
            assert f"wrong-{act}" in _field(tree, act).get("aria-describedby")
        assert (_field(tree, "rationale").get("value"), _field(tree, "list").get("value")) == ("j", "ü")
        assert not KeyBinding.objects.exists()

    @pytest.mark.parametrize(
        ("key", "words"),
        [
            ("Tab", "Tab moves the focus"), ("enter", "Enter presses"), (" ", "Space presses"),
            ("Space", "Space presses"), ("Esc", "Escape leaves"), ("ArrowUp", "Arrows"), ("Page Up", "Arrows"),
            ("Home", "Arrows"), ("F5", "F-keys"), ("f12", "F-keys"), ("Shift", "Modifiers"),
            ("Ctrl+s", "Modifiers"), ("Alt", "Modifiers"), ("Backspace", "Backspace and Delete"),
            ("ab", "Give one character"), ("\u0301", "Give one character"), ("\u200b", "Give one character"),
            ("<b>", "Give one character"),
        ],
    )  # fmt: skip
    def test_keys_of_the_browser_and_the_screen_reader_are_refused_with_the_reason(self, client, key, words):
        answer = client.post(PAGE, {"next": key})
        assert answer.status_code == 422
        assert words in _errors(_tree(answer), "next")
        assert not KeyBinding.objects.exists()

    @pytest.mark.parametrize("key", ["ö", "Z", "ü", "я", "+", "'", "&", '"', "é", "ß", "٣", "漢"])
    def test_any_one_character_will_do(self, client, cast, key):
        assert client.post(PAGE, {"next": key}).status_code == 302
        assert keys_of(cast.reviewer)["next"] == key
        assert _field(_tree(client.get(PAGE)), "next").get("value") == key

    def test_an_act_may_have_no_key(self, client, cast):
        client.post(PAGE, {"trash": "", "cue-words": ""})
        assert (keys_of(cast.reviewer)["trash"], keys_of(cast.reviewer)["cue-words"]) == ("", "")

    def test_one_goes_back_to_its_usual_key_and_the_rest_is_kept(self, client, cast):
        client.post(PAGE, {"next": "ö", "list": "q"})
        client.post(PAGE, {"next": "ö", "list": "q", "reset": "next"})
        assert list(KeyBinding.objects.values_list("act", "key")) == [("list", "q")]

    def test_going_back_into_a_conflict_is_refused(self, client, cast):
        client.post(PAGE, {"next": "ö", "list": "j"})
        answer = client.post(PAGE, {"next": "ö", "list": "j", "reset": "next"})
        assert answer.status_code == 422
        assert "“All claims”" in _errors(_tree(answer), "next")
        assert keys_of(cast.reviewer)["next"] == "ö"

    def test_all_go_back(self, client, cast):
        client.post(PAGE, {"next": "ö", "list": "q"})
        assert client.post(PAGE, {"do": "reset-all"}).status_code == 302
        assert not KeyBinding.objects.exists()

    def test_nobody_elses_keys_are_touched(self, client, cast):
        KeyBinding.objects.create(user=cast.editor, act="next", key="ö")
        client.post(PAGE, {"next": "ö"})
        client.post(PAGE, {"do": "reset-all"})
        assert list(KeyBinding.objects.values_list("user", "key")) == [(cast.editor.pk, "ö")]


class TestTheSwitch:
    def test_off_and_on_again(self, client, cast):
        client.post(PAGE, {"switch": "1"})
        cast.reviewer.refresh_from_db()
        assert not cast.reviewer.single_keys
        assert "Single keys are off." in client.get(PAGE).content.decode()
        client.post(PAGE, {"switch": "1", "single_keys": "on"})
        cast.reviewer.refresh_from_db()
        assert cast.reviewer.single_keys

    def test_from_the_cheat_sheet_it_answers_nothing(self, client, cast):
        answer = client.post(PAGE, {"switch": "1"}, headers={"HX-Request": "true"})
        assert (answer.status_code, answer.content) == (204, b"")
        cast.reviewer.refresh_from_db()
        assert not cast.reviewer.single_keys

    def test_the_workbench_is_told(self, client, cast, article):
        page = _tree(client.get(article.get_absolute_url()))
        told = page.get_element_by_id("keys")
        assert "data-off" not in told.attrib
        assert json.loads(told.get("data-map"))["j"] == ["next"]
        client.post(PAGE, {"next": "ö"})
        client.post(PAGE, {"switch": "1"})
        told = _tree(client.get(article.get_absolute_url())).get_element_by_id("keys")
        assert "data-off" in told.attrib
        assert json.loads(told.get("data-map"))["ö"] == ["next"]


def test_the_cheat_sheet_shows_the_persons_keys(client, article):
    client.post(PAGE, {"next": "ö"})
    sheet = _tree(client.get(article.get_absolute_url())).get_element_by_id("cheat-sheet")
    [line] = [one for one in sheet.iter("div") if one.xpath("./dt") and "Next claim" in one.text_content()]
    assert [one.text_content() for one in line.iter("kbd")] == ["ö"]
    assert sheet.xpath(f'.//a[@href="{PAGE}"]')
    [numbered] = [one for one in sheet.iter("div") if one.xpath("./dt") and "Ratings" in one.text_content()]
    assert [one.text_content() for one in numbered.iter("kbd")] == list("123456789")
