"""One clear sentence for each thing wrong with a portfolio or with one of its firms."""

from foulee.reporting.language import Language


def portfolio_templates(language: Language) -> dict[str, str]:
    """Sentences by code of problem."""
    say = language.say
    return {
        "portfolio_empty": say("{file}: there is no firm in it."),
        "portfolio_shape": say(
            "{file}: a portfolio is made of [[firm]] sections, one for each firm, and of one [defaults] at most."
        ),
        "portfolio_twice": say("a firm before it is called {found} too; give each its own name."),
        "portfolio_lever": say(
            "{name}: {found} is no kind of lever; write one of {kinds}, with :hours or :money after it if need be."
        ),
        "portfolio_follows": say("follows names {found}, which is none of the levers."),
    }
