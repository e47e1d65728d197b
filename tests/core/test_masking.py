"""Personal numbers print masked, wherever they turn up; `.plain` is the only exit."""

import copy
import json
import logging
import pickle
from pprint import pformat

import pytest
from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q, Value
from django.db.models.functions import Lower
from django.forms import modelform_factory
from django.http import JsonResponse
from django.template import Context, Template
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core.actor import acting_as
from core.fields import SensitiveCharField
from core.personal_data.masking import MASKS, ScrubbingFormatter, Sensitive, keep_ends, mask_name, mask_subject, scrub
from labor.models import Person
from tests.core.conftest import ID_NUMBER, PHONE

MASKED = f"430***********{ID_NUMBER[-4:-1]}*"
HIDDEN = "*" * 18
PersonForm = modelform_factory(Person, fields=["id_number", "name", "phone"])
pytestmark = pytest.mark.usefixtures("revealing")


@pytest.fixture
def number():
    return Sensitive(ID_NUMBER, "id_number")


# --- masks ---


@pytest.mark.parametrize(
    ("mask", "plain", "masked"),
    [
        ("id_number", ID_NUMBER, MASKED),
        ("id_number", "430599900101001", "430********100*"),
        ("phone", "15400000017", "154****0017"),
        ("phone", "0739-7361234", "073*****1234"),
        ("phone", "7361234", "*******"),
        ("phone", "88881234", "********"),
        ("phone", "", ""),
        ("subject", ID_NUMBER, MASKED),
        ("subject", "HH0001", "HH0001"),
        ("subject", "CJ01", "CJ01"),
    ],
)
def test_a_mask_leaves_the_ends_readable_where_enough_is_hidden(mask, plain, masked):
    assert str(Sensitive(plain, mask)) == masked


def test_who_may_not_reveal_and_nobody_at_all_sees_not_a_digit(number, village):
    leader = User.objects.create(username="leader", role=User.Role.LEADER)
    for viewer in (leader, None):
        with acting_as(viewer):
            assert (str(number), str(Sensitive("0739-7361234", "phone"))) == (HIDDEN, "*" * 12)
            assert f"{Sensitive(ID_NUMBER, 'subject')} {Sensitive('CJ01', 'subject')}" == f"{HIDDEN} CJ01"


def test_the_check_digit_is_hidden_from_everybody(number):
    """With an age beside it, it would leave a month of birthdays and not a year."""
    assert str(number)[-1] == "*"


@given(st.text(max_size=40), st.integers(0, 6), st.integers(1, 6))
def test_a_mask_hides_everything_or_at_least_four_characters_and_keeps_the_length(text, head, tail):
    masked = keep_ends(head, tail)(text)
    assert len(masked) == len(text)
    assert masked.count("*") >= min(4, len(text))


def test_a_name_keeps_its_surname():
    assert [mask_name(name) for name in ("银未", "唐肖娟", "", "曾")] == ["银*", "唐**", "", "曾"]


def test_a_code_that_may_be_an_identity_number_is_masked_and_any_other_is_not():
    assert mask_subject(ID_NUMBER[:17] + "X") != ID_NUMBER[:17] + "X"
    assert mask_subject("430529104206") == "430529104206"
    assert mask_subject("430599900101001") != "430599900101001"
    assert mask_subject("4305991990010101AB") == "4305991990010101AB"


# --- a value ---


PAGE = Template("{{ n }} {{ n|upper }} {{ n|slice:'3:' }} {{ l|join:'' }} {{ n|pprint }}")
WAYS_OF_PRINTING = {
    "str": str,
    "repr": repr,
    "format": format,
    "format method": "{}".format,
    "format width": "{:>30}".format,
    "format repr": "{!r}".format,
    "f-string": lambda number: f"{number}",
    "f-string width": lambda number: f"{number!s:<30}",
    "percent": lambda number: "%s" % number,  # noqa: UP031
    "percent repr": lambda number: "%(n)r" % {"n": number},  # noqa: UP031
    "pprint": pformat,
    "in a container": lambda number: str([number, {"n": (number,)}]),
    "in an error": lambda number: str(ValueError(number)),
    "as JSON": lambda number: json.dumps({"n": number}, default=str),
    "as a copy": lambda number: str(copy.copy(number)) + repr(copy.deepcopy([number])),
    "in a template": lambda number: PAGE.render(Context({"n": number, "l": [number]})),
}
WAYS_OF_TAKING_APART = {
    "pickle": pickle.dumps,
    "pickle of a copy": lambda number: pickle.dumps(copy.deepcopy([number])),
    "JSON": json.dumps,
    "JSON response": lambda number: JsonResponse({"n": number}),
    "list": list,
    "int": int,
    "bytes": bytes,
    "join": lambda number: "".join([number]),
    "sum": lambda number: number + "",
    "slice": lambda number: number[3:],
    "search": lambda number: "1990" in number,
}


@pytest.mark.parametrize("show", WAYS_OF_PRINTING.values(), ids=WAYS_OF_PRINTING)
def test_no_way_of_printing_shows_the_plain_text(number, show):
    printed = show(number)
    assert ID_NUMBER[3:14] not in printed
    assert "***" in printed


