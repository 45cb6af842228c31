"""Pictures of every page of the window in every state, made by the window itself from the ORL faces.

``python -m tests.screenshots OUT`` scans a few ORL people into a library of its own and writes
``OUT/PAGE-STATE-en-light-1x.png`` and its dark and 2x sisters, for every page empty, full, busy and with an
error, and its dialogs; ``OUT/index.html`` shows all of them, ``OUT/contact-en-light.png`` and ``-dark`` all
at one look. ``--readme`` also refreshes ``resources/screenshots``.
"""
