"""Projecting: red, blue, none and the best path over three years (METHOD A1, A3, B10)."""
