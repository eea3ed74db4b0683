"""From weeks to beliefs: the model's likelihood, its sampler, and what the weeks taught (MODEL §2 to §4)."""
