"""Whatever a monthly list says: told twice it changes nothing more, and its undoing leaves what was there."""

import random

import pytest

from labor.models import Employment, JobSeekingCase, Person, PublicBenefitPost
from ledger.models import ImportBatch
from ledger.rosters.importing import import_roster
from ledger.undoing import undo
from tests.ledger.builders import OWN_TOWN, person
from tests.ledger.conftest import administrator, imported, workbook  # noqa: F401

NUMBERS = ["430599198505050018", "430599198505050026", "430599198505050034", "430599198505050042"]
HEADERS = {
    "monthly work": "姓名,证件号码,村,是否已务工,开始时间,结束时间,务工所在地,务工企业名称,务工月收入",
    "work force": "姓名,证件号码,村,就业状态,开始时间,失业时间,务工地点,务工单位,是否有就业意愿,联系电话",
    "posts": "姓名,证件号码,村,岗位类型,合同期限,合同终止,用人单位,月补贴",
}
WORDS = {
    "村": ["", "白水头村", "白水头"],
    "是否已务工": ["是", "是", "√", "否"],
    "就业状态": ["已就业", "灵活就业", "未就业"],
    "开始时间": ["", "2023-02-10", "2023年2月", "2023.5", "45017", "2022-07-01"],
    "结束时间": ["", "", "至今", "2023-08-31", "2023年6月"],
    "失业时间": ["", "2023年8月"],
    "务工所在地": ["广东东莞", "湖南长沙", "五团镇"],
    "务工地点": ["广东东莞", "湖南长沙", "五团镇"],
    "务工企业名称": ["某电子厂", "某 厂", "某厂", "某鞋厂（二部）", "某鞋厂(二部)"],
    "务工单位": ["某电子厂", "某厂", ""],
    "务工月收入": ["", "4500", "约5000", "3千多"],
    "是否有就业意愿": ["是", "无", "有"],
    "联系电话": ["", "154-0000-0031", "15400000012/15400000013"],
    "岗位类型": ["保洁", "护林"],
    "合同期限": ["2023年1月-12月", "2022-07-01至2023-06-30", "2023.3-至今"],
    "合同终止": ["2023-12-31", "2024年6月"],
    "用人单位": ["", "白水头村"],
    "月补贴": ["600", "700元/月"],
}


def listed(chance, header):
    rows = [header]
    for _ in range(chance.randint(2, 9)):
        at = chance.randrange(len(NUMBERS))
        cells = {
            "姓名": f"试{at}",
            "证件号码": chance.choice([NUMBERS[at], f"{NUMBERS[at][:6]}********{NUMBERS[at][14:]}"]),
        }
        rows.append(",".join(cells.get(name) or chance.choice(WORDS[name]) for name in header.split(",")))
    return "\n".join(rows)


def stored():
    return [
        sorted(map(str, model.objects.values_list()))
        for model in (Person, Employment, JobSeekingCase, PublicBenefitPost)
    ]


@pytest.mark.parametrize("kind", HEADERS)
@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 16))])
def test_a_list_of_chance(imported, administrator, tmp_path, kind, seed):  # noqa: F811
    imported(
        {
            **OWN_TOWN,
            "劳动力": [OWN_TOWN["劳动力"][0], *(person(number, f"试{at}") for at, number in enumerate(NUMBERS))],
        }
    )
    for month in (6, 7, 8):
        path = tmp_path / f"名单2023{month:02d}30.csv"
        path.write_text(listed(random.Random(f"{kind}{seed}{month}"), HEADERS[kind]), "utf-8")
        before = stored()
        first = import_roster(path, partial=True)
        assert first.fits
        after = stored()
        again = import_roster(path, partial=True)
        if again.errors == first.errors:  # else a row that was refused can be told now
            assert {(each.added, each.changed, each.closed) for each in again.counts.values()} <= {(0, 0, 0)}
            assert stored() == after
        for batch in ImportBatch.objects.order_by("-pk")[:2]:
            undo(batch, user=administrator)
        assert stored() == before
        import_roster(path, partial=True)
        assert same_but_keys(stored(), after)


def same_but_keys(one, other):
    return [len(rows) for rows in one] == [len(rows) for rows in other]
