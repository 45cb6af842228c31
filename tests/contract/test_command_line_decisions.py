"""The contract of the command line: what the user decides by it, and what it answers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from asking import DECISION_KEYS, EVENT_KEYS, FACE_KEYS, Call, face, groups, members

from faceapp.storage.database import Database


def test_name_rename_and_identify(ask: Call, orl_folder: Path) -> None:
    group = groups(ask)[0]
    decision = ask("name", group["id"], "Anna").json
    assert list(decision) == DECISION_KEYS
    assert decision == {
        "event": 1, "faces": group["faces"], "photos": group["photos"], "person_id": group["id"]
    }  # fmt: skip
    decision = ask("rename", group["id"], "Zoë Ångström").json
    assert (decision["event"], decision["person_id"]) == (2, group["id"])
    first = ask("people").json[0]
    assert (first["id"], first["name"], first["confirmed"]) == (group["id"], "Zoë Ångström", group["faces"])
    person = Path(face(ask, members(ask, group["id"])[0])["photo"]).parent.name
    (found,) = ask("identify", orl_folder / person / "7.pgm").json
    assert list(found) == ["box", "score", "matches"]
    keys = ["person_id", "name", "distance", "probability", "face_id", "nearest", "margin"]
    assert list(found["matches"][0]) == keys
    assert found["matches"][0]["name"] == "Zoë Ångström"
    assert found["matches"][0]["face_id"] in members(ask, group["id"])
    (unknown,) = ask("identify", orl_folder / "s40" / "1.pgm").json
    assert unknown["matches"] == []


def test_name_with_what_was_seen(ask: Call) -> None:
    group = groups(ask)[0]
    seen = members(ask, group["id"])[:2]
    ask("name", group["id"], "Anna", "--seen", *seen)
    assert ask("people").json[0]["confirmed"] == 2
    assert {face(ask, one)["state"] for one in seen} == {"confirmed"}


def test_merge_and_undo(ask: Call) -> None:
    one, other, *_ = groups(ask)
    before = ask("faces").json
    decision = ask("merge", one["id"], other["id"]).json
    assert list(decision) == DECISION_KEYS
    assert (decision["person_id"], decision["faces"]) == (one["id"], other["faces"])
    assert len(members(ask, one["id"])) == one["faces"] + other["faces"]
    undone = ask("undo").json
    assert undone == {"event": decision["event"], "undone": True}
    assert ask("faces").json == before
    assert ask("redo", decision["event"]).json == {"event": decision["event"], "undone": False}
    assert len(members(ask, one["id"])) == one["faces"] + other["faces"]


def test_confirm_reject_and_move(ask: Call) -> None:
    one, other, *_ = groups(ask)
    ask("name", one["id"], "Anna")
    anna, theirs = one["id"], members(ask, one["id"])
    assert list(ask("reject", theirs[0], "--person", anna).json) == DECISION_KEYS
    assert anna not in (face(ask, theirs[0])["person_id"], face(ask, theirs[0])["suggested_person_id"])
    ask("confirm", theirs[0], "--person", anna)
    assert (face(ask, theirs[0])["state"], face(ask, theirs[0])["name"]) == ("confirmed", "Anna")
    moved = ask("move", theirs[0], theirs[1], "--to", other["id"]).json
    assert (moved["person_id"], moved["faces"], moved["photos"]) == (other["id"], 2, 2)
    assert face(ask, theirs[0])["person_id"] == other["id"]
    new = ask("move", theirs[2], "--to", "new").json["person_id"]
    assert members(ask, new) == [theirs[2]]
    assert {row["id"] for row in ask("people").json} >= {anna, new, other["id"]}


def test_split_different_look_alike_and_birthdate(ask: Call) -> None:
    one, other, *_ = groups(ask)
    parts = [members(ask, group["id"]) for group in (one, other)]
    for command in ("different", "look-alike"):
        decision = ask(command, one["id"], other["id"]).json
        assert list(decision) == DECISION_KEYS
        assert decision["person_id"] == one["id"]
    ask("look-alike", one["id"], other["id"], "--end")
    decision = ask("birthdate", one["id"], "2019-05-01").json
    assert (list(decision), decision["faces"]) == (DECISION_KEYS, one["faces"])
    ask("birthdate", one["id"], "none")
    ask("merge", one["id"], other["id"])
    decision = ask("split", one["id"]).json
    assert list(decision) == DECISION_KEYS
    assert decision["person_id"] == one["id"]
    assert members(ask, one["id"]) in parts
    first, *rest = members(ask, one["id"])
    ask("split", one["id"], "--part", *rest, "--part", first)
    assert members(ask, one["id"]) == rest
    kinds = [row["kind"] for row in ask("history").json]
    assert kinds == [
        "split", "split", "merge", "birthdate", "birthdate", "look-alike", "look-alike", "different"
    ]  # fmt: skip


def test_apart(ask: Call) -> None:
    one, other, third, *_ = groups(ask)
    mine, theirs = members(ask, one["id"])[:2], members(ask, other["id"])[:1]
    decision = ask("apart", *mine, "--from", *theirs, "--not", third["id"]).json
    assert list(decision) == DECISION_KEYS
    assert (decision["faces"], decision["person_id"]) == (2, None)
    (row,) = ask("history").json
    assert (row["kind"], row["what"]) == ("apart", "2 faces said not to be who 1 other is")
    first, *rest = members(ask, third["id"])
    ask("apart", first, "--from", *rest)
    assert face(ask, first)["person_id"] not in {face(ask, one)["person_id"] for one in rest}


def test_box_and_twice(ask: Call) -> None:
    one = ask("faces").json[0]
    decision = ask("box", "add", one["photo"], 0, 0, 24, 24).json
    assert list(decision) == DECISION_KEYS
    assert (decision["faces"], decision["photos"], decision["person_id"]) == (1, 1, None)
    new = ask("faces").json[1]
    assert (new["photo"], new["box"], new["score"]) == (one["photo"], [0, 0, 24, 24], 1.0)
    assert list(ask("twice", one["id"], new["id"], "mirror").json) == DECISION_KEYS
    decision = ask("box", "add", 1, 60, 80, 30, 30, "--person", one["person_id"]).json
    assert decision["person_id"] == one["person_id"]
    assert [row["kind"] for row in ask("history").json] == ["box", "twice", "box"]
    assert ask("undo", 1).json == {"event": 1, "undone": True}
    assert new["id"] not in [row["id"] for row in ask("faces").json]


def test_look_harder(call: Call, orl_folder: Path, tmp_path: Path) -> None:
    """A face of 1.5 % of the picture's long side: the scan passes over it."""
    import numpy as np
    from PIL import Image

    scene = np.full((3000, 4000), 90, np.uint8)
    large, small = (Image.open(orl_folder / f"s{one}" / "1.pgm") for one in (1, 2))
    scene[400:1296, 400:1136] = np.asarray(large.resize((736, 896)))
    scene[1600:1664, 2600:2652] = np.asarray(small.resize((52, 64)))
    (tmp_path / "photos").mkdir()
    path, library = tmp_path / "photos" / "party.png", tmp_path / "library"
    Image.fromarray(scene).save(path)
    assert call("scan", path.parent, "--library", library, "--json").json["faces"] == 1
    answer = call("look-harder", path, "--library", library, "--json")
    assert (answer.code, answer.err) == (0, "")
    (found,) = answer.json
    assert list(found) == FACE_KEYS
    assert (found["photo"], found["paths"], found["state"]) == (str(path), [str(path)], "single")
    x, y, width, height = found["box"]
    assert 2600 < x + width / 2 < 2652
    assert 1600 < y + height / 2 < 1664
    assert found in call("faces", "--library", library, "--json").json
    assert call("scan", "--library", library, "--json").json["faces"] == 2
    assert call("look-harder", 1, "--library", library, "--json").json == []
    again = call("look-harder", 1, "--library", library)
    assert (again.out, again.err) == ("", "No more faces found\n")
    database = Database(library / "library.sqlite")
    with database.transaction() as db:  # as if nobody had looked
        db.execute("DELETE FROM face WHERE id = ?", (found["id"],))
        db.execute("UPDATE photo SET thorough = 0")
    database.close()
    words = call("look-harder", path, "--library", library)
    assert (words.code, words.err) == (0, "1 more face found\n")
    assert words.out.endswith(": single\n")
    assert call("look-harder", 4711, "--library", library).err == "faceapp: There is no photo 4711.\n"


