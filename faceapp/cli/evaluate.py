"""Judging the networks by the published protocols."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from faceapp.cli.command import Command, Run
from faceapp.cli.output import print_json, print_text, say

if TYPE_CHECKING:
    from faceapp.library.labelled import Unusable
    from faceapp.library.protocols import FolderJudged, PairsJudged


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("protocol", choices=("lfw", "ytf", "folder"), help="how the folder is judged")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument(
        "--pairs", type=Path, metavar="FILE", help="lfw, ytf: the list of pairs, any number of folds"
    )
    parser.add_argument("--model", default="default", help="weights: default, vggface2, or a file")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="lfw, ytf: draw the curve (PNG or SVG)")


def evaluate(run: Run) -> int:
    """Judge the network."""
    from faceapp.library import protocols
    from faceapp.library.services import recognizer_source

    given = run.given
    if given.protocol != "folder" and given.pairs is None:
        say("Name the list of pairs: --pairs FILE")
        return 2
    source = recognizer_source(run.device, given.model)
    try:
        if given.protocol == "folder":
            judged = protocols.evaluate_folder(given.folder, source, run.bar, run.cancel)
            answer = _folder_json(judged)
        else:
            judge = protocols.evaluate_lfw if given.protocol == "lfw" else protocols.evaluate_ytf
            pairs = judge(given.folder, given.pairs, source, run.bar, run.cancel)
            answer = _pairs_json(pairs)
            if given.plot:
                from faceapp.library.curves import draw_curve

                draw_curve(pairs.verified, given.plot, title=f"{given.protocol.upper()}: {source.model}")
    finally:
        run.bar.close()
        source.close()
    answer = {"protocol": given.protocol, "model": str(source.model), **answer}
    if run.as_json:
        print_json(answer)
    else:
        _print(answer)
    return 0


def _pairs_json(judged: PairsJudged) -> dict[str, Any]:
    one = judged.verified
    return {
        "accuracy": one.accuracy,
        "standard_error": one.standard_error,
        "interval": list(one.interval),
        "tar": _by_far(one.tar),
        "auc": one.auc,
        "eer": one.eer,
        "threshold": one.threshold,
        "pairs": one.pairs,
        "folds": judged.folds,
        "photos": judged.photos,
        "guessed": judged.guessed,
        "left_out": one.missing,
        "problems": _problems(judged.unusable),
    }


def _folder_json(judged: FolderJudged) -> dict[str, Any]:
    share, probes, interval = judged.rank_one
    return {
        "rank_1": share,
        "rank_1_interval": list(interval),
        "probes": probes,
        "tar": _by_far(judged.tar),
        "auc": judged.auc,
        "eer": judged.eer,
        "threshold": judged.threshold,
        "bcubed_precision": judged.grouped.precision,
        "bcubed_recall": judged.grouped.recall,
        "bcubed_f1": judged.grouped.f1,
        "pair_precision": judged.grouped.pair_precision,
        "pair_recall": judged.grouped.pair_recall,
        "photos": judged.photos,
        "people": judged.people,
        "problems": _problems(judged.unusable),
    }


def _by_far(tar: Mapping[float, float]) -> dict[str, float]:
    return {f"{far:g}": value for far, value in tar.items()}


def _problems(unusable: list[Unusable]) -> list[dict[str, str]]:
    return [{"path": str(one.path), "message": one.reason} for one in unusable]


def _print(answer: dict[str, Any]) -> None:
    for name, value in answer.items():
        if name == "tar":
            for far, share in value.items():
                print_text(f"{'TAR@FAR ' + far:24} {share:.4f}")
        elif name in ("problems", "left_out"):
            if value:
                print_text(f"{name.replace('_', ' '):24} {len(value)}")
        elif isinstance(value, list):
            print_text(f"{name.replace('_', ' '):24} {value[0]:.4f} to {value[1]:.4f}")
        elif isinstance(value, float):
            print_text(f"{name.replace('_', ' '):24} {value:.4f}")
        else:
            print_text(f"{name.replace('_', ' '):24} {value}")


COMMANDS = (
    Command(
        "evaluate",
        "judge the network by a published protocol",
        "faceapp evaluate lfw ~/lfw --pairs pairs.txt",
        _arguments,
        evaluate,
    ),
)
