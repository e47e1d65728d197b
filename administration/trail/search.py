"""Looking for lines of the trail: by who, what, about whom and when."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from core.models import AuditEvent
from core.personal_data.masking import PERSONAL_NUMBER
from core.personal_data.names import tidy

#: So many records of a kind at most are looked for by a name.
MOST_NAMED = 200
NO_NUMBERS = "这里不能用证件号码或电话查找，请填姓名、名称或记录的编号"


class TrailForm(forms.Form):
    """What the address of the page asks for; everything may be left open."""

    who = forms.CharField(label="操作人", max_length=50, required=False)
    action = forms.ChoiceField(label="操作", required=False)
    kind = forms.ChoiceField(label="对象类别", required=False)
    about = forms.CharField(label="对象", max_length=50, required=False)
    since = forms.DateField(label="从", required=False)
    until = forms.DateField(label="到", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", "全部")]
        self.fields["action"].choices = everything + AuditEvent.Action.choices  # type: ignore[attr-defined]
        self.fields["kind"].choices = everything + sorted(kinds().items(), key=lambda kind: kind[1])  # type: ignore[attr-defined]
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date", "max": "9999-12-31"}, format="%Y-%m-%d")

    def clean_who(self) -> str:
        return refuse_numbers(self.cleaned_data["who"])

    def clean_about(self) -> str:
        return refuse_numbers(self.cleaned_data["about"])

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "截止日期早于开始日期")

    @property
    def criteria(self) -> dict[str, str]:
        """What was asked, as texts that a job can keep."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


def refuse_numbers(text: str) -> str:
    """Whether a number is anybody's, the answer never tells: it is the same for all of them."""
    if PERSONAL_NUMBER.search("".join(text.split())):
        raise ValidationError(NO_NUMBERS)
    return text.strip()


def kinds() -> dict[str, str]:
    """What lines may be about, by their names in the trail."""
    ours = (config for config in apps.get_app_configs() if not config.name.startswith("django."))
    models = (model for config in ours for model in config.get_models())
    return {model._meta.label_lower: str(model._meta.verbose_name) for model in models if _is_kind(model)}


def _is_kind(model: Any) -> bool:
    return not model.__name__.startswith("Historical") and not str(model._meta.verbose_name).isascii()


def found(asked: dict[str, Any], user: Any) -> Any:
    """The lines that the user may read and that fit, the newest first."""
    rows = AuditEvent.objects.visible_to(user).select_related("actor")
    if asked.get("who"):
        rows = rows.filter(_by(asked["who"]))
    if asked.get("action"):
        rows = rows.filter(action=asked["action"])
    if asked.get("kind"):
        rows = rows.filter(subject_type=asked["kind"])
    if asked.get("about"):
        rows = rows.filter(_about(asked["about"], asked.get("kind", ""), user))
    return rows.filter(_when(asked)).order_by("-pk")


def _by(text: str) -> Q:
    """An account by its user's name, however its letters are typed; a name that is no account's as it is written."""
    users = User.objects.filter(Q(username__iexact=text) | Q(first_name=text)).values("pk")
    return Q(actor__in=list(users.values_list("pk", flat=True))) | Q(actor_name__in={text, text.lower()})


def _when(asked: dict[str, Any]) -> Q:
    condition = Q()
    if asked.get("since"):
        condition &= Q(happened_at__gte=_midnight(asked["since"]))
    if asked.get("until"):
        condition &= Q(happened_at__lt=_midnight(asked["until"] + timedelta(days=1)))
    return condition


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _about(text: str, kind: str, user: Any) -> Q:
    """Records that are called so, or have this number."""
    condition = Q(subject_id=text)
    for model in _named_models(kind):
        keys = [str(key) for key in _called(model, text, user)]
        if keys:
            condition |= Q(subject_type=model._meta.label_lower, subject_id__in=keys)
    return condition


def _named_models(kind: str) -> Iterator[Any]:
    for label in [kind] if kind else kinds():
        model = apps.get_model(label)
        if model is User or getattr(model, "name_fields", ()) or _has_name(model):
            yield model


def _has_name(model: Any) -> bool:
    return hasattr(model, "division_path") and any(field.name == "name" for field in model._meta.concrete_fields)


def _called(model: Any, text: str, user: Any) -> Any:
    """Keys of what is called so within the user's divisions; people by their whole name alone."""
    if model is User:
        return User.objects.filter(Q(username__iexact=text) | Q(first_name=text)).values_list("pk", flat=True)
    people = getattr(model, "name_fields", ())
    wanted = [Q(**{name: tidy(text)}) for name in people] or [Q(name__icontains=text)]
    rows = getattr(model, "with_voided", model._default_manager).visible_to(user)
    return rows.filter(wanted[0]).order_by("pk").values_list("pk", flat=True)[:MOST_NAMED]
