"""Where the demo may be loaded: where nothing is there, and nobody has begun with something of their own."""

from django.conf import settings

from accounts.demo import TOWN, TOWN_NAME
from accounts.models import User
from core.models import Installation, holds_demo
from labor.models import Person

ELSEWHERE = "要看演示，请另设 DATABASE_URL 和 VAR_DIR"


def refusal() -> str:
    """Why the demo may not be loaded here, for the operator; blank where it may. The tables are there."""
    if settings.PRODUCTION:
        return "正式环境不能载入演示数据"
    if settings.HOME_TOWN != TOWN:
        return f"演示数据是{TOWN_NAME}（{TOWN}）的，本系统的乡镇是 {settings.HOME_TOWN}"
    if holds_demo():
        return "数据库里已有演示数据"
    if Installation.objects.exists():
        return f"这个数据库是为正式使用建的，不能载入演示数据；{ELSEWHERE}"
    people, users = Person.with_voided.count(), User.objects.count()
    if people or users:
        return f"数据库里已有 {people} 名劳动力、{users} 个账号，演示数据只能载入空的数据库；{ELSEWHERE}"
    return ""
