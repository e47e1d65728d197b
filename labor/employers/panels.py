"""Who works for an employer and did, on its page; what may mean it too; and whose a workshop is."""

from datetime import date
from typing import Any, NamedTuple
from uuid import uuid4

from django.db.models import Q
from django.http import HttpRequest

from core.contributions import contribute
from core.pages.panels import PANELS, PIECES, Panel
from core.permissions import KEEP
from labor.employers.likeness import most_alike
from labor.employers.naming import NAMED, employer_called, naming
from labor.employers.unjoined import OFFERED, UnjoinedName, texts_like
from labor.models import Employer, Employment, PublicBenefitPost
from workshops.models import Workshop

#: What somebody calls their own business is no employer's name.
OWN_BUSINESS = Q(channel=Employment.Channel.OWN_BUSINESS)

contribute(NAMED, field="employer", but=OWN_BUSINESS)(Employment)
contribute(NAMED, field="employer")(PublicBenefitPost)
contribute(NAMED, field="name")(Workshop)

contribute(PANELS, Employer)(
    Panel(
        "workers",
        "在岗人员",
        lambda employer, on: naming(Employment, employer).current(on),
        ("person", "person__village", "post", "started_on", "monthly_wage"),
        related=("person__village",),
        empty="没有登记在这里就业的人",
    ),
    Panel(
        "former-workers",
        "已离岗人员",
        lambda employer, on: naming(Employment, employer).ended(on),
        ("person", "person__village", "post", "started_on", "ended_on"),
        related=("person__village",),
        empty="没有离岗人员",
    ),
    Panel(
        "posts",
        "公益性岗位",
        lambda employer, on: naming(PublicBenefitPost, employer),
        ("person", "kind", "village", "contract_ended_on", "state"),
        related=("person__village", "village"),
        empty="没有这个单位的公益性岗位",
    ),
    Panel(
        "workshops",
        "帮扶车间",
        lambda employer, on: naming(Workshop, employer),
        ("name", "village", "kind", "state"),
        related=("village",),
        empty="没有同名的帮扶车间",
    ),
)


class Alike(NamedTuple):
    """What may be the same employer: texts that nobody has joined to one, and others on the register."""

    employer: Employer
    texts: list[UnjoinedName]
    others: list[Employer]
    token: Any


@contribute(PIECES, Employer, template="labor/employers/alike.html")
def alike(employer: Employer, request: HttpRequest, on: date) -> Alike | None:
    """For those who keep the register."""
    if employer.is_voided or not request.user.has_perm(KEEP):  # type: ignore[union-attr]
        return None
    others: Any = Employer.objects.visible_to(request.user).filter(town=employer.town_id).exclude(pk=employer.pk)
    found: Any = most_alike(employer.name, [([each.name], each) for each in others], OFFERED)
    texts = texts_like(employer, request.user)
    return Alike(employer, texts, found, uuid4()) if texts or found else None


@contribute(PIECES, Workshop, template="labor/employers/of_workshop.html")
def of_workshop(workshop: Workshop, request: HttpRequest, on: date) -> Employer | None:
    """The employer that the workshop is, where the register knows one of its name."""
    found = employer_called(workshop.name, workshop.village_id)
    return found if isinstance(found, Employer) else None
