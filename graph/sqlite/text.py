"""Search terms as an FTS5 expression."""

from graph.text import TextQuery


def expression(terms: TextQuery) -> str:
    """All phrases and prefixes; tokens hold letters and digits alone, so quoting is enough."""
    phrases = [f'"{" ".join(phrase)}"' for phrase in terms.phrases]
    return " AND ".join((*phrases, *(f'"{prefix}" *' for prefix in terms.prefixes)))
