"""The villages whose verification falls behind, counted when a page is made; a message keeps the numbers of its day."""

from datetime import date
from typing import Any

from core.assessment import term_of
from core.models import Division
from core.periods import Term
from core.workdays import Workdays
from labor.verification.campaign import Campaign
from reminders.kinds import NOT_YET, Kind
from reminders.models import ReminderRule, Rules
from reminders.models.rules import MISSED_FOR, before
from reminders.wording import VillageLeft, sentence
from scoring.models import TownStart


def villages_behind(user: Any, division: str, on: date) -> str:
    """What is to be told on the day `on` of the user's villages in `division`; blank while there is nothing."""
    rule = Rules().holding(Kind.VILLAGES_BEHIND, division)
    if not rule.enabled or user.role not in rule.about.audience:
        return ""
    workdays = Workdays.stored()
    for term in dict.fromkeys(map(term_of, (on, before(on, MISSED_FOR)))):
        deadline = rule.deadline(term.end)
        stage = rule.stage(deadline, on, workdays)
        villages = [] if stage == NOT_YET else _behind(rule, term, user, division, over=deadline < on)
        if villages:
            place, count = Division.objects.visible_to(user).get(pk=division).name, len(villages)
            return sentence(rule, stage, place=place, count=count, deadline=deadline, on=on, villages=villages)
    return ""


def _behind(rule: ReminderRule, term: Term, user: Any, division: str, *, over: bool) -> list[VillageLeft]:
    rows = Campaign(term).by_village(user)
    begun_later = TownStart.objects.visible_to(user).filter(started_on__gt=term.end)
    started = {start.town_id for start in begun_later}
    rows = [row for row in rows if row.village and row.village.town_code not in started]
    found = [VillageLeft(row.village.pk, row.village.name, row.left, row.total) for row in rows if row.village]
    return [
        each for each in found if each.code.startswith(division) and rule.is_behind(each.left, each.total or 0, over)
    ]
