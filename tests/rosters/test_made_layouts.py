"""A layout made in the browser of a list that nobody knew: drawn, tested, changed, handed on, taken in, deleted."""

import pytest
from django.urls import reverse

from labor.models import Employment
from ledger.models import ImportJob, RosterLayout
from ledger.rosters.layout_files import WrongLayout, folder
from ledger.rosters.layout_texts import text_of_layout, told_by
from ledger.rosters.made.known import MOST, layouts_of, made_layouts, understood
from tests.exchanged import sent, words
from tests.ledger.builders import PERSON, VILLAGE
from tests.ledger.conftest import imported, neighbour, staff, workbook, worked  # noqa: F401
from tests.rosters.test_importing import HEADER, SECOND, job
from tests.rosters.test_pages import act, address, page, town, upload  # noqa: F401

LAYOUTS = reverse("ledger:layouts")
Outcome = ImportJob.Outcome
STRANGE = "序,哪个村,叫什么,公民号,在哪个厂,从哪天起,一年挣多少（万元）,怎么去的"
ROWS = [
    f"1,{VILLAGE},试一,{PERSON},某鞋厂,2023-06-01,6,坐大巴自己去",
    f"2,{VILLAGE},试二,{SECOND},某五金厂,2023-07-01,7.2,政府组织",
]
MEANS = {
    "is/哪个村": "村", "is/叫什么": "姓名", "is/公民号": "证件号码", "is/在哪个厂": "就业记录.单位名称",
    "is/从哪天起": "就业记录.开始日期", "is/一年挣多少(万元)": "就业记录.月收入", "is/怎么去的": "就业记录.就业渠道",
}  # fmt: skip
DETAILS = {
    "word/怎么去的/坐大巴自己去": "省外务工", "word/怎么去的/政府组织": "省内县外务工",
    "unit/一年挣多少(万元)": "万元/年", "default/就业记录.就业地": "@证件号码.村代码", "closes/就业记录": "on",
}  # fmt: skip

pytestmark = pytest.mark.django_db


def strange(page, *rows):  # noqa: F811
    return upload(page, *(rows or ROWS), header=f"帮扶情况\n{STRANGE}", name="帮扶20230930.csv")


def draw(page, found, *, title="帮扶台账", sheets=("就业记录",), save=True, **more):  # noqa: F811
    """Say what the columns are and how they are read; the import as it then is."""
    fields = {**MEANS, **DETAILS, "title": title, "sheet": list(sheets), **more} | ({"save": "1"} if save else {})
    answer = page.post(address("draw", found), sent(**fields))
    return answer, worked(ImportJob.objects.get(pk=found.pk)) if answer.status_code == 302 else found


@pytest.fixture
def drawn(page):  # noqa: F811
    """The import of a strange list that was read by the layout drawn after it."""
    answer, found = draw(page, strange(page))
    assert answer.status_code == 302, words(answer)
    return found


def test_a_list_that_nobody_knows_is_drawn_read_and_written_and_the_next_is_recognised(page):  # noqa: F811
    found = strange(page)
    assert found.outcome == Outcome.UNREADABLE
    assert "按这份文件做一个新版式" in words(page.get(found.get_absolute_url()))
    shown = page.get(address("draw", found), {"sheet": "就业记录"})
    assert (shown.context["sketch"]["row"], len(shown.context["sketch"]["columns"])) == (2, 8)
    assert shown.context["form"]["is/公民号"].value() == "证件号码"  # told by what stands in it
    assert PERSON not in shown.content.decode()
    asked = draw(page, found, save=False)[0]
    assert "“怎么去的”里的“政府组织”是" in words(asked)
    assert "“一年挣多少(万元)”的单位" in words(asked)
    _, read = draw(page, found)
    assert (read.outcome, read.totals["added"], read.refused_count) == (Outcome.CHECKED, 2, 0)
    assert Employment.objects.count() == 1
    assert act(page, "write", read, mode="all_or_nothing").outcome == Outcome.WRITTEN
    assert Employment.objects.filter(employer="某五金厂").values_list("monthly_wage", "channel").get() == (
        6000,
        "other_county",
    )
    following = strange(page, f"1,{VILLAGE},试二,{SECOND},某鞋厂,2023-09-01,6,政府组织")
    assert (following.outcome, following.writable) == (Outcome.CHECKED, 2)
    assert "按“帮扶台账”读" in words(page.get(following.get_absolute_url()))


