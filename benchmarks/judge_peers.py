"""Asking a model over HTTP, beside AutoRubric: what is lost, charged, spent and waited for.

    python -m benchmarks.judge_peers [--answers 200] [--jobs 16] [--latency 0.2]

AutoRubric (PyPI: autorubric==1.6.1) gets our keypoints as criteria of weight 1 and is used as its
README says: a call a criterion (its default), and a call an item. We ask about misconceptions too.
Answers are drawn under a seed, the fakes of `interviewer.testing` embed and match, and a server in
a process of its own rules on either prompt by the words of `interviewer.testing.rulers.fair`: once
always well, once with each of `FAULTS` in one request of twenty, the same for the same number.

``no score`` has a row that says why, ``lost`` has none; ``open`` are keypoints without a verdict.
``charged`` count as not met though no reply that could be read says so (in brackets: in answers
with a score). ``unearned``: only a reply that credits everything calls them met; so many of them
became a credit. ``ours/its``: our tokens, as the server's usage tells them, over this tool's.
``of N/L``: calls needed a second over what N calls at once of L seconds each allow.
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

import openai  # here, so that no tool's first call waits for it

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
from interviewer.testing.fault_replies import MODEL, Asked, Fault, Reply, read_prompt
from interviewer.testing.fault_server import FaultServer
from interviewer.testing.rulers import fair, statements_in

ITEMS = ("deep-learning/artificial-neuron", "deep-learning/relu-vs-sigmoid")
FAULTS: tuple[Fault, ...] = (
    *("refusal", "length", "not-json", "made-up-quote"),
    *("429-seconds", "500", "missing-id", "credits-all"),
)
SHARE = 0.05
INSTALL = "AutoRubric's rows are left out; to have them: pip install autorubric==1.6.1"
HEADER = (
    f"{'scored':>16} no score lost open charged unearned requests    prompt completion "
    "   cached ours/its  CPU s  wall s of N/L"
)
_CRITERION = re.compile(r"<criterion>\n(.*?)\n</criterion>", re.DOTALL)
_SUBMISSION = re.compile(r"<submission>\n(.*)\n</submission>", re.DOTALL)
_ZERO = frozenset({"missed", "contradicted"})


class Heard(NamedTuple):
    """Where a server denied credit and where it gave some unearned, by answer and statement.

    ``spent`` sums the usage that it told, and its requests.
    """

    denied: set[tuple[str, str]]
    unearned: set[tuple[str, str]]
    spent: Counter[str]


class Graded(NamedTuple):
    """What became of an answer: its score, and labels by the text of a keypoint."""

    text: str
    score: float | None
    labels: dict[str, str]


class Peers(FaultServer):
    """A fault server that speaks AutoRubric's form too, and keeps what it said.

    Its request is read as one of ours, and what is ruled, faults included, put into its form.
    """

    def _reply(self, asked: Asked, fault: Fault) -> Reply:
        user = asked.body["messages"][-1]["content"]
        criteria = _CRITERION.findall(user)
        ours = _as_ours(asked, criteria) if criteria else asked
        reply = super()._reply(ours, fault)
        if reply.status != 200:
            return reply
        body = json.loads(reply.body)
        message, usage = body["choices"][0]["message"], body["usage"]
        try:
            ruled = json.loads(message["content"] or "")
        except ValueError:
            ruled = {}
        if criteria:
            message["content"] = _as_theirs(user, ruled) if ruled else message["content"]
            prompt = asked.body["messages"][0]["content"] + user
            usage["prompt_tokens"] = len(prompt) // 4
            usage["completion_tokens"] = len(message["content"] or message["refusal"]) // 4
            if usage["prompt_tokens_details"]["cached_tokens"]:  # all before the answer, as in ours
                cached = prompt.index("<submission>\n") // 4
                usage["prompt_tokens_details"]["cached_tokens"] = cached
        self.sent.append((ours, bool(criteria), ruled, usage))
        return reply._replace(body=json.dumps(body).encode())

    def heard(self) -> Heard:
        """Return what was said so far."""
        heard = Heard(set(), set(), Counter(requests=len(self.asked)))
        for ours, is_binary, ruled, usage in self.sent:
            heard.spent.update(usage | usage.pop("prompt_tokens_details"))
            prompt, texts, honest = read_prompt(ours.body), statements_in(ours), fair(ours)
            for key, ruling in ruled.items():
                place, label = (prompt.answer, texts[key][0]), ruling["label"]
                if label == "met" != honest[key]["label"]:
                    heard.unearned.add(place)
                elif label in _ZERO or (is_binary and label == "partial"):
                    heard.denied.add(place)
        return heard


def _as_ours(asked: Asked, criteria: Sequence[str]) -> Asked:
    system, user = asked.body["messages"]
    listed = "".join(
        f'<statement id="c{n}">\n{text}\nLabels: met, partial, missed, contradicted\n</statement>\n'
        for n, text in enumerate(criteria)
    )
    answer = _SUBMISSION.findall(user["content"])[0]
    said = {**user, "content": f"{listed}<answer-0>\n{answer}\n</answer-0>"}
    return asked._replace(body={**asked.body, "messages": [system, said]})


def _as_theirs(user: str, ruled: dict[str, Any]) -> str:
    """Return rulings in the form that a request of AutoRubric's wants: one, or a list by id."""
    made = {
        key: {
            "criterion_status": "MET" if ruling["label"] == "met" else "UNMET",
            "explanation": " ".join([ruling["reason"], *ruling["evidence"]]),
        }
        for key, ruling in ruled.items()
    }
    listed = [{"criterion_id": k, **one, "selected_option": None} for k, one in made.items()]
    several = "<rubric_criterion id=" in user
    return json.dumps({"judgments": listed} if several else made.get("c0", {}))


