"""From rows to entities and relations, before the store is asked."""
