"""Why the system lets a file be neither read nor written, for whoever chose where it lies."""

import errno

REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这个磁盘只能读，不能写",
    errno.ENOENT: "没有这个文件夹",
    errno.ENOTDIR: "路径里有一段是文件，不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EEXIST: "已经有同名的文件",
    errno.ENOSPC: "磁盘满了",
    errno.ENAMETOOLONG: "路径太长",
}


def reason(error: OSError) -> str:
    """In Chinese; what is rare is left to the log."""
    return REASONS.get(error.errno or 0, "系统不允许，请换一个位置")
