"""Whose an identity number is."""

from typing import Any

from core.pages.display import page_of
from core.personal_data.names import display_name
from labor.models import Person, PersonAlias


def holder_of(number: str) -> Person | None:
    """Whose number this is or was, in any town, voided or not; a former number leads to whoever has it as such."""
    alias = PersonAlias.objects.filter(id_number=number).select_related("person__village").first()
    if alias:
        return alias.person
    people = Person.with_voided.everywhere("a number is one person's in all towns")
    return people.filter(id_number=number).select_related("village").first()


def why_taken(number: str, user: Any) -> str:
    """Why nobody else can have `number`, and what to do; blank where it is free. Other towns' people stay unnamed."""
    holder = holder_of(number)
    if holder is None:
        return ""
    if page_of(holder, user) is None:
        return "这个证件号码已在您的管辖范围以外登记，不能重复登记；请先与上级核对，由原登记地办理退出或迁移"
    who = f"{display_name(holder, user)}（{holder.village}）"
    if holder.is_voided:
        return f"这个证件号码属于已作废的{who}，请在人员列表筛选“只看已作废的”，恢复那一条"
    if holder.id_number != number:
        return f"这是{who}曾用的证件号码，不必再登记，请直接打开那个人的页面"
    return f"这个证件号码已登记在{who}名下，请打开那个人的页面修改；搬了家的办理“迁移”，重复录入的办理“合并”"
