"""What is known about the world: facts with their sources, priors, rules' texts; and a strict reader."""
