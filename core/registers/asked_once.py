"""A form that is filled in once and meant for many: each record's own form says whether it can be saved like that."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from core.audit import division_of
from core.forms import RecordForm
from core.models import ActionOnMany
from core.pages.display import page_of
from core.personal_data.names import display_name
from core.records import Record, events
from core.registers.in_sets import may_write_in_sets, save_all, warnings_of_forms
from core.registers.ticks import OfTickedMixin, digest_of, still_ticked
from core.registers.writing import CONFIRMED, WritePage

#: The button that does it to those to whom it can be done.
ONLY_THESE = "only"
#: So many are written while one waits, about two seconds' worth; more are written in the background. What is written
#: one by one takes longer.
IN_SETS_AT_ONCE, ONE_BY_ONE_AT_ONCE = 1_000, 150
#: So many are looked at before all are handed on, for what is wrong with all of them.
LOOKED_AT = 50
#: So many are named of those about whom something is odd.
NAMED = 5
#: So many are named of those whom it cannot be done to.
REFUSED = 20


class Refusal(NamedTuple):
    """Whom something cannot be done to: the page, the name, and why."""

    address: str
    name: str
    why: str


class Filled(NamedTuple):
    """Somebody or something that was ticked, with the form that is filled in for it."""

    record: Any
    form: RecordForm


def hindrance(form: RecordForm) -> str:
    """What is wrong with a form, in one line."""
    return "；".join(str(text) for errors in form.errors.values() for text in errors)


def most_at_once(form: RecordForm) -> int:
    """How many forms like this one are written while whoever sent them waits."""
    return IN_SETS_AT_ONCE if may_write_in_sets(form) else ONE_BY_ONE_AT_ONCE


def wrong_for_all(some: Sequence[Filled]) -> bool:
    """Whether the same is wrong with all of them: then nobody has to wait to hear of it."""
    errors = [each.form.errors for each in some]
    return bool(errors[0]) and all(each == errors[0] for each in errors)


class AskedOnce(OfTickedMixin, WritePage):
    """Those who were ticked get what is asked once: all of them or, said so, those who can take it; one event."""

    template_name = "core/many.html"
    #: The field that is each record's own, which is asked as a column.
    own_field = ""
    #: A worker is at it, who has the time that it takes, and asks nobody while it lasts.
    in_background = False

    @property
    def able(self) -> list[Any]:
        """Those to whom it can be done, as far as can be told before anything is filled in."""
        raise NotImplementedError

    @property
    def unable(self) -> list[Any]:
        """Those to whom it cannot be done: it is done already, or not due."""
        return []

    def form_for(self, record: Any) -> RecordForm:
        """The form as if it had been filled in for `record` alone. ValidationError where it cannot be told how."""
        raise NotImplementedError

    def ask_again(self, wrong: ValidationError | None = None, **told: Any) -> HttpResponse:
        """The form as it was filled in, with what is wrong about all records, or about the column of their own."""
        form: RecordForm = self.get_form()
        form.is_valid()
        form.errors.pop(self.own_field, None)
        if wrong:
            form.add_error(self.own_field, wrong)
        return self.render_to_response(self.get_context_data(form=form, **told))

    def work(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.ticked_rows:
            return self.nothing_ticked()
        if not still_ticked(request, self.able):
            return self.ask_again()
        try:
            some = self.filled(self.able[:LOOKED_AT])
            if self.takes_long(some):
                return self.ask_again() if wrong_for_all(some) else self.hand_on()
            return self.take([*some, *self.filled(self.able[LOOKED_AT:])])
        except ValidationError as wrong:
            return self.ask_again(wrong)

    def filled(self, records: Iterable[Any]) -> list[Filled]:
        return [Filled(record, self.form_for(record)) for record in records]

    def takes_long(self, some: Sequence[Filled]) -> bool:
        """Whether there are more than somebody waits for; a worker does."""
        return not self.in_background and bool(some) and len(self.able) > most_at_once(some[0].form)

    def take(self, filled: Sequence[Filled]) -> HttpResponse:
        """Save what can be saved, or ask what is to be decided first."""
        taking: list[Filled] = []
        refused: list[Filled] = []
        for done, each in enumerate(filled, start=1):
            (taking if each.form.is_valid() else refused).append(each)
            self.tell(done, len(filled))
        if not taking:
            alone = len(refused) == 1 or any(each.form.errors.keys() - {NON_FIELD_ERRORS} for each in refused)
            return self.ask_again(**self.told_of([] if alone and not self.in_background else refused))
        odd = self.odd(taking) if CONFIRMED not in self.request.POST else []
        if odd or (refused and ONLY_THESE not in self.request.POST):
            return self.ask_again(**self.told_of(refused), warnings=odd)
        self.run([each.form for each in taking])
        return self.led(self.done_address)

    def told_of(self, refused: Sequence[Filled]) -> dict[str, Any]:
        """What the page says of those who are refused: how many, and who the first of them are and why."""
        user = self.request.user
        named = [
            Refusal(page_of(each, user) or "", display_name(each, user), hindrance(form))
            for each, form in refused[:REFUSED]
        ]
        return {"refused": named, "refused_number": len(refused)}

    def tell(self, done: int, total: int) -> None:
        """So many have been looked at; a worker passes it on to whoever waits."""

    def hand_on(self) -> HttpResponse:
        """Have a worker do it."""
        sent, number = self.request.POST.copy(), len(self.able)
        for name in ("csrfmiddlewaretoken", "token"):
            sent.pop(name, None)
        sent["ticked"] = self.ticked
        asked = {"sent": sent.urlencode(), "number": number, "title": f"{self.verb}{self.title(number)}"}
        job = ActionOnMany.hand_on(self.request, **asked)
        self.done = f"正在后台{self.verb}{number}条。"
        return self.led(reverse("action_on_many", args=[job.pk]))

    def odd(self, filled: Sequence[Filled]) -> list[str]:
        """What is odd, each said once, with how many it is about and who they are."""
        about: dict[str, list[Any]] = {}
        for (record, _), texts in zip(filled, warnings_of_forms([form for _, form in filled]), strict=True):
            for text in texts:
                about.setdefault(text, []).append(record)
        return [text if len(self.able) == 1 else f"{text}（{self._counted(whose)}）" for text, whose in about.items()]

    def _counted(self, records: Sequence[Any]) -> str:
        names = "、".join(display_name(record, self.request.user) for record in records[:NAMED])
        return f"{len(records)}条：{names}{'等' if len(records) > NAMED else ''}"

    def run(self, forms: Sequence[RecordForm]) -> None:
        """Save all of them as one event, which can be undone."""
        records: list[Record] = [form.instance for form in forms]
        event = events.begin(
            label=self.verb,
            title=self.title(len(records)),
            on=self.on,
            places={division_of(record) for record in records},
            reason=forms[0].cleaned_data.get("change_reason", ""),
        )
        events.wrote(event, *save_all(forms))
        self.selection.clear()
        self.done = f"已{self.verb}{len(records)}条。做错了可以在“变更登记”里一次撤销。"

    def title(self, number: int) -> str:
        """What the event is called, in which so many records are written."""
        return f"{self.register.title()}{number}条"

    @property
    def done_address(self) -> str:
        """Where one goes when it is done."""
        return str(self.list_address)

    @cached_property
    def ticked(self) -> str:
        return digest_of(self.able)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"able": self.able, "ticked": self.ticked, "unable": self.unable, "own": self.own_field}
        shown = super().get_context_data(**told, **kwargs)
        return {**shown, "list_address": self.list_address}
