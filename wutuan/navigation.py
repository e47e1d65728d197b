"""The frame around every page: where one can go, by task, and where one is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
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
    links: tuple[Link, ...]

    @property
    def folds(self) -> bool:
        """Many entries stand folded unless one of them is open; a few always show."""
        return len(self.links) > SHOWN_AT_ONCE

    @property
    def routes(self) -> list[str]:
        return [link.route for link in self.links]


SHOWN_AT_ONCE = 2


#: Where a phone finds everything that its bar has no room for.
MENU = Link("更多", "menu", "menu", alone=True)
SECTIONS = (
    Section("待办", (Link("待办", "scoring:inbox", "list-checks", "core.enter", phone=True, alone=True),)),
    Section(
        "考核",
        (
            Link("考核得分", "scoring:dashboard", "gauge", phone=True),
            Link("方案目标", "scoring:targets", "goal", alone=True),
        ),
    ),
    Section(
        "劳动力",
        (
            Link("人员", "labor:person_list", "users", phone=True),
            Link("农户", "labor:household_list", "house", alone=True),
            Link("半年核实", "labor:verification_list", "user-round-check", "core.enter", True, True, "labor:verify"),
        ),
    ),
    Section(
        "就业",
        (
            Link("就业规模", "scoring:workforce", "chart-column", alone=True),
            Link("就业记录", "labor:employment_list", "briefcase-business", alone=True),
            Link("求职登记", "labor:case_list", "user-round-search", alone=True),
            Link("就业服务", "platforms:service_list", "heart-handshake", alone=True),
            Link("户帮扶", "platforms:help_list", "house", alone=True),
            Link("公益性岗位", "labor:public_benefit_post_list", "trees", alone=True),
            Link("数据抽查", "labor:spot_check_list", "clipboard-check", alone=True),
        ),
    ),
    Section(
        "劳务输出",
        (
            Link("三个清单", "platforms:three_lists", "list-tree", alone=True),
            Link("劳务输出", "labor:export_list", "bus", alone=True),
            Link("参加劳务输出", "labor:participant_list", "luggage", alone=True),
            Link("稳岗回访", "labor:follow_up_list", "phone-call", alone=True),
            Link("劳务协作协议", "labor:agreement_list", "handshake", alone=True),
        ),
    ),
    Section(
        "招聘",
        (
            Link("招聘岗位", "platforms:vacancy_list", "megaphone", alone=True),
            Link("应聘人选", "platforms:candidate_list", "user-round-plus", alone=True),
            Link("招聘活动", "platforms:event_list", "calendar-days", alone=True),
            Link("用人单位", "platforms:employer_list", "building", alone=True),
            Link("招聘任务", "platforms:recruitment_task_list", "target", alone=True),
        ),
    ),
    Section(
        "车间与安置点",
        (
            Link("帮扶车间", "workshops:workshop_list", "factory"),
            Link("认定申报", "workshops:application_list", "stamp", alone=True),
            Link("车间检查", "workshops:inspection_list", "search-check", alone=True),
            Link("减免补贴", "workshops:support_list", "badge-percent", alone=True),
            Link("安置点", "labor:site_list", "house-plus", alone=True),
        ),
    ),
    Section(
        "服务平台",
        (
            Link("平台覆盖", "platforms:coverage", "layout-grid", alone=True),
            Link("村级平台", "platforms:platform_list", "building-2"),
            Link("平台人员", "platforms:staff_list", "id-card", alone=True),
            Link("业务检查", "platforms:check_list", "monitor-check", alone=True),
            Link("业务培训", "training:staff_training_list", "presentation", alone=True),
        ),
    ),
    Section(
        "培训与创业",
        (
            Link("培训班", "training:class_list", "graduation-cap"),
            Link("参训记录", "training:enrolment_list", "notebook-pen", alone=True),
            Link("培训意愿", "training:wish_list", "hand", alone=True),
            Link("培训任务", "training:quota_list", "target", alone=True),
            Link("返乡创业", "training:business_list", "store", alone=True),
        ),
    ),
    Section(
        "政策督办",
        (
            Link("政策落实", "oversight:policy_list", "scroll-text"),
            Link("政策找人", "oversight:finding", "scan-search", alone=True),
            Link("政策申请", "oversight:application_list", "file-user", alone=True),
            Link("政策兑现", "oversight:payment_list", "hand-coins", alone=True),
            Link("督办整改", "oversight:task_list", "alarm-clock-check", alone=True),
            Link("问题清单", "oversight:problem_list", "list-x", alone=True),
            Link("领导小组", "accounts:post_list", "users-round", alone=True),
            Link("组织机构", "oversight:document_list", "file-badge", alone=True),
            Link("考核基数", "oversight:baseline_list", "ruler", alone=True),
        ),
    ),
    Section("台账", (Link("导入导出", "ledger:exchange", "file-spreadsheet", "ledger.exchange"),)),
    Section(
        "系统",
        (
            Link("提醒", "reminders:list", "bell"),
            Link("我的账号", "accounts:profile", "circle-user-round"),
        ),
    ),
)
