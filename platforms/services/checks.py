"""What is odd about services and help. A form asks once; nothing is refused."""

from collections.abc import Iterator
from datetime import date

from core.checks import CHECKS, day_ahead
from core.contributions import contribute
from platforms.models import HouseholdHelp, Service


@contribute(CHECKS, Service)
def recommended_to_whom(service: Service, on: date) -> Iterator[str]:
    if service.kind == Service.Kind.RECOMMENDATION and not (service.employer and service.post):
        yield "岗位推荐没有写明推荐的单位和岗位"


@contribute(CHECKS, Service)
def recommended_again(service: Service, on: date) -> Iterator[str]:
    if service.kind != Service.Kind.RECOMMENDATION or not service.employer:
        return
    same = service.person.services.filter(kind=service.kind, employer=service.employer, post=service.post)
    if earlier := same.filter(served_on__lte=service.served_on).exclude(pk=service.pk).first():
        yield f"{earlier.served_on}已经推荐过同一单位的同一岗位"


contribute(CHECKS, Service)(day_ahead("served_on"))


@contribute(CHECKS, Service)
def served_after_leaving(service: Service, on: date) -> Iterator[str]:
    left = service.person.left_on
    if left and left <= service.served_on:
        yield f"此人{left}已退出台账"


contribute(CHECKS, HouseholdHelp)(day_ahead("helped_on"))


@contribute(CHECKS, HouseholdHelp)
def helped_by_what(help_given: HouseholdHelp, on: date) -> Iterator[str]:
    if help_given.measure == HouseholdHelp.Measure.OTHER and not help_given.content:
        yield "措施是“其他”，请写明内容"


@contribute(CHECKS, HouseholdHelp)
def helped_before_found_unstable(help_given: HouseholdHelp, on: date) -> Iterator[str]:
    """Only help from that day on counts (rule `monitored_households`)."""
    since = help_given.household.unstable_since
    if since and help_given.helped_on < since:
        yield f"帮扶日期早于就业不稳认定日期{since}，考核不计"
