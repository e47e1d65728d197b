"""What is odd about public-benefit posts and who holds them. A form asks once; nothing is refused."""

from collections.abc import Iterator
from datetime import date

from core.checks import CHECKS
from core.contributions import contribute
from labor.models import PublicBenefitPost


@contribute(CHECKS, PublicBenefitPost)
def runs_out(post: PublicBenefitPost, on: date) -> Iterator[str]:
    if post.pk and post.runs_out_soon(on):
        yield f"合同{post.contract_ended_on}到期，请续签或安排离岗"


@contribute(CHECKS, PublicBenefitPost, code="post-without-responsible")
def nobody_answers(post: PublicBenefitPost, on: date) -> Iterator[str]:
    """谁用人、谁管理、谁负责."""
    if post.is_held(on) and not (post.manager and post.responsible):
        yield "没有写明管理单位和责任人"
