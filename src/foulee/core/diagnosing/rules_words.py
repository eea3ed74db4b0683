"""What a short answer says: somebody or everybody, customers or applause."""

import re
import unicodedata

_NOT_WORDS = re.compile(r"[^a-z0-9]+")

# Answers to "who?" that name nobody, or that name everybody. They stand at the head of the answer: "Marie,
# avec l'équipe" is Marie; "personne d'autre que moi" is somebody.
_NOBODY = re.compile(
    r"(?:personne|nobody|no one|none)(?! (?:d autre )?(?:que|but|except|other than)\b)(?! else but\b)\b"
    r"|(?:pas encore|aucun|aucune|rien|not yet|on verra|on ne sait pas|je ne sais pas|we will see|we ll see"
    r"|i don t know|don t know|to be decided|a definir|a voir)\b"
    r"|(?:non|no|tbd|n a)$"
)
_EVERYBODY = re.compile(
    r"(?:un peu |a bit |a little )?"
    r"(?:tout le monde|tous\b|toutes\b|toute l equipe|l equipe|chacun|n importe qui|qui (?:veut|peut)"
    r"|(?:celui|celle|ceux) qui|on (?:se relaie|se partage|s y met|s en occupe tous|fait tous)|ca depend"
    r"|selon\b"
    r"|everyone|everybody|anyone|anybody|whoever|whichever|the (?:whole |entire )?team|(?:all|each|any) of us"
    r"|we all|it depends|the staff|les (?:salaries|employes|vendeuses|vendeurs))"
    r"|(?:nous|nous tous|nous toutes|us|we|us all)$"
)

# Figures that flatter, and the words that show that an answer counts customers after all.
_APPLAUSE = re.compile(
    r"\b(?:likes?|j aime|followers?|abonnee?s?|subscribers?|fans?|vues?|views?|impressions?|affichages|reach"
    r"|portee|coeurs?|hearts?|partages|shares|pouces|thumbs up|engagement)\b"
)
_CUSTOMERS = re.compile(
    r"\b(?:clients?|clientes?|clientele|customers?|commandes?|orders?|ventes?|vend\w*|sales?|sold|sell\w*|achat\w*"
    r"|achet\w*|buy\w*|bought|purchas\w*|devis|quotes?|soumissions?|rendez vous|rdv|appointments?|reserv\w*"
    r"|book\w*|couverts?|covers|tickets?|chiffre d affaires|revenue|turnover|euros?|dollars?|pounds|visit\w*"
    r"|appels?|calls?|candidat\w*|embauch\w*|recru\w*|hir(?:es?|ed|ing)|applica\w*|adherent\w*|members?|inscri\w*"
    r"|demandes?|enquir\w*|inquir\w*|courriels?|e mails?|emails?|newsletter|lettre|panier\w*|box|payants?"
    r"|paying|patients?|eleves?|students?|pupils?|nuitees?|nights?)\b"
)


def names_nobody(answer: str) -> bool:
    """Whether an answer to "who?" is empty or says that it is nobody."""
    plain = _plain(answer)
    return not plain or _NOBODY.match(plain) is not None


def names_everybody(answer: str) -> bool:
    """Whether an answer to "who?" names a whole team instead of a person (METHOD C3)."""
    return _EVERYBODY.match(_plain(answer)) is not None


def counts_applause(answer: str) -> bool:
    """Whether what is counted is likes, followers or views and no customer of any kind (METHOD B7)."""
    plain = _plain(answer)
    return _APPLAUSE.search(plain) is not None and _CUSTOMERS.search(plain) is None


def _plain(answer: str) -> str:
    """Small letters without accents, one space between words."""
    letters = unicodedata.normalize("NFKD", answer.casefold().replace("œ", "oe"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _NOT_WORDS.sub(" ", bare).strip()
