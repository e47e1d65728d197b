"""The frame around every page: where one can go, by task, and where one is."""

from dataclasses import dataclass
from typing import Any

from accounts.auditors import may_visit_route
from accounts.rules import MANAGE
from core.permissions import ENTER, KEEP, OPERATE, READ_TRAIL
from ledger.rules import EXCHANGE


@dataclass(frozen=True)
class NavigationLink:
    """An entry of the side bar; `permission` blank means everybody. `phone` puts it into the bottom bar too.

    It stands for all pages of its app or, `alone`, for its own; `also` begins the names of others of its own.
    """

    label: str
    route: str
    icon: str
    permission: str = ""
    phone: bool = False
    alone: bool = False
    also: str = ""

    @property
    def own(self) -> tuple[str, ...]:
        """How the names of its own pages begin."""
        return (self.route.removesuffix("_list"), self.also or self.route)

    @property
    def app(self) -> str:
        """The app whose pages the entry leads to."""
        return self.route.partition(":")[0]


@dataclass(frozen=True)
class Section:
    label: str
    links: tuple[NavigationLink, ...]

    @property
    def folds(self) -> bool:
        """Many entries stand folded unless one of them is open; a few always show."""
        return len(self.links) > SHOWN_AT_ONCE

    @property
    def routes(self) -> list[str]:
        return [link.route for link in self.links]


def may_open(user: Any, link: NavigationLink) -> bool:
    """What its permission says, and whether the role leaves its page open at all."""
    return may_visit_route(user, link.route) and (not link.permission or user.has_perm(link.permission))


SHOWN_AT_ONCE = 3


