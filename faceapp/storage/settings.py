"""Small facts about a library that are not photos, faces or decisions."""

from __future__ import annotations

from pathlib import Path

from faceapp.storage.database import Database, Transaction


class SettingStore:
    """Key and value, both text."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> str | None:
        """The value of a key, or None."""
        row = self._database.reader().execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def put(self, key: str, value: str) -> None:
        """Store a value."""
        with self._database.transaction() as db:
            self.put_with(db, key, value)

    @staticmethod
    def put_with(db: Transaction, key: str, value: str) -> None:
        """The same, in a transaction."""
        db.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (key, value))


def grow(db: Transaction, key: str) -> None:
    """Count one more, in a transaction: whoever keeps the number sees that something has changed."""
    db.execute(
        "INSERT INTO setting (key, value) VALUES (?, '1') ON CONFLICT(key) DO UPDATE SET value = value + 1",
        (key,),
    )


def stored_setting(path: Path, key: str) -> str | None:
    """One value of a library that is not open; None where there is no such library or value.

    Raises:
        LibraryError: the library cannot be opened.
    """
    if not path.exists():
        return None
    database = Database(path)
    try:
        return SettingStore(database).get(key)
    finally:
        database.close()
