"""A draft is begun, and its parts are changed, added and dropped; what others saved meanwhile is shown first."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.timezone import localdate, localtime
from django.views.generic import FormView

from core.personal_data.names import user_label
from core.views import OnceMixin, PermissionMixin
from oversight.models import OrganisationDocument
from scoring.catalogue import known_years
from scoring.editions.actions import start, write
from scoring.editions.additions import ADDITIONS
from scoring.editions.conflicts import decided, meanwhile
from scoring.editions.forms import FORMS, DropForm, YearForm
from scoring.editions.parts import PARTS, DraftPart, SubItemPart
from scoring.editions.rules import DRAFT
from scoring.editions.text import DraftText
from scoring.editions.uploaded import RubricFileForm
from scoring.models import RubricEdition


class DraftPage(OnceMixin, PermissionMixin, FormView):
    """A form about a draft."""

    permission_required = DRAFT
    request: Any
    template_name = "scoring/editions/form.html"
    heading, verb = "", "保存"
    back: Any = ""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            address = self.act(form)
        except ValidationError as refused:
            own = form.visible_fields()
            form.add_error(None if hasattr(refused, "error_dict") or not own else own[0].name, refused)
            return self.form_invalid(form)
        return self.led(address)

    def act(self, form: Any) -> str:
        """Do what the form is for; where one goes from here."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, verb=self.verb, back=self.back, **kwargs)


class StartView(DraftPage):
    """Begin the rubric of a new year as a copy of the last."""

    form_class = YearForm
    heading, verb, back = "起草新一年的细则", "起草", reverse_lazy("scoring:rubrics")

    def get_initial(self) -> dict[str, Any]:
        return {"year": max(known_years()[-1], localdate().year) + 1}

    def act(self, form: Any) -> str:
        edition = start(year=form.cleaned_data["year"], by=self.request.user)
        return reverse("scoring:rubric", args=[edition.year])


class EditionPage(DraftPage):
    """A form about the draft of a year; while it is sent, nobody else writes in that draft."""

    @cached_property
    def edition(self) -> RubricEdition:
        rows = RubricEdition.objects.drafts()
        if self.request.method == "POST":
            rows = rows.select_for_update()
        return get_object_or_404(rows, year=self.kwargs["year"])

    @cached_property
    def text(self) -> DraftText:
        return DraftText(self.edition.text)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(year=self.edition.year, **kwargs)

    def shown_at(self, kind: str, name: str) -> str:
        """Where the year's page shows a part."""
        return f"{reverse('scoring:rubric', args=[self.edition.year])}#{PARTS[kind].anchor.format(name)}"


def rest_on(form: Any, version: int) -> None:
    """Shown again, the form rests on this version of the draft."""
    data = form.data.copy()
    data["seen"] = str(version)
    form.data = data


