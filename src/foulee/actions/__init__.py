"""What changes rows or sends something outside: one function for each act."""