def faulty(asked: Asked) -> Fault:
    """Return what goes wrong with a request; its number decides."""
    place = int(random.Random(f"judge-peers {asked.number}").random() / SHARE)
    return FAULTS[place] if place < len(FAULTS) else "none"


def serve(pipe: Connection, fault: Fault | Callable[[Asked], Fault], latency: float) -> None:
    """Serve until told to stop, then tell what was said; the body of the server's process."""
    with Peers(fault, ruler=fair, latency=latency) as server:
        server.sent = []
        pipe.send(server.url)
        pipe.recv()
        pipe.send(server.heard())


@contextmanager
def served(*how: Any) -> Iterator[tuple[str, Callable[[], Heard]]]:
    """Yield a server's address, and what stops it and returns what it said."""
    context = multiprocessing.get_context("spawn")
    mine, its = context.Pipe()
    process = context.Process(target=serve, args=(its, *how), daemon=True)
    process.start()
    try:
        yield mine.recv(), lambda: (mine.send(None), mine.recv())[1]
    finally:
        process.terminate()


def drawn(count: int) -> tuple[dict[str, Item], list[Answer]]:
    """Return items, and distinct answers that mix sentences of their examples."""
    items = {name: read_bank(None).items[name] for name in ITEMS}
    rng, answers = random.Random("judge-peers"), {}
    while len(answers) < count:
        name = ITEMS[len(answers) % len(ITEMS)]
        written = [e.answer for e in items[name].rubric.examples if e.kind != "attack"]
        sentences = sorted({s.text for text in written for s in segment(text)})
        text = " ".join(rng.sample(sentences, rng.randint(3, 8)))
        answers[text] = Answer(question_id=name, text=text)
    return items, list(answers.values())


