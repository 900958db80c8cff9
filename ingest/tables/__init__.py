"""Readers of tables, one for each format, all giving the same chunks."""
