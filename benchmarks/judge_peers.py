"""Asking a model over HTTP, beside AutoRubric: what is lost, charged, spent and waited for.

    python -m benchmarks.judge_peers [--answers 200] [--jobs 16] [--latency 0.2]

AutoRubric gets our keypoints as criteria of weight 1 and is used as its README says: a call a
criterion (its default), and a call an item. We ask about misconceptions too. A server in a process
of its own rules on either prompt by the words of `interviewer.testing.rulers.fair`: once always
well, once with faults. ``no score`` has a row that says why, ``lost`` has none; ``open`` are
keypoints without a verdict. ``charged`` count as not met though no reply that could be read says
so (in brackets: in answers with a score). ``unearned``: so many became a credit of those that only
a reply which credits all calls met. ``of N/L``: calls a second over what N at once allow.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import multiprocessing
import os
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from interviewer import __version__
from interviewer.bank import read_bank
from interviewer.batch.rows import grade_rows
from interviewer.fusion import Refiner
from interviewer.grader import Grader
from interviewer.grades import Answer
from interviewer.items import Item
from interviewer.judge.openai.client import Client, Endpoint
from interviewer.judge.openai.transport import Limits, Transport
from interviewer.judge.ruling import LlmJudge
from interviewer.records import Row
from interviewer.scoring.segment import segment
from interviewer.store.judge_cache import JudgeCache
from interviewer.testing.fakes import FakeEmbedder, FakeMatcher, fake_calibration
from interviewer.testing.fault_replies import MODEL, Asked, Fault, Reply, read_prompt
from interviewer.testing.fault_server import FaultServer
from interviewer.testing.rulers import fair, statements_in

ITEM = "deep-learning/relu-vs-sigmoid"
FAULTS = "refusal length not-json made-up-quote 429-seconds 500 missing-id credits-all".split()
_ZERO = ("missed", "contradicted")


class Graded(NamedTuple):
    """What became of an answer: its score, and labels by the text of a keypoint."""

    text: str
    score: float | None
    labels: dict[str, str]


class Heard(NamedTuple):
    """By answer and statement, where replies denied credit or gave it unearned; sums of usage."""

    denied: set[tuple[str, str]]
    unearned: set[tuple[str, str]]
    spent: Counter[str]


class Peers(FaultServer):
    """A fault server that reads AutoRubric's requests as ours, and replies in its form."""

    def _reply(self, asked: Asked, fault: Fault) -> Reply:
        system, user = (message["content"] for message in asked.body["messages"])
        criteria = re.findall(r"<criterion>\n(.*?)\n</criterion>", user, re.DOTALL)
        ours = _as_ours(asked, user, criteria) if criteria else asked
        reply = super()._reply(ours, fault)
        if reply.status != 200:
            return reply
        body = json.loads(reply.body)
        message, usage = body["choices"][0]["message"], body["usage"]
        details = usage["prompt_tokens_details"]
        try:
            ruled = json.loads(message["content"] or "")
        except ValueError:
            ruled = {}
        if criteria:
            message["content"] = _as_theirs(user, ruled) if ruled else message["content"]
            usage["prompt_tokens"] = len(system + user) // 4
            usage["completion_tokens"] = len(message["content"] or message["refusal"]) // 4
            usage["total_tokens"] = usage["prompt_tokens"] + usage["completion_tokens"]
            if details["cached_tokens"]:  # all before the answer, as in ours
                details["cached_tokens"] = len(system + user.partition("<submission>")[0]) // 4
        answer, texts = read_prompt(ours.body).answer, statements_in(ours)
        honest = fair(ours) if fault == "credits-all" else ruled
        with self._lock:
            self.heard.spent.update({**usage, "prompt_tokens_details": 0, **details})
            for key, ruling in ruled.items():
                place, label = (answer, texts[key][0]), ruling["label"]
                if label == "met" != honest[key]["label"]:
                    self.heard.unearned.add(place)
                elif label in _ZERO or (criteria and label == "partial"):
                    self.heard.denied.add(place)
        return reply._replace(body=json.dumps(body).encode())


