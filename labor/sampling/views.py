"""A round at work: the people who were drawn with what is found of them, the sheet to take along, what it rests on."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from core.permissions import KEEP
from core.personal_data.names import display_name, user_label
from core.views import AskedMixin, DayMixin, PermissionMixin, came_from
from labor.employment.labels import conditions_of
from labor.models import DrawnPerson, Person, SpotCheck, SpotCheckRound
from labor.people.labels import household_words
from labor.sampling import actions
from labor.sampling.findings import basis_of
from labor.sampling.forms import FoundForm, WhoseForm
from labor.verification.spot_checks import who_knows_whom

CARDS_A_PAGE = 20
Method, Result = SpotCheck.Method, SpotCheck.Result


class RoundMixin(DayMixin, PermissionMixin):
    """A page about one round of the user's divisions."""

    permission_required = KEEP
    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def round(self) -> Any:
        return get_object_or_404(SpotCheckRound.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    @property
    def drawn(self) -> Any:
        """Those who are still among the people of the user's divisions."""
        user = self.request.user
        rows = DrawnPerson.objects.visible_to(user).filter(round=self.round, person__in=Person.objects.visible_to(user))
        return rows.select_related("checker", "spot_check", "answered_by")

    def cards(self, rows: Any) -> list["DrawnCard"]:
        """What a page shows of each: who it is, what is on record, and whether the user may check them."""
        drawn, user = list(rows), self.request.user
        people = Person.objects.visible_to(user).filter(pk__in=[row.person_id for row in drawn])
        people = people.select_related("village", "household").with_current_jobs(self.on)
        known = {person.pk: person for person in people}
        knows = who_knows_whom({user, *(row.answered_by for row in drawn if row.answered_by)}, list(known.values()))
        return [
            DrawnCard(
                row, known[row.person_id], self.on, is_own=(user.pk, row.person_id) in knows,
                is_anothers=row.is_anothers(user) and (row.answered_by_id, row.person_id) not in knows,
            )
            for row in drawn
        ]  # fmt: skip


class DrawnCard:
    """Somebody who was drawn, with what is on record of them today."""

    def __init__(self, drawn: DrawnPerson, person: Any, on: Any, *, is_own: bool, is_anothers: bool) -> None:
        self.drawn, self.person, self.is_own, self.is_anothers = drawn, person, is_own, is_anothers
        self.household = household_words(person.household, on)
        self.gender_and_age = f"{person.gender}，{person.age(on)}岁"
        self.state = drawn.state(on)
        self.answered_by = user_label(drawn.answered_by) if drawn.answered_by else ""
        self.checker = user_label(drawn.checker) if drawn.checker else "没有合适的抽查人"

    @property
    def jobs(self) -> list[tuple[Any, str]]:
        return [(job, conditions_of(job)) for job in self.person.current_jobs]


class RoundPeopleView(RoundMixin, AskedMixin, TemplateView):
    """Whom a round drew, a card each; what is found is a tap."""

    template_name = "labor/sampling/people.html"

    def get_asked(self) -> WhoseForm:
        return WhoseForm(self.request.GET)

    @property
    def is_mine(self) -> bool:
        return self.asked.cleaned_data["whose"] != "all"

    @property
    def method(self) -> str:
        return self.asked.cleaned_data["method"] or str(Method.PHONE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.drawn.filter(checker=self.request.user) if self.is_mine else self.drawn
        page = Paginator(rows, CARDS_A_PAGE).get_page(self.request.GET.get("page"))
        methods = [(value, label, value == self.method) for value, label in Method.choices]
        return super().get_context_data(
            round=self.round, page=page, cards=self.cards(page.object_list), is_mine=self.is_mine, method=self.method,
            methods=methods, here_now=self.request.get_full_path(), **kwargs,
        )  # fmt: skip


class AnswerDrawnView(RoundMixin, View):
    """真实, 不真实 or 未联系上, with one tap."""

    http_method_names = ["post"]

    @transaction.atomic
    def post(self, request: Any, pk: int) -> HttpResponse:
        rows = DrawnPerson.objects.visible_to(request.user).live().select_for_update(of=("self",))
        drawn = get_object_or_404(rows.select_related("person", "spot_check"), pk=pk)
        form = FoundForm(request.POST)
        if form.is_valid():
            try:
                actions.answer(drawn=drawn, by=request.user, on=self.on, **form.cleaned_data)
            except ValidationError as refusal:
                messages.error(request, f"没有记下：{refusal.message}。")
        else:
            messages.error(request, "没有记下：请重新选择抽查方式和结果。")
        back = came_from(request, reverse("labor:round_people", args=[drawn.round_id]))
        return redirect(f"{back}#drawn-{drawn.pk}")


class RecordRoundView(RoundMixin, View):
    """Enter the answers as spot checks, all that there are."""

    http_method_names = ["post"]

    @transaction.atomic
    def post(self, request: Any, pk: int) -> HttpResponse:
        written, taken, known = actions.record_answers(of=self.round, user=request.user)
        messages.success(request, f"已记入数据抽查 {written} 条，2.3 按它们计。记错了，作废这一轮会一并撤回。")
        if taken:
            messages.warning(request, f"另有 {taken} 人当天已有镇级自查的记录，没有再记。")
        if known:
            names = "、".join(display_name(row.person, request.user) for row in known)
            text = f"{names} 没有记入：回答的人后来登记或核实过他们的信息，请换一位经办人员抽查。"
            messages.warning(request, text)
        return redirect(self.round)


class RoundSheetView(RoundMixin, TemplateView):
    """The sheet to take along: a part for each checker, with room for what is found and for signatures."""

    template_name = "labor/sampling/sheet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.drawn.order_by("checker__name_pinyin", "checker", "village_code", "person__name_pinyin", "pk")
        parts = [(checker, list(cards)) for checker, cards in groupby(self.cards(rows), lambda card: card.checker)]
        return super().get_context_data(round=self.round, parts=parts, **kwargs)


class RoundBasisView(RoundMixin, View):
    """What the draw rests on, as a file for whoever wants to draw the same people again."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        name = f"round-{self.round.drawn_on}-{self.round.seed}.json"
        told = {"ensure_ascii": False, "indent": 1}
        answer = JsonResponse(basis_of(self.round), json_dumps_params=told)
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
