"""What those who look for work would like to do: known to the program, and no column of the ledger."""

from datetime import date
from itertools import cycle

from labor.models import JobSeekingCase

Area = JobSeekingCase.Area
WISHES = (
    {"wished_area": Area.COUNTY, "wished_post": "缝纫工", "wished_wage": 2800, "skills": "缝纫"},
    {"wished_area": Area.OUTSIDE, "wished_post": "普工", "wished_wage": 5000},
    {"wished_area": Area.PROVINCE, "wished_wage": 3500, "skills": "电焊、驾驶"},
    {"wished_area": Area.NEAR, "wished_post": "保洁员"},
)


def wish(today: date) -> None:
    """Give the open cases of the demo town wishes, one after the other."""
    cases = JobSeekingCase.objects.open(today).filter(willing=True).order_by("registered_on", "pk")
    for case, wishes in zip(cases, cycle(WISHES), strict=False):
        for name, value in wishes.items():
            setattr(case, name, value)
        case.save()