def _as_ours(asked: Asked, user: str, criteria: list[str]) -> Asked:
    form = '<statement id="c{}">\n{}\nLabels: met\n</statement>\n'
    answer = user.partition("<submission>")[2].removesuffix("</submission>")
    said = "".join(form.format(*one) for one in enumerate(criteria))
    return asked._replace(body={"messages": [{"content": f"{said}<answer-0>{answer}</answer-0>"}]})


def _as_theirs(user: str, ruled: dict[str, dict]) -> str:
    """Return rulings in the form that a request of AutoRubric's wants: one, or a list by id."""
    made = []
    for key, ruling in ruled.items():
        status = "MET" if ruling["label"] == "met" else "UNMET"
        said = " ".join([ruling["reason"], *ruling["evidence"]])
        made.append({"criterion_id": key, "criterion_status": status, "explanation": said})
    if "<rubric_criterion id=" in user:
        return json.dumps({"judgments": [{**one, "selected_option": None} for one in made]})
    return json.dumps({name: made[0][name] for name in ("criterion_status", "explanation")})


def faulty(asked: Asked) -> Fault:
    """Return what goes wrong with a request: each of `FAULTS` one time in twenty, by its number."""
    return random.Random(f"judge-peers {asked.number}").choice([*FAULTS, *["none"] * 12])


def serve(pipe: Connection, fault: Fault | Callable[[Asked], Fault], latency: float) -> None:
    """Serve until told to stop, then tell what was said; the body of the server's process."""
    with Peers(fault, ruler=fair, latency=latency) as server:
        server.heard = Heard(set(), set(), Counter())
        pipe.send(server.url)
        pipe.recv()
        pipe.send((len(server.asked), server.heard))


def drawn(count: int) -> tuple[Item, list[str]]:
    """Return an item, and distinct answers that mix sentences of its examples."""
    item = read_bank(None).items[ITEM]
    written = [e.answer for e in item.rubric.examples if e.kind != "attack"]
    sentences = sorted({s.text for text in written for s in segment(text)})
    rng, answers = random.Random("judge-peers"), {}
    while len(answers) < count:
        answers[" ".join(rng.sample(sentences, rng.randint(3, 8)))] = None
    return item, list(answers)


def interviewer(url: str, item: Item, answers: list[str], jobs: int) -> Iterator[Graded]:
    """Grade as ``interviewer grade --judge-when always`` does, with fakes before the judge."""
    rows = (Row(n, None, Answer(question_id=ITEM, text=a)) for n, a in enumerate(answers, 1))
    with tempfile.TemporaryDirectory() as folder:
        cache = JudgeCache(Path(folder) / "judge.sqlite")
        send = Transport(Client(Endpoint(MODEL, url, "key")), cache=cache, limits=Limits(jobs=jobs))
        refiner = Refiner(LlmJudge(MODEL, send), "always")
        fakes = {"embedder": FakeEmbedder(), "matcher": FakeMatcher()}
        grader = Grader(**fakes, calibration=fake_calibration(), refiner=refiner)
        for grade in grade_rows(rows, {ITEM: item}, {}, grader, jobs=jobs):
            both = zip(item.rubric.keypoints, grade.verdicts, strict=True)
            yield Graded(grade.answer, grade.score.fraction, {k.text: v.label for k, v in both})


