"""A blank leaves what is stored and 清空 empties it; a row is examined as it would be stored."""

from datetime import date

import pytest

from labor.models import Person
from ledger import staging
from oversight.models import SupervisionTask
from platforms.models import Service
from tests.ledger.builders import HOUSEHOLDS, OWN_TOWN, PEOPLE, PERSON, VILLAGE, person, places

TASKS = ["任务编号", "镇代码", "来源", "事项", "交办日期", "整改时限", "完成日期", "责任人"]
LEAVING = [*PEOPLE[0], "退出日期", "退出原因"]

pytestmark = pytest.mark.django_db


def task(done="", responsible="", assigned="2023-01-01", code="D1"):
    return [code, "430529104", "县", "事项", assigned, "2023-05-31", done, responsible]


@pytest.fixture
def stored(imported):
    """A task that was done, and the means to import another row of it."""
    imported({"督办整改": [TASKS, task("2023-05-01", "张三")]})

    def again(*rows, header=TASKS, **options):
        return imported({"督办整改": [header, *rows]}, **options)

    return again


def kept():
    found = SupervisionTask.objects.get()
    return found.completed_on, found.responsible


@pytest.mark.parametrize("sign", ["", "无", "/", "-", "—", "\u3000"])
def test_no_sign_for_nothing_clears(stored, sign):
    assert stored(task(sign, sign)).sheets["督办整改"].unchanged == 1
    assert kept() == (date(2023, 5, 1), "张三")


def test_the_word_for_it_does_and_is_counted(stored):
    report = stored(task("清空", "清空"))
    assert kept() == (None, "")
    assert report.as_dict()["cleared"] == {"督办整改": {"完成日期": 1, "责任人": 1}}
    assert stored(task("清空", "清空")).as_dict()["cleared"] == {}


def test_what_refers_to_another_row_is_emptied_too(imported):
    imported(OWN_TOWN)
    imported({"劳动力": [PEOPLE[0], person(household="")]})
    assert Person.objects.get().household.code == "H1"
    imported({"劳动力": [PEOPLE[0], person(household="清空")]})
    assert Person.objects.get().household is None


def test_in_a_new_row_it_is_a_blank(imported):
    report = imported({"督办整改": [TASKS, task("清空", "清空")]})
    assert kept() == (None, "")
    assert report.as_dict()["cleared"] == {}


def test_what_is_required_or_part_of_the_key_is_not_emptied(imported):
    services = [["证件号码", "服务日期", "服务类型", "推荐单位"], [PERSON, "2023-03-01", "岗位推荐", "清空"]]
    report = imported({**OWN_TOWN, "就业服务": services, "督办整改": [TASKS, ["D1", "430529104", "清空", *task()[3:]]]})
    assert places(report) == {("就业服务", 2, "推荐单位"), ("督办整改", 2, "来源")}


def test_a_key_column_that_a_file_lacks_is_blank(imported):
    header = ["证件号码", "服务日期", "服务类型", "推荐单位", "推荐岗位"]
    named, unnamed = [PERSON, "2023-03-01", "岗位推荐", "厂", "普工"], [PERSON, "2023-03-01", "岗位推荐"]
    imported({**OWN_TOWN, "就业服务": [header, named, [*unnamed, "", ""]]})
    report = imported({"就业服务": [[*header[:3], "服务方式"], [*unnamed, "电话"]]})
    assert report.sheets["就业服务"].changed == 1
    assert set(Service.objects.values_list("employer", "channel")) == {("厂", ""), ("", "电话")}


@pytest.mark.parametrize("other", [task("清空"), task("2023-05-01")])
def test_a_blank_and_another_word_for_one_key_differ_as_they_are_read(stored, other):
    report = stored(task(), other, partial=True)
    assert places(report) == {("督办整改", 2, "任务编号"), ("督办整改", 3, "任务编号")}


def test_two_signs_for_nothing_are_read_alike(stored):
    assert vars(stored(task("无"), task("—")).sheets["督办整改"])["unchanged"] == 2


def test_a_repeated_key_is_reported_at_the_contracts_first_bold_column(imported):
    header = ["推荐岗位", "推荐单位", "服务类型", "服务日期", "证件号码", "经办人"]
    rows = [["普工", "厂", "岗位推荐", "2023-03-01", PERSON, officer] for officer in ("甲", "乙")]
    report = imported({**OWN_TOWN, "就业服务": [header, *rows]}, partial=True)
    assert places(report) == {("就业服务", 2, "证件号码"), ("就业服务", 3, "证件号码")}


# --- days, as they would be stored ---


def test_a_beginning_after_the_stored_end_is_refused_at_the_end(stored):
    assert places(stored(task("", "张三", assigned="2023-05-02"))) == {("督办整改", 2, "完成日期")}
    assert places(stored(task(assigned="2023-05-02")[:6], header=TASKS[:6])) == {("督办整改", 2, "完成日期")}


def test_one_that_empties_the_end_is_not(stored):
    assert stored(task("清空", "张三", assigned="2023-05-02")).written


def test_an_end_before_a_stored_beginning_that_the_row_leaves_blank_is_refused(imported):
    header = [*HOUSEHOLDS[0], "监测对象类别", "识别日期", "风险消除日期"]
    imported({**OWN_TOWN, "农户": [header, [*HOUSEHOLDS[1], "边缘易致贫户", "2023-05-01", ""]]})
    report = imported({"农户": [header, [*HOUSEHOLDS[1], "", "", "2023-04-30"]]})
    assert places(report) == {("农户", 2, "风险消除日期")}


def test_every_order_that_a_row_breaks_is_told_at_its_own_column(stored):
    late = task(assigned="2023-06-02")
    assert places(stored(late)) == {("督办整改", 2, "整改时限")}
    assert places(stored([*late[:5], "2023-06-30", *late[6:]])) == {("督办整改", 2, "完成日期")}


# --- what is no longer there, or just changing ---


def test_a_blank_brings_nothing_back_of_a_voided_row(imported):
    """A row undone and imported anew is as the file has it: what was wrong with it stays away."""
    imported({**OWN_TOWN, "劳动力": [LEAVING, [*person(), "2023-05-05", "录错"]]})
    Person.objects.update(voided_at="2023-06-01T00:00Z", void_reason="撤销导入")
    report = imported({"劳动力": [LEAVING, [*person(), "", "清空"]]})
    assert (Person.objects.get().left_on, Person.objects.get().leaving_reason) == (None, "")
    assert report.as_dict()["cleared"] == {}


def test_what_somebody_writes_while_a_file_is_compared_is_not_overwritten_with_what_was_there(stored, monkeypatch):
    left = [staging.stage]

    def stage(changes):
        if left:
            left.pop()
            found = SupervisionTask.objects.get()
            found.responsible = "李四"
            found.save()
        return staging.stage(changes)

    monkeypatch.setattr("ledger.importing.stage", stage)
    assert stored(task("2023-05-20")).written
    assert kept() == (date(2023, 5, 20), "李四")
    assert SupervisionTask.objects.get().town_id == VILLAGE[:9]
