"""Adding, changing, ending, voiding: every page that writes a record of a register."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView

from core.forms import RecordForm, record_form
from core.models import Submission
from core.pages.display import page_of
from core.records import Record, voiding
from core.records.conflicts import decided, latest_version
from core.registers.declaration import Action, Register
from core.registers.forms import ReasonForm
from core.views import DayMixin, OnceMixin, ScopedMixin

CONFIRMED = "confirmed"


class WritePage(OnceMixin, DayMixin, ScopedMixin, FormView):
    """A form about a register's records."""

    register: type[Register] = Register
    model: Any = None
    request: Any
    template_name = "core/form.html"
    verb = "保存"
    done = "已保存。"

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
            form.add_error(None, refusal)
            return self.form_invalid(form)
        return self.led(address)

    def act(self, form: Any) -> str:
        """Do what the form is for; where one goes from here. ValidationError says why it cannot be done."""
        raise NotImplementedError

    def led(self, address: str) -> HttpResponse:
        messages.success(self.request, self.done)
        return super().led(address)

    def after(self, record: Record) -> str:
        """Where one goes: to what the record belongs to, or to its own page; what else was written is told."""
        if record.along:
            messages.info(self.request, record.along)
        for sentence in record.left_alone:
            messages.warning(self.request, sentence)
        return page_of(record.subject, self.request.user) or self.register.address(record)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            register=self.register,
            list_address=reverse(self.register.route("list")),
            heading=self.get_heading(),
            verb=self.verb,
            back=self.get_back(),
            **kwargs,
        )

    def get_heading(self) -> str:
        return f"{self.verb}{self.register.title()}"

    def get_back(self) -> Any:
        """The record whose page one comes from."""
        return None


class RecordWritePage(WritePage):
    """A page with a record's own fields; what is odd, or changed by others meanwhile, is asked about."""

    def get_form_class(self) -> type[RecordForm]:
        return record_form(self.model, self.register.fields, self.register.form)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "on": self.on, "instance": self.get_record()}

    def get_record(self) -> Record | None:
        return None

    def form_valid(self, form: RecordForm) -> HttpResponse:
        if meanwhile := form.meanwhile:
            return self.ask(form, meanwhile=meanwhile)
        if form.warnings and CONFIRMED not in self.request.POST:
            return self.ask(form, warnings=form.warnings)
        record = form.save()
        if not self.model._default_manager.visible_to(self.request.user).filter(pk=record.pk).exists():
            form.add_error(None, "只能登记自己管辖区划内的记录")
            return self.form_invalid(form)
        return self.led(self.after(record))

    def ask(self, form: RecordForm, **asked: Any) -> HttpResponse:
        """Show the form again with what has to be decided."""
        form.rest_on(latest_version(form.instance) if form.instance.pk else 0)
        return self.render_to_response(self.get_context_data(form=form, **asked))


class AddRecord(RecordWritePage):
    """A new record, of a parent where the register has one."""

    done = "已登记。"

    def get_heading(self) -> str:
        return self.register.add_label or f"登记{self.register.title()}"

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

    def get_initial(self) -> dict[str, Any]:
        """What the link that led here has filled in already."""
        asked = {name: value for name, value in self.request.GET.items() if name in self.register.fields}
        return {**super().get_initial(), **asked}

    def get_back(self) -> Any:
        return self.parent


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


class ChangeRecord(ExistingRecord):
    """Everything that may be changed, with a reason that the history keeps."""

    def get_heading(self) -> str:
        return f"修改{self.register.title()}"


class RunAction(ExistingRecord):
    """An action of the register: stop, withdraw, rectify, end."""

    @cached_property
    def action(self) -> Action:
        action = self.register.action(self.kwargs["action"])
        if action is None or not action.offered(self.record, self.on):
            raise Http404
        return action

    def get_form_class(self) -> type[RecordForm]:
        form = record_form(self.model, self.action.fields, self.action.form)
        return type(form.__name__, (form,), {"demanded": self.action.must, "asks_reason": self.action.asks_reason})

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if form.is_bound:
            for name in self.action.clears:
                setattr(form.instance, name, form.instance._meta.get_field(name).get_default())
        return form

    def get_heading(self) -> str:
        return self.action.label

    @property
    def verb(self) -> str:  # type: ignore[override]
        return self.action.label


class VoidRecord(OfRecord, WritePage):
    """Take a mistake out, with a reason."""

    form_class = ReasonForm
    verb, done = "作废", "已作废，名单、统计和得分里都不再有它；在列表里筛选“只看已作废的”可以恢复。"

    def act(self, form: Any) -> str:
        return self.after(voiding.void(record=self.record, reason=form.cleaned_data["reason"]))


class ReviveRecord(OfRecord, WritePage):
    """Bring a voided record back."""

    form_class = ReasonForm
    verb, done = "恢复", "已恢复。"

    def get_queryset(self) -> Any:
        return self.model.with_voided.visible_to(self.request.user).filter(voided_at__isnull=False)

    def act(self, form: Any) -> str:
        return self.after(voiding.revive(record=self.record, reason=form.cleaned_data["reason"]))
