"""What a history's columns are called, in English and French, and which of them are asked for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from foulee.connectors.files.history.wanted import Wanted
from foulee.core.history import folded
from foulee.core.response.levels import Measure
from foulee.firmfile.problems import Problem

WEEKS: tuple[str, ...] = (
    "week",
    "semaine",
    "date",
    "week_start",
    "debut_semaine",
    "lundi",
    "monday",
    "weeks",
    "semaines",
    "sem",
)
WEEKS += ("semaine_du", "week_of", "week_starting", "debut_de_semaine", "iso_week", "semaine_iso")
WEEKS += ("dates", "day", "jour", "days", "jours")  # the last are often names of days, beside a date
NAMES = {
    "sales": "sales revenue revenues turnover ventes vente ca chiffre_d_affaires chiffre_affaires ca_ht ca_ttc recettes"
    " recette total_sales sales_total ventes_totales ventes_total",
    "sales_online": "sales_online online_sales revenue_online ventes_en_ligne ca_en_ligne ventes_internet ventes_web",
    "sales_shop": "sales_shop shop_sales sales_store store_sales ventes_boutique ventes_magasin ventes_en_boutique"
    " ventes_en_magasin ca_boutique ca_magasin",
    "new_customers": "new_customers nouveaux_clients clients_nouveaux nouveau_clients nouvelles_clientes",
    "returning_customers": "returning_customers clients_fideles clients_revenus anciens_clients clients_habituels",
    "orders": "orders commandes nombre_de_commandes tickets nb_tickets nb_commandes transactions",
    "followers": "followers abonnes",
    "visits": "visits visites sessions visiteurs visitors",
    "reach": "reach portee personnes_touchees couverture",
}
MEANT = {name: meant for meant, names in NAMES.items() for name in names.split()}
LEVELS = {word: name for name in Measure for word in NAMES[name].split()}
# `reach_instagram`, `instagram_reach`: of which network or lever.
LEVEL_FIRST = re.compile(rf"({'|'.join(LEVELS)})_+(?:(?:d|de|du|des|sur|of|on)_+)?(\w+)")
LEVEL_LAST = re.compile(rf"(\w+)_({'|'.join(LEVELS)})")
YEARS = ("year", "annee", "iso_year")
ATTRIBUTED = re.compile(r"(?:attributed|attribu[ée]e?s?)[\s_:-]+(.+)", re.IGNORECASE)
UNIT_AT_END = re.compile(r"\s*[(\[](?:€|\$|£|eur|euros?|cad|usd|ht|ttc|h|heures?|hours?)[)\]]\s*$", re.IGNORECASE)
CLOSE, CLOSE_ASKED = 0.7, 0.6  # likeness of two names; who asks for a column means one of them


class Role(StrEnum):
    """What a column is for."""

    COUNTED = "counted"  # sales and counts
    LEVEL = "level"
    ATTRIBUTED = "attributed"
    LEVER = "lever"
    CONTROL = "control"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that is used: where it stands, what it is for, and the name of its series."""

    index: int
    role: Role
    name: str
    header: str


def is_week(cell: str) -> bool:
    """Whether a heading names the column of weeks or days."""
    return folded(cell) in WEEKS


def week_column(header: tuple[str, ...]) -> int | None:
    """Where the weeks stand, the surest name first; None if nowhere."""
    names = [folded(cell) for cell in header]
    return next((names.index(name) for name in WEEKS if name in names), None)


def year_column(header: tuple[str, ...]) -> int | None:
    """Where the year stands that numbered weeks belong to; None if nowhere."""
    return next((place for place, cell in enumerate(header) if folded(cell) in YEARS), None)


def identified(header: tuple[str, ...], asked: Wanted) -> tuple[list[Column], list[Problem]]:
    """Columns that are used, and what is wrong with the heading or with what was asked of it."""
    listed = ", ".join(cell for cell in header if cell)
    asked_columns, problems = _asked(header, asked, listed)
    taken = {column.index for column in asked_columns}
    known = [
        found
        for place, cell in enumerate(header)
        if place not in taken and not is_week(cell) and (found := _known(place, cell, asked))
    ]
    columns = [*known, *asked_columns]
    problems += _twice(header, columns)
    if week_column(header) is None:
        problems.append(Problem("history_no_week", values={"columns": listed}))
    if not any(column.name in {"sales", "sales_online", "sales_shop"} for column in known):
        problems.append(Problem("history_no_sales", values={"columns": listed}))
    return columns, problems


