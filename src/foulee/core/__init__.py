"""Computation only: Python, NumPy and SciPy. No Django, file, network, clock, gettext or hidden randomness."""
