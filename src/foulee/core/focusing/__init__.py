"""Focusing: which channels, how often, for how many hours and how much money (METHOD B3, D1, D4–D6)."""

from foulee.core.focusing.options import Capacity, Choice, Market, Option, Plan
from foulee.core.focusing.search import Candidate, Focus, OneMore, focus

__all__ = ["Candidate", "Capacity", "Choice", "Focus", "Market", "OneMore", "Option", "Plan", "focus"]
