"""What a library holds at a glance."""

from __future__ import annotations

from typing import Any

from faceapp.library.context import Context
from faceapp.library.unattached import unattached


def state(context: Context) -> dict[str, Any]:
    """What the library holds and how its index is, for the doctor."""
    photos, _, problems = context.photos.counts()
    people, groups = context.people.counts()
    ids = context.embeddings.ids(context.model)
    return {
        "photos": photos,
        "problems": problems,
        "faces": context.faces.coverage().detected,
        "people": people,
        "groups": groups,
        "unattached": len(unattached(context)),
        "model": context.model,
        "index": context.index_state(ids),
    }
