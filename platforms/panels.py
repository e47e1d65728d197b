"""What platforms add to the pages of villages and households."""

from core.models import Village
from core.panels import Panel, show_on
from labor.models import Household

show_on(
    Village,
    Panel(
        "staff",
        "平台人员",
        lambda village, on: village.staff_members.all(),
        ("name", "working_time", "phone", "started_on", "ended_on", "state"),
        empty="还没有登记平台人员",
    ),
    Panel(
        "checks",
        "业务检查",
        lambda village, on: village.business_checks.all(),
        ("checked_on", "item", "level", "state"),
        empty="还没有业务检查记录",
    ),
    Panel(
        "sites",
        "易地搬迁安置点",
        lambda village, on: village.sites.all(),
        ("name", "code", "population", "opened_on", "state"),
        empty="没有安置点",
    ),
)
show_on(
    Household,
    Panel(
        "helps",
        "帮扶措施",
        lambda household, on: household.helps.all(),
        ("helped_on", "measure", "content"),
        empty="还没有帮扶措施",
    ),
)
