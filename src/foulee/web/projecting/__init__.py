"""Pages of a firm's weeks: sent, said what they are, read, and what they tell."""
