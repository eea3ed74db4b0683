"""Small markets of individual people, on which the engine is judged.

Nothing here knows how the engine believes that sales come about: people see, remember, tell each other, come back or
do not, and whatever a lever brings emerges from that. What it really brought is found by letting the same people live
once more without it. `docs/methode/markets.md` tells it whole.
"""