def test_what_the_page_makes_is_a_file_as_the_shipped_ones_are(drawn):
    told, layout = understood(RosterLayout.objects.get().text)
    assert told["recognise"] == ["村", "姓名", "证件号码", "在哪个厂", "从哪天起", "怎么去的"]
    assert told["headings"]["证件号码"][0] == "公民号"
    (feed,) = told["feed"]
    assert (feed["sheet"], feed["closes_previous"], feed["columns"]["证件号码"]) == ("就业记录", True, "证件号码")
    assert feed["columns"]["月收入"] == {"from": "一年挣多少(万元)", "unit": "万元/年"}
    assert feed["columns"]["就业渠道"]["map"]["政府组织"] == "省内县外务工"
    assert feed["columns"]["就业地"] == {"default": "@证件号码.村代码"}
    assert layout.accepted["证件号码"][:2] == ("证件号码", "公民号")


@pytest.mark.parametrize("path", sorted(folder().glob("*.toml")), ids=lambda path: path.stem)
def test_a_layout_written_and_read_again_says_the_same(path):
    told = told_by(path.read_text("utf-8"))
    assert told_by(text_of_layout(told)) == told


def test_known_headings_are_proposed_with_what_they_mean(page):  # noqa: F811
    found = upload(page, job(wage="4500"), header=HEADER.replace("是否已务工", "备注栏"))
    form = page.get(address("draw", found)).context["form"]
    told = {field.label: field.value() for _, field in form.rows()}
    assert form.sheets == ["就业记录"]
    assert (told["身份证号"], told["务工企业名称"]) == ("证件号码", "就业记录.单位名称")


# --- what a form refuses ---


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"is/序": "就业记录.单位名称"}, "已经是“序”这一列，一样内容只能读一列"),
        ({"is/公民号": "", "is/叫什么": ""}, "“就业记录”要知道是谁"),
        ({"sheets": ("就业记录", "政策落实")}, "“政策落实”一列也没有对上"),
        ({"title": f"{PERSON}的表"}, "不能是某个人的证件号码"),
        ({"title": ""}, "版式名称"),
        ({"is/在哪个厂": "就业记录.血型"}, "在哪个厂"),
        ({"default/就业记录.就业地": "@单位名称.x"}, "就业地"),
    ],
)
def test_what_cannot_be_meant_is_refused_beside_its_field(page, change, complaint):  # noqa: F811
    page.announce(PERSON)  # typed by the user
    answer, _ = draw(page, strange(page), **change)
    assert answer.status_code == 200
    assert complaint in words(answer)
    assert not RosterLayout.objects.exists()


def test_two_columns_of_one_heading_are_told_apart_or_not_offered(page):  # noqa: F811
    found = upload(page, "甲,乙,丙", header="怪名,怪名,别的")
    rows = page.get(address("draw", found), {"sheet": "劳动力"}).context["form"].rows()
    assert [bool(field) for _, field in rows] == [True, False, True]


def test_the_header_is_said_where_it_was_not_found(page):  # noqa: F811
    found = upload(page, "一,二,三,四", "甲,乙", "1,2", header="说明,随便,写写,看看")
    assert found.roster.sketch["row"] == 1
    place = {"sheet": found.roster.sketch["sheet"], "row": 3, "depth": 1}
    page.post(address("draw", found), sent(place="1", **place))
    again = worked(ImportJob.objects.get(pk=found.pk))
    assert (again.roster.sketch["row"], [each["path"] for each in again.roster.sketch["columns"]]) == (3, ["甲", "乙"])
    refused = page.post(address("draw", found), sent(place="1", **{**place, "row": 99}))
    assert refused.context["place"].errors


# --- drawn anew, changed, handed on, taken in, deleted ---


def test_a_layout_is_drawn_anew_with_what_was_said_before(page, drawn):  # noqa: F811
    layout = RosterLayout.objects.get()
    assert f"?of={layout.pk}" in page.get(drawn.get_absolute_url()).content.decode()
    form = page.get(address("draw", drawn), {"of": layout.pk}).context["form"]
    assert (form["title"].value(), form["is/在哪个厂"].value()) == ("帮扶台账", "就业记录.单位名称")
    changed = {"of": layout.pk, "seen": layout.mark, "word/怎么去的/政府组织": "县内务工"}
    _, read = draw(page, drawn, title="帮扶台账二", **changed)
    layout.refresh_from_db()
    assert (RosterLayout.objects.count(), layout.title, read.outcome) == (1, "帮扶台账二", Outcome.CHECKED)
    assert '"政府组织" = "县内务工"' in layout.text


def saved(page, layout, **more):  # noqa: F811
    fields = {"seen": layout.mark, "title": layout.title, "text": layout.text, **more}
    return page.post(layout.get_absolute_url(), sent(**fields))


