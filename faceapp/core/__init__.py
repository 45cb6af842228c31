"""The rules of the domain: standard library and numpy only, no file, no database, no window."""
