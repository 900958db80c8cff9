"""The application: settings, bootstrap and command line."""

__version__ = "0.1.0"
