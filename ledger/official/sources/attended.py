"""Public-benefit posts of a month, with the days attended and what they are paid."""

from typing import Any

from labor.models import PostAttendance
from ledger.official.sources.base import OfficialSource, SourceTable, Wanted, labels_of, of_person, said


def find(wanted: Wanted) -> Any:
    """What is written down of the month of those who held a post in it, by village and name."""
    rows = PostAttendance.objects.of_posts_held(wanted.first)
    return rows.order_by("post__village", "post__person__name_pinyin", "post__code")


class PostPayTable(SourceTable):
    columns = (
        *of_person("姓名", "性别", "证件号码", "联系电话"),
        said("村", lambda row: row.post.village),
        said("岗位名称", lambda row: row.post.kind),
        said("用人单位", lambda row: row.post.employer),
        said("月补贴", lambda row: row.allowance),
        said("规定出勤天数", lambda row: row.days_due),
        said("累计出勤天数", lambda row: row.days_attended),
        said("补贴金额", lambda row: row.amount),
        said("协议开始", lambda row: row.post.contract_started_on),
        said("协议终止", lambda row: row.post.contract_ended_on),
    )

    def read(self, rows: Any) -> list[Any]:
        found = list(rows.select_related("post__village", "post__person__village", "post__person__household"))
        for row in found:
            row.person = row.post.person
        return found


POST_MONTH = OfficialSource(find, PostPayTable, labels_of(PostPayTable.columns))
