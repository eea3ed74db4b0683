"""Why a website was not looked at, in a sentence that stands next to its address."""

from foulee.reporting.language import Language, mark

WRONG = {
    "bad_address": mark("This does not look like a website’s address. Write it like boulangerie.fr, without spaces."),
    "bad_scheme": mark("Only addresses that begin with https:// or http:// can be looked at."),
    "credentials": mark("This address holds a name or a password: write it without them."),
    "refused_port": mark("This address asks for an unusual door (a number after the colon): write it without."),
    "refused_address": mark("This address goes to a machine on a private network, not to a public website."),
    "nothing_typed": mark("Write the address of your website."),
    "too_many": mark("That was a lot of looks in a short time. A website changes slowly: try again in an hour."),
    "too_many_here": mark("This website has been looked at a lot within the hour. Try again later."),
    "mail_address": mark("This is an e-mail address: give that of your website."),
    "no_network": mark("Foulée could not go out on the internet: nothing is noted, and your website is not to blame."),
    "worker_lost": mark("The look was broken off several times. If it goes on, tell whoever runs this installation."),
}  # fmt: skip
OTHERWISE = mark("The look failed, and the fault is ours. Try again a little later.")


def wrong(code: str, language: Language) -> str:
    """What is wrong, by its code."""
    return language.say(WRONG.get(code, OTHERWISE))
