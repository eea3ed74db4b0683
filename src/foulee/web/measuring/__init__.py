"""The website check."""
