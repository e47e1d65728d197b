"""Static files: ours under static/, and the few that we use of what packages carry."""

import hashlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, get_finders
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: The name on the site, the package that carries the file, and its place there.
CARRIED = (
    ("vendor/tabler/css/tabler.min.css", "jazzy_tabler", "static/vendor/tabler/css/tabler.min.css"),
    ("vendor/tabler/js/tabler.min.js", "jazzy_tabler", "static/vendor/tabler/js/tabler.min.js"),
    ("vendor/htmx/htmx.min.js", "django_htmx", "static/django_htmx/htmx-2.min.js"),
)


def in_package(package: str, path: str) -> str:
    """Where a file of an installed package lies; the package is looked up and not imported."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"缺少软件包 {package}，请按 requirements.txt 安装")
    return str(Path(spec.origin).parent / path)


class CarriedFiles(FileSystemStorage):
    """The carried files under their names on the site."""

    def __init__(self) -> None:
        super().__init__()
        self.places = {name: in_package(package, path) for name, package, path in CARRIED}

    def path(self, name: str) -> str:
        return self.places[name]


class CarriedFilesFinder(BaseFinder):
    """Finds the files of `CARRIED` and nothing else of their packages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = CarriedFiles()

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        place = self.storage.places.get(path)
        if find_all:
            return [place] if place else []
        return place

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, CarriedFiles]]:
        return ((name, self.storage) for name in self.storage.places)


def _without_source_maps(patterns: Any) -> tuple[Any, ...]:
    """The packages name source maps that they do not carry."""
    return tuple(
        (files, tuple(one for one in replaced if "sourceMappingURL" not in str(one))) for files, replaced in patterns
    )


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Every file under a name with its hash, so that browsers keep it for ever, and compressed beforehand."""

    patterns = _without_source_maps(CompressedManifestStaticFilesStorage.patterns)
    support_js_module_import_aggregation = True  # what a script imports has such a name too


def collect_if_changed() -> None:
    """Collect the static files, unless they were collected before and are the same since."""
    noted, present = Path(settings.STATIC_ROOT) / "sources.sha256", _sources()
    if noted.exists() and noted.read_text() == present:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    noted.write_text(present)


def _sources() -> str:
    """A digest of which files there are, how large and how old."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
