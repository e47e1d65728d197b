"""No upload is larger than settings.UPLOAD_LIMIT: what comes beyond is read and dropped, never kept.

What is too large for memory arrives in a folder of ours, so that what a cut-off request leaves there can be swept.
"""

import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

#: An upload that nobody has added to for so long will not go on.
LEFT_FOR = timedelta(days=1)


class LimitedUpload(FileUploadHandler):
    """Stands before the handlers that keep files: a file that grows too large leaves only its name and size."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start + len(raw_data) <= settings.UPLOAD_LIMIT else None

    def file_complete(self, file_size: int) -> Any:
        if file_size <= settings.UPLOAD_LIMIT:
            return None
        for handler in self.request.upload_handlers if self.request else ():
            handler.upload_interrupted()
        return UploadedFile(file=BytesIO(), name=self.file_name, size=file_size)


class OwnFolderUpload(TemporaryFileUploadHandler):
    """Keeps a large upload in settings.FILE_UPLOAD_TEMP_DIR, which it makes."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(parents=True, exist_ok=True)
        super().new_file(*args, **kwargs)


def sweep() -> int:
    """Delete what uploads left that were cut off; returns how many files."""
    before = time.time() - LEFT_FOR.total_seconds()
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    left = [path for path in folder.glob("*") if path.is_file() and path.stat().st_mtime < before]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def refuse_too_large(file: Any) -> None:
    """The validator of form fields that take files."""
    if file.size > settings.UPLOAD_LIMIT:
        most, size = settings.UPLOAD_LIMIT // 2**20, file.size / 2**20
        raise ValidationError(
            f"文件有 {size:.0f} 兆，最多 {most} 兆：请删去多余的内容或分几个文件上传", code="too_large"
        )
