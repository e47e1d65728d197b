"""What is sent about a person who was asked: nothing has changed, could not be reached, or what has changed."""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.boundfield import BoundField
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property

from core.audit import division_of
from core.forms import RecordForm, TokenForm, record_form
from core.pages.display import value_at
from core.pages.scores import ScoresBefore
from core.periods import Term, day_before
from core.records.conflicts import latest_version
from core.records.derived import note
from core.records.noting import Noting, write
from core.records.voiding import settle
from labor.employment.forms import EmploymentForm, EndJobForm
from labor.employment.registers import EmploymentRegister
from labor.models import Employment, Person, SpotCheck, Verification
from labor.people.forms import TickForm
from labor.verification.derived import VerificationBeginsJob, VerificationChangesJob, VerificationChangesPerson
from labor.verification.spot_checks import OWN_ENTRY, knows_facts_of

Result = Verification.Result
#: What a tap says.
ANSWERS = (Result.UNCHANGED, Result.UNREACHABLE)
MOST_AT_ONCE = 500


class TermForm(forms.Form):
    """The term that progress is shown of: one of `terms`, the newest of which comes first."""

    term = forms.ChoiceField(label="期间", required=False)

    def __init__(self, data: Any, *, terms: Sequence[Term]) -> None:
        super().__init__(data)
        self.terms = {str(term): term for term in terms}
        choices = [(name, term.label) for name, term in self.terms.items()]
        self.fields["term"].choices = choices

    @property
    def chosen(self) -> Term:
        """For a valid form."""
        return self.terms[self.cleaned_data["term"] or next(iter(self.terms))]


class MethodForm(forms.Form):
    """How people are asked; chosen once above the cards."""

    method = forms.ChoiceField(choices=Verification.Method.choices)


class AnswerForm(MethodForm, TokenForm):
    """An answer that needs no more words."""

    result = forms.ChoiceField(choices=[(answer.value, answer.label) for answer in ANSWERS])


class GroupForm(MethodForm, TickForm):
    """People of whom nothing has changed."""

    changed = "名单已经变化，请重新打开再确认"


class ChangeLine(NamedTuple):
    """What may have changed: the first of `fields`, with what is known of it; others are asked along."""

    fields: list[BoundField]
    known: Any
    is_open: bool


class ChangeForm(RecordForm):
    """A part of what has changed. Each field is opened by itself, so that whoever changes one leaves the rest alone."""

    #: Fields that stand with another one: what is asked along, by the name of what has changed.
    along: Mapping[str, str] = {}
    #: What reads better than the field itself, by the field's name.
    read_as: Mapping[str, str] = {}

    @property
    def changes(self) -> list[str]:
        """The fields that may have changed."""
        return [field.name for field in self.visible_fields() if field.name not in self.along.values()]

    @property
    def touched(self) -> bool:
        return bool(set(self.changes) & set(self.changed_data))

    @property
    def lines(self) -> list[ChangeLine]:
        return [self._line(name) for name in self.changes]

    def _line(self, name: str) -> ChangeLine:
        fields = [self[each] for each in (name, self.along.get(name)) if each]
        filled = self.is_bound and any(field.errors or field.name in self.changed_data for field in fields)
        return ChangeLine(fields, value_at(self.known_as, self.read_as.get(name, name)), filled)

    @cached_property
    def known_as(self) -> Any:
        """The record as it is stored, whatever has been typed."""
        return type(self.instance)._default_manager.visible_to(self.user).get(pk=self.instance.pk)


class GoingOnForm(ChangeForm, EndJobForm):
    """A job as it now is, with its last day, blank as long as it goes on. Another employer is another job."""

    asks_reason = True
    along = {"ended_on": "change_reason"}
    read_as = {"workplace": "place"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].help_text = "最后在岗的那一天；还在做就不填"

    def settle(self) -> None:
        """Whoever sends it again knows what somebody else has saved meanwhile; what they left alone stays so."""
        if self.is_valid() and self.touched and (others := self.meanwhile):
            told = "，".join(f"{each.label}：{each.theirs or '空'}" for each in others.conflicts)
            self.rest_on(latest_version(self.instance))
            for each in others.conflicts:
                if each.untouched:
                    self.data[self.add_prefix(each.name)] = self.initial.get(each.name) or ""
            self.add_error(None, f"{others.who}刚刚改过这份工作（{told}）。核对后再保存一次，就以您填的为准")

    def _post_clean(self) -> None:
        super()._post_clean()
        if "workplace" in self.changed_data:
            self.instance.locate()


