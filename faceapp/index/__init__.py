"""Nearest neighbours in embedding space: a cache that can always be rebuilt from SQLite."""
