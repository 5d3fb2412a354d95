"""A grader that loads while the first question is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.grader import Grader
    from interviewer.grades import Grade, Verdict
    from interviewer.items import Item


class SoonGrader:
    """Build a grader in the background, and embed the rubrics of the items ahead.

    What goes wrong meanwhile is raised by the first `grade`, not before. Leaving the context
    drops what has not been begun.
    """

    def __init__(self, build: Callable[[], Grader], items: Iterable[Item]) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._pool = ThreadPoolExecutor(1)
        self._grader = self._pool.submit(build)
        for item in items:
            self._pool.submit(self._prepare, item)

    def __enter__(self) -> SoonGrader:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def grade(self, item: Item, text: str) -> Grade:
        """Return the matcher's grade of an answer, once the grader is there."""
        return self._ready().alone().grade(item, text)

    def refine(self, item: Item, text: str) -> Grade:
        """Return the grade of an answer with what a judge says of it, where there is one."""
        return self._ready().grade(item, text)

    def heard(self, item: Item, about: str, said: Sequence[str], reply: str) -> Verdict:
        """Return the verdict on a reply to a probe, the judge's where it is asked."""
        from interviewer.replies import heard

        return heard(self._ready(), item, about, said, reply)

    def settle(self, item: Item, keypoint_id: str, answer: str) -> Verdict | None:
        """Return the judge's verdict on one keypoint; None where it has none."""
        from interviewer.replies import settled

        return settled(self._ready(), item, keypoint_id, answer)

    def _ready(self) -> Grader:
        from interviewer.errors import EmbedderError

        try:
            return self._grader.result()
        except (ImportError, OSError) as error:
            raise EmbedderError(
                f"cannot load the model: {error}; see `interviewer doctor`"
            ) from error

    def _prepare(self, item: Item) -> None:
        self._grader.result().prepare([item])
