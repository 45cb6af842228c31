"""Opening pictures: the one reader, identity of the image data, face crops and thumbnails."""
