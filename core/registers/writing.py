"""Adding, changing, ending, voiding: every page that writes a record of a register."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView

from core.assessment import term_before, term_of
from core.audit import division_of
from core.forms import RecordForm, record_form
from core.models import Submission
from core.pages.display import page_of
from core.pages.scores import ScoresBefore
from core.periods import day_before
from core.records import Record
from core.records.conflicts import decided, latest_version
from core.records.hindrance import refused
from core.registers.afterwards import say_afterwards
from core.registers.another import ANOTHER, another, may_repeat
from core.registers.changing import correct, corrected_since
from core.registers.declaration import Action, Register
from core.views import DayMixin, OnceMixin, ScopedMixin, came_from

CONFIRMED = "confirmed"


class WritePage(OnceMixin, DayMixin, ScopedMixin, FormView):
    """A form about a register's records."""

    register: type[Register] = Register
    model: Any = None
    request: Any
    template_name = "core/form.html"
    verb = "保存"
    done = "已保存。"
    written = ""  #: the page of what was written, to which the message leads where one is led elsewhere

    @property
    def permission_required(self) -> str:  # type: ignore[override]
        return self.register.permission

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except IntegrityError:  # another form with the same record arrived a moment earlier
            form = self.get_form()
            form.is_valid()
            form.add_error(None, "刚刚有人登记了相同的记录，请返回查看")
            return self.form_invalid(form)

    def sent_before(self, submission: Submission) -> HttpResponse:
        messages.warning(self.request, "这张表先前已经收到，没有重复登记。后来又改过的内容，请在这里核对。")
        return super().sent_before(submission)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            address = self.act(form)
        except ValidationError as refusal:
            return refused(self, form, refusal)
        return self.led(address)

    def act(self, form: Any) -> str:
        """Do what the form is for; where one goes from here. ValidationError says why it cannot be done."""
        raise NotImplementedError

    def led(self, address: str) -> HttpResponse:
        messages.success(self.request, self.done, extra_tags="" if address == self.written else self.written)
        return super().led(address)

    def after(self, record: Record) -> str:
        """Where one goes: back to a list, to what the record belongs to, or its page; what else was written is told."""
        if record.along:
            messages.info(self.request, record.along)
        for sentence in record.left_alone:
            messages.warning(self.request, sentence)
        usual = page_of(record.subject, self.request.user) or self.register.address(record)
        self.written = "" if record.voided_at else usual
        return came_from(self.request, usual)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"heading": self.get_heading(), "verb": self.verb, "back": self.get_back(), "says": self.get_says()}
        told |= {"register": self.register, "list_address": reverse(self.register.route("list"))}
        return super().get_context_data(came_from=came_from(self.request, ""), **told, **kwargs)

    def get_heading(self) -> str:
        return f"{self.verb}{self.register.title()}"

    def get_back(self) -> Any:
        """The record whose page one comes from."""
        return None

    def get_says(self) -> str:
        """What the form is for, where another one looks the same."""
        return ""


class RecordWritePage(WritePage):
    """A page with a record's own fields; what is odd, or changed by others meanwhile, is asked about."""

    def get_form_class(self) -> type[RecordForm]:
        return record_form(self.model, self.register.fields, self.register.form)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "on": self.on, "instance": self.get_record()}

    def get_initial(self) -> dict[str, Any]:
        """What the link that led here has filled in already."""
        names = self.get_form_class().base_fields
        return {**super().get_initial(), **{name: value for name, value in self.request.GET.items() if name in names}}

    def get_record(self) -> Record | None:
        return None

    def form_valid(self, form: RecordForm) -> HttpResponse:
        if meanwhile := form.meanwhile:
            return self.ask(form, meanwhile=meanwhile)
        if CONFIRMED not in self.request.POST and (warnings := form.warnings):
            return self.ask(form, warnings=warnings)
        before = self.scores_before(form)
        record = self.save(form)
        if not self.model._default_manager.visible_to(self.request.user).filter(pk=record.pk).exists():
            form.add_error(None, "只能登记自己管辖区划内的记录")
            return self.form_invalid(form)
        if told := before.told if before else "":
            messages.info(self.request, told)
        address = self.after(record)
        say_afterwards(self.request, record, address, self.on)
        return self.led(address)

    def save(self, form: RecordForm) -> Record:
        return form.save()

    def scores_before(self, form: RecordForm) -> ScoresBefore | None:
        """What the score is without what is about to be saved, where that may concern past days."""
        return None

    def ask(self, form: RecordForm, **asked: Any) -> HttpResponse:
        """Show the form again with what has to be decided."""
        form.rest_on(latest_version(form.instance) if form.instance.pk else 0)
        return self.render_to_response(self.get_context_data(form=form, **asked))


