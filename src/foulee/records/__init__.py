"""What is kept: the only Django application with models."""