#: Where a phone finds everything that its bar has no room for.
MENU = NavigationLink("更多", "menu", "menu", alone=True)
SECTIONS = (
    Section("待办", (NavigationLink("待办", "scoring:inbox", "list-checks", ENTER, phone=True, alone=True),)),
    Section(
        "考核",
        (
            NavigationLink("考核得分", "scoring:dashboard", "gauge", phone=True),
            NavigationLink("方案目标", "scoring:targets", "goal", alone=True),
            NavigationLink("疑点", "doubts:list", "search-check", alone=True, also="doubts:"),
            NavigationLink("考核细则", "scoring:rubrics", "book-open-check", alone=True, also="scoring:rubric"),
        ),
    ),
    Section(
        "劳动力",
        (
            NavigationLink("人员", "labor:person_list", "users", phone=True),
            NavigationLink("农户", "labor:household_list", "house", alone=True),
            NavigationLink("变更登记", "event_list", "history", ENTER, alone=True, also="event_undo"),
            NavigationLink(
                "半年核实", "labor:verification_list", "user-round-check", ENTER, True, True, "labor:verify"
            ),
        ),
    ),
    Section(
        "就业",
        (
            NavigationLink("就业规模", "scoring:workforce", "chart-column", alone=True),
            NavigationLink("就业记录", "labor:employment_list", "briefcase-business", alone=True),
            NavigationLink("求职登记", "labor:case_list", "user-round-search", alone=True),
            NavigationLink("就业服务", "platforms:service_list", "heart-handshake", alone=True),
            NavigationLink("户帮扶", "platforms:help_list", "house", alone=True),
            NavigationLink(
                "公益性岗位", "labor:public_benefit_post_list", "trees", alone=True, also="labor:post_attendance"
            ),
            NavigationLink("数据抽查", "labor:spot_check_list", "clipboard-check", alone=True),
            NavigationLink("抽样抽查", "labor:round_list", "dices", alone=True),
        ),
    ),
    Section(
        "劳务输出",
        (
            NavigationLink("三个清单", "platforms:three_lists", "list-tree", alone=True),
            NavigationLink("劳务输出", "labor:export_list", "bus", alone=True),
            NavigationLink("参加劳务输出", "labor:participant_list", "luggage", alone=True),
            NavigationLink("稳岗回访", "labor:follow_up_list", "phone-call", alone=True),
            NavigationLink("劳务协作协议", "labor:agreement_list", "handshake", alone=True),
        ),
    ),
    Section(
        "招聘",
        (
            NavigationLink("招聘岗位", "platforms:vacancy_list", "megaphone", alone=True),
            NavigationLink("应聘人选", "platforms:candidate_list", "user-round-plus", alone=True),
            NavigationLink("招聘活动", "platforms:event_list", "calendar-days", alone=True),
            NavigationLink("用人单位", "labor:employer_list", "building", alone=True),
            NavigationLink("待归并的单位", "labor:join_names", "merge", KEEP, alone=True),
            NavigationLink("招聘任务", "platforms:recruitment_task_list", "target", alone=True),
        ),
    ),
    Section(
        "车间与安置点",
        (
            NavigationLink("帮扶车间", "workshops:workshop_list", "factory"),
            NavigationLink("认定申报", "workshops:application_list", "stamp", alone=True),
            NavigationLink("车间检查", "workshops:inspection_list", "search-check", alone=True),
            NavigationLink("减免补贴", "workshops:support_list", "badge-percent", alone=True),
            NavigationLink("安置点", "labor:site_list", "house-plus", alone=True),
        ),
    ),
    Section(
        "服务平台",
        (
            NavigationLink("平台覆盖", "platforms:coverage", "layout-grid", alone=True),
            NavigationLink("村级平台", "platforms:platform_list", "building-2"),
            NavigationLink("平台人员", "platforms:staff_list", "id-card", alone=True),
            NavigationLink("业务检查", "platforms:check_list", "monitor-check", alone=True),
            NavigationLink("业务培训", "training:staff_training_list", "presentation", alone=True),
        ),
    ),
    Section(
        "培训与创业",
        (
            NavigationLink("培训班", "training:class_list", "graduation-cap"),
            NavigationLink("参训记录", "training:enrolment_list", "notebook-pen", alone=True),
            NavigationLink("培训意愿", "training:wish_list", "hand", alone=True),
            NavigationLink("培训任务", "training:quota_list", "target", alone=True),
            NavigationLink("返乡创业", "training:business_list", "store", alone=True),
        ),
    ),
    Section(
        "政策督办",
        (
            NavigationLink("政策落实", "oversight:policy_list", "scroll-text"),
            NavigationLink("政策找人", "oversight:finding", "scan-search", alone=True),
            NavigationLink("政策申请", "oversight:application_list", "file-user", alone=True),
            NavigationLink("政策兑现", "oversight:payment_list", "hand-coins", alone=True),
            NavigationLink("督办整改", "oversight:task_list", "alarm-clock-check", alone=True),
            NavigationLink("问题清单", "oversight:problem_list", "list-x", alone=True),
            NavigationLink("我负责的", "oversight:mine", "user-check", alone=True, also="oversight:responsible"),
            NavigationLink("领导小组", "accounts:post_list", "users-round", alone=True),
            NavigationLink("组织机构", "oversight:document_list", "file-badge", alone=True),
            NavigationLink("考核基数", "oversight:baseline_list", "ruler", alone=True),
            NavigationLink("启用日", "scoring:start_list", "calendar-check", alone=True),
            NavigationLink("启用前官方数", "scoring:official_figure_list", "file-check", alone=True),
        ),
    ),
    Section(
        "台账",
        (
            NavigationLink("导入导出", "ledger:exchange", "file-spreadsheet", EXCHANGE),
            NavigationLink("比对名单", "ledger:compare", "search-check", EXCHANGE, alone=True, also="ledger:compar"),
            NavigationLink("上传名册", "ledger:roster", "file-up", EXCHANGE),
            NavigationLink("上报与公示", "ledger:official_lists", "file-down", EXCHANGE, also="ledger:official_list"),
        ),
    ),
    Section(
        "系统",
        (
            NavigationLink("系统", "system:page", "server", OPERATE, alone=True),
            NavigationLink("基础资料", "administration:reference", "library", OPERATE, alone=True),
            NavigationLink("审计记录", "administration:trail", "scroll-text", READ_TRAIL, True),
            NavigationLink("提醒", "reminders:list", "bell"),
            NavigationLink("账号", "accounts:account_list", "user-cog", MANAGE, alone=True),
            NavigationLink("我的账号", "accounts:profile", "circle-user-round"),
        ),
    ),
)
