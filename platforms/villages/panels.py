"""What platforms add to the pages of villages, their files too, and of leadership posts."""

from datetime import date

from django.http import HttpRequest

from accounts.models import LeadershipPost
from core.contributions import contribute
from core.models import Village
from core.pages.panels import PANELS, PIECES, Panel
from core.registers.evidence import EvidenceOf, evidence_of
from platforms.models import StaffMember

contribute(PANELS, Village)(
    Panel(
        "staff",
        "平台人员",
        lambda village, on: village.staff_members.all(),
        ("name", "working_time", "phone", "started_on", "ended_on", "state"),
        empty="还没有登记平台人员",
        add="platforms:staff_add",
    ),
    Panel(
        "checks",
        "业务检查",
        lambda village, on: village.business_checks.all(),
        ("checked_on", "item", "level", "state"),
        empty="还没有业务检查记录",
        add="platforms:check_add",
    ),
    Panel(
        "sites",
        "易地搬迁安置点",
        lambda village, on: village.sites.all(),
        ("name", "code", "population", "opened_on", "state"),
        empty="没有安置点",
    ),
)


@contribute(PIECES, LeadershipPost, template="platforms/members.html")
def _members(post: LeadershipPost, request: HttpRequest, on: date) -> list[StaffMember]:
    """附件1: 「各村公共就业服务平台就业人员」 are members of the leadership group, whoever they are."""
    if not post.held_by_platform_staff:
        return []
    staff = StaffMember.objects.serving(on).within(post.town_id).visible_to(request.user)
    return list(staff.select_related("village").order_by("village", "pk"))


@contribute(PIECES, Village, template="core/evidence.html")
def _evidence(village: Village, request: HttpRequest, on: date) -> EvidenceOf | None:
    found = evidence_of(village.pk, request.user)
    return found if found.total else None
