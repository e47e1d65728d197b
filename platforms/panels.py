"""What platforms add to the pages of villages, households, people, their job-seeking cases, and leadership posts."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from accounts.models import LeadershipPost
from core.models import Village
from core.panels import Panel, piece_on, show_on
from core.registers import ENTER
from labor.models import CooperationAgreement, Household, JobSeekingCase, Person
from platforms.matching import Seeker
from platforms.models import StaffMember

show_on(
    Village,
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
show_on(
    Household,
    Panel(
        "helps",
        "帮扶措施",
        lambda household, on: household.helps.all(),
        ("helped_on", "measure", "content"),
        empty="还没有帮扶措施",
        add="platforms:help_add",
        keeps=ENTER,
    ),
)
show_on(
    JobSeekingCase,
    Panel(
        "services",
        "登记以来的服务",
        lambda case, on: case.person.services.filter(served_on__gte=case.registered_on),
        ("served_on", "kind", "employer", "post", "officer"),
        related=("person",),
        empty="还没有提供服务",
    ),
)
show_on(
    CooperationAgreement,
    Panel(
        "vacancies",
        "按这份协议提供的岗位",
        lambda agreement, on: agreement.vacancies.all(),
        ("title", "employer", "workplace", "headcount", "state"),
        empty="还没有岗位。登记招聘岗位时选上这份协议",
    ),
)


@piece_on(Person, template="platforms/matches.html")
def _for_person(person: Person, request: HttpRequest, on: date) -> dict[str, Any] | None:
    """For the case that is open, if there is one."""
    case = next((case for case in person.open_cases if case.willing), None)
    return _recommendable(case, on) if case else None


@piece_on(JobSeekingCase, template="platforms/matches.html")
def _for_case(case: JobSeekingCase, request: HttpRequest, on: date) -> dict[str, Any] | None:
    seeks = case.willing and not case.is_voided and case.closed_on(on) is None
    return _recommendable(case, on) if seeks else None


def _recommendable(case: JobSeekingCase, on: date) -> dict[str, Any]:
    return {"person": case.person, "matches": Seeker(case, on).best()}


@piece_on(LeadershipPost, template="platforms/members.html")
def _members(post: LeadershipPost, request: HttpRequest, on: date) -> list[StaffMember]:
    """附件1: 「各村公共就业服务平台就业人员」 are members of the leadership group, whoever they are."""
    if not post.held_by_platform_staff:
        return []
    staff = StaffMember.objects.serving(on).within(post.town_id).visible_to(request.user)
    return list(staff.select_related("village").order_by("village", "pk"))