class NewJobForm(EmploymentForm):
    """A job that has begun; left blank altogether there is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)

    def has_changed(self) -> bool:
        return any(self.data.get(field.html_name) for field in self.visible_fields())

    @property
    def touched(self) -> bool:
        return self.has_changed()


class AskedForm(ChangeForm):
    """What has changed about the person who was asked. What has a day changes on the day they were asked (变更)."""

    def _post_clean(self) -> None:
        super()._post_clean()
        for name in () if self.errors else self.changed_dated:
            try:
                self._refuse_untimely(name)
            except ValidationError as fault:
                self.add_error(name, fault)

    def _refuse_untimely(self, name: str) -> None:
        after = copy(self.known_as)
        setattr(after, name, getattr(self.instance, name))
        noting = Noting([(self.known_as, after)], self.on)
        noting.forget_who_came_later()
        noting.refuse_untimely(self.on)

    @property
    def changed_dated(self) -> list[str]:
        """The columns with a day that change; past days keep their values, and their score."""
        return [name for name in self.changed_data if name in Person.dated]

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        write(self.known_as, self.instance, self.on, *VerificationChangesPerson.says)
        return super().save(commit)


PersonChangeForm = record_form(Person, ("phone", "schooling", "health", "capacity"), AskedForm)
JobChangeForm = record_form(Employment, ("monthly_wage", "post", "workplace", "channel", "ended_on"), GoingOnForm)
NewJob = record_form(Employment, EmploymentRegister.fields, NewJobForm)


JOB = "job"
#: Why a job is voided that somebody had begun, as one was told who was asked.
TAKEN_BACK = VerificationBeginsJob().because(Verification(), "作废一并撤回")


class Changes:
    """Everything that may have changed about a person, as one form; what is left as it was is not written."""

    def __init__(self, person: Any, data: Any = None, *, user: Any, on: date) -> None:
        told = {"user": user, "on": on}
        self.person: Any = PersonChangeForm(data, instance=person, **told)
        jobs = Employment.objects.visible_to(user).filter(person=person)
        shown = jobs.filter(pk__in=_jobs_in(data)) if data else jobs.current(on)
        self.jobs: list[Any] = [JobChangeForm(data, instance=job, prefix=f"{JOB}{job.pk}", **told) for job in shown]
        #: The new job where it is one that went with a verification before.
        self.gone = self._gone(person, data, user) if data else None
        self.new: Any = NewJob(data, prefix="new", instance=self.gone, given={"person": person}, **told)

    @staticmethod
    def _gone(person: Any, data: Any, user: Any) -> Employment | None:
        """The job that is told, where it was taken back with a verification: it is brought back, not entered anew."""
        told = {"employer": data.get("new-employer"), "started_on": _day(data.get("new-started_on"))}
        rows = Employment.with_voided.visible_to(user).filter(person=person, void_reason=TAKEN_BACK)
        gone: Employment | None = rows.filter(voided_at__isnull=False, **told).first() if all(told.values()) else None
        if gone:
            gone.voided_at, gone.void_reason = None, ""
        return gone

    @property
    def all(self) -> list[Any]:
        return [self.person, *self.jobs, self.new]

    @cached_property
    def is_valid(self) -> bool:
        """Whether every part is; all are looked at, so that every fault is said at once."""
        for form in self.jobs:
            form.settle()
        return all([form.is_valid() for form in self.all])

    @property
    def touched(self) -> list[Any]:
        return [form for form in self.all if form.touched]

    @property
    def warnings(self) -> list[str]:
        """What is odd about it, each said once; a new job is looked at as if the old ones had ended already."""
        with transaction.atomic():
            before = transaction.savepoint()
            self.save_known()
            found = [text for form in self.touched for text in form.warnings]
            transaction.savepoint_rollback(before)
        return list(dict.fromkeys(found))

    @property
    def scores_before(self) -> ScoresBefore | None:
        """What the score is without a change that has a day; what only tells more of somebody moves none."""
        if not self.person.changed_dated:
            return None
        return ScoresBefore({division_of(self.person.instance)}, {day_before(self.person.on), self.person.on})

    def save(self) -> None:
        self.save_known()
        if self.new.touched:
            self.new.save()
        if self.gone:
            settle(self.gone)

    def note(self, verification: Verification) -> None:
        """Say that what was saved was said in this verification."""
        kinds = {Person: VerificationChangesPerson, Employment: VerificationChangesJob}
        for form in self.touched:
            kind = VerificationBeginsJob if form is self.new else kinds[type(form.instance)]
            note(kind, cause=verification, target=form.instance)

    def save_known(self) -> None:
        """Save what has changed about the person and the jobs that were known before."""
        for form in self.touched:
            if form is not self.new:
                form.save()


def _day(text: Any) -> date | None:
    try:
        return parse_date(text or "")
    except ValueError:
        return None


def _jobs_in(data: Any) -> list[int]:
    """The keys of the jobs that a page showed, also of one that somebody has ended meanwhile."""
    names = [name.removeprefix(JOB).removesuffix("-seen") for name in data if name.startswith(JOB)]
    return [int(name) for name in names if name.isdecimal()]


class SpotCheckForm(RecordForm):
    """A spot check; who knows the person's facts from entering them is the wrong one to check them."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        own_check = cleaned.get("level") == SpotCheck.Level.TOWN
        if own_check and knows_facts_of(self.user, self.instance.person):
            raise ValidationError(OWN_ENTRY)
        return cleaned
