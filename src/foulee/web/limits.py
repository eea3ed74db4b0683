"""What a visitor may send, and what every page says of itself to the browser."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from foulee.web.errors import too_large

LARGEST = 2_500_000  # bytes of a whole request: the largest file of ours is one million
POWERS = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment", "usb")
PERMISSIONS = ", ".join(f"{power}=()" for power in POWERS)


class LimitsMiddleware:
    """Refuse what is too large before a byte of it is read; ask the browser for none of its powers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """What comes without a length is read as empty, so that the length told is the whole of it."""
        told = str(request.META.get("CONTENT_LENGTH") or "0")
        response = too_large(request) if told.isdigit() and int(told) > LARGEST else self.get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS
        return response
