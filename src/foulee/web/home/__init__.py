"""First minute: the home page and the examples."""
