"""Accounts, members and firms."""
