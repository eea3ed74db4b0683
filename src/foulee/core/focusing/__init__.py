"""Focusing: which channels, how often, for how many hours and how much money (METHOD B3, D1, D4–D6)."""

from foulee.core.focusing.market import Market
from foulee.core.focusing.search import Candidate, Focus, OneMore, choose, focus

__all__ = ["Candidate", "Focus", "Market", "OneMore", "choose", "focus"]