def unused(header: tuple[str, ...], columns: list[Column], asked: Wanted) -> list[Problem]:
    """One note for each column that nothing uses, with what was perhaps meant."""
    used = {column.index for column in columns} | {week_column(header)}
    names = {*MEANT, *(spec.name for spec in asked.levers), *asked.controls}
    notes = []
    for place, cell in enumerate(header):
        if place not in used and cell:
            near = get_close_matches(folded(cell), names, n=1, cutoff=CLOSE)
            code = "history_unused_near" if near else "history_unused"
            notes.append(Problem(code, values={"column": cell, "nearest": near[0] if near else ""}))
    return notes


def _asked(header: tuple[str, ...], asked: Wanted, listed: str) -> tuple[list[Column], list[Problem]]:
    columns: list[Column] = []
    problems: list[Problem] = []
    names = [(Role.LEVER, spec.name) for spec in asked.levers] + [(Role.CONTROL, name) for name in asked.controls]
    for role, name in names:
        place = placed(header, name)
        if place is None:
            near = get_close_matches(folded(name), map(folded, header), n=1, cutoff=CLOSE_ASKED)
            nearest = next((cell for cell in header if near and folded(cell) == near[0]), "")
            code = "history_no_column_near" if nearest else "history_no_column"
            problems.append(Problem(code, values={"found": name, "columns": listed, "nearest": nearest}))
        elif is_week(header[place]) or MEANT.get(folded(name), "").startswith("sales"):
            problems.append(Problem("history_column_taken", values={"found": name}))
        elif any(column.index == place for column in columns):
            problems.append(Problem("history_asked_twice", values={"found": name}))
        else:
            columns.append(Column(index=place, role=role, name=name, header=header[place]))
    return columns, problems


def placed(header: tuple[str, ...], name: str) -> int | None:
    """Where a column stands: by its very name, or by its name without accents, capitals and signs."""
    if name in header:
        return header.index(name)
    close = [place for place, cell in enumerate(header) if folded(cell) == folded(name)]
    return close[0] if len(close) == 1 else None


def _known(place: int, cell: str, asked: Wanted) -> Column | None:
    told = ATTRIBUTED.fullmatch(cell.strip())
    if told:
        lever = _lever_meant(told[1], [spec.name for spec in asked.levers])
        return Column(index=place, role=Role.ATTRIBUTED, name=lever, header=cell) if lever else None
    told_name = folded(UNIT_AT_END.sub("", cell))
    level = _level(told_name, [folded(spec.name) for spec in asked.levers])
    name = level or MEANT.get(told_name, "")
    role = Role.LEVEL if level else Role.COUNTED
    return Column(index=place, role=role, name=name, header=cell) if name else None


def _level(told: str, levers: Iterable[str]) -> str:
    """The level meant, as its measure and whose it is; "" for none. A name may only stand first where it is known."""
    if told in LEVELS:
        return LEVELS[told]
    if first := LEVEL_FIRST.fullmatch(told):
        return f"{LEVELS[first[1]]}_{first[2]}"
    last = LEVEL_LAST.fullmatch(told)
    if last and any(name == last[1] or name.startswith(f"{last[1]}_") for name in levers):
        return f"{LEVELS[last[2]]}_{last[1]}"
    return ""


def _lever_meant(told: str, names: Iterable[str]) -> str:
    return next((name for name in names if folded(name) == folded(told)), "")


def _twice(header: tuple[str, ...], columns: list[Column]) -> list[Problem]:
    """Two columns that say the same thing: nobody can tell which is meant."""
    seen: dict[tuple[Role, str], Column] = {}
    problems = []
    for column in sorted(columns, key=lambda one: one.index):
        first = seen.setdefault((column.role, column.name), column)
        if first is not column or header.count(column.header) > 1:
            problems.append(Problem("history_same_columns", values={"one": first.header, "other": column.header}))
    return problems
