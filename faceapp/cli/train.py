"""Training one of the paper's networks."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

from faceapp.cli.command import Command, Run
from faceapp.cli.output import print_json, print_text, say


def _arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("folder", type=Path, metavar="FOLDER", help="a folder for each person, with photos of them in it")
    add("--network", default="nns2", choices=("nn1", "nn2", "nn3", "nn4", "nns1", "nns2"))
    add("--dim", type=int, default=128, metavar="N", help="numbers in an embedding (default: 128)")
    add("--loss", default="triplet", choices=("triplet", "contrastive"))
    add("--mining", default="semi-hard", choices=("semi-hard", "batch-hard", "batch-all"))
    add("--margin", type=float, default=0.2)
    add("--optimizer", default="adamw", choices=("adagrad", "sgd", "adamw"))
    add("--rate", type=float, default=0.0, help="learning rate (default: the optimizer's)")
    add("--decay", type=float, default=1.0, help="what the rate is multiplied with after each round")
    add("--people", type=int, default=15, help="people of a mini-batch")
    add("--faces", type=int, default=40, help="faces of each, at most")
    add("--epochs", type=int, default=40, help="rounds over everybody")
    add("--patience", type=int, default=0, metavar="N", help="end after N rounds without a better one")
    add("--held-out", type=float, default=0.2, metavar="SHARE", help="of the people, to judge by")
    add("--batch-norm", action="store_true", help="batch norms, which the paper's networks lack")
    add("--half", action="store_true", help="numbers of 16 bits where they will do")
    add("--seed", type=int, default=0)
    add("--run", type=Path, metavar="DIR", help="where the training is kept; goes on with one that is there")


def train(run: Run) -> int:
    """Train."""
    from faceapp.library.services import recognizer_source
    from faceapp.ml.device import require_torch
    from faceapp.ml.registry import choose_device

    require_torch()
    from faceapp.library.learning import learn
    from faceapp.training import together
    from faceapp.training.settings import Settings

    given = run.given
    settings = Settings(
        network=given.network,
        dimension=given.dim,
        loss=given.loss,
        mining=given.mining,
        margin=given.margin,
        optimizer=given.optimizer,
        rate=given.rate,
        decay=given.decay,
        people=given.people,
        faces=given.faces,
        epochs=given.epochs,
        patience=given.patience,
        held_out=given.held_out,
        norm=given.batch_norm,
        half=given.half,
        seed=given.seed,
    )
    several = together.join()
    source = recognizer_source(run.device)
    try:
        learned = learn(
            given.folder,
            given.run,
            settings,
            source,
            device=choose_device(run.device).target,
            progress=run.bar,
            cancel=run.cancel,
            note=lambda figures: say(_words(figures)),
        )
    finally:
        run.bar.close()
        source.close()
        together.leave()
    if several and together.rank():
        return 0
    standing = learned.standing
    if run.as_json:
        print_json(
            {
                "run": str(learned.folder),
                "people": learned.people,
                "judges": learned.judges,
                "photos": learned.photos,
                "rounds": standing.epoch,
                "best_round": standing.best_epoch,
                "best_tar": standing.best if learned.judges else None,
                "seconds": standing.seconds,
                "curve": standing.curve,
                "plot": str(learned.plot) if learned.plot else None,
                "problems": [
                    {"path": str(path), "message": message}
                    for path, message in map(dataclasses.astuple, learned.unusable)
                ],
            }
        )
    else:
        best = (
            f", the best {standing.best_epoch} with TAR {standing.best:.4f} at FAR 1e-2 among "
            f"{learned.judges} people not learned from"
        )
        print_text(f"{standing.epoch} rounds{best if learned.judges else ''}: {learned.folder}")
    return 0


def _words(figures: dict[str, float]) -> str:
    words = f"round {figures['epoch']:.0f}: loss {figures['loss']:.4f}"
    if "tar" in figures:
        words += (
            f"; of people not learned from: TAR {figures['tar']:.4f} at FAR 1e-2, AUC {figures['auc']:.4f}"
        )
    return words


COMMANDS = (
    Command(
        "train",
        "train one of the paper's networks on a folder of people",
        "faceapp train ~/people --network nns2 --dim 128",
        _arguments,
        train,
    ),
)
