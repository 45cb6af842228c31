"""SQLite, the source of truth: schema, migrations and queries."""