class PartPage(EditionPage):
    """A form about one part of a draft."""

    @cached_property
    def part(self) -> DraftPart:
        if self.kwargs["kind"] not in PARTS:
            raise Http404
        try:
            return PARTS[self.kwargs["kind"]](self.text, self.kwargs["name"])
        except LookupError as missing:
            raise Http404 from missing

    def work(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Somebody may have dropped the part, or given it another number, since it was opened."""
        try:
            self.part  # noqa: B018
        except Http404:
            messages.error(request, "这一部分刚才被别人删去或改了编号，没有保存，请看现在的草稿。")
            return HttpResponseRedirect(reverse("scoring:rubric", args=[self.edition.year]))
        return super().work(request, *args, **kwargs)

    @property
    def back(self) -> str:
        return self.shown_at(self.kwargs["kind"], self.kwargs["name"])

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = {**super().get_form_kwargs(), "part": self.part, "initial": {"seen": self.edition.version}}
        if "data" in kwargs:
            kwargs["data"] = decided(kwargs["data"], self.part)
        return kwargs


class PartChangeView(PartPage):
    """Change a part of a draft; what somebody else has saved meanwhile is shown beside one's own."""

    @property
    def heading(self) -> str:  # type: ignore[override]
        return f"修改{self.part.title}"

    def get_form_class(self) -> Any:
        return FORMS[self.kwargs["kind"]]

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.kwargs["kind"] == "target":
            form.fields["source"].suggestions = list(self._plans())
        return form

    def _plans(self) -> Any:
        """The year's plans: where its targets come from."""
        kind = OrganisationDocument.Kind.ACTION_PLAN
        rows = OrganisationDocument.objects.visible_to(self.request.user).filter(year=self.edition.year, kind=kind)
        return (f"《{plan.name.strip('《》')}》{plan.number}" for plan in rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shared = self.part.shared if isinstance(self.part, SubItemPart) else []
        return super().get_context_data(shared=shared, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        if asked := meanwhile(form, self.edition):
            rest_on(form, self.edition.version)
            return self.render_to_response(self.get_context_data(form=form, meanwhile=asked))
        return super().form_valid(form)

    def act(self, form: Any) -> str:
        was = self.part.title
        name = self.part.write(form.cleaned_data)
        write(self.edition, str(self.text), why=f"修改{was}"[:100])
        return self.shown_at(self.kwargs["kind"], name)


class PartAddView(EditionPage):
    """Add an item, a sub-item, a target or a question; a sub-item and a target are gone over afterwards."""

    verb = "添加"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["kind"] not in ADDITIONS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def heading(self) -> str:  # type: ignore[override]
        return ADDITIONS[self.kwargs["kind"]][1]

    @property
    def back(self) -> str:
        return reverse("scoring:rubric", args=[self.edition.year])

    def get_form_class(self) -> Any:
        return ADDITIONS[self.kwargs["kind"]][0]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "text": self.text}

    def act(self, form: Any) -> str:
        name, title = form.add()
        write(self.edition, str(self.text), why=f"添加{title}"[:100])
        kind = self.kwargs["kind"]
        if kind in ("item", "question"):
            return self.shown_at(kind, name)
        messages.success(self.request, f"已添加{title}，请核对原文、数和依据。")
        return reverse("scoring:rubric_change", args=[self.edition.year, kind, name])


class PartDropView(PartPage):
    """Take a part out of a draft, once it is said what goes with it."""

    form_class = DropForm
    verb = "删去"

    @property
    def heading(self) -> str:  # type: ignore[override]
        return f"删去{self.part.title}"

    @cached_property
    def part(self) -> DraftPart:
        if not super().part.of_many:
            raise Http404
        return super().part

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(drops=True, following=list(self.part.following()), **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        if form.cleaned_data["seen"] != self.edition.version:
            rest_on(form, self.edition.version)
            form.add_error(None, "刚才有人改过这份草稿，请核对下面写的，再确认一次。")
            return self.form_invalid(form)
        return super().form_valid(form)

    def act(self, form: Any) -> str:
        was = self.part.title
        self.part.drop()
        write(self.edition, str(self.text), why=f"删去{was}"[:100])
        messages.success(self.request, f"已删去{was}。")
        return reverse("scoring:rubric", args=[self.edition.year])


class UploadView(EditionPage):
    """Have a file take the place of a draft; what the draft was stays in its history."""

    form_class = RubricFileForm
    verb = "上传"

    @property
    def heading(self) -> str:  # type: ignore[override]
        return f"上传{self.edition.year}年细则文件"

    @property
    def back(self) -> str:
        return reverse("scoring:rubric", args=[self.edition.year])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "year": self.edition.year, "initial": {"seen": self.edition.version}}

    def act(self, form: Any) -> str:
        newest = self.edition.history.select_related("history_user").latest("history_id")
        if form.cleaned_data["seen"] != newest.history_id:
            rest_on(form, newest.history_id)
            who, at = user_label(newest.history_user), localtime(newest.history_date)
            said = f"{who}在{at:%H:%M}改过这份草稿，上传会盖掉那些改动。仍要上传，请再选一次文件"
            raise ValidationError({"file": said})
        write(self.edition, form.cleaned_data["file"], why="上传文件")
        messages.success(self.request, "已用上传的文件替换草稿，请核对。")
        return self.back
