"""What is wrong with a form, in words that name the field, and the way to it."""

from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

#: What Django finds wrong with a field, as it is said after the field's name.
SAID = {
    "required": "没有填",
    "invalid": "填得不对，请照样子重填",
    "invalid_choice": "不在可选的范围内，请重新选择",
    "invalid_list": "请重新选择",
    "max_length": "太长，最多{limit_value}个字",
    "min_length": "太短，至少{limit_value}个字",
    "min_value": "不能小于{limit_value}",
    "max_value": "不能大于{limit_value}",
    "max_digits": "位数太多",
    "max_whole_digits": "位数太多",
    "max_decimal_places": "最多{max}位小数",
}
#: Of some kinds of fields it is said in another way.
SAID_OF: tuple[tuple[type[forms.Field], dict[str, str]], ...] = (
    (forms.ChoiceField, {"required": "没有选"}),
    (forms.ModelChoiceField, {"required": "没有选"}),
    (forms.FileField, {"required": "没有选文件", "missing": "没有选文件", "empty": "是空文件"}),
    (forms.DateField, {"invalid": "不是日期，请写成 2023-05-20 的样子"}),
    (forms.IntegerField, {"invalid": "须是数字"}),
)


class Place(NamedTuple):
    """A field that has to be put right; what is wrong is said beside it."""

    label: str
    anchor: str


class Faults(NamedTuple):
    """What has to be put right: said of the whole, and where else."""

    said: list[str]
    places: list[Place]


def words_of(field: BoundField) -> list[str]:
    """What is wrong with `field`; Django's words name no field and are put into ours, what we say ourselves stands."""
    faults: list[ValidationError] = field.errors.as_data() if field.errors else []
    return list(dict.fromkeys(_named(field, fault) for fault in faults))


def faults_of(*asked: Any) -> Faults:
    """Everything wrong with some forms that are sent together, in the order of the page."""
    said = [str(words) for form in asked for words in form.non_field_errors()]
    wrong = [field for form in asked for field in form if field.errors]
    said += [words for field in wrong if not _has_place(field) for words in words_of(field)]
    places = [Place(str(field.label), _anchor(field)) for field in wrong if _has_place(field)]
    return Faults(list(dict.fromkeys(said)), places)


def _has_place(field: BoundField) -> bool:
    """There is one thing on the page to go to: neither hidden nor a list of ticks."""
    return not field.is_hidden and not isinstance(field.field, forms.MultipleChoiceField)


def _anchor(field: BoundField) -> str:
    """The element that takes the focus: of several options the first."""
    return next(iter(field.subwidgets)).id_for_label if field.use_fieldset else field.id_for_label


def _named(field: BoundField, fault: ValidationError) -> str:
    said = _said(field.field).get(fault.code or "")
    if said is None or _is_our_own(field.field, fault.code or ""):
        return str(fault.messages[0])
    return f"“{field.label}”{said.format(**(fault.params or {}))}"


def _said(field: forms.Field) -> dict[str, str]:
    of_kind = (words for kind, words in SAID_OF if isinstance(field, kind))
    return {code: words for found in (SAID, *of_kind) for code, words in found.items()}


def _is_our_own(field: forms.Field, code: str) -> bool:
    """The field was given words of its own for the case."""
    own = field.error_messages.get(code)
    usual = [getattr(kind, "default_error_messages", {}).get(code) for kind in type(field).__mro__]
    return own is not None and own not in usual
