"""A new year's rubric is drafted, changed with its sources, and published by a second person."""

import tomllib
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.actor import acting_as
from core.models import AuditEvent
from fictional.one_of_everything import TOWN
from scoring.catalogue import rubric_for, rubric_of, text_of
from scoring.editions.actions import publish, start
from scoring.editions.models import PublishedRubric
from scoring.editions.text import copied
from scoring.models import RubricEdition
from scoring.parsing import parse
from scoring.score import score_town
from tests.exchanged import form_of, sent, words
from tests.small_town import add_users

YEAR = 2027
START = reverse("scoring:rubric_start")
CHANGE = reverse("scoring:rubric_change", args=[YEAR, "sub-item", "2.2"])
PREVIEW = reverse("scoring:rubric_preview", args=[YEAR])
PUBLISH = reverse("scoring:rubric_publish", args=[YEAR])


@pytest.fixture
def draft(signed_in):
    signed_in("staff").post(START, sent(year=YEAR))
    return RubricEdition.objects.get()


def change(client, **fields):
    return client.post(CHANGE, {**form_of(client, CHANGE), **fields})


def values(code="2.2"):
    items = tomllib.loads(RubricEdition.objects.get().text)["items"]
    return next(each for item in items for each in item["sub_items"] if each["code"] == code)


def released(client):
    return client.post(PUBLISH, {"digest": RubricEdition.objects.get().digest})


def test_a_draft_says_what_the_last_year_says(draft):
    before, after = rubric_of(2023), parse(draft.text)
    assert (after.year, after.title, after.questions, after.targets) == (
        YEAR, before.title.replace("2023年", f"{YEAR}年"), before.questions, before.targets,
    )  # fmt: skip
    assert after.items == before.items
    assert (after.labor_force, after.populations) == (before.labor_force, before.populations)
    assert AuditEvent.objects.filter(action="rubric_drafted", details__digest=draft.digest).count() == 1


@pytest.mark.parametrize(
    ("year", "said"), [(2023, "2023年的细则已经有了"), (YEAR, "已经有了"), (2022, "最早的细则是2023年的")]
)
def test_a_year_that_exists_or_is_too_early_is_refused_at_its_field(draft, staff, year, said):
    answer = staff.post(START, sent(year=year))
    assert said in answer.context["form"].errors["year"][0]
    assert RubricEdition.objects.count() == 1


def test_a_number_a_reading_and_a_wording_are_changed_with_their_source(draft, staff):
    change(
        staff,
        step="0.2",
        deadlines="03-31、06-30、09-30、12-31",
        wording="每条扣0.2分",
        **{"step-source": "2027年文件"},
    )
    now = values()
    assert now["parameters"]["step"]["value"] == 0.2
    assert now["parameters"]["step"]["source"] == "2027年文件"
    assert now["parameters"]["deadlines"]["value"] == ["03-31", "06-30", "09-30", "12-31"]
    assert now["wording"] == "每条扣0.2分"
    assert RubricEdition.objects.get().history.first().history_change_reason == "修改2.2 信息维护"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("max", "-1", "不能小于0"),
        ("max", "101", "不能大于100"),
        ("step", "abc", ""),
        ("step", "NaN", ""),
        ("step", "1e999999", ""),
        ("step", "", "没有填"),
        ("step-source", "", "没有填"),
        ("deadlines", "12-31、06-30", "后一个不能早于前一个"),
        ("deadlines", "02-30", "“02-30”不是月和日"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(draft, staff, field, value, said):
    answer = change(staff, **{field: value})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}
    assert said in words(answer)
    assert RubricEdition.objects.get().text == draft.text


def test_points_that_do_not_add_up_are_told_and_not_published(draft, signed_in):
    change(signed_in("staff"), max="5")
    page = words(signed_in("administrator").get(reverse("scoring:rubric", args=[YEAR])))
    assert "各项合计99分，应为100分" in page
    assert "确认发布" not in words(signed_in("administrator").get(PREVIEW))
    released(signed_in("administrator"))
    assert RubricEdition.objects.get().is_draft


