"""`python -m foulee.cli`: the same command, for processes that start one another."""

from foulee.cli.main import main

main()
