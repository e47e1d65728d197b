"""Who works in a workshop, and how many of a village work, on their pages."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode

from core.contributions import contribute
from core.models import Village
from core.pages.figures import FIGURES, Figure
from core.pages.panels import PANELS, Panel
from core.permissions import ENTER
from core.states import Tone
from labor.models import Employment, Person
from workshops.models import Workshop

contribute(PANELS, Workshop)(
    Panel(
        "workers",
        "在岗人员",
        lambda workshop, on: workshop.employments.current(on),
        ("person", "person__village", "post", "started_on", "monthly_wage"),
        related=("person__village",),
        empty="现在没有人在这个车间就业。点“登记务工人员”，可以一次登记多人",
        add="labor:employment_workers",
        add_label="登记务工人员",
        permission=ENTER,
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


@contribute(FIGURES, Village)
def _work_of_village(village: Village, user: Any, on: date) -> Iterator[Figure]:
    labor = Person.objects.visible_to(user).within(village.pk).labor_out_of_poverty(on)
    at_work = Q(Employment.objects.current(on).exists_for("person"))
    everybody, working = labor.aggregate(all=Count("pk"), working=Count("pk", filter=at_work)).values()
    asked = {"village": village.pk, "labor": "out_of_poverty"}
    people, idle = reverse("labor:person_list"), everybody - working
    yield Figure("脱贫劳动力", everybody, "人", f"{people}?{urlencode(asked)}", f"已就业 {working} 人")
    tone = Tone.DUE if idle else Tone.SAFE
    yield Figure("没有工作", idle, "人", f"{people}?{urlencode(asked | {'work': 'no'})}", "脱贫劳动力", tone)