@pytest.mark.parametrize("take", WAYS_OF_TAKING_APART.values(), ids=WAYS_OF_TAKING_APART)
def test_no_way_of_taking_it_apart_gives_the_plain_text(number, take):
    with pytest.raises(TypeError):
        take(number)


def test_plain_is_the_way_to_the_plain_text(number):
    assert number.plain == ID_NUMBER


def test_it_compares_sorts_and_hashes_like_what_it_hides(number):
    assert number == ID_NUMBER == number == Sensitive(ID_NUMBER, "subject")
    assert number != MASKED
    assert {ID_NUMBER: "found"}[number] == {number: "found"}[ID_NUMBER] == "found"
    assert sorted([Sensitive("2", "phone"), Sensitive("1", "phone")]) == ["1", "2"]
    assert Sensitive("1", "phone") < "2"
    assert not Sensitive("1", "phone") < "1"
    assert copy.copy(number) == copy.deepcopy(number) == number
    assert (len(number), bool(number), bool(Sensitive("", "phone"))) == (18, True, False)


# --- a field ---


def test_a_row_never_holds_the_bare_text(person, village):
    unsaved = Person(id_number=ID_NUMBER, phone=PHONE)
    unsaved.phone = "15400000018"
    for row in (unsaved, person, Person.objects.get(), copy.copy(person), copy.deepcopy(person)):
        assert isinstance(row.id_number, Sensitive)
        assert isinstance(row.phone, Sensitive)
        assert ID_NUMBER not in str(vars(row))


def test_what_is_stored_is_the_plain_text(person):
    assert Person.objects.filter(id_number=Value(ID_NUMBER), phone__startswith="1540").exists()
    person.refresh_from_db()
    assert person.id_number.plain == ID_NUMBER


def test_a_field_left_out_of_a_query_is_fetched_when_asked_for(person, django_assert_num_queries):
    for rows in (Person.objects.defer("id_number"), Person.objects.only("name")):
        row = rows.get()
        with django_assert_num_queries(1):
            assert str(row.id_number) == MASKED
        row.refresh_from_db(fields=["id_number"])
        assert row.id_number.plain == ID_NUMBER


@pytest.mark.parametrize("wanted", [ID_NUMBER, Sensitive(ID_NUMBER, "id_number")], ids=["plain", "hidden"])
def test_rows_are_found_by_the_plain_and_by_the_hidden_value(person, wanted):
    for condition in (
        {"id_number": wanted},
        {"id_number__in": [wanted]},
        {"id_number__gte": wanted},
    ):
        assert Person.objects.filter(**condition).exists()
        assert not Person.objects.exclude(**condition).exists()
    assert copy.deepcopy(Q(id_number=wanted)) == Q(id_number=wanted)
    assert Person.objects.in_bulk([wanted], field_name="id_number")[ID_NUMBER] == person


def test_rows_are_found_by_their_last_digits(person):
    assert Person.objects.get(id_number__endswith=ID_NUMBER[-4:]) == person
    assert not Person.objects.filter(id_number=MASKED).exists()


def test_a_pattern_is_given_as_text_and_a_hidden_value_is_none(person):
    assert Person.objects.filter(id_number__iexact=ID_NUMBER).exists()
    assert not Person.objects.filter(id_number__contains=person.id_number).exists()


def test_a_number_given_as_a_number_is_looked_up_as_text(person):
    assert Person.objects.filter(phone=int(PHONE)).get() == person


def test_a_hidden_value_compared_with_an_ordinary_column_finds_nothing(person):
    Person.objects.update(name=ID_NUMBER)
    assert not Person.objects.filter(name=person.id_number).exists()


def test_values_and_expressions_of_the_field_stay_hidden(person):
    rows = Person.objects.annotate(same=F("id_number"), lower=Lower("id_number"))
    shown = [
        rows.values("id_number", "same", "lower").get(),
        rows.values_list("id_number", flat=True).get(),
        Person.objects.aggregate(Max("id_number")),
    ]
    assert MASKED in str(shown)
    assert ID_NUMBER not in str(shown)


def test_a_field_takes_an_expression(person):
    person.phone = F("id_number")
    person.save_without_historical_record()
    person.refresh_from_db()
    assert person.phone.plain == ID_NUMBER


def test_bulk_writes_store_the_plain_text(person):
    person.phone = Sensitive("15400000018", "phone")
    Person.objects.bulk_update([person], ["phone"])
    assert Person.objects.filter(phone="15400000018").exists()
    Person.objects.update(phone=Sensitive("15400000019", "phone"))
    assert Person.objects.get().phone.plain == "15400000019"


def test_a_row_is_not_pickled(person):
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(person)


@pytest.mark.parametrize("kind", ["json", "python", "xml", "jsonl"])
def test_a_dump_is_masked(person, kind):
    dumped = str(serializers.serialize(kind, [person, person.history.get()]))
    assert MASKED in dumped
    assert ID_NUMBER not in dumped
    assert PHONE not in dumped


