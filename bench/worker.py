"""One step of a measurement in a process of its own: `python -m bench.worker STEP ARGUMENTS`.

Prints one JSON object; `peak_mb` is the most memory that this process held.
"""

import json
import os
import sys
from importlib import import_module
from pathlib import Path

STEPS = {
    "prepare": "bench.store:prepare",
    "load": "bench.store:load_people",
    "score": "bench.score:step",
    "workbook": "bench.importing:write_workbook",
    "import": "bench.importing:step",
    "import-floor": "bench.importing:floor_step",
    "load-households": "bench.importing:load_households",
    "import-resource": "bench.importing:resource_step",
    "write-small-rows": "bench.importing:write_small_rows",
    "export": "bench.exporting:step",
    "export-floor": "bench.exporting:floor_step",
}


def peak_mb() -> float:
    """The most memory that this process held so far; not its parent's, which getrusage would answer."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return round(int(kilobytes) / 1024, 1)


def main() -> None:
    """Set Django up on DATABASE_URL and run the step."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutuan.settings")
    import django
    from django.db import connections

    django.setup()
    module, function = STEPS[sys.argv[1]].split(":")
    answer = getattr(import_module(module), function)(**json.loads(sys.argv[2])) or {}
    connections.close_all()  # SQLite puts everything into the one file that is copied
    print(json.dumps({**answer, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main()
