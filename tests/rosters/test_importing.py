"""What lists do to a small town: whom rows mean, which jobs they meet, what is kept, and how all of it is undone."""

import pytest
from django.core.management import CommandError, call_command

from core.models import Village
from foreign.faults import UnreadableWorkbook
from labor.models import Employment, Household, Person, PersonChange
from ledger.models import ImportBatch
from ledger.rosters.comparing import compare_roster
from ledger.rosters.importing import import_roster
from ledger.rosters.session import RosterOptions
from ledger.rosters.villages import RosterVillages
from ledger.undoing import undo
from tests.ledger.builders import HOUSEHOLDS, OTHER_TOWN_VILLAGE, OWN_TOWN, PERSON, TOWN, VILLAGE, person
from tests.ledger.conftest import administrator, imported, workbook  # noqa: F401

SECOND, STRANGER = "430599198505050026", "430599199003030046"
HEADER = "姓名,身份证号,村,户主姓名,是否已务工,开始时间,结束时间,务工所在地,务工企业名称,务工月收入"
JOBS = ["证件号码", "开始日期", "单位名称", "结束日期", "就业渠道", "就业地"]


@pytest.fixture
def town(imported):  # noqa: F811
    """A town with two people, one of whom works."""
    people = [*OWN_TOWN["劳动力"], person(SECOND, "试二")]
    jobs = [JOBS, [PERSON, "2023-02-10", "某电子厂", "", "省外务工", "广东省东莞市"]]
    return imported({**OWN_TOWN, "劳动力": people, "就业记录": jobs})


@pytest.fixture
def listed(tmp_path):
    """Write a monthly list and return the file."""

    def write(*rows, name="务工20230930", header=HEADER):
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join([header, *rows]), "utf-8")
        return path

    return write


def job(
    name="试一",
    number=PERSON,
    begun="2023-02-10",
    employer="某电子厂",
    *,
    village="",
    head="",
    end="",
    wage="",
    works="是",
):
    return f"{name},{number},{village},{head},{works},{begun},{end},广东省东莞市,{employer},{wage}"


def kinds(report, what="errors"):
    return [(each["row"], each["column"], each["kind"]) for each in report.as_dict()[what]]


def counts(report, sheet="就业记录"):
    told = report.as_dict()["counts"][sheet]
    return {kind: n for kind, n in told.items() if n and kind != "rows"}


def test_the_same_list_again_changes_nothing(town, listed):
    path = listed(job(wage="4500"), job("试二", SECOND, "2023年3月", "某鞋厂"))
    assert counts(import_roster(path)) == {"added": 1, "changed": 1}
    assert counts(import_roster(path)) == {"unchanged": 2}


def test_a_dry_run_writes_nothing(town, listed):
    report = import_roster(listed(job(wage="4500")), dry_run=True)
    assert (counts(report), report.written) == ({"changed": 1}, False)
    assert Employment.objects.get().monthly_wage is None


def test_an_import_is_undone_as_a_whole(town, listed, administrator):  # noqa: F811
    before = stored()
    import_roster(listed(job(employer="某鞋厂", begun="2023-06-01"), job("试二", SECOND, "2023-03-01", "某五金厂")))
    assert Employment.objects.count() == 3
    undo(ImportBatch.objects.latest("pk"), user=administrator)
    assert stored() == before


def stored():
    return list(
        Employment.objects.order_by("pk").values_list("person", "employer", "started_on", "ended_on", "monthly_wage")
    )


def test_what_is_undone_comes_back(town, listed, administrator):  # noqa: F811
    path = listed(job("试二", SECOND, "2023-03-01", "某五金厂"))
    import_roster(path)
    undo(ImportBatch.objects.latest("pk"), user=administrator)
    assert counts(import_roster(path)) == {"added": 1, "missing": 1}
    assert Employment.objects.get(person__id_number=SECOND).employer == "某五金厂"


def test_the_same_job_told_with_another_first_day(town, listed):
    report = import_roster(listed(job(begun="2023-02-01", wage="5000")))
    assert counts(report) == {"changed": 1}
    assert kinds(report, "notes") == [(2, "开始时间", "start")]
    assert str(Employment.objects.get().started_on) == "2023-02-10"


def test_a_new_job_ends_the_one_before(town, listed):
    report = import_roster(listed(job(begun="2023-06-01", employer="某鞋厂")))
    assert counts(report) == {"added": 1, "closed": 1}
    assert str(Employment.objects.get(employer="某电子厂").ended_on) == "2023-05-31"


def test_a_bare_last_day_ends_the_open_job(town, listed):
    report = import_roster(listed(job(begun="", end="2023年8月", works="否")))
    assert counts(report) == {"changed": 1}
    assert str(Employment.objects.get().ended_on) == "2023-08-31"


def test_rows_that_contradict_each_other_are_refused(town, listed):
    report = import_roster(listed(job(wage="4500"), job(wage="4600")), partial=True)
    assert kinds(report) == [(2, "身份证号", "repeated"), (3, "身份证号", "repeated")]
    assert counts(report) == {"refused": 2}


