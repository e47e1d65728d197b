"""How a file is refused. The sentences are for its owner: what is wrong with it, and what to do."""

DAMAGED = "文件已损坏，无法读取：请用 Excel 或 WPS 打开检查后另存为 .xlsx 再上传"


class UnreadableWorkbook(Exception):
    """The file cannot be taken at all; the message says in Chinese why and what to do."""
