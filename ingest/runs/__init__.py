"""One import from beginning to end: transactions, checkpoints, ledger, rejects."""
