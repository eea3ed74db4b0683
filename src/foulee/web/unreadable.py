"""An answer kept by another version of Foulée, whose shape this one does not know: said, and never guessed at."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foulee.advice.storing import StoredAdviceError
from foulee.core.roles import Right
from foulee.web.access import seat_of


class UnreadableMiddleware:
    """Turn what cannot be read back into a page that says so, with the button that makes the answer again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Change nothing."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """410: the answer is gone, the owner's own answers are not."""
        if not isinstance(exception, StoredAdviceError):
            return None
        firm_id = request.resolver_match.kwargs.get("firm_id") if request.resolver_match else None
        seat = seat_of(request, firm_id) if firm_id else None
        may = seat is not None and seat.may(Right.ANSWER)
        page = {"firm_id": firm_id, "may_answer": may}
        return render(request, "diagnosing/unreadable.html.jinja", page, status=410)