def test_rows_that_complete_each_other_are_one(town, listed):
    report = import_roster(
        listed(job("试二", SECOND, "2023年3月", "某 厂", wage="4500"), job("试二", SECOND, "2023-03-01", "某厂"))
    )
    assert counts(report) == {"added": 1, "unchanged": 1, "missing": 1}


def test_people_who_are_not_there_are_refused_one_way_or_another(town, listed):
    rows = [job("生人", STRANGER), job("别人"), job("", ""), job("试三", "", village="白水头村"), job("试一", "")]
    report = import_roster(listed(*rows), partial=True)
    assert kinds(report) == [
        (2, "身份证号", "person"), (3, "姓名", "name"), (4, "身份证号", "required"), (5, "身份证号", "nobody"),
        (6, "身份证号", "identity"),
    ]  # fmt: skip


def test_one_of_several_namesakes_is_told_by_the_head_of_the_household(town, listed, imported):  # noqa: F811
    imported(
        {
            "农户": [*HOUSEHOLDS, ["H2", "老户主", VILLAGE, "脱贫户"]],
            "劳动力": [TOWN["劳动力"][0], person(STRANGER, "试二", household="H2")],
        }
    )
    report = import_roster(
        listed(job("试二", "", village="白水头"), job("试 二", "", head="老户主", begun="2023-05-01")), partial=True
    )
    assert kinds(report) == [(2, "身份证号", "several")]
    assert kinds(report, "notes") == [(3, "身份证号", "by-name")]
    assert Employment.objects.filter(person__id_number=STRANGER).count() == 1


def test_nobody_learns_who_is_registered_elsewhere(imported, listed):  # noqa: F811
    imported({**TOWN, "劳动力": [*TOWN["劳动力"], person(SECOND, "试二", OTHER_TOWN_VILLAGE, "")]})
    own = RosterOptions(divisions=["430529104"])
    rows = [
        job("别名", SECOND),
        job("生人", STRANGER),
        job("试二", "", village="丹口村"),
        job("试二", "", village=OTHER_TOWN_VILLAGE),
    ]
    report = import_roster(listed(*rows), own, partial=True)
    assert kinds(report) == [(2, "身份证号", "person"), (3, "身份证号", "person"), (4, "村", "village")]
    assert report.outside == 1


def test_whoever_would_be_added_and_is_elsewhere_has_to_move(imported, listed):  # noqa: F811
    imported({**TOWN, "劳动力": [*TOWN["劳动力"], person(SECOND, "试二", OTHER_TOWN_VILLAGE, "")]})
    header = "户编号,户主姓名,姓名,证件号码,劳动技能,村,户类型"
    path = listed(f"H1,户主,试二,{SECOND},普通劳动力,白水头村,脱贫户", header=header)
    report = import_roster(path, RosterOptions(divisions=["430529104"]), partial=True)
    assert kinds(report) == [(2, "证件号码", "taken")]
    assert Person.objects.get(id_number=SECOND).village_id == OTHER_TOWN_VILLAGE


def test_what_replaces_a_value_with_a_day_is_kept(town, listed):
    header = "户编号,户主姓名,姓名,证件号码,劳动技能,村"
    path = listed(f"H1,新户主,试一,{PERSON},弱劳动力,白水头村", header=header)
    report = import_roster(path)
    assert report.as_dict()["counts"]["状态变更"]["added"] == 1
    change = PersonChange.objects.get()
    assert (change.item, str(change.changed_on), change.was_text) == ("capacity", "2023-09-30", "ordinary")
    assert Household.objects.get().head_name == "新户主"
    assert "状态变更" not in import_roster(path).as_dict()["counts"]


def test_what_is_newer_than_the_list_is_a_conflict(town, listed):
    header = "户编号,户主姓名,姓名,证件号码,劳动技能,村"
    import_roster(listed(f"H1,户主,试一,{PERSON},弱劳动力,白水头村", header=header))
    older = listed(f"H1,户主,试一,{PERSON},普通劳动力,白水头村", header=header, name="名单20230630")
    report = import_roster(older)
    assert [(each["column"], each["decision"]) for each in report.as_dict()["conflicts"]] == [("劳动能力", "ask")]
    assert Person.objects.get(id_number=PERSON).capacity == "weak"


def test_a_later_list_names_who_is_missing(town, listed):
    report = import_roster(listed(job("试二", SECOND, "2023-03-01", "某五金厂", village="白水头村")))
    assert report.as_dict()["missing"] == [{"sheet": "就业记录", "key": [PERSON, "2023-02-10", "某电子厂"]}]


