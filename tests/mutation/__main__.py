"""`python -m tests.mutation [MODULE …] [--again]`: change a module in one place at a time, and see which test notices.

A run goes on where the last one was broken off; `--again` runs survivors once more. The table stands in
docs/mutation.md.
"""

import argparse
import json
import os
import tomllib
from pathlib import Path

BASE = Path(__file__).parents[2]
os.environ["DATABASE_URL"] = "sqlite:///:memory:"

from tests.mutation.cold import run_cold  # noqa: E402
from tests.mutation.forks import in_fork  # noqa: E402
from tests.mutation.mutants import Module  # noqa: E402
from tests.mutation.session import Session  # noqa: E402
from tests.mutation.table import Findings, equivalents, write  # noqa: E402
from tests.mutation.warm import run_warm  # noqa: E402

MODULES = tomllib.loads(Path(__file__).with_name("modules.toml").read_text(encoding="utf-8"))
EQUIVALENT, TABLE = Path(__file__).with_name("equivalent.toml"), BASE / "docs" / "mutation.md"
A_DAY = 24 * 60 * 60


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="all of them when none is named")
    parser.add_argument("--again", action="store_true", help="run survivors once more")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="run so many mutants of a module only")
    parser.add_argument("--seed", type=int, default=0, help="which of them are drawn")
    asked = parser.parse_args()
    for name in asked.modules or MODULES:
        session = Session(Module(name, BASE), asked.sample, asked.seed)
        session.begin()
        if asked.again:
            session.again()
        finish(session)


def finish(session: Session) -> None:
    """Run what is left of a session, say what survived, and write the table."""
    name = session.module.name
    if session.pending():
        code, told = in_fork(lambda _: run_warm(session, MODULES[name]["near"]), A_DAY)
        if code not in (0, 1):  # with 1 some tests have failed without a mutant; they are left out and named
            raise SystemExit(f"{name}: {code}\n{told}")
        run_cold(session)
    found = Findings.of(session, equivalents(EQUIVALENT).get(name, []))
    for mutant in found.survivors:
        parts = {"within": mutant.within, "was": mutant.was, "becomes": mutant.becomes, "why": ""}
        print(
            f'[["{name}"]]',
            *(f"{part} = {json.dumps(text, ensure_ascii=False)}" for part, text in parts.items()),
            "",
            sep="\n",
        )
    print(f"{name}: {found.killed} of {found.mutants} killed, {len(found.survivors)} survived")
    write(TABLE, list(MODULES), [found])


if __name__ == "__main__":
    main()
