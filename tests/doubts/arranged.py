"""A doubt on the list, and an exemption that waits, for tests of pages."""

from datetime import date

from doubts.models import Exemption, ListedDoubt


def doubt_of(person, rule="idle-without-case", **more):
    told = {
        "key": "", "place": person.village_id, "values": {"劳动能力": "普通劳动力", "文化程度": "初中"},
        "severity": "提示", "found_on": date(2023, 5, 1),
    }  # fmt: skip
    return ListedDoubt.objects.create(rule=rule, subject=person.id_number.plain, **told | more)


def exemption_of(person, by, rule="phone-malformed", **more):
    told = {
        "place": person.village_id, "values": {"位数": "9"}, "reason": "座机", "last_day": date(2099, 12, 31),
        "asked_on": date(2023, 5, 1),
    }  # fmt: skip
    return Exemption.objects.create(rule=rule, subject=person.id_number.plain, asked_by=by, **told | more)
