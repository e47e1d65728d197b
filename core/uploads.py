"""No upload is larger than settings.UPLOAD_LIMIT: what comes beyond is read and dropped, never kept."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


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


def refuse_too_large(file: Any) -> None:
    """The validator of form fields that take files."""
    if file.size > settings.UPLOAD_LIMIT:
        most, size = settings.UPLOAD_LIMIT // 2**20, file.size / 2**20
        raise ValidationError(
            f"文件有 {size:.0f} 兆，最多 {most} 兆：请删去多余的内容或分几个文件上传", code="too_large"
        )
