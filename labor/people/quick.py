"""What is done about a person at a tap: each app says in its `quick.py` what it adds to the buttons of the page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core.registers import ENTER, KEEP
from labor.employment.regions import is_placed
from labor.employment.registers import CaseRegister, EmploymentRegister, going_on
from labor.models import Person
from labor.people.summary import PersonSheet
from labor.placement.registers import FollowUpRegister, ParticipantRegister
from labor.posts.registers import PublicBenefitPostRegister
from labor.verification.registers import SpotCheckRegister


@dataclass(frozen=True)
class QuickAction:
    """A button; whoever lacks the permission `needs` does not see it, and what is `seldom` done is folded away."""

    label: str
    address: str
    needs: str = ENTER
    seldom: bool = False


Offer = Callable[[PersonSheet], Iterable[QuickAction]]
_offers: list[Offer] = []


def offers(find: Offer) -> Offer:
    """Have the buttons that `find` finds on every person's page, after those of the apps below."""
    _offers.append(find)
    return find


def quick_actions(sheet: PersonSheet, user: Any) -> list[QuickAction]:
    """What `user` may do about somebody on the register; what only staff may do comes last."""
    if not sheet.on_register or sheet.person.is_voided:
        return []
    found = [action for find in _offers for action in find(sheet) if user.has_perm(action.needs)]
    return sorted(found, key=lambda action: action.needs == KEEP)


def adding(route: str, person: Person) -> str:
    """Where a fact is added to a person."""
    return reverse(route, kwargs={"public_id": person.public_id})


@offers
def _verification(sheet: PersonSheet) -> Iterable[QuickAction]:
    if sheet.person.to_verify and not sheet.person.verified:
        yield QuickAction("核实", adding("labor:verify", sheet.person))


@offers
def _work(sheet: PersonSheet) -> Iterable[QuickAction]:
    jobs = [job for job in sheet.person.current_jobs if going_on(job, sheet.on)]
    yield QuickAction("登记就业", adding(EmploymentRegister.route("add"), sheet.person))
    for job in jobs:
        name = f"（{job.employer}）" if len(jobs) > 1 else ""
        yield QuickAction(f"结束就业{name}", EmploymentRegister.address(job, "deed", deed="end"))


@offers
def _follow_ups(sheet: PersonSheet) -> Iterable[QuickAction]:
    """For the work that somebody was sent to, and work outside the county."""
    jobs = [job for job in sheet.person.current_jobs if is_placed(job, sheet.person.village_id)]
    for job in jobs:
        name = f"（{job.employer}）" if len(jobs) > 1 else ""
        yield QuickAction(f"稳岗回访{name}", reverse(FollowUpRegister.route("add"), args=[job.pk]))


@offers
def _cases(sheet: PersonSheet) -> Iterable[QuickAction]:
    if not sheet.person.open_cases:
        yield QuickAction("登记求职", adding(CaseRegister.route("add"), sheet.person))
    for case in sheet.person.open_cases:
        yield QuickAction("终结求职", CaseRegister.address(case, "deed", deed="end"))


@offers
def _export(sheet: PersonSheet) -> Iterable[QuickAction]:
    yield QuickAction("参加劳务输出", adding(ParticipantRegister.route("add"), sheet.person), seldom=True)


@offers
def _public_benefit_post(sheet: PersonSheet) -> Iterable[QuickAction]:
    address = adding(PublicBenefitPostRegister.route("add"), sheet.person)
    yield QuickAction("公益性岗位", address, needs=KEEP, seldom=True)


@offers
def _spot_check(sheet: PersonSheet) -> Iterable[QuickAction]:
    yield QuickAction("抽查", adding(SpotCheckRegister.route("add"), sheet.person), needs=KEEP, seldom=True)
