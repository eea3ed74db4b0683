"""Mails: are they sent, and would the server take them?"""

import smtplib
import ssl
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection

from foulee.cli.doctor.finding import Finding
from foulee.configuration import Configuration
from foulee.reporting.language import Language

PATIENCE = 10  # seconds


def found(configuration: Configuration, language: Language) -> Iterator[Finding]:
    """What was found of the mails."""
    if configuration.get("FOULEE_SMTP"):
        yield server(language)
    else:
        yield folder(language)


def folder(language: Language) -> Finding:
    """Mails that are written as files: fine for oneself, not for others."""
    sentence = language.say("No mail is sent: mails are written into {folder}. To send them, set FOULEE_SMTP.")
    return Finding("mail", sentence.format(folder=Path(settings.DATA) / "mails"))


def server(language: Language) -> Finding:
    """Whether the mail server lets us in; nothing is sent."""
    say = language.say
    connection = get_connection(timeout=PATIENCE)
    try:
        connection.open()
    except smtplib.SMTPAuthenticationError:
        sentence = say("The mail server refuses the name or the password.")
        return Finding("mail", sentence, say("Correct FOULEE_SMTP; in it, special characters are written as %xx."))
    except smtplib.SMTPNotSupportedError:
        sentence = say("The mail server does not know what FOULEE_SMTP asks of it (encryption or sign-in).")
        return Finding("mail", sentence, say("Try smtps:// instead of smtp://, or the reverse with ?starttls=1."))
    except ssl.SSLError:
        sentence = say("No safe connection to the mail server could be made.")
        return Finding("mail", sentence, say("Check the name of the server, and its port: 465 for smtps, else 587."))
    except (OSError, smtplib.SMTPException):
        sentence = say("The mail server {host}, port {port}, does not answer.")
        told = sentence.format(host=settings.EMAIL_HOST, port=settings.EMAIL_PORT)
        return Finding("mail", told, say("Check FOULEE_SMTP, and that this machine may send mails."))
    finally:
        connection.close()
    return Finding("mail", say("The mail server answers and lets us in."))
