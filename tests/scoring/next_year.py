"""An invented rubric of 2024, made from the one of 2023: renumbered, with quarters, other points, a changed rule.

“311” is 6.5 instead of 6.2; 5 is dropped and 9 is new; policies cost half of what they did, and count once more in 9.1;
a relocated household is in need also where nobody has registered; and one works from 18 to 64, the weak no more.
"""

from collections.abc import Mapping

import pytest

from labor.models import Household
from scoring import catalogue, parsing, rules
from scoring.catalogue import FOLDER
from scoring.rubric.item_6 import RelocatedHouseholds
from scoring.tallies import Scope, Tally

TEXT = (FOLDER / "2023.toml").read_text(encoding="utf-8")
QUARTERS = 'value = ["03-31", "06-30", "09-30", "12-31"]'
NAMES = '{ H1 = "一季度未核实", H2 = "二季度未核实", H3 = "三季度未核实", H4 = "四季度未核实" }'
NINTH = """
[[items]]
code = "9"
title = "政策宣传"
max = 3
checked_by = "查看系统平台"

[[items.sub_items]]
code = "9.1"
rule = "policies_fulfilled"
title = "政策再查"
max = 3
wording = "政策未落实的再扣。"
counting = "与7.1相同。"
numbers = { unfulfilled = "未落实的政策" }

[items.sub_items.parameters.step]
value = 1
label = "每项扣分"
source = "再扣"
"""


def text() -> str:
    """The year's file."""
    changed = TEXT
    for before, after in (
        ("year = 2023", "year = 2024"),
        ("[labor_force.youngest]\nvalue = 16", "[labor_force.youngest]\nvalue = 18"),
        ("[labor_force.oldest]\nvalue = 59", "[labor_force.oldest]\nvalue = 64"),
        ('value = ["ordinary", "skilled", "weak"]', 'value = ["ordinary", "skilled"]'),
        ('code = "6.2"', 'code = "6.5"'),
        ('value = ["06-30", "12-31"]', QUARTERS),
        ('{ H1 = "上半年未核实", H2 = "下半年未核实" }', NAMES),
        ('rule = "relocated_households"', 'rule = "relocated_households_of_2024"'),
        ('title = "就业帮扶政策落实"\nmax = 7', 'title = "就业帮扶政策落实"\nmax = 6'),
        ('title = "政策落实"\nmax = 7', 'title = "政策落实"\nmax = 6'),
    ):
        assert changed.count(before) == 1, before
        changed = changed.replace(before, after)
    head, _, rest = changed.partition('[[items]]\ncode = "5"')
    return head + '[[items]]\ncode = "6"' + rest.partition('[[items]]\ncode = "6"')[2] + NINTH


@pytest.fixture
def next_year(tmp_path, monkeypatch):
    """Both years' files, and the changed rule, for one test."""
    monkeypatch.setattr(rules, "RULES", rules.RULES.copy())
    monkeypatch.setattr(parsing, "RULES", rules.RULES)

    @rules.rule("relocated_households_of_2024")
    class RelocatedHouseholdsOf2024(RelocatedHouseholds):
        """易地搬迁户没有人就业的，每户扣分。"""

        def tallies(self, scope: Scope) -> Mapping[str, Tally]:
            households = Household.objects.filter(site__isnull=False)
            employed = households.filter(members__employments__started_on__lte=scope.on).values("pk")
            return {"in_need": Tally(households.exclude(pk__in=employed), key=("code",))}

    (tmp_path / "2023.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "2024.toml").write_text(text(), encoding="utf-8")
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
