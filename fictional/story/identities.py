"""Identity numbers and phone numbers that nobody was ever given."""

from datetime import date
from random import Random

from core.personal_data.identity import check_digit

AREA = "430599"
PHONE = "154"


class Identities:
    """Hands out each number once."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._taken: set[str] = set()

    def number(self, born: date, sex: str) -> str:
        """Odd in its seventeenth place for a man, even for a woman."""
        while True:
            serial = self._random.randrange(1, 500) * 2 - (sex == "男")
            first_17 = f"{AREA}{born:%Y%m%d}{serial:03}"
            if first_17 not in self._taken:
                self._taken.add(first_17)
                return first_17 + check_digit(first_17)

    def phone(self) -> str:
        while True:
            phone = f"{PHONE}{self._random.randrange(10**8):08}"
            if phone not in self._taken:
                self._taken.add(phone)
                return phone
