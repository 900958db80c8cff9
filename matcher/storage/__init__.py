"""Indexes kept: built in pieces, saved, checked when opened, and kept up with the store."""
