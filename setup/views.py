"""The pages of the first start: a step each. They say who may come in; what they do is in `actions`."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View
from django.views.generic.base import ContextMixin

from core.models import Division, Installation, Village
from core.permissions import OPERATE
from core.wall import everywhere
from manual.contents import help_by_route
from setup import actions, forms, opening, steps, towns

#: Who may go on without a session that came in by the code.
BACKEND = "accounts.backends.AccountBackend"
PUT_OFF = "put_off"


def _may_enter(request: HttpRequest) -> bool:
    return request.user.has_perm(OPERATE) or opening.has_entered(request.session)


@method_decorator(login_not_required, name="dispatch")
class SetupPage(ContextMixin, View):
    """A page of the set-up: for whoever has entered the code, or is the administrator. It has a frame of its own."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not opening.is_open():
            raise Http404
        if not _may_enter(request):
            signs_in = opening.administrators().exists()
            return redirect("accounts:login" if signs_in else "setup:code")
        if not self.may_come():
            return redirect("setup:overview")
        try:
            return super().dispatch(request, *args, **kwargs)
        except opening.AlreadySetUp:  # somebody else has just closed it
            return redirect("home")

    def may_come(self) -> bool:
        """Whether it is this page's turn."""
        return True

    @cached_property
    def on(self) -> date:
        return timezone.localdate()

    @cached_property
    def states(self) -> list[steps.StepState]:
        return steps.states(self.on)

    @cached_property
    def installation(self) -> Installation:
        return Installation.current()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"sections": None, "states": self.states, "town": self.installation.town}
        return super().get_context_data(**told, **kwargs)


class OverviewView(SetupPage, TemplateView):
    """Where the set-up stands. Whoever comes here first is led to the first step."""

    template_name = "setup/overview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        left = [each for each in self.states if not each.is_settled]
        if left and "all" not in request.GET:
            return redirect(left[0].step.address)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_finish = all(each.is_done or each.step.can_wait for each in self.states)
        return super().get_context_data(may_finish=may_finish, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class CodeView(FormView):
    """The door. A code that was guessed wrong too often opens no more."""

    template_name = "setup/code.html"
    form_class = forms.CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not opening.is_open():
            raise Http404
        if _may_enter(request) or opening.administrators().exists():
            return redirect("setup:overview")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            if opening.enter(self.request.session, form.cleaned_data["code"]):
                return redirect("setup:overview")
            form.add_error("code", "设置码不对，请核对后重新输入")
        except opening.TriedTooOften:
            form.add_error("code", "没有可用的设置码，或输错次数太多，已经作废。请按下面的办法再印一个")
        return self.form_invalid(form)


class StepPage(SetupPage, FormView):
    """A step: shown with what is saved already, saved as often as one likes, put off where it can wait."""

    name = ""

    @property
    def state(self) -> steps.StepState:
        return steps.shown(self.states, self.name)

    def may_come(self) -> bool:
        return self.state.is_open

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if PUT_OFF in request.POST and self.state.step.can_wait:
            steps.put_off(self.name)
            return self.go_on()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                self.act(form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        return self.go_on()

    def act(self, form: Any) -> None:
        """Save the step. ValidationError says why not."""
        raise NotImplementedError

    def go_on(self) -> HttpResponse:
        return HttpResponseRedirect(steps.following(steps.states(self.on), self.name))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        step = self.state.step
        told = help_by_route()[f"setup:{step.name}"].part(step.title)
        return super().get_context_data(state=self.state, help=told, **kwargs)

    @property
    def place(self) -> str:
        """The town's code; every step after the first has one."""
        return str(self.installation.town_id)


class TownView(StepPage):
    """乡镇: looked for by name or code, chosen by a button."""

    name = "town"
    template_name = "setup/town.html"
    form_class = forms.ChosenTownForm

    def act(self, form: Any) -> None:
        actions.choose_town(form.cleaned_data["town"], seen=form.cleaned_data["seen"] or None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("q", "")[:50]
        found = [(town, towns.path_of(town)) for town in towns.found_towns(asked)]
        lacking = [(county, towns.path_of(county)) for county in towns.counties_without_towns(asked)]
        more = {"asked": asked, "found": found, "lacking": lacking, "most": towns.MOST}
        return super().get_context_data(**more, new_town=kwargs.pop("new_town", forms.NewTownForm()), **kwargs)


class NewTownView(TownView):
    """The same page where a town is added that the list lacks."""

    form_class = forms.NewTownForm  # type: ignore[assignment]

    def act(self, form: Any) -> None:
        code, name = form.cleaned_data["code"], form.cleaned_data["name"]
        actions.add_divisions([(code, name)])
        actions.choose_town(code, seen=self.request.POST.get("seen") or None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.get_form()
        return super().get_context_data(form=forms.ChosenTownForm(), new_town=form, **kwargs)


class DivisionListView(StepPage):
    """The divisions of another county from a file; then its towns can be chosen."""

    name = "town"
    template_name = "setup/divisions.html"
    form_class = forms.DivisionListForm

    def act(self, form: Any) -> None:
        added = actions.add_divisions(form.cleaned_data["file"])
        messages.success(self.request, f"已加入 {added} 个行政区划。")

    def go_on(self) -> HttpResponse:
        return redirect("setup:town")


@method_decorator(everywhere("whoever sets up has no divisions yet"), name="get")
@method_decorator(everywhere("whoever sets up has no divisions yet"), name="post")
class VillagesView(StepPage):
    """参加的村社区: ticked from the list, with whether each should have a platform."""

    name = "villages"
    template_name = "setup/villages.html"
    form_class = forms.VillagesForm

    def get_form_kwargs(self) -> dict[str, Any]:
        below = Division.objects.below(self.place).filter(level=Division.Level.VILLAGE)
        known = dict(Village.objects.within(self.place).values_list("code", "platform_required"))
        told = {"town": self.place, "listed": list(below.order_by("code")), "known": known}
        return {**super().get_form_kwargs(), **told}

    def act(self, form: Any) -> None:
        seen = form.cleaned_data["town"]
        actions.add_divisions(form.cleaned_data["missing"].items(), inside=self.place)
        actions.register_villages(self.place, form.chosen, seen=seen)


class AdministratorView(StepPage):
    """系统管理员: the first account, who is signed in at once and goes on under that name."""

    name = "administrator"
    template_name = "setup/administrator.html"
    form_class = forms.AdministratorForm

    def form_valid(self, form: Any) -> HttpResponse:
        sent = form.cleaned_data
        try:
            user = actions.add_administrator(username=sent["username"], name=sent["name"], password=sent["password"])
        except ValidationError as refusal:
            told = getattr(refusal, "error_dict", None) or {None: refusal}
            for field, errors in told.items():
                form.add_error(field if field in form.fields else None, errors)
            return self.form_invalid(form)
        login(self.request, user, backend=BACKEND)
        return self.go_on()


class FinishView(SetupPage):
    """完成设置: closes the set-up for good."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(OPERATE):
            return redirect("setup:overview")
        opening.close()
        messages.success(request, "设置完成。还缺的事列在首页上，办一件少一件。")
        return redirect(reverse("home"))
