"""What is said of files that cannot be used: what happened, and what to do.

These sentences are kept in the library as text, and read back out of it (:mod:`faceapp.core.kept`): what is
changed here is no longer recognised in libraries that hold it.
"""

from __future__ import annotations

from faceapp.core.said import said

# -- the file ---------------------------------------------------------------------------------------------
GONE = said("The file is gone; put it back or scan the folder again.")
FORBIDDEN = said("The file may not be read by you; change its permissions, then retry.")
UNREADABLE = said("The file could not be read ({reason}); check the drive, then retry.")
BAD_NAME = said("its name is not a valid path")
LARGER_THAN_MEMORY = said("The file does not fit into memory; close other programs, then retry.")
TOO_MANY_BYTES = said("The file has {size} MB, more than the {limit} MB this app reads; save it smaller.")
EMPTY = said("The file is empty (0 bytes); restore it from a backup or delete it.")
A_FOLDER = said("This is a folder, not a picture; add it as a folder instead.")
NO_FILE = said("This is not a regular file (a pipe, a socket or a device); ignore it.")
FOLDER_UNREADABLE = said("The folder cannot be read ({reason}). Check its permissions.")
NOT_LOOKED_AT = said("The file cannot be looked at ({reason}). Check its permissions.")
LEFT_OUT = said("The folder was left out while the file was waiting to be read.")

# -- the picture ------------------------------------------------------------------------------------------
CUT_SHORT = said("The file ends in the middle of the picture; copy it again or restore it from a backup.")
VARIETY = said("This variety of {kind} cannot be opened; save it as JPEG or PNG with another program.")
DAMAGED = said("The {kind} file is damaged; restore it from a backup or save it again.")
OTHER_KIND = said("Files of this kind ({kind}) cannot be opened; save it as JPEG or PNG.")
NO_PICTURE = said("The file is not a picture, whatever its name says; ignore it.")
LARGER_PICTURE_THAN_MEMORY = said(
    "The picture does not fit into memory; close other programs or save it smaller."
)
ZEROS = said("The end of the file was never written (it is all zeros); copy it again or restore it.")
LESS_THAN_ANNOUNCED = said(
    "The file holds far less than the picture it announces; copy it again or restore it."
)
MANY_PASSES = said("The picture is stored in absurdly many passes; save it again with another program.")
PART_MISSING = said("A part of the picture is missing from the file; copy it again or restore it.")
NO_SIZE = said("The picture has no width or height; restore it from a backup.")
TOO_MANY_PIXELS = said(
    "The picture has {width} x {height} = {pixels} megapixels, more than the {limit} this app opens as "
    "{kind}; save it smaller."
)
BROKEN_HEADER = said("The header of the picture is broken; restore it from a backup.")
ODD_HEADER = said("The header of the picture makes no sense; restore it from a backup.")
NO_NUMBER = said("The picture holds something that is no number; restore it from a backup.")
OUT_OF_RANGE = said("The picture holds a number out of range; restore it from a backup.")
SEARCH_FAILED = said(
    "The search for faces failed on this photo ({reason}). Retry it; if it fails again, look at it with "
    "another program and save it anew."
)

PROBLEMS = (
    GONE,
    FORBIDDEN,
    UNREADABLE,
    LARGER_THAN_MEMORY,
    TOO_MANY_BYTES,
    EMPTY,
    A_FOLDER,
    NO_FILE,
    FOLDER_UNREADABLE,
    NOT_LOOKED_AT,
    LEFT_OUT,
    CUT_SHORT,
    VARIETY,
    DAMAGED,
    OTHER_KIND,
    NO_PICTURE,
    LARGER_PICTURE_THAN_MEMORY,
    ZEROS,
    LESS_THAN_ANNOUNCED,
    MANY_PASSES,
    PART_MISSING,
    NO_SIZE,
    TOO_MANY_PIXELS,
    BROKEN_HEADER,
    ODD_HEADER,
    NO_NUMBER,
    OUT_OF_RANGE,
    SEARCH_FAILED,
)
