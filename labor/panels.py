"""What people and households add to the pages of places, workshops and each other."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from core.models import RelocationSite
from core.panels import Panel, piece_on, show_on
from core.registers import ENTER, KEEP
from labor.models import CooperationAgreement, Employment, Household, LabourExport, Merger, Person
from labor.people.tables import ParticipantTable, RelocatedTable
from workshops.models import Workshop

show_on(
    Household,
    Panel(
        "members",
        "家庭成员",
        lambda household, on: household.members.all(),
        ("name", "relation_to_head", "capacity", "phone", "left_on"),
        empty="户内还没有登记人员",
    ),
)
show_on(
    Workshop,
    Panel(
        "workers",
        "在岗人员",
        lambda workshop, on: workshop.employments.current(on),
        ("person", "person__village", "post", "started_on", "monthly_wage"),
        related=("person__village",),
        empty="现在没有人在这个车间就业",
    ),
    Panel(
        "former-workers",
        "已离岗人员",
        lambda workshop, on: workshop.employments.ended(on),
        ("person", "person__village", "post", "started_on", "ended_on"),
        related=("person__village",),
        empty="没有离岗人员",
    ),
)
show_on(
    RelocationSite,
    Panel(
        "households",
        "搬迁户",
        lambda site, on: site.households.all(),
        ("code", "village", "kind", "monitoring"),
        related=("village",),
        table=RelocatedTable,
        empty="还没有登记搬迁户",
    ),
)
show_on(
    CooperationAgreement,
    Panel(
        "exports",
        "按这份协议组织的劳务输出",
        lambda agreement, on: agreement.exports.all(),
        ("name", "code", "held_on", "destination", "participants", "participants_out_of_poverty"),
        empty="还没有按这份协议组织过劳务输出。登记劳务输出时选上这份协议",
    ),
)
show_on(
    LabourExport,
    Panel(
        "participants",
        "参加人员",
        lambda export, on: export.taking_part.order_by("person__name_pinyin"),
        ("person__village", "point_to_point"),
        related=("person__village", "export"),
        table=ParticipantTable,
        empty="还没有登记参加人员。打开一个人的页面，点“参加劳务输出”",
    ),
    Panel(
        "placed",
        "由这次输出上岗的工作",
        lambda export, on: export.employments.all(),
        ("person", "employer", "workplace", "post", "started_on", "state"),
        related=("person",),
        empty="还没有。登记就业时选上这次劳务输出",
    ),
)
show_on(
    Employment,
    Panel(
        "follow-ups",
        "稳岗回访",
        lambda job, on: job.follow_ups.all(),
        ("called_on", "method", "state", "note", "caller"),
        empty="还没有回访",
        add="labor:follow_up_add",
        keeps=ENTER,
    ),
)


@piece_on(Person, template="labor/mergers.html")
def _mergers(person: Person, request: HttpRequest, on: date) -> list[Merger]:
    """Who was found to be the same person; for those who may take them apart again."""
    mergers: Any = person.mergers.filter(undone_at=None).select_related("duplicate__village")  # type: ignore[attr-defined]
    return list(mergers) if request.user.has_perm(KEEP) else []
