"""Qt models: what views show, keyed by id."""
