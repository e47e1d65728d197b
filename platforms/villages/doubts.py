"""What is doubtful about platforms and who runs them."""

from collections.abc import Iterator

from core.contributions import contribute
from core.doubts import DOUBTS, Doubt, Snapshot
from core.doubts.doubt import values
from core.doubts.snapshot import grouped
from platforms.facts import PLATFORMS, STAFF, StaffRow


@contribute(DOUBTS, "staff-in-two-villages")
def serves_in_two_villages(facts: Snapshot) -> Iterator[Doubt]:
    serving = [each for each in facts.rows(STAFF) if each.serves(facts.on)]
    for namesakes in grouped(serving, lambda each: (each.town, each.name)).values():
        for member in namesakes:
            if others := {other.village_id for other in namesakes if _may_be_one(member, other)}:
                yield Doubt(member.village_id, member.key, member.village_id, values(另外村数=len(others)))


def _may_be_one(member: StaffRow, other: StaffRow) -> bool:
    """Of another village, and no two telephones tell them apart."""
    told_apart = member.phone and other.phone and member.phone != other.phone
    return member.village_id != other.village_id and not told_apart


@contribute(DOUBTS, "account-before-platform")
def account_before_the_platform(facts: Snapshot) -> Iterator[Doubt]:
    for platform in facts.rows(PLATFORMS):
        assigned, built = platform.account_assigned_on, platform.built_on
        if assigned is not None and assigned < built:
            village = platform.village_id
            yield Doubt(village, "", village, values(账号分配日期=assigned, 建成日期=built))
