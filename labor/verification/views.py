"""半年核实: the cards, an answer with a tap, what has changed, groups of which nothing has, and how far it has come."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from core.assessment import term_before, term_of
from core.contributions import Slot
from core.periods import Term
from core.permissions import ENTER, KEEP
from core.personal_data.names import user_label
from core.records.conflicts import decided, latest_version
from core.views import PAGE_SIZE, AskedMixin, DayMixin, OnceMixin, PartialMixin, PermissionMixin, came_from
from labor.models import Person, Verification
from labor.verification import actions
from labor.verification.campaign import TRIES, Campaign, total_of
from labor.verification.cards import Card, Deck, with_answers
from labor.verification.compared import VILLAGES
from labor.verification.filters import VerificationFilter
from labor.verification.forms import MOST_AT_ONCE, AnswerForm, Changes, GroupForm, MethodForm, TermForm
from labor.verification.just_verified import deed_of, just_verified

Result, Method = Verification.Result, Verification.Method
TERMS_SHOWN = 6
#: Templates of apps above: beside the heading of the list, and beneath the villages of a term that goes on.
LIST_ACTIONS, PROGRESS = Slot(str, str), Slot(str, str)


class VerificationPage(DayMixin, PermissionMixin):
    """A page of 半年核实, about the term of today."""

    permission_required = ENTER
    request: Any

    @cached_property
    def campaign(self) -> Campaign:
        return Campaign.containing(self.on)

    @property
    def method(self) -> str:
        """How people are asked: by phone unless the address says otherwise."""
        form = MethodForm({**self.request.GET.dict(), **self.request.POST.dict()})
        return str(form.cleaned_data["method"]) if form.is_valid() else str(Method.PHONE)

    @property
    def verifier(self) -> str:
        return user_label(self.request.user)

    @property
    def back(self) -> str:
        """Where one came from: a page of this site, or the list."""
        return came_from(self.request, reverse("labor:verification_list"))

    def card(self, person: Person) -> Card:
        """The card of one person."""
        rows = Person.objects.visible_to(self.request.user).filter(pk=person.pk)
        return Card(with_answers(rows, self.on).get(), self.campaign, self.on)

    def person(self, *, locked: bool = False) -> Person:
        people = Person.objects.visible_to(self.request.user)
        people = people.select_for_update(of=("self",)) if locked else people
        return get_object_or_404(people, public_id=self.kwargs["public_id"])

    def common(self) -> dict[str, Any]:
        """What every page of the round shows."""
        return {
            "methods": [(value, label, value == self.method) for value, label in Method.choices],
            "method": self.method,
            "campaign": self.campaign,
            "progress": self.campaign.progress(self.request.user),
            "just_verified": just_verified(self.request.user, timezone.now()),
            "here_now": self.request.get_full_path(),
        }


class VerificationListView(PartialMixin, VerificationPage, TemplateView):
    """The people still to verify, a card each."""

    template_name = "labor/verification/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = VerificationFilter(self.request.GET.dict(), user=self.request.user, on=self.on)
        deck = Deck(chosen, self.campaign, self.request.GET)
        return super().get_context_data(filter=chosen, deck=deck, added=tuple(LIST_ACTIONS), **self.common(), **kwargs)


class AnswerView(OnceMixin, VerificationPage, View):
    """无变化 or 联系不上, with one tap; htmx gets the card back as it then is."""

    http_method_names = ["post"]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        return self.answered(self.person()) if request.htmx else response

    def work(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AnswerForm(request.POST)
        person = self.person(locked=True)
        if not form.is_valid():
            messages.error(request, "没有记下：请重新选择核实方式和结果。")
            return redirect(self.back)
        said = {name: form.cleaned_data[name] for name in ("method", "result")}
        actions.verify(person=person, on=self.on, verifier=self.verifier, **said)
        return self.led(self.back)

    def answered(self, person: Person) -> HttpResponse:
        row = Verification.objects.visible_to(self.request.user).filter(person=person, verified_on=self.on).first()
        if row is None:
            return HttpResponse(headers={"HX-Refresh": "true"})
        shown = {"row": row, "person": person, "key": latest_version(row), "back": self.back, **self.common()}
        return render(self.request, "labor/verification/done.html", shown)


class UndoVerificationView(VerificationPage, View):
    """撤销 within a minute, of one person or of a group; htmx gets the card back."""

    http_method_names = ["post"]

    def post(self, request: Any, key: int) -> HttpResponse:
        deed = deed_of(request.user, key)
        people = Person.objects.visible_to(request.user)
        if deed is None or not people.filter(pk=deed.person_id).exists():
            raise Http404
        try:
            actions.undo_verification(deed=deed, by=request.user, now=timezone.now())
        except actions.VerificationNotUndone as refusal:
            return self.refused(deed, str(refusal))
        if not request.htmx:
            messages.success(request, "已撤销，名单恢复原样。")
            return redirect(self.back)
        shown = {"card": self.card(people.get(pk=deed.person_id)), "is_answer": True, **self.common()}
        return render(request, "labor/verification/card.html", {**shown, "here_now": self.back})

    def refused(self, deed: Any, why: str) -> HttpResponse:
        record = Verification.with_voided.visible_to(self.request.user).get(pk=deed.id)
        if self.request.htmx:
            return render(self.request, "labor/verification/kept.html", {"why": why, "record": record})
        messages.error(self.request, why)
        return redirect(record)


class VerifyView(OnceMixin, VerificationPage, TemplateView):
    """One person: the card, and what has changed about them, saved together with the verification."""

    template_name = "labor/verification/verify.html"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.shown(Changes(self.person(), user=request.user, on=self.on))

    def work(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        person = self.person(locked=True)
        changes = Changes(person, decided(request.POST, self.stored(person)), user=request.user, on=self.on)
        method = MethodForm(request.POST)
        if not (changes.is_valid and method.is_valid()):
            return self.shown(changes)
        if asked := self.asked(changes):
            return self.shown(changes, **asked)
        self.save(changes, method.cleaned_data["method"])
        return self.led(self.back)

    def asked(self, changes: Changes) -> dict[str, Any]:
        """What the sender has to decide before anything is saved."""
        if meanwhile := changes.person.meanwhile:
            changes.person.rest_on(latest_version(changes.person.instance))
            return {"meanwhile": meanwhile}
        if not changes.touched:
            return {"unchanged": True}
        confirmed = "confirmed" in self.request.POST
        return {} if confirmed or not changes.warnings else {"warnings": changes.warnings}

    def save(self, changes: Changes, method: str) -> None:
        person = changes.person.instance
        scores = changes.scores_before
        changes.save()
        row = actions.verify(person=person, on=self.on, method=method, result=Result.UPDATED, verifier=self.verifier)
        changes.note(row)
        messages.success(self.request, f"{person.name}：已核实，改动已保存。填错了请作废这条核实记录，改动会一并撤回。")
        if told := scores and scores.told:
            messages.info(self.request, told)

    @staticmethod
    def stored(person: Person) -> dict[str, Any]:
        """What the person's part holds now, for fields where somebody else's value is chosen."""
        return {name: getattr(person, name) for name in ("phone", "schooling", "health", "capacity")}

    def shown(self, changes: Changes, **asked: Any) -> HttpResponse:
        card = self.card(changes.person.instance)
        given = {"object": card.person, "card": card, "changes": changes, "back": self.back}
        return self.render_to_response({**self.common(), "here_now": self.back, **given, **asked})


class GroupsView(OnceMixin, VerificationPage, TemplateView):
    """同单位同工作未变: those who work at one place, all ticked, confirmed together."""

    template_name = "labor/verification/groups.html"

    @cached_property
    def people(self) -> list[Any]:
        """Those of the chosen group who are still left."""
        employer, workplace = (self.request.GET.get(name, "") for name in ("employer", "workplace"))
        if not employer:
            return []
        left = self.campaign.open(self.campaign.people.visible_to(self.request.user))
        at = left.working_at(employer, workplace, self.on)
        return list(with_answers(at, self.on)[:MOST_AT_ONCE])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = Paginator(self.campaign.groups(self.request.user, self.on), PAGE_SIZE)
        page = groups.get_page(self.request.GET.get("page"))
        cards = [Card(person, self.campaign, self.on) for person in self.people]
        form = kwargs.pop("form", None) or GroupForm(people=self.people)
        return super().get_context_data(page=page, cards=cards, form=form, **self.common(), **kwargs)

    def work(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = GroupForm(request.POST, people=self.people)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        method, now = form.cleaned_data["method"], timezone.now()
        actions.verify_many(people=form.ticked, on=self.on, method=method, verifier=self.verifier, now=now)
        return self.led(self.groups_address)

    @property
    def groups_address(self) -> str:
        return f"{reverse('labor:verification_groups')}?method={self.method}"


class ProgressView(VerificationPage, AskedMixin, TemplateView):
    """How far the villages have come, side by side, and whom the town has to settle."""

    permission_required = KEEP
    template_name = "labor/verification/progress.html"

    def get_asked(self) -> TermForm:
        return TermForm(self.request.GET, terms=self.terms)

    @cached_property
    def campaign(self) -> Campaign:
        return Campaign(self.asked.chosen)

    @cached_property
    def terms(self) -> list[Term]:
        """This term and the ones before."""
        found = [term_of(self.on)]
        while len(found) < TERMS_SHOWN:
            found.append(term_before(found[-1]))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.campaign.by_village(self.request.user)
        stuck = self.campaign.unreachable(self.campaign.people.visible_to(self.request.user), times=TRIES)
        page = Paginator(stuck.order_by("village", "name_pinyin", "pk"), PAGE_SIZE).get_page(
            self.request.GET.get("page")
        )
        people = with_answers(page.object_list, self.on)
        is_over = self.campaign.term.end < self.on
        return super().get_context_data(
            rows=rows,
            total=total_of(rows),
            campaign=self.campaign,
            terms=self.terms,
            is_over=is_over,
            added=() if is_over else (*PROGRESS, *VILLAGES),
            page=page,
            cards=[Card(person, self.campaign, self.on) for person in people],
            tries=TRIES,
            just_verified=just_verified(self.request.user, timezone.now()),
            here_now=self.request.get_full_path(),
            **kwargs,
        )
