"""Pictures: what they are (formats, identity), opening them upright (reader), crops and thumbnails."""
