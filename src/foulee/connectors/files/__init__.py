"""Files that owners bring."""
