"""登记就业: which job it is comes first, then what is known of it filled in, and never a day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property

from core.registers.writing import AddRecord
from core.views import came_from
from labor.placement.prospects import Prospect, prospects_of


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

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **(self.chosen.known if self.chosen else {})}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.chosen:
            form.fields["started_on"].help_text = f"到{self.chosen.employer}上班的第一天"
            form.fields["employer"].help_text = f"以下按{self.chosen.kind}（{self.chosen.told}）填好，请核对"
        return form
