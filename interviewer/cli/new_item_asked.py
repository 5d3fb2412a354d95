"""What an author is asked at a terminal to begin an item."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from interviewer.bank import Bank
    from interviewer.cli.questionnaire import Questionnaire

LEVELS = {
    "beginner": "what everybody should know",
    "intermediate": "what somebody who works with it knows",
    "advanced": "what a specialist knows",
}


class Given(NamedTuple):
    """What was said so far; empty where it was not."""

    name: str
    prompt: str
    level: str
    topic: str
    reference: str


def asked(bank: Bank, given: Given) -> Given:
    """Return all of it, asked for where it is empty."""
    from interviewer.cli.questionnaire import Questionnaire
    from interviewer.cli.screen import Screen

    ask = Questionnaire(Screen.here())
    prompt = given.prompt or ask.line("What is asked?", _blank)
    name = given.name or _name(bank, prompt, ask)
    level = given.level or ask.choice("Which level?", LEVELS)
    topic = given.topic or _topic(bank, name.partition("/")[0], ask)
    told = "An answer that earns every point, a claim a sentence."
    return Given(name, prompt, level, topic, given.reference or ask.text(told, _blank))


def proposed(bank: Bank, prompt: str) -> str:
    """Return an id made of the prompt; empty where it is open which subject it belongs to."""
    from interviewer.authoring.new_item.naming import id_of

    subjects = _subjects(bank)
    if len(subjects) != 1:
        return ""
    slugs = [each.partition("/")[2] for each in (*bank.items, *bank.broken)]
    return f"{subjects[0]}/{id_of(prompt, slugs)}"


def _subjects(bank: Bank) -> list[str]:
    """Return the subjects of a bank: those with items and those that describe themselves."""
    found = {each.partition("/")[0] for each in (*bank.items, *bank.broken)}
    return sorted(found | set(bank.subjects))


def _name(bank: Bank, prompt: str, ask: Questionnaire) -> str:
    from interviewer.authoring.new_item.write import must_be_free
    from interviewer.errors import InterviewerError

    def wrong(text: str) -> str:
        try:
            must_be_free(bank.root, text)
        except InterviewerError as error:
            return _sentence(str(error))
        return ""

    subjects = ", ".join(_subjects(bank))
    told = f"a subject ({subjects})" if subjects else "a subject"
    return ask.line(
        f"Under which id? It is {told} and a name: subject/name.", wrong, proposed(bank, prompt)
    )


def _topic(bank: Bank, subject: str, ask: Questionnaire) -> str:
    from interviewer.bank.files import is_id
    from interviewer.bank.words import slug

    def wrong(text: str) -> str:
        if is_id(f"topic/{text}") and "/" not in text:
            return ""
        near = slug(text)
        told = f"write {near!r}" if near else "for instance 'transactions'"
        return f"A topic is lower-case words joined by hyphens; {told}."

    described = bank.subjects.get(subject)
    topics = {} if described is None else {k: t.title for k, t in described.topics.items()}
    if not topics:
        return ask.line("Which topic? Lower-case words joined by hyphens.", wrong)
    return ask.choice("Which topic? Another name than these is a new one.", topics, wrong)


def _blank(text: str) -> str:
    return "" if text else "Nothing is written yet. Ctrl-C leaves, and no file is made."


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
