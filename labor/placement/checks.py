"""What is odd about organised export and the calls afterwards. A form asks once; nothing is refused."""

from collections.abc import Iterator
from datetime import date

from core.checks import CHECKS, day_ahead
from core.contributions import contribute
from core.models import Document
from labor.employment.querysets import FOLLOWED_UP_WITHIN
from labor.models import CooperationAgreement, Employment, ExportParticipant, FollowUp, LaborExport
from labor.people import conditions
from labor.people.checks import not_able

contribute(CHECKS, CooperationAgreement)(day_ahead("signed_on"))


@contribute(CHECKS, CooperationAgreement, code="agreement-without-text")
def nothing_to_read(agreement: CooperationAgreement, on: date) -> Iterator[str]:
    """The county looks at files (查阅文件资料)."""
    if agreement.pk and not Document.objects.of(agreement).exists():
        yield "还没有上传协议文本"


contribute(CHECKS, LaborExport)(day_ahead("held_on", "，到那天才算开展"))


@contribute(CHECKS, LaborExport, code="export-outside-agreement")
def agreement_not_valid(export: LaborExport, on: date) -> Iterator[str]:
    if export.agreement and not export.agreement.is_valid(export.held_on):
        yield f"活动日期不在劳务协作协议“{export.agreement}”的有效期内"


@contribute(CHECKS, LaborExport, code="export-participants-differ")
def participants_differ(export: LaborExport, on: date) -> Iterator[str]:
    """The numbers are what the county is told; the names prove them."""
    named = export.taking_part.count() if export.pk else 0
    if not named:
        return
    if named != export.participants:
        yield f"参加人数是{export.participants}人，登记的参加人员有{named}人"
    poor = export.taking_part.filter(conditions.registered_out_of_poverty(export.held_on, "person__")).count()
    if poor > export.participants_out_of_poverty:
        yield f"脱贫劳动力人数是{export.participants_out_of_poverty}人，登记的参加人员里有{poor}人"


@contribute(CHECKS, LaborExport, code="placed-without-taking-part")
def placed_without_taking_part(export: LaborExport, on: date) -> Iterator[str]:
    if not export.pk:
        return
    named = export.taking_part.values("person")
    if missing := export.employments.exclude(person__in=named).values("person").distinct().count():
        yield f"有{missing}人登记了由这次输出上岗，但没有登记参加"


@contribute(CHECKS, ExportParticipant, code="participant-unlikely")
def took_part_without_being_able(row: ExportParticipant, on: date) -> Iterator[str]:
    person, day = row.person, row.export.held_on
    yield from not_able(person, day, "却参加劳务输出")
    if person.joined_on > day or (person.left_on and person.left_on <= day):
        yield f"{day}此人不在册"


@contribute(CHECKS, Employment, reads=("export",))
def not_followed_up(job: Employment, on: date) -> Iterator[str]:
    """Plan, section 二（四）: 确保劳务输出就业增收. Whoever the town sent is called now and then."""
    if job.pk and Employment.objects.filter(pk=job.pk).to_follow_up(on).exists():
        yield f"由劳务输出上岗，超过{FOLLOWED_UP_WITHIN.days}天没有回访，请登记稳岗回访"


contribute(CHECKS, FollowUp)(day_ahead("called_on"))


@contribute(CHECKS, FollowUp, code="follow-up-outside-job")
def called_outside_the_job(call: FollowUp, on: date) -> Iterator[str]:
    job = call.employment
    if call.called_on < job.started_on:
        yield f"回访日期早于上岗日期{job.started_on}"
    if job.ended_on and job.ended_on < call.called_on and call.result != FollowUp.Result.LEFT:
        yield f"这份工作{job.ended_on}已经结束"


@contribute(CHECKS, FollowUp, code="left-but-job-goes-on")
def left_but_the_job_goes_on(call: FollowUp, on: date) -> Iterator[str]:
    if call.result == FollowUp.Result.LEFT and call.employment.ended_on is None:
        yield "回访结果是“已离岗”，请同时结束就业；还要找工作的，登记求职"


@contribute(CHECKS, FollowUp, code="follow-up-without-words")
def trouble_of_what_kind(call: FollowUp, on: date) -> Iterator[str]:
    if call.result == FollowUp.Result.TROUBLE and not call.note:
        yield "回访结果是“有困难”，请写明是什么困难"
