"""``python -m pearlnet``."""

from pearlnet.cli import main

main()
