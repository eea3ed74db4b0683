"""Foulée: should a small firm be on social media, where, and what are three steady years worth?

The library face, usable without any server:

>>> import datetime, foulee
>>> today = datetime.date(2026, 11, 22)
>>> firm = foulee.load_firm("firm.toml", today=today)  # doctest: +SKIP
>>> advice = foulee.advise(firm, foulee.load_knowledge(today), foulee.Setup(today=today))  # doctest: +SKIP
>>> advice.diagnosis.verdict  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foulee.advice.advise import advise, project_plan
    from foulee.advice.evidence import Evidence
    from foulee.advice.learning import learn_weeks
    from foulee.advice.model import FirmModel, Setup, build
    from foulee.advice.reading import Reading, ReadingSetup, read_weeks
    from foulee.advice.result import Advice
    from foulee.advice.to_arviz import to_arviz
    from foulee.connectors.files.history.frame import history_from_frame, read_history
    from foulee.core.history import FirmHistory, LeverHistory, LeverKind, Unit
    from foulee.firmfile.problems import FirmFileError
    from foulee.firmfile.reading import load_firm
    from foulee.firmfile.schema import FirmFile
    from foulee.knowledge.errors import KnowledgeError
    from foulee.knowledge.reader import Knowledge
    from foulee.knowledge.reader import load as load_knowledge
    from foulee.reporting.language import Language
    from foulee.reporting.summary import Summary, summarise

__all__ = [
    "Advice",
    "Evidence",
    "FirmFile",
    "FirmFileError",
    "FirmHistory",
    "FirmModel",
    "Knowledge",
    "KnowledgeError",
    "Language",
    "LeverHistory",
    "LeverKind",
    "Reading",
    "ReadingSetup",
    "Setup",
    "Summary",
    "Unit",
    "advise",
    "build",
    "history_from_frame",
    "learn_weeks",
    "load_firm",
    "load_knowledge",
    "project_plan",
    "read_history",
    "read_weeks",
    "summarise",
    "to_arviz",
]

_HOMES = {
    "Advice": "foulee.advice.result:Advice",
    "Evidence": "foulee.advice.evidence:Evidence",
    "FirmFile": "foulee.firmfile.schema:FirmFile",
    "FirmFileError": "foulee.firmfile.problems:FirmFileError",
    "FirmHistory": "foulee.core.history:FirmHistory",
    "FirmModel": "foulee.advice.model:FirmModel",
    "Knowledge": "foulee.knowledge.reader:Knowledge",
    "KnowledgeError": "foulee.knowledge.errors:KnowledgeError",
    "Language": "foulee.reporting.language:Language",
    "LeverHistory": "foulee.core.history:LeverHistory",
    "LeverKind": "foulee.core.history:LeverKind",
    "Reading": "foulee.advice.reading:Reading",
    "ReadingSetup": "foulee.advice.reading:ReadingSetup",
    "Setup": "foulee.advice.model:Setup",
    "Summary": "foulee.reporting.summary:Summary",
    "Unit": "foulee.core.history:Unit",
    "advise": "foulee.advice.advise:advise",
    "build": "foulee.advice.model:build",
    "history_from_frame": "foulee.connectors.files.history.frame:history_from_frame",
    "learn_weeks": "foulee.advice.learning:learn_weeks",
    "load_firm": "foulee.firmfile.reading:load_firm",
    "load_knowledge": "foulee.knowledge.reader:load",
    "project_plan": "foulee.advice.advise:project_plan",
    "read_history": "foulee.connectors.files.history.frame:read_history",
    "read_weeks": "foulee.advice.reading:read_weeks",
    "summarise": "foulee.reporting.summary:summarise",
    "to_arviz": "foulee.advice.to_arviz:to_arviz",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Import a public name when it is first used, so that `import foulee` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'foulee' has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    return getattr(import_module(module), attribute)
