"""Ask your customers."""
