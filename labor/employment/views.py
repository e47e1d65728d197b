"""登记就业: which job it is comes first, then what is known of it filled in, and never a day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property

from core.records.entering import as_last_entered
from core.registers.writing import AddRecord
from core.views import came_from
from labor.employers.forms import TYPING
from labor.models import Employment
from labor.placement.prospects import Prospect, prospects_of

#: What several jobs that are entered one after the other have in common.
WHERE = ("employer", "channel", "workplace")


class AddJob(AddRecord):
    """A new job of a person. Where some are known that it may be, one is asked; `as` in the address is the answer."""

    @cached_property
    def prospects(self) -> list[Prospect]:
        return prospects_of(self.parent)

    @cached_property
    def chosen(self) -> Prospect | None:
        asked = self.request.GET.get("as")
        return next((each for each in self.prospects if each.key == asked), None) if asked else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.keys() - {"next"} or not self.prospects:
            return super().get(request, *args, **kwargs)
        shown = {
            "person": self.parent,
            "prospects": self.prospects,
            "back": came_from(request, self.parent.get_absolute_url()),
        }
        return render(request, "labor/employment/which_job.html", shown)

    def get_heading(self) -> str:
        return f"{super().get_heading()}：{self.chosen.employer}" if self.chosen else super().get_heading()

    @cached_property
    def as_before(self) -> dict[str, Any]:
        """Where the job is that the user entered last; nothing where the address, or what was chosen, says it."""
        told = self.chosen or not set(WHERE).isdisjoint(self.request.GET)
        return {} if told else as_last_entered(Employment, self.request.user, WHERE)

    def get_initial(self) -> dict[str, Any]:
        return {**self.as_before, **super().get_initial(), **(self.chosen.known if self.chosen else {})}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.chosen:
            form.fields["started_on"].help_text = f"到{self.chosen.employer}上班的第一天"
            form.fields["employer"].help_text = f"以下按{self.chosen.kind}（{self.chosen.told}）填好，请核对"
        elif self.as_before:
            form.fields["employer"].help_text = f"单位、渠道和就业地按您上一次登记的填好，请核对；{TYPING}"
        return form
