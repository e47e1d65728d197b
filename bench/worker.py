"""One step of a measurement in a process of its own: `python -m bench.worker STEP ARGUMENTS`.

Prints one JSON object; `peak_mb` is the most memory that this process held, unless the step says it itself.
"""

import json
import os
import sys
from importlib import import_module

from bench.measure import peak_mb

STEPS = {
    "prepare": "bench.loading:prepare",
    "load": "bench.loading:load_people",
    "score": "bench.score:step",
    "workbook": "bench.importing:write_workbook",
    "import": "bench.importing:step",
    "import-floor": "bench.importing:floor_step",
    "load-households": "bench.importing:load_households",
    "import-resource": "bench.importing:resource_step",
    "write-small-rows": "bench.importing:write_small_rows",
    "export": "bench.exporting:step",
    "pages": "bench.pages:step",
    "clerk": "bench.clerk:step",
    "registers": "bench.registers:step",
    "many-action": "bench.many:action_step",
    "many-export": "bench.many:export_step",
    "many-filter": "bench.many:filters_step",
    "finding": "bench.finding:step",
    "fill-trail": "bench.trail:fill",
    "trail": "bench.trail:step",
    "doubts": "bench.doubts:step",
    "doubts-entry": "bench.doubts:entry_step",
    "remind": "bench.reminding:step",
}


def main() -> None:
    """Set Django up on DATABASE_URL and run the step."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutuan.settings")
    import django
    from django.db import connections

    django.setup()
    module, function = STEPS[sys.argv[1]].split(":")
    answer = getattr(import_module(module), function)(**json.loads(sys.argv[2])) or {}
    connections.close_all()  # SQLite puts everything into the one file that is copied
    print(json.dumps({"peak_mb": peak_mb(), **answer}))


if __name__ == "__main__":
    main()
