"""One suite that every adapter of the store port passes."""
