"""Citizen identity numbers after GB 11643-1999."""

import re
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"


class InvalidIdentityNumber(ValueError):
    """Says in Chinese what is wrong with a number, without repeating the number."""


def check_digit(first_17: str) -> str:
    """The eighteenth character that belongs to the first seventeen digits."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_17, strict=True))
    return CHECK_DIGITS[total % 11]


def birth_date(number: str) -> date:
    """The date in positions 7 to 14 of an 18-character number; ValueError when there is no such day."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def normalise(text: str) -> str:
    """Return the 18-character form of `text`, or raise InvalidIdentityNumber.

    Takes off a leading apostrophe or an ="…" wrapper, turns x into X and a 15-digit number into 18.
    """
    number = unwrap(text).upper()
    if re.fullmatch(r"[0-9]{15}", number):
        first_17 = number[:6] + "19" + number[6:]
        number = first_17 + check_digit(first_17)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise InvalidIdentityNumber(_shape_fault(number))
    try:
        birth_date(number)
    except ValueError:
        raise InvalidIdentityNumber("证件号码中的出生日期不存在，请核对第7至14位") from None
    if number[17] != check_digit(number[:17]):
        raise InvalidIdentityNumber("证件号码校验位不对，请核对是否输错数字")
    return number


def unwrap(text: str) -> str:
    """Take off what spreadsheets put around a number to keep it text: ' in front or ="…" around."""
    text = text.strip()
    wrapped = re.fullmatch(r'="?(.*?)"?', text)
    return (wrapped.group(1) if wrapped else text).removeprefix("'").strip()


def _shape_fault(number: str) -> str:
    if re.fullmatch(r"[0-9]\.?[0-9]*E\+?[0-9]+", number):
        return "证件号码被存成了科学计数法，末尾数字已丢失，请把该列设为文本后重新填写"
    if len(number) != 18:
        return f"证件号码应为18位，这里是{len(number)}位"
    return "证件号码只能是17位数字加1位数字或X"
