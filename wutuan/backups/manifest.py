"""What a backup holds, written down when it was made; `faults` compares it with what is there now."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple, Self

NAME = "manifest.json"
FORMAT = 1


class NoBackup(Exception):
    """The folder is no backup, or was not finished."""


class File(NamedTuple):
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`documents` are the digests that the database knows; `audit` is the end of the audit trail, for `--anchor`."""

    made_at: str
    engine: str
    migrations: list[str]
    tables: dict[str, int]
    audit: str
    documents: dict[str, str]
    files: dict[str, File]
    format: int = FORMAT

    @classmethod
    def read(cls, backup: Path) -> Self:
        try:
            told = json.loads((backup / NAME).read_text(encoding="utf-8"))
            return cls(**told | {"files": {name: File(*file) for name, file in told["files"].items()}})
        except OSError as error:
            raise NoBackup(f"{backup} 不是备份：没有 {NAME}（可能做到一半就中断了）") from error
        except (ValueError, TypeError, KeyError) as error:
            raise NoBackup(f"{backup} 的 {NAME} 已损坏，或出自别的版本") from error

    def write(self, backup: Path) -> None:
        """At once or not at all."""
        draft = backup / f"{NAME}.part"
        draft.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(backup / NAME)

    @property
    def rows(self) -> int:
        return sum(self.tables.values())

    def __str__(self) -> str:
        return f"{self.rows} 行、{len(self.documents)} 份佐证材料"

    def faults_of_files(self, backup: Path) -> Iterator[str]:
        """Files that are gone or changed since."""
        for name, file in self.files.items():
            if not (backup / name).is_file():
                yield f"缺少 {name}"
            elif described(backup / name) != file:
                yield f"{name} 已被改动或损坏"

    def faults_of_documents(self) -> Iterator[str]:
        """Documents that were missing or damaged already when the backup was made."""
        for name, sha256 in self.documents.items():
            if name not in self.files:
                yield f"佐证材料 {name} 在备份时就已不在"
            elif self.files[name].sha256 != sha256:
                yield f"佐证材料 {name} 在备份时就已与上传时不同"

    def faults(self, backup: Path) -> list[str]:
        return [*self.faults_of_files(backup), *self.faults_of_documents()]


def described(path: Path) -> File:
    with path.open("rb") as file:
        return File(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
