"""From what went wrong on the wire to the one error of the door."""

import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore

from foulee.connectors.http.answer import NetworkError

# OpenSSL's reasons for refusing a certificate (X509_V_ERR_…).
DETAILS = {
    9: "not_yet",
    10: "expired",
    18: "self_signed",
    19: "self_signed",
    20: "incomplete",
    21: "incomplete",
    62: "wrong_name",
    64: "wrong_name",
}
HEADERS_TOO_LARGE = 431


@contextmanager
def told(address: str) -> Iterator[None]:
    """Turn what a request may raise into NetworkError, with the address it was for."""
    try:
        yield
    except NetworkError as error:
        error.values = {"address": address, **error.values}
        raise
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, zlib.error) as error:
        code, permanent, detail = _judged(error)
        values = {"address": address, "detail": detail} if detail else {"address": address}
        raise NetworkError(code, permanent=permanent, values=values) from error


def _judged(error: Exception) -> tuple[str, bool, str]:
    """Code, whether it lasts, and for a certificate the detail."""
    cause = next(iter(error.args), None)  # httpcore's errors carry what they were made from
    if isinstance(error, httpcore.TimeoutException):
        return "timeout", False, ""
    if isinstance(cause, ssl.SSLCertVerificationError):
        return "certificate", True, DETAILS.get(cause.verify_code, "other")
    if isinstance(cause, ssl.SSLError) and isinstance(error, httpcore.ConnectError):
        return "tls", True, ""
    if getattr(cause, "error_status_hint", 0) == HEADERS_TOO_LARGE:
        return "too_large", True, ""
    if isinstance(error, zlib.error) or (isinstance(error, httpcore.ProtocolError) and isinstance(cause, Exception)):
        return "bad_answer", True, ""
    return "connection", False, ""  # refused, or closed without a word