def test_the_second_of_two_who_change_one_number_sees_both_values(draft, signed_in):
    staff = signed_in("staff")
    opened = form_of(staff, CHANGE)
    change(staff, step="0.3")
    asked = staff.post(CHANGE, {**opened, "step": "0.4", "token": sent()["token"]})
    conflict = asked.context["meanwhile"].conflicts
    assert [(each.name, each.theirs, each.mine) for each in conflict] == [("step", "0.3", "0.4")]
    assert values()["parameters"]["step"]["value"] == 0.3
    again = {**opened, "step": "0.4", "seen": asked.context["form"]["seen"].value(), "token": sent()["token"]}
    staff.post(CHANGE, {**again, "keep-step": "theirs"})
    assert values()["parameters"]["step"]["value"] == 0.3
    staff.post(CHANGE, {**again, "keep-step": "mine", "token": sent()["token"]})
    assert values()["parameters"]["step"]["value"] == 0.4


def test_a_draft_scores_beside_the_rubric_in_force(draft, staff):
    change(staff, max="6", step="3")
    page = staff.get(PREVIEW)
    shown = page.context["preview"]
    assert shown.now == score_town(TOWN, page.context["view"].on)
    assert (
        shown.draft.total
        == score_town(TOWN, page.context["view"].on, rubric=parse(RubricEdition.objects.get().text)).total
    )
    assert rubric_for(YEAR).year == 2023


def test_published_by_another_it_scores_its_year_and_older_years_stay(draft, signed_in):
    before = score_town(TOWN, date(2026, 12, 31))
    change(signed_in("staff"), step="0.2")
    released(signed_in("administrator"))
    edition = RubricEdition.objects.get()
    assert rubric_for(YEAR).digest == edition.digest == rubric_for(YEAR + 1).digest
    assert score_town(TOWN, date(YEAR, 1, 31)).rubric == str(YEAR)
    assert score_town(TOWN, date(2026, 12, 31)) == before
    assert AuditEvent.objects.get(action="rubric_published").details == {"year": YEAR, "digest": edition.digest}


def test_nobody_publishes_what_they_have_written(signed_in):
    administrator = signed_in("administrator")
    administrator.post(START, sent(year=YEAR))
    released(administrator)
    assert RubricEdition.objects.get().is_draft
    assert "由没有改过它的另一位管理员发布" in words(administrator.get(PREVIEW))


def test_nobody_publishes_a_draft_in_which_they_changed_something(draft, signed_in):
    change(signed_in("administrator"), step="0.3")
    released(signed_in("administrator"))
    assert RubricEdition.objects.get().is_draft


def test_what_changed_since_it_was_seen_is_not_published(draft, signed_in):
    change(signed_in("staff"), step="0.3")
    page = signed_in("administrator").post(PUBLISH, {"digest": draft.digest}, follow=True)
    assert "刚才又改过" in words(page)
    assert RubricEdition.objects.get().is_draft


def test_a_second_publication_changes_nothing(draft, signed_in):
    released(signed_in("administrator"))
    first = RubricEdition.objects.get()
    with pytest.raises(ValidationError, match="已经由别人发布"):
        publish(year=YEAR, seen=first.digest, by=first.published_by)
    assert RubricEdition.objects.get().published_at == first.published_at
    assert AuditEvent.objects.filter(action="rubric_published").count() == 1


def test_a_published_rubric_is_not_changed_by_any_way(draft, signed_in):
    opened = form_of(signed_in("staff"), CHANGE)
    released(signed_in("administrator"))
    assert signed_in("staff").post(CHANGE, opened).status_code == 404
    edition = RubricEdition.objects.get()
    edition.text = edition.text.replace("2027", "2028")
    for deed in (
        edition.save,
        edition.delete,
        RubricEdition.objects.all().delete,
        lambda: RubricEdition.objects.update(text=""),
    ):
        with pytest.raises(PublishedRubric):
            deed()
    assert RubricEdition.objects.get().text == draft.text


def test_the_database_itself_refuses_a_rubric_published_by_who_drafted_it(small_town):
    user = add_users()["staff"]
    with acting_as(user):
        edition = start(year=YEAR, by=user)
    edition.state, edition.published_by, edition.published_at = "published", user, edition.drafted_at
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save()


def test_the_year_after_begins_with_what_was_published_last(draft, signed_in):
    change(signed_in("staff"), step="0.2")
    released(signed_in("administrator"))
    signed_in("staff").post(START, sent(year=YEAR + 1))
    assert RubricEdition.objects.get(year=YEAR + 1).text == copied(text_of(YEAR), YEAR + 1)


def test_drafts_are_for_those_who_may_write_them(draft, signed_in):
    page = reverse("scoring:rubric", args=[YEAR])
    assert [signed_in(name).get(page).status_code for name in ("staff", "clerk", "leader")] == [200, 404, 404]
    assert "2027" not in words(signed_in("clerk").get(reverse("scoring:rubrics")))