def test_comparing_writes_nothing(town, listed):
    told = compare_roster(listed(job(begun="2023-06-01", employer="某鞋厂"))).as_dict()
    assert told["only_there"] == [{"sheet": "就业记录", "key": [PERSON, "2023-06-01", "某鞋厂"], "rows": [2]}]
    assert told["only_here"] == [{"sheet": "就业记录", "key": [PERSON, "2023-02-10", "某电子厂"]}]
    assert Employment.objects.count() == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  ",
        b"<html><table></table></html>",
        b"\x89PNG\r\n\x1a\n\0\0",
        b"\xd0\xcf\x11\xe0" + b"x" * 600,
        b"PK\x03\x04",
    ],
)
def test_what_is_no_table_is_unreadable(divisions, tmp_path, content):
    path = tmp_path / "名单.xls"
    path.write_bytes(content)
    with pytest.raises(UnreadableWorkbook):
        import_roster(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_is_read_in_each_encoding(town, listed, encoding):
    path = listed()
    path.write_bytes("\n".join([HEADER, job(wage="4500")]).replace(",", "\t").encode(encoding))
    assert counts(import_roster(path)) == {"changed": 1}


def test_the_command_says_it_in_chinese(town, listed, capsys):
    call_command("import_roster", str(listed(job(wage="约4500"))))
    said = capsys.readouterr().out
    assert "版式 work-monthly" in said
    assert "就业记录：共 1 行，新增 0，更新 1" in said
    assert "约数，取 4500" in said
    assert said.endswith("已写入。\n")


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2023-02-30", "20230230", "1949-12-31"])
def test_a_day_that_no_list_has_is_refused_in_a_sentence(town, listed, day):
    with pytest.raises(CommandError, match=r"名单的日期应在|日期应如"):
        call_command("import_roster", str(listed(job())), "--as-of-file", day)


def renamed(village, *names):
    for name in names:
        village.name = name
        village.save()


def test_a_village_is_known_by_what_it_was_called_before(town, listed):
    village = Village.objects.get(pk=VILLAGE)
    renamed(village, "新合村", "联合村")
    options = RosterOptions(divisions=[VILLAGE[:9]])
    for told in ("新合村", "五团镇新合", "联合村", village.pk):
        report = import_roster(listed(job("试一", "", village=told, wage="4500")), options, dry_run=True)
        assert (kinds(report), report.outside, counts(report)) == ([], 0, {"changed": 1}), told
    unknown = import_roster(listed(job("试一", "", village="从没有过村", wage="4500")), options, dry_run=True)
    assert [kind for _, _, kind in kinds(unknown)] == ["village"]


def test_what_a_village_is_called_today_goes_before_what_another_was(town):
    first = Village.objects.get(pk=VILLAGE)
    old = first.name
    renamed(first, "改了名村")
    second = Village.objects.create(code=f"{VILLAGE[:9]}298", name=old)
    villages = RosterVillages([VILLAGE[:9]])
    assert villages.place_of("", old).code == second.pk
    assert villages.place_of("", "改了名村").code == first.pk


@pytest.mark.parametrize("options", [["--layout", "nothing"], ["--as-of-file", "30.6.2023"], ["--set", "村"]])
def test_wrong_options_leave_with_2(town, listed, options):
    with pytest.raises((SystemExit, Exception)) as left:
        call_command("import_roster", str(listed(job())), *options)
    assert 2 in (getattr(left.value, "code", None), getattr(left.value, "returncode", None))


def test_error_values_are_refused_where_they_stand(town, listed):
    rows = [job("试一", "#N/A"), job(wage="#DIV/0!"), job("#REF!", begun="2023-05-01", employer="某厂")]
    report = import_roster(listed(*rows), partial=True)
    assert kinds(report) == [(2, "身份证号", "formula"), (3, "务工月收入", "formula")]


def test_a_title_and_a_banner_name_the_village_of_every_row(town, listed):
    header = HEADER.replace("村,", "组,")
    by_title = import_roster(listed(job("试二", "", begun="2023-05-01"), name="白水头村", header=header), partial=True)
    assert by_title.as_dict()["sheets"][0]["columns"][0] == {"source": "@村", "heading": "村", "feeds": []}
    banner = import_roster(listed(job("试二", "", begun="2023-05-01"), header=f"行政村：白水头  年度：2023\n{header}"))
    assert (kinds(by_title), kinds(banner)) == ([], [])
    assert banner.as_dict()["notes"][0] == {
        "sheet": "务工20230930", "row": 3, "column": "身份证号", "value": None, "kind": "by-name", "took": SECOND,
    }  # fmt: skip


def test_what_is_set_outdoes_the_column(town, listed):
    report = import_roster(listed(job(works="否")), RosterOptions(pairs={"是否已务工": "是", "血型": "A"}))
    assert report.as_dict()["sheets"][0]["unknown"] == ["是否已务工"]
    assert counts(report) == {"unchanged": 1}


def test_a_village_that_replaces_another_is_kept_with_its_day(imported, listed):  # noqa: F811
    imported(TOWN)
    header = "户编号,户主姓名,姓名,证件号码,劳动技能,村"
    report = import_roster(listed(f"H1,户主,试一,{PERSON},普通劳动力,丹口村", header=header))
    assert kinds(report) == []
    assert report.as_dict()["counts"]["状态变更"]["added"] == 2
    assert PersonChange.objects.get().was_village_id == VILLAGE
    assert Person.objects.get().village_id == OTHER_TOWN_VILLAGE
