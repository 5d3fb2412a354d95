"""How long the lint takes over a large bank, and how near the shipped texts come to its cuts.

    python -m benchmarks.lint [--items 1000]

The large bank is made of the shipped items, each copied under new names with its words changed, in
a temporary folder; loading it is part of the time. The cuts of R101 to R103 stand above what the
shipped bank has, so that its authors' reading, not a guess, says what is near.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from itertools import combinations, cycle, islice
from pathlib import Path

from interviewer.authoring.lint.report import reports
from interviewer.bank import default_root, read_bank
from interviewer.cli.wiring import build_embedder
from interviewer.scoring.segment import segment


def large_bank(root: Path, items: int) -> None:
    """Write so many items below a folder, no two with the same words."""
    shipped = [*read_bank().items]
    for number, name in enumerate(islice(cycle(shipped), items)):
        for half in ("questions", "rubrics"):
            text = (default_root() / half / f"{name}.yaml").read_text(encoding="utf-8")
            file = root / half / "made" / f"{name.rpartition('/')[2]}-{number}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text.replace(" network", f" network{number}"), encoding="utf-8")


def nearest() -> dict[str, list[tuple[float, str]]]:
    """Return the highest cosines of each kind that the shipped bank has."""
    embedder = build_embedder("bundled")
    found: dict[str, list[tuple[float, str]]] = {"R101": [], "R102": [], "R103": []}
    for item in read_bank().items.values():
        keypoints = item.rubric.keypoints
        texts = embedder.embed([k.text for k in keypoints])
        for one, other in combinations(range(len(keypoints)), 2):
            names = f"{item.id} {keypoints[one].id} {keypoints[other].id}"
            found["R101"].append((float(texts[one] @ texts[other]), names))
        prompt = embedder.embed([part.text for part in segment(item.question.prompt)])
        for at, keypoint in enumerate(keypoints):
            found["R102"].append((float((prompt @ texts[at]).max()), f"{item.id} {keypoint.id}"))
            for step in ("pump", "hint"):
                words = getattr(keypoint.probe, step, "")
                if words:
                    cosine = float(embedder.embed([words])[0] @ texts[at])
                    found["R103"].append((cosine, f"{item.id} {keypoint.id} {step}"))
    return {code: sorted(rows, reverse=True)[:5] for code, rows in found.items()}


def main() -> None:
    """Print the times and the nearest texts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--items", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        large_bank(Path(folder), options.items)
        began = time.perf_counter()
        bank = read_bank(Path(folder))
        loaded = time.perf_counter()
        report = reports(bank, [])
        done = time.perf_counter()
    print(
        f"{report.checked} items: loaded in {loaded - began:.2f} s, linted in "
        f"{done - loaded:.2f} s, together {(done - began):.2f} s"
    )
    for code, rows in nearest().items():
        for cosine, names in rows:
            print(f"{code} {cosine:.3f} {names}")


if __name__ == "__main__":
    main()
