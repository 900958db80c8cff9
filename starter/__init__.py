"""Starter data: what ``make demo`` loads; every record names its source."""
