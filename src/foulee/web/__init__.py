"""Pages: a Django application without models."""
