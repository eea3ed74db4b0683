"""The one model (effort → relationship → customers → sales): mechanisms one per file, priors, simulation."""
