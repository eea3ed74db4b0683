"""Talking to the outside: one folder per service or file format; none knows another."""
