"""The command line: ``pearlnet``."""

from pearlnet.cli.app import main

__all__ = ["main"]
