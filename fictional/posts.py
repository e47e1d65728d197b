"""Somebody on a public-benefit post, and how often they came in a month."""

from datetime import date

from fictional.profiles import Profile
from labor.models import Person, PostAttendance, PublicBenefitPost


def add_post(here: Profile, person: Person) -> None:
    post = here.create(
        PublicBenefitPost, code="GY01", village=person.village, kind="保洁", employer="白水头村委会", person=person,
        contract_started_on=date(2023, 1, 1), contract_ended_on=date(2023, 12, 31), monthly_allowance=800,
    )  # fmt: skip
    PostAttendance.objects.create(
        post=post, month=date(2023, 4, 1), days_due=21, days_attended=19, allowance=post.monthly_allowance
    )
