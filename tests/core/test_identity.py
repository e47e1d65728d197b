"""Identity numbers after GB 11643-1999: accepted, brought to one form, or refused with a reason."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.personal_data.identity import InvalidIdentityNumber, birth_date, check_digit, normalise
from tests.once import once

pytestmark = once

REAL = "11010519491231002X"


@pytest.mark.parametrize("number", [REAL, "440524188001010014", "34052419800101001X"])
def test_the_standards_own_examples_are_right(number):
    assert check_digit(number[:17]) == number[17]
    assert normalise(number) == number


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002x",
        " 11010519491231002X ",
        "\u300011010519491231002X\xa0",
        "'11010519491231002X",
        '="11010519491231002X"',
        "=11010519491231002X",
        "110105491231002",
        "'110105491231002",
    ],
)
def test_what_spreadsheets_make_of_a_number_is_brought_to_one_form(text):
    assert normalise(text) == REAL


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "应为18位，这里是0位"),
        ("1101051949123100", "应为18位，这里是16位"),
        ("11010519491231002X0", "应为18位，这里是19位"),
        ("11010519491231002A", "只能是17位数字加1位数字或X"),
        ("1101051949123100XX", "只能是17位数字加1位数字或X"),
        ("１１０１０５１９４９１２３１００２X", "只能是17位数字加1位数字或X"),
        ("4.30529E+17", "科学计数法"),
        ("4.3E17", "科学计数法"),
        ("110105194902300024", "出生日期不存在"),
        ("110105190002290023", "出生日期不存在"),
        ("110105490229002", "出生日期不存在"),
        ("110105194912310020", "校验位不对"),
        ("110105194912310029", "校验位不对"),
    ],
)
def test_what_cannot_be_a_number_is_refused_with_its_reason(text, reason):
    with pytest.raises(InvalidIdentityNumber, match=reason):
        normalise(text)


def test_29_february_exists_in_leap_years():
    first_17 = "43059920000229001"
    number = first_17 + check_digit(first_17)
    assert birth_date(normalise(number)) == date(2000, 2, 29)


def test_the_area_is_not_looked_up():
    first_17 = "99999919900101001"
    number = first_17 + check_digit(first_17)
    assert normalise(number) == number


@st.composite
def numbers(draw, last_year=2099):
    born = draw(st.dates(min_value=date(1900, 1, 1), max_value=date(last_year, 12, 31)))
    first_17 = f"430599{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return first_17 + check_digit(first_17)


@given(numbers())
def test_every_well_formed_number_is_accepted_as_it_is(number):
    assert normalise(number) == normalise(number.lower()) == number
    assert f"{birth_date(number):%Y%m%d}" == number[6:14]


@given(numbers(), st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_found(number, place, digit):
    assume(number[place] != digit)
    wrong = number[:place] + digit + number[place + 1 :]
    with pytest.raises(InvalidIdentityNumber):
        normalise(wrong)


@given(numbers(), st.integers(0, 16))
def test_two_digits_that_changed_places_are_always_found(number, place):
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assume(swapped != number)
    with pytest.raises(InvalidIdentityNumber):
        normalise(swapped)


@given(numbers(last_year=1999))
def test_an_old_number_becomes_the_new_one_of_the_same_person(number):
    assert normalise(number[:6] + number[8:17]) == number


@given(st.text(alphabet="0123456789Xx'=\"", min_size=4, max_size=30))
def test_a_refusal_does_not_repeat_what_was_refused(text):
    try:
        normalise(text)
    except InvalidIdentityNumber as error:
        reason = str(error)
    else:
        return
    assert text not in reason
