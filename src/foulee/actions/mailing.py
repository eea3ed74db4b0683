"""Sending mails."""

import logging

from django.core.mail import send_mail

from foulee.reporting.mails import Mail

logger = logging.getLogger("foulee.mails")


def deliver(mail: Mail, *, to: str) -> bool:
    """Send a mail now; False where the mail server could not take it, which the caller then says."""
    try:
        send_mail(mail.subject, mail.body, None, [to])
    except OSError as error:  # a refused connection, and whatever the server refuses
        logger.warning("a mail could not be sent: %s", type(error).__name__)
        return False
    return True
