"""What follows organised export and public-benefit posts: known to the program, and no columns of the ledger."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

from core.periods import month_ends_before
from labor.models import (
    CooperationAgreement,
    Employment,
    ExportParticipant,
    FollowUp,
    LaborExport,
    PostAttendance,
    PublicBenefitPost,
    Transport,
)
from platforms.models import StaffMember, Vacancy

Result = FollowUp.Result
#: Who received people, where from the town's side they are looked after, and how they travel there.
PARTNERS = {
    "广东省东莞市": ("东莞市人力资源服务协会", "驻东莞劳务服务站", Transport.COACH),
    "广东省佛山市": ("佛山市顺德区人力资源公共服务中心", "", Transport.COACH),
    "浙江省义乌市": ("义乌市人力资源市场", "", Transport.TRAIN),
}
#: What a call found; every fourth of those placed was not called yet.
FOUND = (
    ((Result.STEADY, ""),),
    ((Result.UNREACHED, ""), (Result.STEADY, "换了手机号码")),
    ((Result.TROUBLE, "加班费没有按时发，已请驻外服务站协调"),),
    (),
)


def place(today: date) -> None:
    """Give the exports of the demo town agreements, names and calls, and its posts somebody who answers for them."""
    for number, (destination, partner) in enumerate(PARTNERS.items(), start=1):
        _agree(today, number, LaborExport.objects.filter(destination=destination).order_by("held_on"), *partner)
    placed = Employment.objects.exclude(export=None).select_related("export").order_by("started_on", "pk")
    for job, found in zip(placed, cycle(FOUND), strict=False):
        ExportParticipant.objects.create(person_id=job.person_id, export=job.export, point_to_point=True)
        _call(today, job, found)
    _answer()
    _attend(today)


def _agree(today: date, number: int, exports: Any, partner: str, station: str, transport: str) -> None:
    first = exports.first()
    if first is None:
        return
    agreement = CooperationAgreement.objects.create(
        number=f"XZ{first.held_on.year}{number:02}", town_id=first.town_id, place=first.destination, partner=partner,
        station=station, phone=f"15412340{number:03}", signed_on=first.held_on - timedelta(days=20),
        valid_until=today + timedelta(days=330 * number - 305),
    )  # fmt: skip
    for export in exports:
        export.agreement, export.transport = agreement, transport
        export.save()
    for vacancy in Vacancy.objects.all():
        if vacancy.workplace in agreement.place:
            vacancy.agreement, vacancy.benefits = agreement, "包住，缴纳社保"
            vacancy.save()


def _call(today: date, job: Employment, found: Iterable[tuple[str, str]]) -> None:
    """A month after the start, and a week later where that failed."""
    for weeks, (result, note) in enumerate(found):
        on = job.started_on + timedelta(days=30 + 7 * weeks)
        if on <= today and (job.ended_on is None or on <= job.ended_on):
            FollowUp.objects.create(
                employment=job, called_on=on, method=FollowUp.Method.PHONE, result=result, note=note
            )


def _attend(today: date) -> None:
    """Who held a post all through the last two months came on most days; one in five was ill for some."""
    for month in (each.replace(day=1) for each in islice(month_ends_before(today), 2)):
        for number, post in enumerate(PublicBenefitPost.objects.order_by("code")):
            if post.is_held_all(month):
                days = 22 - (number % 5 == 0) * (1 + number % 3)
                said = {"days_due": 22, "days_attended": days, "allowance": post.monthly_allowance}
                PostAttendance.objects.create(post=post, month=month, **said)


def _answer() -> None:
    """The committee manages, and whoever runs the village's platform answers."""
    staff = dict(StaffMember.objects.order_by("-started_on").values_list("village", "name"))
    for post in PublicBenefitPost.objects.all():
        post.manager, post.responsible = post.employer, staff.get(post.village_id, "")
        post.save()
