"""Labels of codes, in the reader's language: channels, networks, skills, answers, facts."""

from collections.abc import Mapping

from foulee.core.types import Network
from foulee.knowledge.reader import Knowledge
from foulee.knowledge.texts import load_questions, load_sentences
from foulee.reporting.language import Language

AUDIENCE, SEEN, CARRYOVER = "audience.", "seen.", "carryover."


class Labels:
    """Turns codes into words."""

    def __init__(self, language: Language, knowledge: Knowledge) -> None:
        self.language = language
        self.knowledge = knowledge
        self.sentences = load_sentences()
        self.questions = load_questions()

    def sentence(self, topic: str, case: str, values: Mapping[str, object] | None = None) -> str:
        """One sentence of the answer, filled."""
        template = self.sentences[topic][case].get(self.language.code)
        return self.language.fill(template, values or {})

    def channel(self, name: str) -> str:
        """Label of a channel (`facebook.hours`)."""
        return self.knowledge.channels[name].label.get(self.language.code)

    def network(self, code: str) -> str:
        """Label of a network: that of its channel where it has one."""
        name = f"{code}.hours"
        if name in self.knowledge.channels:
            return self.channel(name)
        return self.choice("Network", code) if code in {network.value for network in Network} else code

    def choice(self, kind: str, code: str) -> str:
        """Label of a code of one of the firm file's closed lists."""
        words = self.questions.choices.get(kind, {}).get(code)
        return words.get(self.language.code) if words else code

    def values(self, values: dict[str, float | str]) -> dict[str, object]:
        """A finding's values with their codes turned into labels."""
        return {key: self._value(key.rpartition("_")[2], value) for key, value in values.items()}

    def _value(self, kind: str, value: float | str) -> object:
        if not isinstance(value, str):
            return value
        codes = [code.strip() for code in value.split(",") if code.strip()]
        if kind in {"network", "networks"}:
            return self.language.listed([self.network(code) for code in codes])
        lists = {"skills": "Skill", "constraints": "Constraint"}
        if kind in lists:
            return self.language.listed([small(self.choice(lists[kind], code)) for code in codes])
        return value

    def unknown(self, name: str) -> tuple[str, str]:
        """Label of an unknown, and how the owner can find out."""
        lang = self.language.code
        look_up = self.sentence("unknowns", "answer")
        if name in self.knowledge.priors:
            prior = self.knowledge.priors[name]
            return prior.label.get(lang), prior.measure.get(lang) if prior.measure else ""
        for prefix, topic in ((AUDIENCE, "audience"), (SEEN, "seen"), (CARRYOVER, "carryover")):
            if name.startswith(prefix):
                code = name.removeprefix(prefix)
                channel = self.channel(code) if code in self.knowledge.channels else self.network(code)
                label = self.sentence(f"{topic}_unknown", "label", {"channel": channel})
                return label, self.sentence(f"{topic}_unknown", "measure")
        return self.answer(name), look_up

    def answer(self, field: str) -> str:
        """What the owner was asked, for a field path or the last part of one."""
        for question in self.questions.questions:
            if question.path == field or question.path.endswith(f".{field}"):
                return question.ask.get(self.language.code)
        return self.knowledge.facts[field].label_fr if field in self.knowledge.facts else field

    def coded(self, path: str, value: float | str | None) -> float | str | None:
        """An answer with its codes, alone or between commas, turned into labels."""
        lists = {
            "means.skills": "Skill",
            "presence.wanted": "Network",
            "objective.kind": "Objective",
            "philosophy.constraints": "Constraint",
            "firm.trade": "Trade",
            "firm.country": "Country",
        }
        if path not in lists or not isinstance(value, str):
            return value
        codes = [code.strip() for code in value.split(",") if code.strip()]
        return self.language.listed([self.choice(lists[path], code) for code in codes])

    def fact(self, key: str) -> str:
        """Label of a fact."""
        fact = self.knowledge.facts[key]
        return self.language.typeset(fact.label_fr if self.language.code == "fr" else fact.label_en)


def small(text: str) -> str:
    """A label within a sentence: its first letter small, unless the word is all capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
