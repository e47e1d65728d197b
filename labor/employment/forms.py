"""What is asked about jobs and job-seeking cases."""

from typing import Any

from django import forms

from core.forms import RecordForm
from labor.employers.forms import NamesEmployer
from labor.employers.naming import employers_at
from labor.models import Employment, Person

#: Of so many jobs of the village, the newest, a form learns which employers and places it knows.
LEARNT_FROM = 500


class EmploymentForm(NamesEmployer, RecordForm):
    """A job; what the village uses already is suggested."""

    employer = forms.CharField(label="单位名称", max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fit_to_given()
        known = Employment.objects.visible_to(self.user).within(self.person.village_id).order_by("-started_on", "-pk")
        words = list(known.values_list("employer", "workplace")[:LEARNT_FROM])
        self.suggest("workplace", (workplace for _, workplace in words))
        if "employer" in self.fields:
            self.suggest_employers(employers_at(self.person.village_id), (employer for employer, _ in words))
        for name in {"workshop", "export"} & set(self.fields):
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    def _fit_to_given(self) -> None:
        """The employer is not asked where the page has given it, nor its end of a job that begins for many at once."""
        if "ended_on" in self.fields:
            self.fields["ended_on"].help_text = "还在岗的不填"
        if "employer" in self.given:
            del self.fields["employer"]
        else:
            self.fields["employer"].expected = True  # blank only where a workshop says it
            self.fields["employer"].help_text = self.fields["employer"].help_text or "选了车间的可以不填"

    @property
    def person(self) -> Person:
        return self.instance.person

    def choices(self, name: str, rows: Any) -> Any:
        """Workshops and exports of the whole town: a clerk's people work in other villages' too."""
        return rows.everywhere("they are the town's").within(self.person.village.town_code)

    def usual(self) -> dict[str, Any]:
        """No day: the first one of a job is asked, never assumed."""
        return {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if workshop := cleaned.get("workshop"):
            cleaned["employer"] = cleaned.get("employer") or workshop.name
        if "employer" in self.fields and not cleaned.get("employer"):
            self.add_error("employer", "请填写单位名称；在帮扶车间就业的请选择车间")
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        self.instance.locate()


class EndJobForm(RecordForm):
    """The last day of a job, and why it ended."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].help_text = "最后在岗的那一天"
        self.fields["change_reason"].label = "离岗原因"
        self.suggest("change_reason", ("合同到期", "返乡", "更换工作", "家中有事", "身体原因", "单位停产"))


class CaseForm(RecordForm):
    """Somebody without work, and what they would like to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest("reason", ("返乡", "失业", "照顾家人", "生病", "季节性无活", "刚毕业"))
        self.fields["skills"].help_text = "例如：缝纫、电焊、驾驶"


class EndCaseForm(RecordForm):
    """Recording a job closes a case by itself; this is for every other end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["end_reason"].help_text = "已经就业的请登记就业，求职登记会自动终结"
