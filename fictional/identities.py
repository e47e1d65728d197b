"""Identity numbers of an area that does not exist, and phone numbers that were never given out."""

from datetime import date, timedelta
from random import Random

from core.personal_data.identity import CHECK_DIGITS, WEIGHTS, check_digit

AREA, PHONE = "430599", "154"


def id_number(born: date, serial: int) -> str:
    """The number of somebody born on the day; a man's serial number is odd, a woman's even."""
    first_17 = f"{AREA}{born:%Y%m%d}{serial:03}"
    return first_17 + check_digit(first_17)


def phone(number: int) -> str:
    return f"{PHONE}{number:08}"


class DrawnIdentities:
    """Draws numbers, each of them once."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._taken: set[str] = set()

    def number(self, born: date, sex: str) -> str:
        while True:
            number = id_number(born, self._random.randrange(1, 500) * 2 - (sex == "男"))
            if number not in self._taken:
                self._taken.add(number)
                return number

    def phone(self) -> str:
        while True:
            drawn = phone(self._random.randrange(10**8))
            if drawn not in self._taken:
                self._taken.add(drawn)
                return drawn


class CountedIdentities:
    """The n-th identity number and its birth date, fast, and distinct for the first 17 million people."""

    FIRST_BORN = date(1962, 1, 1)
    BIRTHDAYS = 17_011  # a prime number of days from then on, so that the step below visits every number once
    SERIALS = 1000
    STEP = 6_700_417

    def __init__(self) -> None:
        born = [self.FIRST_BORN + timedelta(days=number) for number in range(self.BIRTHDAYS)]
        self._days = [(day, f"{AREA}{day:%Y%m%d}", _weigh(f"{AREA}{day:%Y%m%d}", 0)) for day in born]
        self._serials = [(f"{number:03}", _weigh(f"{number:03}", 14)) for number in range(self.SERIALS)]

    def number(self, person: int) -> tuple[str, date]:
        serial, day = divmod(person * self.STEP % (self.BIRTHDAYS * self.SERIALS), self.BIRTHDAYS)
        born, head, head_weight = self._days[day]
        tail, tail_weight = self._serials[serial]
        return f"{head}{tail}{CHECK_DIGITS[(head_weight + tail_weight) % 11]}", born


def _weigh(digits: str, position: int) -> int:
    return sum(WEIGHTS[position + offset] * int(digit) for offset, digit in enumerate(digits))
