"""What belongs to agreements, activities and placed jobs, on their pages."""

from core.contributions import contribute
from core.pages.panels import PANELS, Panel
from core.permissions import ENTER
from labor.models import CooperationAgreement, Employment, LaborExport
from labor.placement.tables import ParticipantTable

contribute(PANELS, CooperationAgreement)(
    Panel(
        "exports",
        "按这份协议组织的劳务输出",
        lambda agreement, on: agreement.exports.all(),
        ("name", "code", "held_on", "destination", "participants", "participants_out_of_poverty"),
        empty="还没有按这份协议组织过劳务输出。登记劳务输出时选上这份协议",
    ),
)
contribute(PANELS, LaborExport)(
    Panel(
        "participants",
        "参加人员",
        lambda export, on: export.taking_part.order_by("person__name_pinyin"),
        ("person__village", "point_to_point"),
        related=("person__village", "export"),
        table=ParticipantTable,
        empty="还没有登记参加人员。点“登记参加人员”，可以一次登记多人",
        add="labor:participant_taking_part",
        add_label="登记参加人员",
        permission=ENTER,
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
contribute(PANELS, Employment)(
    Panel(
        "follow-ups",
        "稳岗回访",
        lambda job, on: job.follow_ups.all(),
        ("called_on", "method", "state", "note", "caller"),
        empty="还没有回访",
        add="labor:follow_up_add",
        permission=ENTER,
    ),
)
