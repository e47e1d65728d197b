"""What is asked about recruitment: vacancies, who came to an event, who applies, who is hired."""

from typing import Any

from core.forms import RecordForm, TownForm
from core.records.entering import as_last_entered
from labor.employers.forms import NamesEmployer
from labor.models import Employer
from platforms.models import Vacancy

#: What stays the same from one vacancy of an employer to the next.
OF_EMPLOYER = ("employer", "in_industrial_zone", "workplace", "credit_code", "contact")


class VacancyForm(NamesEmployer, TownForm):
    """Several vacancies of one employer come one after the other: the last that the user entered is proposed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest_employers(Employer.objects.visible_to(self.user))

    def usual(self) -> dict[str, Any]:
        told = {} if "employer" in self.initial else as_last_entered(Vacancy, self.user, OF_EMPLOYER)
        return {**super().usual(), **told}


class PresenceForm(RecordForm):
    def choices(self, name: str, rows: Any) -> Any:
        """The employers of the event's own town."""
        return rows.everywhere("it is the event's town").listed(self.on).within(self.instance.event.town_id)


class CandidateForm(RecordForm):
    """An application for an open vacancy of the person's town."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].help_text = "在招聘活动上报名的选活动"
        if not self.fields["event"].queryset.exists():
            del self.fields["event"]

    def choices(self, name: str, rows: Any) -> Any:
        """A clerk's people apply for the whole town's vacancies."""
        of_town = rows.everywhere("they are the town's").within(self.instance.person.village.town_code)
        return of_town.open(self.on) if name == "vacancy" else of_town


class HireForm(RecordForm):
    """录用. The certificate is asked for only where the post requires it by law."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.vacancy.needs_health_certificate:
            del self.fields["has_health_certificate"]


class FailForm(RecordForm):
    """未成, with the reason; nobody's health is one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change_reason"].required = True
        self.fields["change_reason"].help_text = "不要写健康、患病情况"
        self.suggest("change_reason", ("本人放弃", "待遇没谈拢", "技能不符", "岗位已招满", "另找到工作", "家中有事"))
