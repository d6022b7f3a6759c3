"""`python -m careline`: the same as the `careline` command."""

from careline.config.cli import main

main()
