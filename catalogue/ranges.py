"""Parts of files (RFC 9110, 14): what lets a listener wind forward without the whole file."""

import re
from collections.abc import Iterator
from typing import IO

from django.core.files import File
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

_ONE_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})", re.ASCII)
_PIECE = 64 * 1024


def file_or_part(
    request: HttpRequest, file: File, content_type: str, etag: str, headers: dict[str, str]
) -> HttpResponseBase:
    """The file, or the one range of it that was asked for (206); 416 for a range beyond its end.

    Several ranges at once get the whole file, as does a range of another version than `etag`.
    `headers` are said with each of these answers.
    """
    headers = {**headers, "Accept-Ranges": "bytes", "ETag": etag}
    asked = _ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or request.headers.get("If-Range", etag) != etag or asked[0] == "bytes=-":
        return FileResponse(file, content_type=content_type, headers=headers)
    size = file.size
    first, last = _span(asked[1], asked[2], size)
    if first >= size or first > last:
        file.close()
        return HttpResponse(
            status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"}
        )
    response = StreamingHttpResponse(
        _pieces(file, first, last),
        status=206,
        content_type=content_type,
        headers={
            **headers,
            "Content-Range": f"bytes {first}-{last}/{size}",
            "Content-Length": str(last - first + 1),
        },
    )
    response._resource_closers.append(file.close)  # type: ignore[attr-defined]
    return response


def _span(start: str, end: str, size: int) -> tuple[int, int]:
    """The first and the last byte; without a start, the last `end` bytes are meant."""
    if not start:
        return max(0, size - int(end)) if int(end) else size, size - 1
    return int(start), min(int(end), size - 1) if end else size - 1


def _pieces(file: IO[bytes] | File, first: int, last: int) -> Iterator[bytes]:
    file.seek(first)
    left = last - first + 1
    while left and (piece := file.read(min(_PIECE, left))):
        left -= len(piece)
        yield piece
