"""Pages travel compressed, also where no proxy does it: an answer weighs a fifth of its letters."""

import gzip
import io
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

LEAST = 1000  # bytes, below which it is not worth it
LEVEL = 1  # a fifth of the letters in a millisecond; higher ones take several times as long for a little less
PADDING = 100  # bytes at most of random length, so that the length of a page tells nothing of a secret in it
KINDS = ("text/html", "application/json", "application/toml")


class CompressingMiddleware:
    """Compress pages for browsers that accept it, which is all of them; files are compressed once and for all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Compress what the page has become."""
        response = self.get_response(request)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or kind not in KINDS or response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        accepted = "gzip" in request.headers.get("Accept-Encoding", "")
        if accepted and len(response.content) >= LEAST:
            response.content = packed(response.content)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(response.content))
        return response


def packed(body: bytes) -> bytes:
    """Compress, with a name of random length in front."""
    written, name = io.BytesIO(), "x" * secrets.randbelow(PADDING)
    with gzip.GzipFile(name, "wb", LEVEL, written, mtime=0) as file:
        file.write(body)
    return written.getvalue()