def autorubric(way: str, url: str, item: Item, answers: list[str], jobs: int) -> Iterator[Graded]:
    """Grade as AutoRubric's README says: a data set, one judge, so many requests at once."""
    import litellm
    from autorubric import LLMConfig, Rubric, RubricDataset
    from autorubric.eval import evaluate
    from autorubric.graders import CriterionGrader

    litellm.suppress_debug_info = True
    model = LLMConfig(f"openai/{MODEL}", api_base=url, api_key="key", max_parallel_requests=jobs)
    grader = CriterionGrader(judge_model_config=model, llm_calls=way)
    criteria = [{"weight": 1, "requirement": k.text} for k in item.rubric.keypoints]
    data = RubricDataset(prompt=item.question.prompt, rubric=Rubric.from_dict(criteria))
    for answer in answers:
        data.add_item(submission=answer, description="an answer")
    with tempfile.TemporaryDirectory() as folder:
        result = asyncio.run(evaluate(data, grader, show_progress=False, experiments_dir=folder))
    labels = {"MET": "met", "UNMET": "missed", "CANNOT_ASSESS": "unscored"}
    for one in result.item_results:
        said = {c.criterion.requirement: labels[c.final_verdict] for c in one.report.report or []}
        yield Graded(one.item.submission, one.report.score, said)


def counts(graded: list[Graded], heard: Heard, asked: set[tuple[str, str]]) -> dict[str, object]:
    """Return what is told of a run, by column."""
    labels = {(g.text, k): label for g in graded for k, label in g.labels.items()}
    scored = {g.text for g in graded if g.score is not None}
    charged = [p for p, label in labels.items() if label in _ZERO and p not in heard.denied]
    unearned = [labels.get(place) == "met" for place in heard.unearned & asked]
    return {
        "scored": len(scored),
        "no score": len(graded) - len(scored),
        "lost": len({text for text, _ in asked}) - len(graded),
        "open": sum(labels.get(place, "unscored") == "unscored" for place in asked),
        "charged": f"{len(charged)} ({sum(text in scored for text, _ in charged)})",
        "unearned": f"{sum(unearned)}/{len(unearned)}",
        **{n: heard.spent[f"{n}_tokens"] for n in ("prompt", "completion", "cached", "total")},
    }


def main() -> None:
    """Print a row a tool and server."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for option, default in (("--answers", 200), ("--jobs", 16), ("--latency", 0.2)):
        parser.add_argument(option, type=type(default), default=default)
    count, jobs, latency = vars(parser.parse_args()).values()
    item, answers = drawn(count)
    tools, told = {"interviewer": interviewer}, [f"interviewer {__version__}"]
    try:
        told += [f"{name} {version(name)}" for name in ("openai", "autorubric", "litellm")]
    except ImportError:
        told.append("no AutoRubric: pip install autorubric==1.6.1")
    else:
        tools["autorubric"] = partial(autorubric, "per_criterion")
        tools["autorubric item"] = partial(autorubric, "per_item")
    print(f"{count} answers, N={jobs}, L={latency} s", *told, sep=", ")
    first = ("", "none", answers[:2])  # not told of: it loads what a tool needs
    for server, fault, given in (first, ("fair", "none", answers), ("faulty", faulty, answers)):
        asked = {(answer, keypoint.text) for answer in given for keypoint in item.rubric.keypoints}
        for name, grade in tools.items():
            mine, its = multiprocessing.Pipe()
            multiprocessing.Process(target=serve, args=(its, fault, latency), daemon=True).start()
            url = mine.recv()
            wall, cpu = time.perf_counter(), time.process_time()
            graded = list(grade(url, item, given, jobs))
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            mine.send(None)
            requests, heard = mine.recv()
            row = {**counts(graded, heard, asked), "requests": requests}
            due = (len(asked) if name == "autorubric" else count) * latency / jobs
            row |= {"CPU s": f"{cpu:.1f}", "wall s": f"{wall:.2f}", "of N/L": f"{due / wall:.2f}"}
            if server and name == "interviewer":
                print(f"\n{server:15}", *(f"{column:>10}" for column in row))
            if server:
                print(f"{name:15}", *(f"{told:>10}" for told in row.values()), flush=True)


if __name__ == "__main__":
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # or it asks the network
    logging.disable(logging.WARNING)
    multiprocessing.set_start_method("spawn")
    main()
