"""What a row of the paper round says of a person, as the page of 半年核实 would be filled in with it."""

from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS

from core.periods import day_before
from labor.models import Verification
from labor.verification.forms import Changes
from ledger.paper_round.columns import CHANGES
from ledger.paper_round.returned import ReturnedRow

Result = Verification.Result
#: Of a job that goes on, what may be said of it.
OF_JOB = ("monthly_wage", "workplace", "channel")
ANOTHER_JOB = "更换工作"
SEVERAL = "现在有几份工作，分不清是哪一份：请在“半年核实”里点“有变化”登记"


class Unclear(Exception):
    """Why a row cannot be taken, in Chinese."""


def incomplete(row: ReturnedRow, today: date) -> str:
    """What is missing in the answers of a row, or contradicts itself; blank where nothing does."""
    told = row.told
    missing = [header for name, header in REQUIRED.items() if name not in told]
    if missing:
        return f"没有填{'、'.join(missing)}"
    if told["verified_on"] > today:
        return "核实日期晚于今天"
    changed = [each.header for each in CHANGES if each.name in told]
    if changed and told["result"] != Result.UPDATED:
        return f"填了{'、'.join(changed)}，核实结果应是“已更新”"
    if told.get("started_on", told["verified_on"]) > told["verified_on"]:
        return "到岗日期晚于核实日期"
    return ""


REQUIRED = {"verified_on": "核实日期", "method": "核实方式", "result": "核实结果"}


def changes_of(person: Any, row: ReturnedRow, user: Any) -> Changes:
    """有变化 as it would be sent; raises Unclear where it cannot be told of which job something is said."""
    on = row.told["verified_on"]
    known = Changes(person, user=user, on=on)
    sent = {field.html_name: _text(field.value()) for part in known.all for field in part}
    sent |= _of_person(person, row.told) | _of_work(known, row.told)
    return Changes(person, sent, user=user, on=on)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _of_person(person: Any, told: dict[str, Any]) -> dict[str, str]:
    """The number that is known, whole or masked, says nothing new."""
    phone = told.get("phone", "")
    if phone in ("", person.phone.plain, str(person.phone)):
        return {}
    if "*" in phone:
        raise Unclear("新电话打了码：请填完整的号码")
    return {"phone": phone}


def _of_work(known: Changes, told: dict[str, Any]) -> dict[str, str]:
    """Another employer is another job, which ends the one before; anything else is said of the job that goes on."""
    said = {name: _text(told[name]) for name in OF_JOB if name in told}
    employer = told.get("employer", "")
    if not employer and "started_on" in told:
        raise Unclear("填了到岗日期，没有填新单位")
    if not employer and not said:
        return {}
    jobs = [form for form in known.jobs if employer in ("", form.instance.employer)]
    if len(jobs) > 1 or (not jobs and len(known.jobs) > 1):
        raise Unclear(SEVERAL)
    if jobs:
        return {jobs[0].add_prefix(name): text for name, text in said.items()}
    if not employer:
        raise Unclear("现在没有登记工作：填新单位、到岗日期、新就业地和新渠道")
    return _another_job(known, told, said | {"employer": employer})


def _another_job(known: Changes, told: dict[str, Any], said: dict[str, str]) -> dict[str, str]:
    started_on = told.get("started_on")
    sent = {known.new.add_prefix(name): text for name, text in said.items()}
    sent[known.new.add_prefix("started_on")] = _text(started_on)
    for form in known.jobs if started_on else ():
        sent[form.add_prefix("ended_on")] = _text(day_before(started_on))
        sent[form.add_prefix("change_reason")] = ANOTHER_JOB
    return sent


def wrong(changes: Changes) -> list[str]:
    """What the forms refuse, each with its field."""
    return [
        str(text) if name == NON_FIELD_ERRORS else f"{form.fields[name].label}：{text}"
        for form in changes.all
        for name, errors in form.errors.items()
        for text in errors
    ]
