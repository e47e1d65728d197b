"""`python -m bench [NAME …] [--people N] [--database sqlite|postgresql] [--full] [--list]`.

Prints one JSON line a measurement. A name is a measurement (import.first) or a group of them (import).
"""

import argparse
import os
import signal
import sys
from collections.abc import Iterator

import django

from bench.measure import Line, Options

NAMES = (
    "score.town",
    "score.county",
    "score.neighbours",
    "score.growth",
    "import.first",
    "import.again",
    "import.memory",
    "import.waiting",
    "import.people",
    "export.ledger",
    "export.memory",
    "pages.score",
    "pages.sub_item",
    "pages.people",
    "pages.person",
    "pages.first_load",
    "clerk.inbox",
    "clerk.verification",
    "clerk.person",
    "clerk.reminders",
    "registers.list",
    "registers.detail",
    "many.action",
    "many.export",
    "many.filter",
    "finding.town",
    "finding.county",
    "trail.pages",
    "trail.export",
    "doubts.rules",
    "doubts.entry",
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the speed; one JSON line each.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="a group or a measurement; everything when none is named"
    )
    parser.add_argument("--people", type=int, help="so many people instead of the usual sizes")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="one database instead of both")
    parser.add_argument("--full", action="store_true", help="django-import-export gets all rows; doubts all people")
    parser.add_argument("--list", action="store_true", help="name the measurements")
    return parser.parse_args()


def main() -> None:
    """Run what was asked for, group by group, on one database after the other."""
    asked = arguments()
    wanted = [name for name in NAMES if not asked.names or {name, group(name)} & set(asked.names)]
    if asked.list:
        print(*NAMES, sep="\n")
        return
    if unknown := set(asked.names) - {*NAMES, *map(group, NAMES)}:
        raise SystemExit(f"no such measurement: {', '.join(sorted(unknown))}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutuan.settings")
    django.setup()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # servers and folders are cleared away
    for database in [asked.database] if asked.database else ["sqlite", "postgresql"]:
        for line in measure(wanted, database, Options(frozenset(wanted), asked.people, asked.full)):
            print(line.json(), flush=True)


def group(name: str) -> str:
    return name.split(".")[0]


def measure(wanted: list[str], database: str, options: Options) -> Iterator[Line]:
    """The wanted lines, on one database."""
    from bench import clerk, doubts, exporting, finding, importing, many, pages, registers, score, trail
    from bench.databases import SERVERS

    modules = {"import": importing, "export": exporting}
    modules |= {"score": score, "pages": pages, "clerk": clerk, "registers": registers, "many": many}
    modules |= {"finding": finding, "trail": trail, "doubts": doubts}
    with SERVERS[database]() as server:
        for name in dict.fromkeys(map(group, wanted)):
            yield from (line for line in modules[name].lines(server, options) if line.bench in wanted)


if __name__ == "__main__":
    main()
