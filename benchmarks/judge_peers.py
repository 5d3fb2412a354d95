"""Asking a model over HTTP, beside AutoRubric: what is lost, charged, spent and waited for.

    python -m benchmarks.judge_peers [--answers 200] [--jobs 16] [--latency 0.2]

AutoRubric (PyPI: autorubric==1.6.1) gets our keypoints as criteria of weight 1 and is used as its
README says, per criterion (its default) and per item; we ask about the misconceptions too. Answers
are drawn under a seed, the fakes of `interviewer.testing` embed and match, and a `FaultServer` in a
process of its own rules on either prompt by the words of `interviewer.testing.rulers.fair`: once
always well, once with each of `FAULTS` in one request of twenty, the same for the same number.

``charged``: keypoints that a tool counts as not met though no reply that could be read says so; in
brackets those in an answer with a score. ``unearned``: keypoints that only a reply which credits
everything says are met, and how many of them became a credit. Tokens are the server's usage. ``of
N/L``: answers a second over what N calls at once of L seconds each allow.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import multiprocessing
import os
import platform
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from interviewer import __version__
from interviewer.bank import read_bank
from interviewer.batch.rows import grade_rows
from interviewer.fusion import Refiner
from interviewer.grader import Grader
from interviewer.grades import Answer
from interviewer.items import Item
from interviewer.judge.openai.client import Client, Endpoint
from interviewer.judge.openai.transport import Limits, Transport
from interviewer.judge.prompt import PROMPT_VERSION
from interviewer.judge.ruling import LlmJudge
from interviewer.records import Row
from interviewer.scoring.segment import segment
from interviewer.store.judge_cache import JudgeCache
from interviewer.testing.fakes import FakeEmbedder, FakeMatcher, fake_calibration
from interviewer.testing.fault_replies import Asked, Fault, Reply, read_prompt
from interviewer.testing.fault_server import FaultServer
from interviewer.testing.rulers import fair, statements_in

ITEMS = ("deep-learning/artificial-neuron", "deep-learning/relu-vs-sigmoid")
FAULTS: tuple[Fault, ...] = (
    *("refusal", "length", "not-json", "made-up-quote"),
    *("429-seconds", "500", "missing-id", "credits-all"),
)
SHARE = 0.05
MODEL = "fault-model"
INSTALL = "autorubric is not installed; to see its rows: pip install autorubric==1.6.1"
HEADER = (
    "scored no score lost  open charged        unearned requests    prompt completion    cached "
    "seconds of N/L"
)
_CRITERION = re.compile(r"<criterion>\n(.*?)\n</criterion>", re.DOTALL)
_SUBMISSION = re.compile(r"<submission>\n(.*)\n</submission>", re.DOTALL)
_ZERO = frozenset({"missed", "contradicted"})

Place = tuple[str, str]
"""An answer and a statement, both as texts."""


class Heard(NamedTuple):
    """What a server sent: where it denied credit, where it gave some unearned; sums of usage."""

    denied: set[Place]
    unearned: set[Place]
    spent: Counter[str]


class Graded(NamedTuple):
    """What became of an answer: its score, and by text the keypoints that count as met or not."""

    text: str
    score: float | None
    labels: dict[str, str]


class Peers(FaultServer):
    """A fault server that speaks AutoRubric's form of reply too, and keeps count of what it says.

    What goes wrong, goes wrong with a ruling in our form, which is then put into theirs.
    """

    heard: Heard

    def _reply(self, asked: Asked, fault: Fault) -> Reply:
        criteria = _CRITERION.findall(asked.body["messages"][-1]["content"])
        ours = _in_our_words(asked, criteria) if criteria else asked
        reply = super()._reply(ours, fault)
        if reply.status != 200:
            return reply
        body = json.loads(reply.body)
        message, usage = body["choices"][0]["message"], body["usage"]
        try:
            ruled = json.loads(message["content"] or "")
        except ValueError:
            ruled = None
        else:
            self._note(ours, ruled, is_binary=bool(criteria))
        details = usage["prompt_tokens_details"]
        if criteria:
            text = "".join(m["content"] for m in asked.body["messages"])
            if ruled is not None:
                message["content"] = json.dumps(_judgments(asked, ruled))
            usage["prompt_tokens"] = len(text) // 4
            usage["completion_tokens"] = len(message["content"] or message["refusal"]) // 4
            if details["cached_tokens"]:  # all before the answer, as in ours
                details["cached_tokens"] = text.index("<submission>\n") // 4
        with self._lock:
            self.heard.spent["prompt"] += usage["prompt_tokens"]
            self.heard.spent["completion"] += usage["completion_tokens"]
            self.heard.spent["cached"] += details["cached_tokens"]
        return reply._replace(body=json.dumps(body).encode())

    def _note(self, ours: Asked, ruled: dict[str, Any], *, is_binary: bool) -> None:
        prompt, texts, honest = read_prompt(ours.body), statements_in(ours), fair(ours)
        assert prompt is not None
        with self._lock:
            for key, ruling in ruled.items():
                place, label = (prompt.answer, texts[key][0]), ruling["label"]
                if label == "met" != honest[key]["label"]:
                    self.heard.unearned.add(place)
                elif label in _ZERO or (is_binary and label == "partial"):
                    self.heard.denied.add(place)


def _in_our_words(asked: Asked, criteria: Sequence[str]) -> Asked:
    """Return AutoRubric's request as one of ours: same statements, same answer."""
    system, user = (message["content"] for message in asked.body["messages"])
    found = _SUBMISSION.search(user)
    assert found is not None, user
    labels = "Labels: met, partial, missed, contradicted"
    listed = "".join(
        f'<statement id="c{at}">\n{text}\n{labels}\n</statement>\n'
        for at, text in enumerate(criteria)
    )
    content = f"{listed}<answer-0>\n{found[1]}\n</answer-0>"
    messages = [{"role": "system", "content": system}, {"role": "user", "content": content}]
    return asked._replace(body={**asked.body, "messages": messages})