def test_a_layout_is_renamed_shared_and_put_right_in_its_file(page, drawn):  # noqa: F811
    layout = RosterLayout.objects.get()
    assert saved(page, layout, title="新名称", is_shared="on").status_code == 302
    layout.refresh_from_db()
    assert (layout.title, layout.is_shared, told_by(layout.text)["title"]) == ("新名称", True, "新名称")
    assert layout.answers
    assert saved(page, layout, text=layout.text.replace("县外务工", "不认得")).status_code == 302
    assert not RosterLayout.objects.get().answers
    wrong = saved(page, layout, text=layout.text.replace('"就业记录"', '"户口簿"'))
    assert "台账没有这张表：户口簿" in words(wrong)


def test_of_two_who_change_the_same_layout_the_second_is_told(page, drawn):  # noqa: F811
    layout = RosterLayout.objects.get()
    assert saved(page, layout, title="先存的").status_code == 302
    assert "刚刚改过这个版式" in words(saved(page, layout, title="后存的"))
    answer, _ = draw(page, drawn, of=layout.pk, seen=layout.mark)
    assert "刚刚改过这个版式" in words(answer)
    assert RosterLayout.objects.get().title == "先存的"


def test_two_of_one_name_are_not_kept(page, drawn):  # noqa: F811
    answer, _ = draw(page, strange(page))
    assert "已经有一个叫“帮扶台账”的版式" in words(answer)
    assert RosterLayout.objects.count() == 1


def test_it_is_exported_and_another_town_takes_it_in(page, drawn, neighbour, client):  # noqa: F811
    layout = RosterLayout.objects.get()
    file = page.get(reverse("ledger:layout_file", args=[layout.pk]))
    assert file.headers["Content-Type"].startswith("application/toml")
    client.force_login(neighbour)
    assert client.get(layout.get_absolute_url()).status_code == 404
    assert client.get(reverse("ledger:layout_file", args=[layout.pk])).status_code == 404
    assert strange(client).outcome == Outcome.UNREADABLE
    assert client.post(LAYOUTS, sent(text=file.content.decode())).status_code == 302
    assert RosterLayout.objects.count() == 2
    assert strange(client).outcome == Outcome.CHECKED


def test_another_town_uses_it_only_where_it_is_shared_and_never_changes_it(page, drawn, neighbour, client):  # noqa: F811
    layout = RosterLayout.objects.get()
    RosterLayout.objects.update(is_shared=True)
    client.force_login(neighbour)
    assert "帮扶台账" in words(client.get(LAYOUTS))
    assert strange(client).outcome == Outcome.CHECKED
    assert saved(client, layout, title="夺来").status_code == 404
    assert client.post(reverse("ledger:layout_delete", args=[layout.pk])).status_code == 404
    assert client.get(layout.get_absolute_url()).context["is_own"] is False
    RosterLayout.objects.update(is_shared=False)
    assert strange(client).outcome == Outcome.UNREADABLE


def test_a_lent_layout_never_takes_the_place_of_a_shipped_one(page, drawn):  # noqa: F811
    text = RosterLayout.objects.get().text
    RosterLayout.objects.update(is_shared=True, division_code="430529105", name="work-monthly")
    assert layouts_of("430529104")["work-monthly"].title == "务工月监测：已外出务工信息"
    RosterLayout.objects.create(division_code="430529104", name="work-monthly", title="本镇的", text=text)
    assert layouts_of("430529104")["work-monthly"].title == "本镇的"


def test_what_a_shipped_layout_fits_is_read_by_it_whatever_was_made(page):  # noqa: F811
    greedy = 'title = "贪心"\nrecognise = ["姓名"]\n[[feed]]\nsheet = "劳动力"\n[feed.columns]\n' + "".join(
        f'"{name}" = "{name}"\n' for name in ("证件号码", "姓名", "村代码", "联系电话")
    )
    assert page.post(LAYOUTS, sent(text=greedy)).status_code == 302
    assert upload(page, job(wage="4500")).roster.tables[0]["layout"] == "work-monthly"


def test_one_drawn_after_a_list_that_was_recognised_reads_lists_of_its_header(page):  # noqa: F811
    found = upload(page, job(wage="4500"))
    means = {"is/身份证号": "证件号码", "is/务工企业名称": "就业记录.单位名称", "is/务工开始时间": "就业记录.开始日期"}
    fields = {"title": "我们的", "sheet": ["就业记录"], "save": "1", "default/就业记录.就业渠道": "县内务工"}
    assert page.post(address("draw", found), sent(**fields, **means)).status_code == 302
    assert worked(found).roster.tables[0]["title"] == "我们的"
    assert upload(page, job(wage="4600")).roster.tables[0]["title"] == "我们的"


