"""What is odd about public-benefit posts and who holds them. A form asks once; nothing is refused."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from core.assessment import labor_force_on
from core.checks import CHECKS
from core.contributions import contribute
from labor.models import Employment, PublicBenefitPost
from labor.people.checks import not_able

#: From this age on, the national comparison of data queries somebody who holds a post.
QUERIED_AGE = 70
#: So long at most does somebody hold posts, all contracts together (人社部: 岗位补贴和社保补贴期限最长不超过3年).
LONGEST_YEARS = 3
LONGEST = timedelta(days=LONGEST_YEARS * 365 + 1)


@contribute(CHECKS, PublicBenefitPost)
def too_old(post: PublicBenefitPost, on: date) -> Iterator[str]:
    age, then = post.person.age(min(on, post.last_day)), post.person.age(post.contract_started_on)
    if age >= QUERIED_AGE:
        yield f"已满{QUERIED_AGE}周岁还在公益性岗位，国家数据比对会列为疑点"
    elif then >= (too_old := labor_force_on(post.contract_started_on).too_old):
        yield f"合同开始时已满{too_old}周岁，请核对是否还能聘用"


@contribute(CHECKS, PublicBenefitPost)
def holds_a_post_without_being_able(post: PublicBenefitPost, on: date) -> Iterator[str]:
    yield from not_able(post.person, post.contract_started_on, "却在公益性岗位")


@contribute(CHECKS, PublicBenefitPost)
def second_post(post: PublicBenefitPost, on: date) -> Iterator[str]:
    for other in post.person.public_benefit_posts.exclude(pk=post.pk):
        if other.contract_started_on <= post.last_day and post.contract_started_on <= other.last_day:
            yield f"同一时间还在岗位{other.code}（{other.kind}，{other.contract_started_on}至{other.last_day}）"


@contribute(CHECKS, PublicBenefitPost)
def works_elsewhere(post: PublicBenefitPost, on: date) -> Iterator[str]:
    if not post.is_held(on):
        return
    for job in post.person.employments.current(on).exclude(channel=Employment.Channel.PUBLIC_BENEFIT):
        yield f"同时在{job.employer}就业（{job.get_channel_display()}），请核对是否真正在岗"


@contribute(CHECKS, PublicBenefitPost)
def runs_out(post: PublicBenefitPost, on: date) -> Iterator[str]:
    if post.pk and post.runs_out_soon(on):
        yield f"合同{post.contract_ended_on}到期，请续签或安排离岗"


@contribute(CHECKS, PublicBenefitPost)
def longer_than_allowed(post: PublicBenefitPost, on: date) -> Iterator[str]:
    """Per person and not per contract: a renewal goes on counting."""
    others = post.person.public_benefit_posts.exclude(pk=post.pk).filter(contract_started_on__lte=post.last_day)
    held = days_held([(each.contract_started_on, min(each.last_day, post.last_day)) for each in (post, *others)])
    if timedelta(days=held) > LONGEST:
        yield (
            f"此人在公益性岗位累计{held / 365:.1f}年，超过{LONGEST_YEARS}年"
            f"（到{post.last_day}为止，各份合同合计）；距退休不足5年的可以延长，请核对"
        )


def days_held(spells: Iterable[tuple[date, date]]) -> int:
    """How many days the spells cover together, first and last days included; a day in two of them counts once."""
    total, covered_until = 0, date.min
    for first, last in sorted(spells):
        total += max((last - max(first, covered_until + timedelta(days=1))).days + 1, 0)
        covered_until = max(covered_until, last)
    return total


@contribute(CHECKS, PublicBenefitPost)
def nobody_answers(post: PublicBenefitPost, on: date) -> Iterator[str]:
    """谁用人、谁管理、谁负责."""
    if post.is_held(on) and not (post.manager and post.responsible):
        yield "没有写明管理单位和责任人"
