"""Customers: cohorts, retention, lifetime value."""