def test_deleted_it_is_gone_and_lists_are_recognised_again(page, drawn):  # noqa: F811
    layout = RosterLayout.objects.get()
    told = words(page.get(layout.get_absolute_url()))
    assert "它读过 1 份名册" in told
    page.post(reverse("ledger:layout_delete", args=[layout.pk]))
    assert not RosterLayout.objects.exists()
    assert page.get(address("columns", drawn)).status_code == 200
    again = act(page, "write", drawn, mode="all_or_nothing")
    assert (again.outcome, Employment.objects.count()) == (Outcome.UNREADABLE, 1)


def test_a_layout_that_is_no_longer_shared_is_told_and_breaks_nothing(page, drawn, neighbour, client):  # noqa: F811
    RosterLayout.objects.update(is_shared=True)
    client.force_login(neighbour)
    found = upload(client, *ROWS, header=STRANGE, layout=RosterLayout.objects.get().name)
    assert found.outcome == Outcome.CHECKED
    RosterLayout.objects.update(is_shared=False)
    client.post(address("columns", found), {"fingerprint": "x"})
    again = act(client, "write", ImportJob.objects.get(pk=found.pk), mode="good_rows")
    assert "已经删除或不再共享" in again.message or again.state == "done"


# --- hostile files ---


MANY = '"甲",' * 4000
START = 'title = "x"\nrecognise = ["甲"]\n'
FEED = '[[feed]]\nsheet = "劳动力"\n[feed.columns]\n'
HOSTILE = {
    "no TOML": "title = ",
    "deep": f"title = {'[' * 5000}",
    "deep keys": f"title{'.a' * 20000} = 1",
    "long": f'title = "{"长" * 70000}"',
    "digits": f"title = {'9' * 5000}",
    "many words": f"recognise = [{MANY}]\n{FEED}'姓名'='姓名'",
    "many feeds": START + f"{FEED}'姓名'='姓名'\n" * 13,
    "twice": f'{START}{FEED}"姓名"="甲"\n"姓名"="乙"',
    "a date": 'title = 2023-01-01\nrecognise = ["甲"]',
    "wrong maps": f'{START}maps = {{"m" = {{"a" = 1}}}}\n{FEED}"姓名"="甲"',
    "feed no list": f'{START}feed = "劳动力"',
    "feed a number": f"{START}feed = 1",
    "feed of numbers": f"{START}feed = [1]",
    "columns a list": f'{START}[[feed]]\nsheet="劳动力"\ncolumns=["姓名"]',
    "lists in lists": f'{START}{FEED}"姓名" = [[["甲"]]]',
    "slow keys": "\n".join(f"{'a.' * 200}b{n} = 1" for n in range(100)),
    "a person in a comment": f'{START}{FEED}"姓名"="甲"  # {PERSON}',
    "a person": f'{START}{FEED}"姓名"={{default="{PERSON}"}}',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_in_chinese_and_nothing_is_kept(page, text):  # noqa: F811
    page.announce(PERSON)  # typed by the user
    answer = page.post(LAYOUTS, sent(text=text))
    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)
    assert not RosterLayout.objects.exists()


def test_whoever_answers_for_no_place_reads_by_what_is_shared_alone(page, drawn):  # noqa: F811
    layout = RosterLayout.objects.get()
    assert made_layouts("") == []
    assert [each.name for each in made_layouts(None)] == [layout.name]
    RosterLayout.objects.update(is_shared=True)
    assert [each.name for each in made_layouts("")] == [layout.name]


def test_so_many_layouts_and_no_more(page, staff):  # noqa: F811
    kept = [RosterLayout(division_code="430529104", name=f"m{n}", title=f"第{n}", text="") for n in range(MOST)]
    RosterLayout.objects.bulk_create(kept)
    assert f"最多留 {MOST} 个" in words(draw(page, strange(page))[0])


def test_one_that_no_longer_says_what_there_is_stops_nothing(page, drawn):  # noqa: F811
    RosterLayout.objects.update(text='recognise = ["甲"]')
    assert made_layouts("430529104") == []
    assert strange(page).outcome == Outcome.UNREADABLE
    assert "改好以前，名册不按它读" in words(page.get(RosterLayout.objects.get().get_absolute_url()))
    with pytest.raises(WrongLayout):
        understood('recognise = ["甲"]')


def test_nobody_elses_list_is_drawn(page, neighbour, client):  # noqa: F811
    found = strange(page)
    client.force_login(neighbour)
    assert client.get(address("draw", found)).status_code == 404
    assert draw(client, found)[0].status_code == 404
