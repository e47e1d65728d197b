"""All of a draft is changed in the browser: its title, items, who can work, targets, questions, and its make-up."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import User
from core.assessment import judged_by
from fictional.one_of_everything import TOWN, add_person
from scoring.drilldown import Drilldown
from scoring.editions.checks import faults_of
from scoring.models import RubricEdition
from scoring.parsing import parse, read
from scoring.score import Score
from tests.exchanged import form_of, sent, words

YEAR = 2027
QUARTERS = "03-31、06-30、09-30、12-31"


@pytest.fixture
def draft(signed_in):
    signed_in("staff").post(reverse("scoring:rubric_start"), sent(year=YEAR))
    return RubricEdition.objects.get()


def rubric():
    return read(RubricEdition.objects.get().text)


def change(client, kind, name, **fields):
    address = reverse("scoring:rubric_change", args=[YEAR, kind, name])
    return client.post(address, {**form_of(client, address), **fields})


def add(client, kind, **fields):
    return client.post(reverse("scoring:rubric_add", args=[YEAR, kind]), sent(**fields))


def drop(client, kind, name, **fields):
    address = reverse("scoring:rubric_drop", args=[YEAR, kind, name])
    return client.post(address, {**form_of(client, address), **fields})


def faults(answer):
    return answer.context["form"].errors


def test_the_title_and_the_source_of_the_year_are_changed(draft, staff):
    change(staff, "heading", "title", title="2027年考核细则", source="五政发〔2027〕3号")
    assert (rubric().title, rubric().source) == ("2027年考核细则", "五政发〔2027〕3号")


def test_an_item_is_changed_and_its_sub_items_and_what_refers_to_them_follow_its_number(draft, staff):
    change(staff, "item", "6", code="9", title="服务", checked_by="查台账")
    now = rubric()
    assert [item.code for item in now.items] == ["1", "2", "3", "4", "5", "7", "8", "9"]
    item = now.items[-1]
    assert (item.title, item.checked_by, item.max) == ("服务", "查台账", 18)
    assert [each.code for each in item.sub_items] == ["9.1", "9.2", "9.3", "9.4"]
    assert now.sub_item("9.2").rule.due_day == now.sub_item("9.1").rule.due_day
    assert 'same_as = "9.1"' in RubricEdition.objects.get().text


def test_a_sub_item_gets_another_number_and_what_is_the_same_as_its_parameters_follows(draft, staff):
    change(staff, "sub-item", "6.1", code="6.9", due_day="thirty_days")
    now = rubric()
    assert [each.code for each in now.sub_items if each.code.startswith("6")] == ["6.2", "6.3", "6.4", "6.9"]
    assert now.sub_item("6.2").rule.due_day == "thirty_days"
    assert list(faults_of(now)) == []


def test_what_pages_call_a_parameter_and_its_readings_is_changed_and_what_is_left_blank_stays(draft, staff):
    renamed = {"label-due_day": "清零期限", "reading-due_day-thirty_days": "满三十日", "label-step": ""}
    change(staff, "sub-item", "6.1", **renamed)
    step, due_day = rubric().sub_item("6.1").parameters
    assert (step.label, due_day.label) == ("每条扣分", "清零期限")
    assert due_day.readings == {"calendar_month": "到次月的同一日（没有同一日的到月末）", "thirty_days": "满三十日"}
    assert "清零期限" in words(staff.get(reverse("scoring:rubric", args=[YEAR])))
    shown = staff.get(reverse("scoring:rubric_change", args=[YEAR, "sub-item", "6.2"]))
    assert "“清零期限”与6.1相同" in words(shown)


def test_a_number_before_the_point_moves_a_sub_item_to_that_item(draft, staff):
    change(staff, "sub-item", "6.4", code="8.2")
    assert {item.code: item.max for item in rubric().items}["8"] == 5
    assert list(faults_of(rubric())) == []


@pytest.mark.parametrize(
    ("kind", "name", "field", "value", "said"),
    [
        ("sub-item", "6.1", "code", "6.2", "6.2已经有了"),
        ("sub-item", "6.1", "code", "9.1", "没有第9项"),
        ("sub-item", "6.1", "code", "六点一", "例如 6.5"),
        ("item", "6", "code", "7", "第7项已经有了"),
        ("question", "A1", "number", "A2", "疑义A2已经有了"),
        ("labor-force", "all", "oldest", "15", "不能小于开始的年龄"),
        ("labor-force", "all", "youngest", "121", "不能大于120"),
        ("labor-force", "all", "oldest-source", "", "没有填"),
        ("labor-force", "all", "capacities", "magic", ""),
        ("target", "employed", "value", "-1", "不能小于0"),
        ("target", "employed", "source", "", "没有填"),
        ("heading", "title", "title", "\x00", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(draft, staff, kind, name, field, value, said):
    answer = change(staff, kind, name, **{**labor(kind), field: value})
    assert set(faults(answer)) == {field}
    assert said in words(answer)
    assert RubricEdition.objects.get().text == draft.text


def labor(kind):
    return {"capacities": ["ordinary", "skilled", "weak"]} if kind == "labor-force" else {}


def test_who_can_work_is_changed_with_its_source(draft, staff):
    change(
        staff, "labor-force", "all", youngest="18", oldest="64", capacities=["ordinary", "skilled"],
        **{"oldest-source": "新方案"},
    )  # fmt: skip
    force = rubric().labor_force
    assert (force.youngest, force.oldest, force.capacities) == (18, 64, ("ordinary", "skilled"))
    assert "新方案" in {each.source for each in rubric().populations}


def test_a_target_is_changed_added_and_dropped(draft, staff):
    change(staff, "target", "employed", value="1400", source="2027年方案二（一）", percent="")
    assert (rubric().targets["employed"].value, rubric().targets["employed"].source) == (1400, "2027年方案二（一）")
    drop(staff, "target", "employed")
    assert "employed" not in rubric().targets
    answer = add(staff, "target", name="employed")
    assert answer.url == reverse("scoring:rubric_change", args=[YEAR, "target", "employed"])
    assert rubric().targets["employed"].value == 1350
    assert faults(add(staff, "target", name="weather"))["name"]


def test_questions_are_changed_added_and_dropped(draft, staff):
    change(staff, "question", "A1", question="就业总量怎么比？")
    add(staff, "question", number="A40", question="新的问题？")
    drop(staff, "question", "A2")
    questions = rubric().questions
    assert (questions["A1"], questions["A40"]) == ("就业总量怎么比？", "新的问题？")
    assert "A2" not in questions


def test_other_deadlines_make_other_names_of_their_numbers_and_typed_ones_stay(draft, staff):
    change(staff, "sub-item", "2.2", deadlines=QUARTERS)
    assert dict(rubric().sub_item("2.2").numbers) == {
        "H1": "第一季度未核实", "H2": "第二季度未核实", "H3": "第三季度未核实", "H4": "第四季度未核实",
    }  # fmt: skip
    change(staff, "sub-item", "2.2", **{"number-H4": "年末未核实"})
    assert rubric().sub_item("2.2").numbers["H4"] == "年末未核实"
    change(staff, "sub-item", "2.2", deadlines="12-31")
    assert dict(rubric().sub_item("2.2").numbers) == {"H1": "未核实"}


def test_quarters_of_a_draft_open_their_rows(draft, staff, small_town):
    change(staff, "sub-item", "2.2", deadlines=QUARTERS)
    now = rubric()
    add_person(small_town.village.pk, 31, "石新", household=small_town.household)
    with judged_by(now):
        score = Score(TOWN, date(YEAR, 12, 31), rubric=now)
        found = Drilldown.find(score, "2.2", TOWN)
        assert [label for _, label, _ in found.numbers] == list(now.sub_item("2.2").numbers.values())
        reasons = {line.reason for line in found.records(User.objects.get(username="staff"), {})[0:50]}
    assert "第四季度未核实" in reasons


def test_a_dropped_sub_item_leaves_its_value_to_what_was_the_same_and_comes_back_by_its_rule(draft, staff):
    page = words(staff.get(reverse("scoring:rubric_drop", args=[YEAR, "sub-item", "6.1"])))
    assert "6.2 “311”服务的“一个月内”原来与它相同" in page
    assert "合计少6分" in page
    drop(staff, "sub-item", "6.1")
    assert rubric().sub_item("6.2").rule.due_day == "calendar_month"
    assert any("应为100分" in fault for fault in faults_of(rubric()))
    add(staff, "sub-item", rule="cases_cleared", code="6.8")
    assert rubric().sub_item("6.8").wording == parse(draft.text).sub_item("6.1").wording
    assert list(faults_of(rubric())) == []


def test_a_rule_is_used_twice_in_an_item_that_was_added(draft, staff):
    add(staff, "item", code="9", title="政策宣传", checked_by="")
    assert "第9项没有目：加一目，或删去这一项" in list(faults_of(rubric()))
    add(staff, "sub-item", rule="policies_fulfilled", code="9.1")
    change(staff, "sub-item", "9.1", max="1")
    change(staff, "sub-item", "7.1", max="6")
    assert list(faults_of(rubric())) == []
    assert rubric().rules["9.1"] == rubric().rules["7.1"]


def test_what_cannot_be_used_twice_or_is_no_rule_is_not_offered(draft, staff):
    page = staff.get(reverse("scoring:rubric_add", args=[YEAR, "sub-item"]))
    assert "新的规则要由程序员写进程序" in words(page)
    assert "data_maintenance" not in page.content.decode()
    assert faults(add(staff, "sub-item", rule="data_maintenance", code="2.9"))["rule"]
    assert faults(add(staff, "sub-item", rule="os.system", code="2.9"))["rule"]
    assert faults(add(staff, "sub-item", rule="action_plan", code="6.1"))["code"] == ["6.1已经有了，请换一个编号"]
    assert RubricEdition.objects.get().text == draft.text


def test_an_item_is_dropped_with_its_sub_items_and_the_page_says_which(draft, staff):
    assert "5.1 劳务输出（2分）也一起删去" in words(staff.get(reverse("scoring:rubric_drop", args=[YEAR, "item", "5"])))
    drop(staff, "item", "5")
    assert "5.1" not in rubric().rules


def test_what_was_changed_meanwhile_is_not_dropped_unseen(draft, signed_in):
    staff, administrator = signed_in("staff"), signed_in("administrator")
    address = reverse("scoring:rubric_drop", args=[YEAR, "question", "A1"])
    opened = form_of(staff, address)
    change(administrator, "question", "A1", question="改过的问题？")
    answer = staff.post(address, opened)
    assert "刚才有人改过这份草稿" in words(answer)
    assert "A1" in rubric().questions
    staff.post(address, {**opened, "seen": answer.context["form"]["seen"].value(), "token": sent()["token"]})
    assert "A1" not in rubric().questions


def test_who_changes_what_another_has_renumbered_is_told(draft, signed_in):
    staff, administrator = signed_in("staff"), signed_in("administrator")
    address = reverse("scoring:rubric_change", args=[YEAR, "question", "A1"])
    opened = form_of(staff, address)
    change(administrator, "question", "A1", number="A77")
    page = staff.post(address, opened, follow=True)
    assert "刚才被别人删去或改了编号，没有保存" in words(page)


def test_two_who_choose_other_capacities_see_both_in_words(draft, signed_in):
    staff, administrator = signed_in("staff"), signed_in("administrator")
    address = reverse("scoring:rubric_change", args=[YEAR, "labor-force", "all"])
    opened = {**form_of(staff, address), "capacities": ["ordinary"]}
    change(administrator, "labor-force", "all", capacities=["ordinary", "skilled"])
    asked = staff.post(address, opened)
    conflict = asked.context["meanwhile"].conflicts
    assert [(each.theirs, each.mine) for each in conflict] == [("普通劳动力、技能劳动力", "普通劳动力")]
    again = {**opened, "seen": asked.context["form"]["seen"].value(), "token": sent()["token"]}
    staff.post(address, {**again, "keep-capacities": "theirs"})
    assert rubric().labor_force.capacities == ("ordinary", "skilled")


@pytest.mark.parametrize(
    ("deed", "kind", "name"),
    [
        ("change", "weather", "x"),
        ("change", "question", "A99"),
        ("change", "sub-item", "9.9"),
        ("drop", "heading", "title"),
        ("drop", "labor-force", "all"),
    ],
)
def test_there_is_no_form_for_what_a_draft_does_not_have(draft, staff, deed, kind, name):
    assert staff.get(reverse(f"scoring:rubric_{deed}", args=[YEAR, kind, name])).status_code == 404
