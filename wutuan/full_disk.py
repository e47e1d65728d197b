"""A disk that is full: pages are read all the same, and whoever writes is told what is wrong and whom to tell."""

import errno
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.log import log_response

#: Insufficient Storage.
STATUS = 507
SQLITE_SAYS = "disk is full"
POSTGRESQL_SAYS = "53100"


def answer(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """The page that says so; None where something else is wrong."""
    if not any(map(_is_full, _causes(exception))):
        return None
    response = render(request, "full_disk.html", status=STATUS)
    log_response("The disk is full: %s", request.path, response=response, request=request, exception=exception)
    return response


def _is_full(exception: BaseException) -> bool:
    said = getattr(exception, "errno", None), getattr(exception, "pgcode", None)
    return said[0] == errno.ENOSPC or said[1] == POSTGRESQL_SAYS or SQLITE_SAYS in str(exception)


def _causes(exception: BaseException | None) -> Iterator[BaseException]:
    while exception:
        yield exception
        exception = exception.__cause__ or exception.__context__
