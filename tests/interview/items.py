"""Small items that the tests of the interview, the reports and the commands share."""

from __future__ import annotations

from interviewer.items import Followup, Item, Probe

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


def probed(**question: object) -> Item:
    """Return the item on dropout with probes, a challenge and a question in depth."""
    item = dropout(**question)
    texts = {
        "zeroes-units": ("What happens in training?", "What becomes of units?", ""),
        "curbs-overfitting": ("What is it for?", "Which gap narrows?", "Does it curb a gap?"),
    }
    keypoints = tuple(
        keypoint.model_copy(
            update={"probe": _probe(texts[keypoint.id]), "tier": "core", "concept": keypoint.id}
        )
        if keypoint.id in texts
        else keypoint
        for keypoint in item.rubric.keypoints
    )
    (false,) = item.rubric.misconceptions
    rubric = item.rubric.model_copy(
        update={
            "keypoints": keypoints,
            "misconceptions": (
                false.model_copy(update={"challenge": "What happens at inference?"}),
            ),
            "followup": Followup(ask="When would you leave it out?"),
        }
    )
    return item.model_copy(update={"rubric": rubric})


def _probe(texts: tuple[str, str, str]) -> Probe:
    pump, hint, lead = texts
    return Probe(pump=pump, hint=hint, lead=lead)


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