def test_look_harder_in_words_and_at_a_photo_that_is_away(
    call: Call, orl_root: Path, orl_album: Path
) -> None:
    path = orl_album / "s1" / "1.pgm"
    away = path.with_suffix(".away")
    path.rename(away)
    try:
        answer = call("look-harder", path, "--library", orl_root)
    finally:
        away.rename(path)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "faceapp: The file of this photo is gone. Plug in its drive, or scan again.\n"
    answer = call("look-harder", path, "--library", orl_root)
    assert (answer.code, answer.out, answer.err) == (0, "", "No more faces found\n")


def test_stranger_and_not_a_face(ask: Call) -> None:
    group = groups(ask)[0]
    one, other, *_ = members(ask, group["id"])
    assert ask("stranger", one).json == {"event": 1, "faces": 1, "photos": 1, "person_id": None}
    ask("not-a-face", other)
    assert (face(ask, one)["state"], face(ask, other)["state"]) == ("stranger", "not_a_face")


def test_sweep(ask: Call) -> None:
    group = groups(ask)[0]
    ask("name", group["id"], "Anna")
    photo = face(ask, members(ask, group["id"])[0])["photo"]
    nobody = ask("sweep", photo, "--preview").json  # undated: the photos of its folder, all of Anna
    assert list(nobody) == ["photos", "from", "to", "faces", "stay"]
    assert (nobody["faces"], nobody["from"], nobody["to"]) == ([], None, None)
    other = members(ask, groups(ask)[0]["id"])
    place = face(ask, other[0])["photo"]
    told = ask("sweep", place, "--preview", "--except", other[0]).json
    assert sorted(told["faces"]) == sorted(other[1:])
    assert told["stay"] == [other[0]]
    decision = ask("sweep", place, "--except", other[0]).json
    assert list(decision) == DECISION_KEYS
    assert decision["faces"] == len(other) - 1
    assert {face(ask, one)["state"] for one in other[1:]} == {"stranger"}
    assert face(ask, other[0])["state"] != "stranger"
    ask("undo")
    assert {face(ask, one)["state"] for one in other} == {"grouped"}