def _judgments(asked: Asked, ruled: dict[str, Any]) -> dict[str, Any]:
    """Return rulings in the form that a request of AutoRubric's asks for: one, or one an id."""
    made = {
        key: {
            "criterion_status": "MET" if ruling["label"] == "met" else "UNMET",
            "explanation": " ".join([ruling["reason"], *ruling["evidence"]]),
        }
        for key, ruling in ruled.items()
    }
    if "<rubric_criterion id=" not in asked.body["messages"][-1]["content"]:
        return made.get("c0", {})
    listed = [{"criterion_id": k, **one, "selected_option": None} for k, one in made.items()]
    return {"judgments": listed}


def faulty(asked: Asked) -> Fault:
    """Return what goes wrong with a request; its number decides."""
    drawn = random.Random(f"judge-peers {asked.number}").random()
    place = int(drawn / SHARE)
    return FAULTS[place] if place < len(FAULTS) else "none"


def serve(pipe: Connection, fault: Fault | Callable[[Asked], Fault], latency: float) -> None:
    """Serve until told to stop, then tell what was heard; the body of the server's process."""
    with Peers(fault, ruler=fair, latency=latency) as server:
        server.heard = Heard(set(), set(), Counter())
        pipe.send(server.url)
        pipe.recv()
        server.heard.spent["requests"] = len(server.asked)
        pipe.send(server.heard)


@contextmanager
def served(fault: Fault | Callable[[Asked], Fault], latency: float) -> Iterator[tuple[str, Any]]:
    """Yield a server's address, and what returns all that was heard of it once it is called."""
    context = multiprocessing.get_context("spawn")
    mine, its = context.Pipe()
    process = context.Process(target=serve, args=(its, fault, latency), daemon=True)
    process.start()
    try:
        yield mine.recv(), lambda: (mine.send(None), mine.recv())[1]
    finally:
        process.terminate()
        process.join()


def drawn(count: int) -> tuple[list[Item], list[Answer]]:
    """Return items, and distinct answers that mix sentences of their examples."""
    items = [read_bank(None).items[name] for name in ITEMS]
    rng = random.Random("judge-peers")
    answers: dict[str, Answer] = {}
    while len(answers) < count:
        item = items[len(answers) % len(items)]
        written = [e.answer for e in item.rubric.examples if e.kind != "attack"]
        sentences = sorted({s.text.strip() for text in written for s in segment(text)})
        text = " ".join(rng.sample(sentences, rng.randint(3, 8)))
        answers[text] = Answer(question_id=item.id, text=text)
    return items, list(answers.values())


def interviewer(url: str, items: list[Item], answers: list[Answer], jobs: int) -> list[Graded]:
    """Grade as `interviewer grade --judge-when always` does, with fakes in front of the judge."""
    named = {item.id: item for item in items}
    rows = [Row(at, None, answer) for at, answer in enumerate(answers, 1)]
    with tempfile.TemporaryDirectory() as folder:
        client, cache = Client(Endpoint(MODEL, url, "key")), JudgeCache(Path(folder) / "judge")
        judge = LlmJudge(MODEL, Transport(client, cache=cache, limits=Limits(jobs=jobs)))
        how = {"calibration": fake_calibration(), "refiner": Refiner(judge, "always")}
        grader = Grader(embedder=FakeEmbedder(), matcher=FakeMatcher(), **how)
        grades = list(grade_rows(rows, named, {}, grader, jobs=jobs))
        client.close()
        cache.close()
    graded = []
    for answer, grade in zip(answers, grades, strict=True):
        texts = {k.id: k.text for k in named[answer.question_id].rubric.keypoints}
        labels = {texts[v.keypoint_id]: v.label for v in grade.verdicts if v.label != "unscored"}
        assert all(v.decided_by == "judge" for v in grade.verdicts)
        graded.append(Graded(answer.text, grade.score and grade.score.fraction, labels))
    return graded


