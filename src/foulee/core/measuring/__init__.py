"""Measuring: which trial would tell what a lever brings, and what a trial has told (METHOD B6)."""
