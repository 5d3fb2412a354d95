"""What is reported on must not have been learned in like words."""

from __future__ import annotations

from training.overlap import Learned


def test_a_text_in_like_words_is_known_and_another_is_not() -> None:
    learned = Learned(
        [
            "Threads of one process share its memory.",
            "An index speeds up reads and slows down writes.",
        ]
    )
    assert learned.has("Threads of a process share memory, unlike separate processes.")
    assert learned.has("threads share the process's memory")
    assert not learned.has("A process has an address space of its own.")
    assert not learned.has("")
