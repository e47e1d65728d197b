#!/usr/bin/env python
import os
import sys
from importlib.util import find_spec

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutuan.settings")
    if sys.version_info < (3, 11):  # noqa: UP036 -- for whoever runs it with another
        sys.exit("需要 Python 3.11 或更高的版本")
    if not find_spec("django"):
        sys.exit("缺少依赖的软件包，请先运行 python -m pip install --require-hashes -r requirements.txt")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