class AddRecord(RecordWritePage):
    """A new record, of a parent where the register has one."""

    done = "已登记。"

    def get_heading(self) -> str:
        return self.register.adding()

    @cached_property
    def parent(self) -> Any:
        if not self.register.parent:
            return None
        model: Any = self.model._meta.get_field(self.register.parent).related_model
        name = self.register.parent_key[1]
        return get_object_or_404(model.objects.visible_to(self.request.user), **{name: self.kwargs[name]})

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {self.register.parent: self.parent} if self.parent else {}
        return {**super().get_form_kwargs(), "given": given}

    def get_back(self) -> Any:
        return self.parent

    def after(self, record: Record) -> str:
        usual = super().after(record)
        return another(self.request, record, self.register.fields) if ANOTHER in self.request.POST else usual

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(offers_another=may_repeat(self.register), **kwargs)


class OfRecord:
    """A page about one record of the user's divisions; `locks` has others wait while a form of it is looked at."""

    locks = True
    register: type[Register]
    request: Any
    kwargs: dict[str, Any]

    def get_queryset(self) -> Any:
        return self.register.rows().visible_to(self.request.user)

    @cached_property
    def record(self) -> Any:
        rows = self.get_queryset()
        if self.locks and self.request.method == "POST":
            rows = rows.select_for_update(of=("self",))
        name = self.register.key[1]
        return get_object_or_404(rows, **{name: self.kwargs[name]})

    def get_back(self) -> Any:
        return self.record


class ExistingRecord(OfRecord, RecordWritePage):
    """A record that is there, with what somebody else has saved meanwhile."""

    def get_record(self) -> Record:
        return self.record

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if form.is_bound:
            form.data = decided(form.data, form.initial)
        return form


class OfDated(ExistingRecord):
    """A record whose columns may have a day: what becomes of past days is said, before and after."""

    def scores_before(self, form: RecordForm) -> ScoresBefore | None:
        if not self.register.is_dated():
            return None
        places = {division_of(self.get_queryset().get(pk=self.record.pk)), division_of(form.instance)}
        return ScoresBefore(places, {self.past_day(form), self.on})

    def past_day(self, form: Any) -> date:
        """The day of which whoever writes wants to know what became of its score: here the last deadline."""
        return term_before(term_of(self.on)).end


class ChangeRecord(OfDated):
    """Everything that may be changed; of what has a day this is a correction, which past days follow."""

    @property
    def verb(self) -> str:  # type: ignore[override]
        return "更正" if self.register.is_dated() else "保存"

    def get_form_class(self) -> type[RecordForm]:
        form = super().get_form_class()
        return type(form.__name__, (form,), {"asks_reason": self.register.is_dated()})

    def save(self, form: RecordForm) -> Record:
        return correct(form, self.on) if self.register.is_dated() else super().save(form)

    def get_heading(self) -> str:
        return f"{'更正' if self.register.is_dated() else '修改'}{self.register.title()}"

    def get_says(self) -> str:
        if not self.register.is_dated():
            return ""
        since = corrected_since(self.record)
        return f"原来登记错了才用更正：{since}，过去各天的得分会跟着变。情况是从某一天起变的，请回去用“变更”。"


def action_form(model: type[Record], action: Action) -> type[RecordForm]:
    """What is asked before an action is done to a record of `model`."""
    form = record_form(model, action.fields, action.form)
    asked = {"demanded": action.must, "asks_reason": action.asks_reason, "label": action.label}
    return type(form.__name__, (form,), asked)


class RunAction(OfDated):
    """An action of the register: stop, withdraw, rectify, end."""

    @cached_property
    def action(self) -> Action:
        action = self.register.action(self.kwargs["action"])
        if action is None or not action.offered(self.record, self.on):
            raise Http404
        return action

    def get_form_class(self) -> type[RecordForm]:
        return action_form(self.model, self.action)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if form.is_bound:
            self.action.empty(form.instance)
        return form

    def get_heading(self) -> str:
        return self.action.label

    @property
    def verb(self) -> str:  # type: ignore[override]
        return self.action.label

    def past_day(self, form: Any) -> date:
        return day_before(form.changed_from) if self.action.is_change else super().past_day(form)

    def get_says(self) -> str:
        if not self.action.is_change:
            return ""
        return "变更：从下面填的那一天起按新的情况算，以前各天的得分不变。原来就登记错了的，请回去用“更正”。"