def test_history_keeps_the_plain_text_and_shows_it_masked(person):
    person.phone = "15400000018"
    person.save()
    newer, older = person.history.all()
    changes = newer.diff_against(older).changes
    assert [(change.field, str(change.old), str(change.new)) for change in changes] == [
        ("phone", "154****0017", "154****0018")
    ]
    assert PHONE not in str(changes)
    assert ID_NUMBER not in str(vars(newer))
    assert (older.phone.plain, older.instance.id_number.plain) == (PHONE, ID_NUMBER)


def test_the_whole_row_validates_with_its_constraints(person):
    person.full_clean()
    person.id_number = "430599"
    with pytest.raises(ValidationError, match="person_id_number_has_18_characters"):
        person.full_clean()


# --- a form ---


def submitted(person, **changes):
    shown = {name: str(PersonForm(instance=person)[name].value()) for name in PersonForm.base_fields}
    return PersonForm({**shown, **changes}, instance=person)


def test_a_form_shows_the_masked_text(person):
    html = str(PersonForm(instance=person))
    assert MASKED in html
    assert ID_NUMBER not in html
    assert PHONE not in html


def test_masked_text_that_comes_back_changes_nothing(person):
    form = submitted(person, name="曾大军")
    assert form.is_valid(), form.errors
    form.save()
    person = Person.objects.get()
    assert form.changed_data == ["name"]
    assert (person.name, person.id_number.plain, person.phone.plain) == ("曾大军", ID_NUMBER, PHONE)


def test_new_text_in_a_form_replaces_the_old(person):
    form = submitted(person, phone="15400000018")
    assert form.is_valid(), form.errors
    form.save()
    assert form.changed_data == ["phone"]
    assert Person.objects.get().phone.plain == "15400000018"


def test_an_emptied_box_clears_an_optional_field(person):
    form = submitted(person, phone="")
    assert form.is_valid(), form.errors
    form.save()
    assert Person.objects.get().phone.plain == ""


@pytest.mark.parametrize("name", ["id_number", "phone"])
def test_masked_text_of_somebody_else_is_refused(person, name):
    form = submitted(person, **{name: "430***********9999"})
    assert form.errors == {name: ["请填写完整内容，不要填写打了星号的内容"]}
    assert form.has_error(name, "masked")


def test_what_is_typed_as_a_number_is_kept_in_no_draft(person):
    form = PersonForm(instance=person)
    boxes = {name: render_to_string("components/field.html", {"field": form[name]}) for name in ("phone", "name")}
    assert {name: "data-private" in box for name, box in boxes.items()} == {"phone": True, "name": False}


def test_an_error_about_a_number_does_not_repeat_it(person):
    form = PersonForm({"id_number": ID_NUMBER, "name": "另一人", "phone": PHONE * 5})
    assert set(form.errors) == {"id_number", "phone"}
    assert ID_NUMBER not in str(form.errors.as_json())
    assert PHONE not in str(form.errors.as_json())


# --- logs ---


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        (f"证件号码{ID_NUMBER}重复", f"证件号码{HIDDEN}重复"),
        (f"(id_number)=({ID_NUMBER})", f"(id_number)=({HIDDEN})"),
        ("43059919900101001x", HIDDEN),
        ("旧证号430599900101001。", "旧证号***************。"),
        ("账号 430529104206001", "账号 430529104206001"),
        ("请拨15400000017。", "请拨***********。"),
        ("+8615400000017", "+*************"),
        ("村代码 430529104206", "村代码 430529104206"),
        ("7b0c7a3e-9d1f-4a52-8d0e-a15400000017", "7b0c7a3e-9d1f-4a52-8d0e-a15400000017"),
        ("2023-06-14 1350人", "2023-06-14 1350人"),
        ("430599 19850505 0018", "*" * 20),
        ("430599-1985-0505-001x", "*" * 21),
        ("430599 850505 001", "*" * 17),
        ("电话 154 0000 1302。", "电话 " + "*" * 13 + "。"),
        ("154\u30000000\u20111302", "*" * 13),
        ("86-154-0000-1302", "*" * 16),
        ("430529104206 2023", "430529104206 2023"),
        ("2023-05-08 08:34:26 154 1302", "2023-05-08 08:34:26 154 1302"),
    ],
)
def test_text_is_scrubbed_of_numbers_that_stand_by_themselves(text, scrubbed):
    assert scrub(text) == scrubbed


def test_a_databases_complaint_is_logged_without_the_number(person, caplog):
    """PostgreSQL repeats the value in its message, and a traceback repeats the message."""
    person.pk = None
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        logging.getLogger("test").exception("导入 %s 失败", ID_NUMBER)
    line = ScrubbingFormatter("%(message)s").format(caplog.records[0])
    assert "IntegrityError" in line
    assert HIDDEN in line
    assert ID_NUMBER not in line


def test_every_field_names_a_mask_that_exists():
    fields = [field for model in apps.get_models() for field in model._meta.fields]
    assert {field.mask for field in fields if isinstance(field, SensitiveCharField)} == set(MASKS)
