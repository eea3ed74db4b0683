"""`foulee fit-all` behind its command: many firms, in parallel, resumable."""
