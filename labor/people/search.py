"""What somebody typed to find a person: a name, or a number, which then never shows in an address or a log."""

import re
from unicodedata import normalize

from core.personal_data.identity import InvalidIdentityNumber
from core.personal_data.identity import normalise as identity_number
from labor.people.querysets import LAST_DIGITS

#: A phone has at least so many digits; landlines are written with a dash.
PHONE = re.compile(r"[0-9]{7,12}")


class NoSuchNumber(ValueError):
    """Says in Chinese why this cannot be anybody's number, without repeating it."""


def tidy(text: str) -> str:
    """Half-width, in capitals, without blanks."""
    return "".join(normalize("NFKC", text).upper().split())


def is_number(text: str) -> bool:
    return any(character.isdigit() for character in text)


def number_of(text: str) -> str:
    """The identity number, phone or last four characters that `text` is; NoSuchNumber when it is none of them."""
    text = tidy(text).removeprefix("'")
    if re.fullmatch(rf"[0-9]{{{LAST_DIGITS - 1}}}[0-9X]", text) or PHONE.fullmatch(text.replace("-", "")):
        return text
    try:
        return identity_number(text)
    except InvalidIdentityNumber as fault:
        raise NoSuchNumber(_advice(text, fault)) from None


def _advice(text: str, fault: InvalidIdentityNumber) -> str:
    if len(text) in (15, 18):
        return str(fault)
    return "请输入姓名、拼音首字母、完整的证件号码、证件号码后四位，或完整的电话号码"