def test_hide_unhide_and_the_history(ask: Call) -> None:
    group = groups(ask)[0]["id"]
    ask("hide", group)
    assert [row["id"] for row in ask("people").json if row["hidden"]] == [group]
    ask("unhide", group)
    assert not [row for row in ask("people").json if row["hidden"]]
    ask("undo")
    rows = ask("history").json
    assert [list(row) for row in rows] == [EVENT_KEYS] * 3
    assert [(row["event"], row["kind"], row["undone"]) for row in rows] == [
        (3, "undo", False), (2, "unhide", True), (1, "hide", False)
    ]  # fmt: skip
    assert rows[0]["when"] >= rows[-1]["when"]
    assert [row["id"] for row in ask("people").json if row["hidden"]] == [group]


def test_undo_since_a_day_with_a_preview(ask: Call) -> None:
    group = groups(ask)[0]
    theirs = members(ask, group["id"])
    before = ask("faces").json
    ask("name", group["id"], "Anna")
    ask("stranger", theirs[0])
    today = datetime.now().astimezone().date()
    preview = ask("undo", "--since", today, "--preview").json
    assert list(preview) == ["events", "faces", "photos", "stays"]
    assert [list(row) for row in preview["events"]] == [EVENT_KEYS] * 2
    assert (preview["faces"], preview["photos"], preview["stays"]) == (theirs, len(theirs), [])
    preview = ask("undo", 1, "--preview").json
    assert preview["stays"] == [{"face": theirs[0], "event": 2, "what": "1 face marked as a stranger"}]
    assert ask("undo", "--preview").json["events"][0]["event"] == 2
    undone = ask("undo", "--since", today).json
    assert undone == {"event": 3, "undone": True}
    assert ask("faces").json == before
    assert ask("redo", undone["event"]).json == {"event": 2, "undone": False}
    assert ask("people").json[0]["name"] == "Anna"


def test_contradictions(ask: Call, call: Call, orl_root: Path) -> None:
    one, other, *_ = (group["id"] for group in groups(ask))
    assert ask("contradictions").json == []
    ask("different", one, other)
    ask("merge", one, other)
    (row,) = ask("contradictions").json
    assert list(row) == ["kind", "what", "earlier", "later", "people", "faces"]
    assert (row["kind"], row["people"]) == ("different and one", sorted((one, other)))
    assert [list(row["earlier"]), list(row["later"])] == [EVENT_KEYS] * 2
    assert (row["earlier"]["kind"], row["later"]["kind"]) == ("different", "merge")
    assert "(this one counts)" in call("contradictions", "--library", orl_root).out


def test_the_strictness_of_grouping(ask: Call, call: Call, orl_root: Path) -> None:
    count = len(groups(ask))
    assert ask("strictness").json == {"strictness": 0}
    found = ask("strictness", "-0.5", "--preview").json
    assert list(found) == ["strictness", "merged", "split", "founded", "groups", "people"]
    assert (found["strictness"], found["people"], found["groups"]) == (-0.5, 0, count)
    assert ask("strictness").json == {"strictness": 0}
    assert ask("strictness", "0.5").json == {"strictness": 0.5}
    words = call("strictness", "0", "--preview", "--library", orl_root)
    assert words.out.startswith("would merge 0 groups, split 0, find 0 new ones: ")
    assert call("strictness", "2", "--library", orl_root).code == 1
    assert call("strictness", "--preview", "--library", orl_root).code == 2


def test_what_is_not_attached(ask: Call, orl_root: Path) -> None:
    assert ask("history", "--unattached").json == []
    group = groups(ask)[0]["id"]
    first = face(ask, members(ask, group)[0])
    ask("name", group, "Anna")
    database = Database(orl_root / "library.sqlite")
    with database.transaction() as db:
        db.execute("DELETE FROM face WHERE id = ?", (first["id"],))
    database.close()
    (row,) = ask("history", "--unattached").json
    assert list(row) == ["photo", "identity", "box", "decisions"]
    assert (row["photo"], row["box"]) == (first["photo"], first["box"])
    assert [list(event) for event in row["decisions"]] == [EVENT_KEYS]


def test_decisions_in_words(call: Call, ask: Call, orl_root: Path) -> None:
    group = groups(ask)[0]
    answer = call("name", group["id"], "Anna", "--library", orl_root)
    assert answer.code == 0
    assert answer.out == (
        f"Named Anna (event 1, {group['faces']} faces, {group['photos']} photos)\nid {group['id']}\n"
    )
    history = call("history", "--library", orl_root)
    assert "Named Anna" in history.out
    assert call("undo", "--library", orl_root).out == "Undid: Named Anna\n"
