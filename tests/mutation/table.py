"""The table in docs/mutation.md: what was found, module by module. One that was not run here keeps its lines."""

import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.mutants import Mutant
from tests.mutation.session import Session

HEAD = """# Mutation table

`make mutation` changes a module in one place at a time (a comparison, a condition, a lookup, a call of a queryset left
out …) and runs the near tests: what no test notices has survived. `make mutation ONLY="core.scoping core.memo"` runs
some modules; a run goes on where the last one was broken off, and `AGAIN=1` runs the survivors once more.
`tests/mutation/modules.toml` says whose mutants are run and which tests are near. Annotations, messages, declarations
of columns and most decorators are left alone. All of it runs on SQLite, and in one process: what only a worker of its
own or PostgreSQL would notice counts as survived.

Where a whole run takes too long, a sample is run (`python -m tests.mutation MODULE --sample 40 --seed 7`): the row says
how many of the mutants were drawn, and the seed.

A mutant that cannot be told from the program by what it does is *equivalent*; `tests/mutation/equivalent.toml` names
each with the reason. Killed is the share of the others; the aim is 85 % in each module.

| module | mutants | killed | equivalent | survived | killed of the others | changed last on | in commit |
|---|---|---|---|---|---|---|---|
"""
NOT_RUN = "| `{name}` | | | | | not run | | |"


@dataclass(frozen=True)
class Equivalent:
    """A mutant that changes nothing that anybody could see, named by what it changes in which function."""

    within: str
    was: str
    becomes: str
    why: str

    def names(self, mutant: Mutant) -> bool:
        return (self.within, self.was, self.becomes) == (mutant.within, mutant.was, mutant.becomes)


def equivalents(path: Path) -> dict[str, list[Equivalent]]:
    """By module."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: [Equivalent(**each) for each in entries] for name, entries in told.items()}


@dataclass(frozen=True)
class Findings:
    """What a finished session says of its module."""

    name: str
    version: str
    size: str
    mutants: int
    killed: int
    equivalent: list[Equivalent]
    survivors: list[Mutant]

    @classmethod
    def of(cls, session: Session, named: list[Equivalent]) -> "Findings":
        results = list(session.results())
        survived = [mutant for mutant, result in results if not result.is_killed]
        equivalent = [each for each in named if any(each.names(mutant) for mutant in survived)]
        left = [mutant for mutant in survived if not any(each.names(mutant) for each in named)]
        tried, whole = len(results), len(session.mutants)
        size = f"{whole}" if tried == whole else f"{tried} of {whole}, seed {session.seed}"
        version = last_change(session.module.path)
        return cls(session.module.name, version, size, tried, tried - len(survived), equivalent, left)

    def row(self) -> str:
        share = f"{100 * self.killed // max(self.killed + len(self.survivors), 1)} %"
        equivalent = self.mutants - self.killed - len(self.survivors)
        numbers = (self.size, self.killed, equivalent, len(self.survivors), share, self.version)
        return f"| `{self.name}` | {' | '.join(map(str, numbers))} |"

    def section(self) -> str:
        """Survivors and equivalents, one by one; blank where there are none."""
        survived = [f"- survived {changed(mutant)}" for mutant in self.survivors]
        same = [f"- equivalent {changed(each)}  \n  {each.why}" for each in self.equivalent]
        return "\n".join([f"## {self.name}", "", *survived, *same]) if survived or same else ""


def last_change(path: Path) -> str:
    """The day and the commit in which a file was changed last: of that text the row speaks."""
    asked = ["git", "log", "-1", "--format=%cs | %h", "--", str(path)]
    return subprocess.check_output(asked, text=True, cwd=path.parent).strip()


def changed(mutant: Mutant | Equivalent) -> str:
    where = f"in `{mutant.within}`: " if mutant.within else ""
    return f"{where}`` {mutant.was} `` → `` {mutant.becomes or '(nothing)'} ``"


def write(path: Path, names: list[str], found: list[Findings]) -> None:
    """`names` are all modules there are; those that were not found keep what stands there."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    rows, sections = kept_rows(before), kept_sections(before)
    rows |= {each.name: each.row() for each in found}
    sections |= {each.name: each.section() for each in found}
    table = "\n".join(rows.get(name) or NOT_RUN.format(name=name) for name in names)
    told = [f"{sections[name].strip()}\n" for name in names if sections.get(name)]
    path.write_text("\n".join([f"{HEAD}{table}\n", *told]), encoding="utf-8")


def kept_rows(text: str) -> dict[str, str]:
    return {line.split("`")[1]: line for line in text.splitlines() if line.startswith("| `")}


def kept_sections(text: str) -> dict[str, str]:
    parts = text.split("\n## ")[1:]
    return {part.split("\n")[0]: f"## {part}" for part in parts}
