"""A rubric's own examples as what comes from outside: answers, and a person's labels of them."""

from __future__ import annotations

from interviewer.grades import Answer
from interviewer.items import Item
from interviewer.records.labels import KeypointLabel, Labels


def example_id(at: int) -> str:
    """Return the answer id of an example: its place in the rubric."""
    return f"examples[{at}]"


def example_answers(item: Item) -> list[Answer]:
    """Return the examples as answers to the item's question."""
    return [
        Answer(question_id=item.id, answer_id=example_id(at), text=example.answer)
        for at, example in enumerate(item.rubric.examples)
    ]


def example_labels(item: Item) -> Labels:
    """Return the labels of the examples' keypoints."""
    return Labels(
        [
            KeypointLabel(example_id(at), example_id(at), item.id, name, label, None)
            for at, example in enumerate(item.rubric.examples)
            for name, label in example.labels.items()
        ],
        [],
    )
