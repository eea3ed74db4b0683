"""How the pages are reached from outside."""

from collections.abc import Iterator

from django.core import checks

from foulee.cli.doctor.finding import Finding
from foulee.cli.serve import is_there
from foulee.configuration import Configuration
from foulee.reporting.language import Language

LOCAL = {"127.0.0.1", "::1", "localhost"}


def found(configuration: Configuration, language: Language) -> Iterator[Finding]:
    """What was found of the way to the pages."""
    yield pages(configuration, language)
    yield safety(configuration, language)
    if configuration.on("FOULEE_DEBUG"):
        sentence = language.say("Errors are shown in full, with whatever they touch.")
        yield Finding("debug", sentence, language.say("Take FOULEE_DEBUG away."))
    if configuration.https:
        yield django_checks(language)


def pages(configuration: Configuration, language: Language) -> Finding:
    """Whether the pages are being served."""
    say = language.say
    if is_there(configuration):
        return Finding("pages", say("The pages are served at {url}.").format(url=configuration.url))
    sentence = say("The pages are not being served on port {port}.").format(port=configuration.get("FOULEE_PORT"))
    return Finding("pages", sentence, "foulee serve")


def safety(configuration: Configuration, language: Language) -> Finding:
    """Whether what visitors write travels safely."""
    say, elsewhere = language.say, configuration.get("FOULEE_HOST") not in LOCAL
    if configuration.https and not configuration.number("FOULEE_PROXIES"):
        sentence = say("FOULEE_URL is https, but no proxy is told of: pages would send visitors round in circles.")
        return Finding("https", sentence, say("Set FOULEE_PROXIES=1, and have the proxy send X-Forwarded-Proto."))
    if configuration.https:
        return Finding("https", say("Visitors come by https."))
    if elsewhere or configuration.get("FOULEE_URL"):
        sentence = say("Others can reach the pages by http: passwords and answers can be read on the way.")
        return Finding("https", sentence, say("Put a proxy with https in front, and set FOULEE_URL to https://…"))
    return Finding("https", say("The pages can be opened on this machine only."))


def django_checks(language: Language) -> Finding:
    """What Django's own examination finds before opening to the public."""
    warnings = checks.run_checks(include_deployment_checks=True)
    if not warnings:
        return Finding("checks", language.say("Cookies, headers and redirects are as they should be."))
    sentence = language.say("Django's deployment check: {ids}").format(ids=", ".join(str(one.id) for one in warnings))
    return Finding("checks", sentence, "foulee manage check --deploy")
