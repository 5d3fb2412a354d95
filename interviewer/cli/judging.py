"""Which judge a command asks: from options, settings and environment to a `Refiner`."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from interviewer.errors import InterviewerError, JudgeError
from interviewer.fusion import Refiner
from interviewer.items import Item
from interviewer.judge.budget import Budget, Spent
from interviewer.judge.exchange import Send
from interviewer.judge.ruling import Ids, LlmJudge
from interviewer.judge.rulings import SAID, JudgeReply
from interviewer.seams import Judge
from interviewer.settings import FILE, JudgeSettings, read_settings, user_folder

if TYPE_CHECKING:
    from interviewer.cli.repeating import RepeatedJudge

THREADS_A_CALL = 2
"""While one answer is read by the matcher another waits for its call; a throttle caps the calls."""
_MOST_TROUBLES = 3
_REPLAY, _RECORD, _PERSON = "replay:", "record:", "person"


class HeardJudge:
    """Pass on what a judge says, and count what went wrong, by message."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._lock = threading.Lock()
        self.name = judge.name
        self.troubles: Counter[str] = Counter()

    def rule(self, item: Item, answer: str, ids: Ids) -> JudgeReply:
        """Return what the judge behind says."""
        reply = self._judge.rule(item, answer, ids)
        open_ = {**reply.unruled, **reply.unruled_misconceptions}
        if open_:
            code = next(iter(open_.values()))
            with self._lock:
                self.troubles[reply.message or SAID[code]] += 1
        return reply


class Judging(NamedTuple):
    """What to refine grades with, in how many threads, what went wrong and what it has cost."""

    refiner: Refiner
    jobs: int
    heard: HeardJudge
    repeated: RepeatedJudge | None
    spent: Callable[[], Spent | None]

    def so_far(self) -> str:
        """Return what it has cost, for a line of progress; empty where nobody counts."""
        spent = self.spent()
        if spent is None:
            return ""
        cost = "" if spent.cost is None else f" for {spent.cost.quantize(Decimal('0.01'))}"
        return f"{spent.calls:,} calls of the judge{cost}"

    def told(self) -> Iterator[str]:
        """Yield the lines that a user reads at the end."""
        yield from trouble_lines(self.heard.troubles)
        if self.repeated is not None:
            yield from self.repeated.told()
        spent = self.spent()
        if spent is not None and spent.calls:
            yield told(spent)


def trouble_lines(troubles: Counter[str]) -> Iterator[str]:
    """Yield a line for each of the commonest things that went wrong with a judge."""
    for message, count in troubles.most_common(_MOST_TROUBLES):
        answers = "1 answer" if count == 1 else f"{count:,} answers"
        yield f"judge: {answers} not ruled on in full: {message}"


def chosen(options: dict[str, object]) -> JudgeSettings:
    """Return the settings of the judge with a command's options over them, None ones left out."""
    given = {name: value for name, value in options.items() if value is not None}
    settings = read_settings([Path.cwd(), user_folder()]).judge
    _announce(read_settings([Path.cwd()], {}).judge, settings, given)
    spec = str(given.get("model", ""))
    if spec.startswith(_RECORD):
        if settings.model is None:
            raise JudgeError(
                f"{spec!r} records the judge that is set elsewhere: INTERVIEWER_JUDGE=openai:MODEL"
            )
        file = Path(spec.removeprefix(_RECORD))
        given.update(model=settings.model, record=file)
    return settings.model_copy(update=given)


def _announce(local: JudgeSettings, settings: JudgeSettings, given: dict[str, object]) -> None:
    """Say so where the current folder's file is what sends answers away; it may be a stranger's.

    JudgeError where it names an endpoint on another machine: that is for the user to name.
    """
    if local.url is not None and "url" not in given and settings.url == local.url:
        try:
            host = urlsplit(local.url).hostname
        except ValueError:
            host = None
        if host not in ("localhost", "127.0.0.1", "::1"):
            raise JudgeError(
                f"{FILE} of this folder would send answers and your key to {host or 'nowhere'}; "
                "if you want that, say so with --judge-url or INTERVIEWER_JUDGE_URL, or in your "
                "own settings"
            )
    if local.model is not None and "model" not in given and settings.model == local.model:
        print(f"judge: {local.model}, as {FILE} of this folder says", file=sys.stderr)


