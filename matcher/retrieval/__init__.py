"""Retrievers: each proposes rows and says what they are worth; above 0 is a hit."""
