"""The questions, and the answer."""
