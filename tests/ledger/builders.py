"""Rows that a test starts from: one village, one household, one person."""

VILLAGE = "430529104204"
OTHER_TOWN_VILLAGE = "430529103205"
PERSON = "430599198505050018"

VILLAGES = [["村代码", "村名称", "是否应建平台"], [VILLAGE, "白水头村", "是"], [OTHER_TOWN_VILLAGE, "丹口村", "否"]]
HOUSEHOLDS = [["户编号", "户主姓名", "村代码", "户类型"], ["H1", "户主", VILLAGE, "脱贫户"]]
PEOPLE = [
    ["证件号码", "姓名", "村代码", "户编号", "劳动能力", "纳入日期"],
    [PERSON, "试一", VILLAGE, "H1", "普通劳动力", "2016-01-01"],
]
OWN_TOWN = {"村社区": VILLAGES[:2], "农户": HOUSEHOLDS, "劳动力": PEOPLE}
TOWN = {"村社区": VILLAGES, "农户": HOUSEHOLDS, "劳动力": PEOPLE}


def person(number=PERSON, name="试一", village=VILLAGE, household="H1"):
    return [number, name, village, household, "普通劳动力", "2016-01-01"]


def with_a_fault():
    """The home town with a household of an unknown kind beside the good one."""
    return {**OWN_TOWN, "农户": [*HOUSEHOLDS, ["H2", "户主", VILLAGE, "贫困户"]]}


def places(report):
    """Where a report refuses: (sheet, row, column) of every error."""
    return {(error.sheet, error.row, error.column) for error in report.errors}
