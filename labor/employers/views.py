"""待归并的单位名称: what records call employers whom the register does not know by it, and whom they mean."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView

from core.permissions import KEEP
from core.views import DayMixin, OnceMixin, PermissionMixin, came_from
from labor.employers.forms import JoinForm
from labor.employers.unjoined import UnjoinedName, join, unjoined, with_candidates
from labor.models import Employer

TEXTS_A_PAGE = 30


class JoinNames(OnceMixin, PermissionMixin, DayMixin, FormView):
    """The texts, most frequent first; those that are ticked, or the one that is tapped, go to an employer."""

    permission_required = KEEP
    template_name = "labor/employers/join.html"
    form_class = JoinForm

    @property
    def looked_for(self) -> str:
        return self.request.GET.get("q", "").strip()

    @cached_property
    def texts(self) -> list[UnjoinedName]:
        return unjoined(self.request.user, containing=self.looked_for)

    @cached_property
    def employers(self) -> Any:
        return Employer.objects.visible_to(self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "employers": self.employers, "open_ones": self.texts}

    def form_valid(self, form: JoinForm) -> HttpResponse:
        try:
            event = join(employer=form.found, texts=[text.name for text in form.texts], on=self.on)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, f"已{event.title}。归错了可以在“变更登记”里一次撤销。")
        return self.led(came_from(self.request, form.found.get_absolute_url()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.texts, TEXTS_A_PAGE).get_page(self.request.GET.get("page"))
        told = {"page": page, "shown": with_candidates(page, self.request.user), "looked_for": self.looked_for}
        return super().get_context_data(ticked=self.ticked, **self.addresses, **told, **kwargs)

    @property
    def ticked(self) -> list[str]:
        return self.request.POST.getlist("text")

    @property
    def addresses(self) -> dict[str, str]:
        return {"list_address": reverse("labor:employer_list"), "add_address": reverse("labor:employer_add")}