def interviewer(
    url: str, items: dict[str, Item], answers: list[Answer], jobs: int
) -> Iterator[Graded]:
    """Grade as ``interviewer grade --judge-when always`` does, with fakes before the judge."""
    rows = [Row(n, None, answer) for n, answer in enumerate(answers, 1)]
    client = Client(Endpoint(MODEL, url, "key"))
    with tempfile.TemporaryDirectory() as folder:
        cache = JudgeCache(Path(folder) / "judge.sqlite")
        judge = LlmJudge(MODEL, Transport(client, cache=cache, limits=Limits(jobs=jobs)))
        how = {"calibration": fake_calibration(), "refiner": Refiner(judge, "always")}
        grader = Grader(embedder=FakeEmbedder(), matcher=FakeMatcher(), **how)
        for grade in grade_rows(rows, items, {}, grader, jobs=jobs):
            texts = {k.id: k.text for k in items[grade.question_id].rubric.keypoints}
            labels = {texts[v.keypoint_id]: v.label for v in grade.verdicts}
            yield Graded(grade.answer, grade.score.fraction, labels)
        cache.close()
    client.close()


def autorubric(
    url: str, items: dict[str, Item], answers: list[Answer], jobs: int, *, llm_calls: str
) -> Iterator[Graded]:
    """Grade as AutoRubric's README says: a data set, one judge, so many requests at once."""
    from autorubric import DataItem, LLMConfig, Rubric, RubricDataset
    from autorubric.eval import evaluate
    from autorubric.graders import CriterionGrader

    how = {"api_base": url, "api_key": "key", "max_parallel_requests": jobs}
    model = LLMConfig(model=f"openai/{MODEL}", **how)
    grader = CriterionGrader(judge_model_config=model, llm_calls=llm_calls)
    listed = []
    for answer in answers:
        item = items[answer.question_id]
        criteria = [{"weight": 1, "requirement": k.text} for k in item.rubric.keypoints]
        more = {"rubric": Rubric.from_dict(criteria), "prompt": item.question.prompt}
        listed.append(DataItem(submission=answer.text, description="an answer", **more))
    with tempfile.TemporaryDirectory() as folder:
        data = RubricDataset(items=listed)
        result = asyncio.run(evaluate(data, grader, show_progress=False, experiments_dir=folder))
    labels = {"MET": "met", "UNMET": "missed", "CANNOT_ASSESS": "unscored"}
    for one in result.item_results:
        said = {
            c.criterion.requirement: labels[c.final_verdict.value] for c in one.report.report or []
        }
        yield Graded(one.item.submission, one.report.score, said)


def tools() -> dict[str, Callable[..., Iterator[Graded]]]:
    """Return what can be measured, and print the versions of it."""
    found: dict[str, Callable[..., Iterator[Graded]]] = {"interviewer": interviewer}
    told = [f"interviewer {__version__} (prompt {PROMPT_VERSION})", f"openai {openai.__version__}"]
    try:
        os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")  # or it asks the network
        import autorubric as _  # noqa: F401
        import litellm
    except ImportError:
        told.append(INSTALL)
    else:
        litellm.suppress_debug_info = True
        logging.getLogger("autorubric").setLevel(logging.ERROR)
        told += [f"{name} {version(name)}" for name in ("autorubric", "litellm")]
        found["autorubric"] = partial(autorubric, llm_calls="per_criterion")
        found["autorubric item"] = partial(autorubric, llm_calls="per_item")
    print("; ".join([f"Python {platform.python_version()}", *told]))
    return found


def counts(graded: list[Graded], heard: Heard, asked: set[tuple[str, str]]) -> str:
    """Return the columns that count answers and keypoints."""
    labels = {(g.text, k): label for g in graded for k, label in g.labels.items()}
    scored = {g.text for g in graded if g.score is not None}
    charged = [p for p, label in labels.items() if label in _ZERO and p not in heard.denied]
    unearned = heard.unearned & asked
    credited = sum(labels.get(place) == "met" for place in unearned)
    open_ = sum(labels.get(place, "unscored") == "unscored" for place in asked)
    bad = f"{len(charged)} ({sum(text in scored for text, _ in charged)})"
    lost = len({text for text, _ in asked}) - len(graded)
    return (
        f"{len(scored):6} {len(graded) - len(scored):8} {lost:4} {open_:4} {bad:>9} "
        f"{f'{credited}/{len(unearned)}':>8}"
    )
