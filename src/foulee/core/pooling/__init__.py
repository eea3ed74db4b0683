"""One firm among many: what firms of a trade have in common, learnt from the fits of each (MODEL §3)."""