def autorubric(
    url: str, items: list[Item], answers: list[Answer], jobs: int, llm_calls: str
) -> list[Graded]:
    """Grade as AutoRubric's README and API say: a data set, one judge, so many requests at once."""
    from autorubric import DataItem, LLMConfig, Rubric, RubricDataset
    from autorubric.eval import evaluate
    from autorubric.graders import CriterionGrader

    model = LLMConfig(
        model=f"openai/{MODEL}", api_base=url, api_key="key", max_parallel_requests=jobs
    )
    grader = CriterionGrader(judge_model_config=model, llm_calls=llm_calls)
    rubrics = {
        item.id: Rubric.from_dict(
            [{"weight": 1, "requirement": k.text} for k in item.rubric.keypoints]
        )
        for item in items
    }
    prompts = {item.id: item.question.prompt for item in items}
    listed = [
        DataItem(
            a.text, f"answer {n}", rubric=rubrics[a.question_id], prompt=prompts[a.question_id]
        )
        for n, a in enumerate(answers, 1)
    ]
    with tempfile.TemporaryDirectory() as folder:
        data = RubricDataset(items=listed)
        result = asyncio.run(evaluate(data, grader, show_progress=False, experiments_dir=folder))
    verdicts = {"MET": "met", "UNMET": "missed"}
    return [
        Graded(
            one.item.submission,
            None if one.error else one.report.score,
            {
                c.criterion.requirement: verdicts[c.final_verdict.value]
                for c in one.report.report or []
                if c.final_verdict.value in verdicts
            },
        )
        for one in result.item_results
    ]


class Tool(NamedTuple):
    """A way of grading all answers, and whether it asks once an answer or once a keypoint."""

    name: str
    grade: Callable[..., list[Graded]]
    is_one_call: bool


def tools() -> list[Tool]:
    """Return what is there to be measured; say in one line what is not."""
    found = [Tool("interviewer", interviewer, True)]
    versions = f"interviewer {__version__}, prompt {PROMPT_VERSION}"
    try:
        import autorubric as peer
        import litellm
    except ImportError:
        print(INSTALL)
    else:
        peer.debug, litellm.suppress_debug_info = False, True
        logging.getLogger("autorubric").setLevel(logging.ERROR)
        found += [
            Tool("autorubric", partial(autorubric, llm_calls="per_criterion"), False),
            Tool("autorubric item", partial(autorubric, llm_calls="per_item"), True),
        ]
        versions += "".join(f", {name} {version(name)}" for name in ("autorubric", "litellm"))
    print(f"{versions}, openai {version('openai')}, Python {platform.python_version()}")
    return found


def row(
    name: str, graded: list[Graded], heard: Heard, items: list[Item], answers: list[Answer]
) -> str:
    """Return the counts of a run."""
    keypoints = {item.id: [k.text for k in item.rubric.keypoints] for item in items}
    asked = {(a.text, text) for a in answers for text in keypoints[a.question_id]}
    labels = {(one.text, text): label for one in graded for text, label in one.labels.items()}
    scored = {one.text for one in graded if one.score is not None}
    charged = [p for p, label in labels.items() if label in _ZERO and p not in heard.denied]
    unearned = heard.unearned & asked
    credited = sum(labels.get(place) == "met" for place in unearned)
    return (
        f"{name:16} {len(scored):6} {len(graded) - len(scored):8} {len(answers) - len(graded):4} "
        f"{len(asked - set(labels)):5} {len(charged):7} "
        f"{f'({sum(p[0] in scored for p in charged)})':>5} {f'{credited}/{len(unearned)}':>9} "
        f"{heard.spent['requests']:8} {heard.spent['prompt']:9,} {heard.spent['completion']:10,} "
        f"{heard.spent['cached']:9,}"
    )


def main() -> None:
    """Print a row a tool and server, then what was hoped for and what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--answers", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=16, help="N, calls at once")
    parser.add_argument("--latency", type=float, default=0.2, help="L, seconds of one call")
    options = parser.parse_args()
    items, answers = drawn(options.answers)
    calls = {item.id: len(item.rubric.keypoints) for item in items}
    several = sum(calls[answer.question_id] for answer in answers)
    print(f"{len(answers)} answers, {several} keypoints, N={options.jobs}, L={options.latency:g} s")
    measured = tools()
    for server, fault in (("fair", "none"), ("faulty", faulty)):
        print(f"\n{server:16} {HEADER}")
        for tool in measured:
            with served(fault, options.latency) as (url, stop):
                began = time.perf_counter()
                graded = tool.grade(url, items, answers, options.jobs)
                seconds = time.perf_counter() - began
                told = row(tool.name, graded, stop(), items, answers)
            due = (len(answers) if tool.is_one_call else several) * options.latency / options.jobs
            print(f"{told} {seconds:7.2f} {due / seconds:6.2f}", flush=True)


if __name__ == "__main__":
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")  # or it asks the network
    main()
