"""The kinds of reminders: whom each tells what, and when, until somebody changes it on the settings page."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models

from accounts.models import User

Role = User.Role
#: The group chat of a town, in which a robot speaks.
GROUP = "group"
#: Who answers for something, whatever their role.
ANSWERING = "answering"
#: The days before a deadline that stand for the day after it, and for a deadline that is too far away to be told of.
MISSED, NOT_YET = -1, 999


class Kind(models.TextChoices):
    VERIFICATION = "verification", "半年核实"
    VERIFICATION_DIGEST = "verification_digest", "半年核实汇总"
    VILLAGES_BEHIND = "villages_behind", "核实落后的村"
    CASE = "case", "求职登记清零"
    CONTRACT = "contract", "公益性岗位合同到期"
    SUPERVISION = "supervision", "督办整改"
    HANDED_OVER = "handed_over", "镇里交办"
    RESPONSIBLE = "responsible", "我负责的"


@dataclass(frozen=True)
class DefaultRule:
    """What a kind is like as long as nobody has changed it.

    `audience` are roles, or the group chat. `days` count back from the deadline; without a `missed_text` nothing is
    said on the day after. `duty` names the score's duty that it reminds of (`scoring.duties.Duty`), `rule` the
    rule by which that costs points. `dated` kinds may have deadlines of their own, `measured` ones a share that counts
    as behind.
    """

    audience: tuple[str, ...]
    days: tuple[int, ...]
    text: str
    missed_text: str = ""
    duty: str = ""
    rule: str = ""
    dated: bool = False
    measured: bool = False
    lists_villages: bool = False


DEFAULT_RULES: Mapping[Kind, DefaultRule] = {
    Kind.VERIFICATION: DefaultRule(
        (Role.CLERK,),
        (30, 15, 7, 1),
        "{区划}还有{数量}人未做本{期间}信息核实，{截止日期}截止，{剩余}。",
        "{区划}有{数量}人没有在{截止日期}前完成{期间}信息核实。",
        duty="verify",
        rule="data_maintenance",
        dated=True,
    ),
    Kind.VERIFICATION_DIGEST: DefaultRule(
        (Role.STAFF, GROUP),
        (30, 15, 7, 1),
        "{区划}还有{数量}人未做本{期间}信息核实，{截止日期}截止，{剩余}：{各村}。",
        "{区划}有{数量}人没有在{截止日期}前完成{期间}信息核实：{各村}。",
        duty="verify",
        rule="data_maintenance",
        dated=True,
        lists_villages=True,
    ),
    Kind.VILLAGES_BEHIND: DefaultRule(
        (Role.LEADER,),
        (15, 7, 1),
        "{区划}有{数量}个村{期间}信息核实进度落后，{截止日期}截止，{剩余}：{各村}。",
        "{区划}有{数量}个村没有在{截止日期}前完成{期间}信息核实：{各村}。",
        duty="verify",
        rule="data_maintenance",
        dated=True,
        measured=True,
        lists_villages=True,
    ),
    Kind.CASE: DefaultRule(
        (Role.CLERK,),
        (10, 3),
        "{区划}有{数量}名求职登记人员要在{截止日期}前实现就业或终结登记，{剩余}。",
        "{区划}有{数量}名求职登记人员没有在{截止日期}前清零。",
        duty="clear",
        rule="cases_cleared",
    ),
    Kind.CONTRACT: DefaultRule(
        (Role.CLERK, Role.STAFF, GROUP),
        (60, 30),
        "{区划}有{数量}个公益性岗位的合同{截止日期}到期，{剩余}，请提前商定续签或转岗。",
    ),
    Kind.SUPERVISION: DefaultRule(
        (Role.STAFF, GROUP),
        (7, 1),
        "{区划}有{数量}项督办整改任务要在{截止日期}前完成，{剩余}。",
        "{区划}有{数量}项督办整改任务没有在{截止日期}前完成。",
        duty="complete",
        rule="supervision_tasks",
    ),
    Kind.HANDED_OVER: DefaultRule(
        (Role.CLERK, Role.STAFF),
        (3, 1),
        "{区划}有{数量}件镇里交办的事要在{截止日期}前办完，{剩余}。",
        "{区划}有{数量}件镇里交办的事没有在{截止日期}前办完。",
    ),
    Kind.RESPONSIBLE: DefaultRule(
        (ANSWERING,),
        (7, 1),
        "{区划}有{数量}件由您负责的事要在{截止日期}前办完，{剩余}。",
        "{区划}有{数量}件由您负责的事没有在{截止日期}前办完。",
    ),
}
