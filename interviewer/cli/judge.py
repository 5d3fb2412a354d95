"""``interviewer judge …``: what an endpoint can do, what a run would cost, replies by file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interviewer.cli import bank_options, judge_options

if TYPE_CHECKING:
    from contextlib import ExitStack

    from interviewer.cli.endpoint import Opened
    from interviewer.judge.exchange import Request
    from interviewer.settings import JudgeSettings

app = typer.Typer(
    help="The LLM that refines grades: probe, cost, export, import.", no_args_is_help=True
)
Answers = Annotated[
    Path, typer.Argument(metavar="ANSWERS", help="What `interviewer grade` would read.")
]


@app.command()
def probe(
    judge: judge_options.Judge = None,
    judge_url: judge_options.Url = None,
) -> None:
    """Ask an endpoint one small thing and say what it can do.

    Which reply format it takes and keeps to, which name of the token limit, whether a temperature:
    what it refuses or ignores is left out, in this run and in later ones.

    Example: interviewer judge probe --judge openai:qwen3-8b --judge-url http://127.0.0.1:8080/v1
    """
    from contextlib import ExitStack

    from interviewer.cli.judging import chosen
    from interviewer.judge.openai.probe import probe as probed

    settings = chosen({"model": judge, "url": judge_url})
    with ExitStack() as stack:
        opened = _opened(settings, stack, needs_key=True)
        for name, value in probed(opened.client).items():
            typer.echo(f"{name:18} {value}")


@app.command()
def cost(
    answers: Answers,
    bank: bank_options.Bank = None,
    judge: judge_options.Judge = None,
    judge_url: judge_options.Url = None,
    judge_when: judge_options.When = None,
    prices: judge_options.Prices = None,
    judge_cache: judge_options.Cache = None,
) -> None:
    """Say how many calls, tokens and how much money judging a file would take at most.

    Nothing is sent. What is kept from earlier runs costs nothing. Tokens are bounded by the bytes
    that are sent: real ones are about a quarter of that for English.

    Example: interviewer judge cost answers.jsonl --judge openai:gpt-5-mini --prices prices.toml
    """
    from contextlib import ExitStack

    from interviewer.cli.judging import chosen
    from interviewer.judge.openai.transport import prompt_bound

    settings = chosen(
        {
            "model": judge,
            "url": judge_url,
            "when": judge_when,
            "prices": prices,
            "cache": judge_cache,
        }
    )
    with ExitStack() as stack:
        opened = _opened(settings, stack)
        requests = _wanted(answers, bank, settings, opened)
        bodies = [opened.client.body(request) for request in requests]
    prompt = sum(prompt_bound(body) for body in bodies)
    completion = sum(request.max_tokens for request in requests)
    typer.echo(f"calls              {len(requests):,}")
    typer.echo(f"prompt tokens      at most {prompt:,}")
    typer.echo(f"completion tokens  at most {completion:,}")
    bound = None if opened.price is None else opened.price.bound(prompt, completion)
    typer.echo(f"cost               {'unknown' if bound is None else f'at most {bound:.2f}'}")


@app.command()
def export(
    answers: Answers,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="Where requests go.")],
    bank: bank_options.Bank = None,
    judge: judge_options.Judge = None,
    judge_url: judge_options.Url = None,
    judge_when: judge_options.When = None,
    judge_cache: judge_options.Cache = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there.")] = False,
    submit: Annotated[
        bool, typer.Option("--submit", help="Hand the file to OpenAI's Batch API as well.")
    ] = False,
) -> None:
    """Write what would be sent as a file of OpenAI's batch format, for any engine to answer.

    `judge import` takes the replies; `interviewer grade` with the same --judge then finds them
    and calls nobody. Export again after an import: what is still open is asked once more. A file
    over the API's limits is followed by FILE-2, FILE-3 and so on.

    Example: interviewer judge export answers.jsonl -o requests.jsonl --judge openai:gpt-5-mini
    """
    from contextlib import ExitStack

    from interviewer.cli.judging import chosen
    from interviewer.judge.openai.batch import MOST_BYTES, MOST_ROWS, files, row
    from interviewer.records.output import open_output, refuse_bad_target

    refuse_bad_target(out, answers, force=force)
    settings = chosen({"model": judge, "url": judge_url, "when": judge_when, "cache": judge_cache})
    with ExitStack() as stack:
        opened = _opened(settings, stack, needs_key=submit)
        requests = _wanted(answers, bank, settings, opened)
        keyed = {opened.transport.key(r): opened.client.body(r) for r in requests}
        rows = (row(key, body) for key, body in keyed.items())
        for number, held in enumerate(files(rows, MOST_ROWS, MOST_BYTES), start=1):
            file = out if number == 1 else out.with_stem(f"{out.stem}-{number}")
            refuse_bad_target(file, answers, force=force)
            with open_output(file) as stream:
                stream.writelines(held)
            typer.echo(f"{file}: {len(held):,} requests", err=True)
            if submit:
                from interviewer.judge.openai import batches

                typer.echo(batches.submit(opened.client, file))
    if not keyed:
        typer.echo("nothing to ask: no keypoint is unsure, or all replies are kept", err=True)


@app.command(name="import")
def import_(
    replies: Annotated[
        Path | None, typer.Argument(metavar="REPLIES", help="A file of batch replies.")
    ] = None,
    fetch: Annotated[
        str | None,
        typer.Option(metavar="BATCH", help="Fetch this batch of OpenAI's instead of a file."),
    ] = None,
    judge: judge_options.Judge = None,
    judge_url: judge_options.Url = None,
    judge_cache: judge_options.Cache = None,
) -> None:
    """Keep the replies of a batch file as if they had come by wire.

    Rows may be in any order; those that failed are counted and left to be asked again. `judge
    export --submit` prints the id of a batch; --fetch takes what it has once it is over.

    Example: interviewer judge import replies.jsonl --judge openai:gpt-5-mini

    Example: interviewer judge import --fetch batch_123 --judge openai:gpt-5-mini
    """
    from collections import Counter
    from contextlib import ExitStack

    from interviewer.cli.judging import chosen
    from interviewer.judge.openai.batch import read_returned
    from interviewer.judge.ruling import refused_by

    if (replies is None) == (fetch is None):
        raise typer.BadParameter("name a file of replies, or a batch with --fetch")
    settings = chosen({"model": judge, "url": judge_url, "cache": judge_cache})
    failed: Counter[str] = Counter()
    kept = 0
    with ExitStack() as stack:
        opened = _opened(settings, stack, needs_key=fetch is not None)
        for returned in read_returned(replies or _fetched(str(fetch), opened, stack)):
            exchange = returned.exchange
            why = returned.why if exchange is None else refused_by(exchange)
            if exchange is None or why is not None:
                failed[why or ""] += 1
                continue
            opened.cache.put(returned.key, opened.client.endpoint.model, exchange)
            kept += 1
    typer.echo(f"{kept:,} replies kept")
    for why, count in failed.most_common():
        typer.echo(f"{count:,} left out: {why}", err=True)


def _fetched(batch: str, opened: Opened, stack: ExitStack) -> Path:
    """Return a file with the rows of a batch that is over; JudgeError where it is not."""
    from tempfile import TemporaryDirectory

    from interviewer.errors import JudgeError
    from interviewer.judge.openai.batches import OVER
    from interviewer.judge.openai.batches import fetch as fetched

    found = fetched(opened.client, batch)
    if found.status not in OVER:
        raise JudgeError(
            f"{batch} is {found.status}: {found.done:,} of {found.total:,} done; try again later"
        )
    file = Path(stack.enter_context(TemporaryDirectory())) / f"{found.status}.jsonl"
    file.write_text(found.rows, encoding="utf-8")
    return file


def _opened(settings: JudgeSettings, stack: ExitStack, *, needs_key: bool = False) -> Opened:
    from interviewer.cli.endpoint import NO_KEY, open_endpoint
    from interviewer.errors import JudgeError

    if settings.model is None:
        raise JudgeError("no judge is named; --judge openai:MODEL names one")
    opened = open_endpoint(settings.model, settings, stack)
    if needs_key and not opened.has_key:
        raise JudgeError(NO_KEY)
    return opened


def _wanted(
    answers: Path, bank: Path | None, settings: JudgeSettings, opened: Opened
) -> list[Request]:
    """Return the requests that grading the answers would send now."""
    from interviewer.batch import grade_rows
    from interviewer.batch.progress import with_progress
    from interviewer.cli.wiring import build_grader, open_bank
    from interviewer.errors import RecordsError
    from interviewer.fusion import Refiner
    from interviewer.judge.exchange import CallFailed, Exchange, Settles
    from interviewer.judge.ruling import LlmJudge
    from interviewer.records import read_answers

    if not answers.exists():
        raise RecordsError(f"{answers}: no such file or folder")
    found: dict[str, Request] = {}

    def collect(request: Request, settles: Settles) -> Exchange:
        key = opened.transport.key(request)
        kept = opened.cache.get(key)
        if kept is not None:
            return kept
        found[key] = request
        raise CallFailed("unavailable", "only collected")

    there = open_bank(bank)
    refiner = Refiner(LlmJudge(opened.spec, collect), settings.when, "matcher")
    grader = build_grader(refiner=refiner)
    for _ in with_progress(grade_rows(read_answers(answers), there.items, there.broken, grader)):
        pass
    return list(found.values())
