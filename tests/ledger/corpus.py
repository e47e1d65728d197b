"""The files that took the program down, and those that arrive in an office: what must become of each."""

from pathlib import Path

HOSTILE, FIELD = (Path(__file__).parent.parent / name for name in ("hostile", "field"))

#: Files that are refused as a whole, with a word of the reason.
REFUSED = {
    HOSTILE / "special-ss-uniquecount.xlsx": "已损坏",
    HOSTILE / "special-row-gap-wide.xlsx": "在第 62 列仍有内容",
    HOSTILE / "special-far-evade5.xlsx": "超过 150000 行",
    HOSTILE / "special-redos4.xlsx": "已损坏",
    HOSTILE / "special-enc-base64.xlsx": "已损坏",
    HOSTILE / "special-deep-nesting-wb.xlsx": "已损坏",
    HOSTILE / "dry-xml-5047.xlsx": "已损坏",
    HOSTILE / "dry-values-5121.xlsx": "已损坏",
    FIELD / "10-far-strict-149999.xlsx": "在第 16384 列仍有内容",
}
#: Files of which one cell can't be read, and all else can: where it is, and a word of the reason.
ONE_CELL = {
    HOSTILE / "one-neg-date.xlsx": (("劳动力", 5, "纳入日期"), "不是日期"),
    HOSTILE / "one-phone-elapsed.xlsx": (("劳动力", 5, "联系电话"), "不是日期"),
    FIELD / "09-deadformula-strict.xlsx": (("劳动力", 2, "联系电话"), "公式"),
}