@contextmanager
def judging(settings: JudgeSettings, budget: Budget | None = None) -> Iterator[Judging | None]:
    """Yield the judge that is set, None where none is; say at the end what it did and took.

    A ``budget`` is one that others share; else there is one with the caps of the settings.
    """
    if settings.model is None or settings.when == "never":
        yield None
        return
    with ExitStack() as stack:
        built = _built(settings.model, settings, budget, stack)
        try:
            yield built
        finally:
            for line in built.told():
                print(line, file=sys.stderr)


def _built(spec: str, settings: JudgeSettings, budget: Budget | None, stack: ExitStack) -> Judging:
    if spec.startswith(_REPLAY):
        from interviewer.judge.recording import Replay

        replay = Replay(Path(spec.removeprefix(_REPLAY)))
        return _judging(replay.name, replay, settings, lambda: None)
    if spec == _PERSON:
        return _by_person(settings, stack)
    from interviewer.cli.endpoint import NO_KEY, open_endpoint

    opened = open_endpoint(spec, settings, stack, budget)
    if not opened.has_key:
        print(f"warning: {NO_KEY}; only kept replies are used", file=sys.stderr)
        settings = settings.model_copy(update={"on_failure": "matcher"})
    send: Send = opened.transport
    if settings.record is not None:
        from interviewer.judge.recording import Recording

        recording = Recording(send, settings.record, spec)
        stack.callback(recording.close)
        send = recording
    return _judging(spec, send, settings, lambda: opened.budget.spent)


def _judging(
    name: str, send: Send, settings: JudgeSettings, spent: Callable[[], Spent | None]
) -> Judging:
    judge: Judge = LlmJudge(name, send)
    repeated = None
    if settings.repeat > 1:
        from interviewer.cli.repeating import RepeatedJudge

        turns = [LlmJudge(name, send, turn=turn) for turn in range(settings.repeat)]
        judge = repeated = RepeatedJudge(turns)
    heard = HeardJudge(judge)
    asked_at = f"{settings.url or ''} × {settings.repeat}"
    refiner = Refiner(heard, settings.when, settings.on_failure, asked_at)
    return Judging(refiner, THREADS_A_CALL * settings.jobs, heard, repeated, spent)


def _by_person(settings: JudgeSettings, stack: ExitStack) -> Judging:
    from interviewer.cli.person import PersonJudge
    from interviewer.embedders.cached import cache_file
    from interviewer.report.text import printable
    from interviewer.store.judge_cache import JudgeCache

    def ask(words: str) -> str:
        print(words, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline() if sys.stdin is not None else ""
        if not line:
            raise JudgeError(
                "the input has ended; what was ruled on is kept, run it again to go on"
            )
        return line

    def say(text: str) -> None:
        print("\n".join(printable(line) for line in text.split("\n")), file=sys.stderr)

    cache = JudgeCache(settings.cache or cache_file().with_name("judge.sqlite"))
    stack.callback(cache.close)
    heard = HeardJudge(PersonJudge(cache, ask, say))
    refiner = Refiner(heard, settings.when, settings.on_failure)
    return Judging(refiner, 1, heard, None, lambda: None)


def money(text: str | None) -> Decimal | None:
    """Return an amount of money; InterviewerError where it is none."""
    if text is None:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(0)
    if not amount.is_finite() or amount <= 0:
        raise InterviewerError(f"--max-cost {text!r} is no amount of money; 2.50 would be")
    return amount


def told(spent: Spent) -> str:
    """Return what a run of the judge took, in one line."""
    money = "unknown" if spent.cost is None else f"{spent.cost.quantize(Decimal('0.0001'))}"
    calls = "1 call" if spent.calls == 1 else f"{spent.calls:,} calls"
    return (
        f"judge: {calls}, {spent.prompt:,} prompt tokens ({spent.cached:,} cached), "
        f"{spent.completion:,} completion tokens, cost {money}"
    )
