"""What services and help add to the pages of households and of job-seeking cases."""

from core.contributions import contribute
from core.pages.panels import PANELS, Panel
from core.permissions import ENTER
from labor.models import Household, JobSeekingCase

contribute(PANELS, Household)(
    Panel(
        "helps",
        "帮扶措施",
        lambda household, on: household.helps.all(),
        ("helped_on", "measure", "content"),
        empty="还没有帮扶措施",
        add="platforms:help_add",
        permission=ENTER,
    ),
)
contribute(PANELS, JobSeekingCase)(
    Panel(
        "services",
        "登记以来的服务",
        lambda case, on: case.person.services.filter(served_on__gte=case.registered_on),
        ("served_on", "kind", "employer", "post", "officer"),
        related=("person",),
        empty="还没有提供服务",
    ),
)
