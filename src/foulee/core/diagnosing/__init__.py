"""Diagnosing: should we go, are we ready, does it suit us? Rules and verdict (METHOD B9)."""
