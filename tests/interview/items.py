"""Small items that the tests of the interview, the reports and the commands share."""

from __future__ import annotations

from interviewer.items import Item

_DROPOUT = {
    "question": {
        "prompt": "What is dropout, and what is it for?",
        "topic": "regularization",
        "level": "intermediate",
        "minutes": 3,
        "tags": ["regularization"],
    },
    "rubric": {
        "version": 1,
        "reference": "Dropout zeroes random units in training. It curbs overfitting.",
        "keypoints": [
            {
                "id": "zeroes-units",
                "text": "dropout zeroes random units",
                "points": 2,
                "tier": "core",
                "see": ["Srivastava et al., Dropout, JMLR 2014"],
            },
            {
                "id": "curbs-overfitting",
                "text": "regularization curbs overfitting",
                "points": 3,
                "explain": "Fewer units can conspire.",
                "see": ["Goodfellow et al., Deep Learning, 7.12"],
            },
            {
                "id": "ensemble",
                "text": "thinned networks form ensembles",
                "points": 1,
                "tier": "bonus",
            },
        ],
        "misconceptions": [
            {
                "id": "always-on",
                "text": "inference drops units too",
                "points": 1,
                "correct": "At inference every unit is kept.",
            }
        ],
    },
}


def dropout(**question: object) -> Item:
    """Return an item on dropout: 2 + 3 points, a bonus and a misconception."""
    return Item.model_validate_json(_json("deep-learning/dropout", question))


def named(name: str, **question: object) -> Item:
    """Return an item with another id; ``question`` overrides fields of its question."""
    return Item.model_validate_json(_json(name, question))


def bank() -> dict[str, Item]:
    """Return four items on two topics, three levels and three tags."""
    items = [
        dropout(),
        named("deep-learning/relu", topic="activations", level="beginner", tags=["relu"]),
        named("deep-learning/gelu", topic="activations", level="advanced", tags=["relu", "bonus"]),
        named("deep-learning/weight-decay", level="beginner"),
    ]
    return {item.id: item for item in items}


def _json(name: str, question: dict[str, object]) -> str:
    import json

    whole = {
        "id": name,
        "question": {**_DROPOUT["question"], **question},
        "rubric": _DROPOUT["rubric"],
    }
    return json.dumps(whole)
