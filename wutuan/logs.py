"""Log lines without personal data: for people as text, for machines as JSON."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from core.personal_data.masking import ScrubbingFormatter, scrub

#: The number of the request that is being answered; blank outside one.
request_id: ContextVar[str] = ContextVar("request_id", default="")

#: What a call to the logger may add by `extra=`.
FIELDS = ("user", "route", "method", "status", "milliseconds")

#: Where PostgreSQL quotes the row that it refused.
QUOTING = re.compile(r"^(?:DETAIL|CONTEXT|QUERY|LINE \d+):.*\n?", re.MULTILINE)


class LineFormatter(ScrubbingFormatter):
    """A line of text."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 -- logging's own name
        return QUOTING.sub("", super().formatException(ei))


class JsonFormatter(LineFormatter):
    """A JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id.get():
            said["request"] = request_id.get()
        said |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return scrub(json.dumps(said, ensure_ascii=False, default=str))
