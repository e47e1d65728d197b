"""bootstrap sets up an installation, and may be run again at any time."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.leadership import loading as leadership
from accounts.management.commands import bootstrap
from accounts.models import LeadershipPost, Tenure
from core import divisions
from core.models import AuditEvent, Division, Village
from tests.databases import empty_database, manage

HOME_TOWN = "430529104"
LISTS = settings.BASE_DIR / "fixtures" / "divisions"


@pytest.fixture
def installation(db):
    call_command("bootstrap", stdout=StringIO())


@pytest.fixture
def group(installation):
    """The leadership group, as the first start registers it."""
    leadership.register(leadership.listed())


def everything():
    """All that bootstrap writes, with its history."""
    tables = (Division.objects, LeadershipPost.objects, Tenure.with_voided, Tenure.history, AuditEvent.objects)
    return [list(table.order_by("pk").values()) for table in tables]


def test_an_empty_database_is_made_ready_and_a_second_run_adds_nothing(tmp_path):
    with empty_database(tmp_path) as environment:
        first, second = (manage("bootstrap", **environment) for _ in range(2))
        sound = manage("audit_verify", **environment)
    assert first[0] == second[0] == sound[0] == 0
    assert "行政区划 3554 个，新增 3554 个，改名 0 个\n节假日安排新增或更改 143 天\n" in first[1]
    assert "行政区划 3554 个，新增 0 个，改名 0 个\n节假日安排新增或更改 0 天\n" in second[1]
    assert "审计记录完好，共 1 条" in sound[1]


def test_a_database_that_cannot_be_opened_is_said_so(tmp_path):
    status, printed = manage("bootstrap", DATABASE_URL=f"sqlite:///{tmp_path}/missing/db.sqlite3")
    assert status == 1
    assert printed.startswith("CommandError: 无法打开数据库")
    assert "Traceback" not in printed


# --- divisions ---


def test_the_home_town_has_its_villages_beneath_it_and_the_country_around_it(installation):
    town = Division.objects.get(pk=HOME_TOWN)
    assert (town.name, town.level) == ("五团镇", Division.Level.TOWN)
    assert town.children.count() == 11
    assert [town.parent.name, town.parent.parent.name, town.parent.parent.parent.name] == [
        "城步苗族自治县",
        "邵阳市",
        "湖南省",
    ]
    assert Division.objects.get(name="东莞市", level=Division.Level.CITY).parent.name == "广东省"


def test_every_division_stands_under_the_one_that_its_list_names():
    for path in LISTS.glob("*.csv"):
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                assert (row["parent"] or None) == divisions.parent_code(row["code"])


def test_no_village_is_registered_by_the_list_alone(installation):
    assert not Village.objects.exists()


def test_a_division_that_was_renamed_gets_its_name_back_and_keeps_its_place(installation):
    Division.objects.filter(pk=HOME_TOWN).update(name="五团乡")
    assert divisions.load(LISTS) == (3554, 0, 1)
    assert Division.objects.get(pk=HOME_TOWN).name == "五团镇"
    assert Division.objects.get(pk=HOME_TOWN).children.count() == 11


def test_a_division_that_is_on_no_list_stays(installation):
    Division.objects.create(code="430529299", name="新设镇", level=9, parent_id="430529")
    divisions.load(LISTS)
    assert Division.objects.filter(name="新设镇").exists()


@pytest.mark.parametrize("line", ["4305291,某地,430529", "43052A,某地,4305", "440100,某地,4401"])
def test_a_broken_line_of_a_list_is_named(db, tmp_path, line):
    (tmp_path / "list.csv").write_text(f"code,name,parent\n43,湖南省,\n{line}\n", encoding="utf-8")
    with pytest.raises(divisions.BrokenList, match=line.split(",")[0]):
        divisions.load(tmp_path)


def test_a_list_saved_by_a_spreadsheet_program_is_read_with_its_byte_order_mark(db, tmp_path):
    (tmp_path / "list.csv").write_text("code,name,parent\n43,湖南省,\n", encoding="utf-8-sig")
    assert divisions.load(tmp_path) == (1, 1, 0)


@pytest.mark.parametrize("text", ["code,name\n43,湖南省", "代码,名称\n43,湖南省"], ids=["encoding", "columns"])
def test_a_list_in_another_encoding_or_with_other_columns_is_named(db, tmp_path, monkeypatch, text):
    (tmp_path / "divisions").mkdir()
    (tmp_path / "divisions" / "430528.csv").write_text(text, encoding="gb18030" if "code" in text else "utf-8")
    monkeypatch.setattr(bootstrap, "FIXTURES", tmp_path)
    with pytest.raises(CommandError, match=r"430528\.csv 应为 UTF-8"):
        call_command("bootstrap")


def test_loading_costs_the_same_few_queries_whatever_the_number(installation, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        divisions.load(LISTS)


def test_a_home_town_that_is_on_no_list_is_refused(db, settings):
    settings.HOME_TOWN = "430529999"
    with pytest.raises(CommandError, match="430529999"):
        call_command("bootstrap")
    assert not Division.objects.exists()


# --- the leadership group ---


def test_the_leadership_group_is_the_one_of_the_plan(group):
    held = Tenure.objects.held(date(2023, 6, 14)).order_by("post__position").values_list("post__rank", "name")
    assert list(held) == [
        ("leader", "龙万海"),
        ("deputy", "唐肖娟"),
        ("deputy", "银本国"),
        ("member", "肖月兰"),
        ("member", "杨开帮"),
        ("member", "银未"),
        ("member", "王慧英"),
        ("office_director", "肖月兰"),
    ]
    assert LeadershipPost.objects.get(held_by_platform_staff=True).duty == "各村公共就业服务平台就业人员"
    assert not Tenure.objects.held(date(2023, 6, 13)).exists()


def test_a_second_run_changes_nothing_at_all(group):
    before = everything()
    leadership.register(leadership.listed())
    assert everything() == before


def test_a_holder_changed_by_users_is_not_overwritten(group):
    tenure = Tenure.objects.get(name="龙万海")
    tenure.ended_on = date(2024, 3, 1)
    tenure.save()
    Tenure.objects.create(post=tenure.post, name="接任者", started_on=date(2024, 3, 1))
    before = everything()
    leadership.register(leadership.listed())
    assert everything() == before
    assert Tenure.objects.held(date(2024, 3, 1)).get(post=tenure.post).name == "接任者"


def test_a_name_that_users_corrected_stays_corrected(group):
    Tenure.objects.filter(name="银未").update(name="银卫")
    LeadershipPost.objects.filter(position=6).update(duty="镇乡村振兴办")
    before = everything()
    leadership.register(leadership.listed())
    assert everything() == before


def test_a_voided_holder_is_not_brought_back(group):
    Tenure.objects.filter(name="银未").update(voided_at="2024-01-01T00:00Z", void_reason="登记有误")
    leadership.register(leadership.listed())
    assert not Tenure.objects.filter(name="银未").exists()


def test_another_town_gets_the_posts_and_not_this_towns_people(installation):
    leadership.register(leadership.listed().for_town("430529100"))
    assert LeadershipPost.objects.filter(town="430529100").count() == 9
    assert not Tenure.objects.exists()
