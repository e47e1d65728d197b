"""The program with its clock set: `python -m tests.browser.clocked 2027-01-05T09:00+08:00 start --port 8000`."""

import os
import sys
from datetime import datetime

import time_machine
from django.core.management import execute_from_command_line


def main() -> None:
    time_machine.travel(datetime.fromisoformat(sys.argv.pop(1)), tick=True).start()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutuan.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
