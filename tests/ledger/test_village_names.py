"""The name of a village is taken for its code where it tells one of the importer's own; a wrong one is answered."""

import pytest

from core.models import Village
from labor.models import Household
from tests.ledger.builders import HOUSEHOLDS, OTHER_TOWN_VILLAGE, VILLAGE, VILLAGES, places

HOME, NEXT, COUNTY = ["430529104"], ["430529103"], ["430529"]
NAME = VILLAGES[1][1]

pytestmark = pytest.mark.django_db


def household(village):
    return [HOUSEHOLDS[0], ["H1", "户主", village, "脱贫户"]]


def message(report):
    return report.errors[0].message


@pytest.mark.parametrize("written", [NAME, f" {NAME}　", f"{NAME[0]} {NAME[1:]}"])
def test_a_name_of_ones_own_is_taken_for_its_code(imported, written):
    imported({"村社区": VILLAGES})
    assert imported({"农户": household(written)}, divisions=HOME).written
    assert Household.objects.get().village_id == VILLAGE


def test_a_village_that_the_file_itself_registers_is_known_by_name(imported):
    assert imported({"村社区": VILLAGES[:2], "农户": household(NAME)}, divisions=HOME).written


def test_a_former_name_is_known_too(imported):
    imported({"村社区": VILLAGES})
    village = Village.objects.get(pk=VILLAGE)
    village.name = "改名后的村"
    village.save()
    assert imported({"农户": household(NAME)}, divisions=HOME).written


def test_a_name_of_two_villages_tells_neither(imported):
    imported({"村社区": [VILLAGES[0], *[[code, NAME, "是"] for code in (VILLAGE, "430529104299")]]})
    report = imported({"农户": household(NAME)}, divisions=HOME)
    assert places(report) == {("农户", 2, "村代码")}
    assert "同名的有几个，请填代码" in message(report)
    assert {VILLAGE, "430529104299"} <= {word for word in message(report).replace("：", " ").replace("、", " ").split()}


def test_a_name_in_another_town_is_answered_like_one_that_nobody_has(imported):
    imported({"村社区": [*VILLAGES[:2], [OTHER_TOWN_VILLAGE, "邻镇的村", "是"]]})
    there, none = (
        imported({"农户": household(word)}, divisions=HOME, partial=True) for word in ("邻镇的村", "没有的村")
    )
    assert message(there) == message(none)
    assert OTHER_TOWN_VILLAGE not in message(there)
    assert imported({"农户": household("邻镇的村")}, divisions=COUNTY).written


def test_a_wrong_code_is_answered_with_the_codes_and_names_that_there_are(imported):
    imported({"村社区": VILLAGES})
    for wrong in ("430529104998", "4305291", "双龙"):
        report = imported({"农户": household(wrong)}, divisions=HOME)
        assert places(report) == {("农户", 2, "村代码")}
        assert f"{VILLAGE} {NAME}" in message(report)
        assert OTHER_TOWN_VILLAGE not in message(report)


def test_of_many_villages_the_nearest_few_are_named(imported):
    imported({"村社区": [VILLAGES[0], *[[f"4305291042{n:02}", f"第{n}村", "是"] for n in range(30)]]})
    told = message(imported({"农户": household("第7树")}, divisions=HOME))
    assert "430529104207 第7村" in told
    assert told.endswith("等30个")
    assert told.count("430529104") <= 5
