"""A new item: first keypoints, ids, the Markdown it may come from, and two files or none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.authoring.new_item.first import first_keypoints
from interviewer.authoring.new_item.make import Said, make_item
from interviewer.authoring.new_item.naming import id_of
from interviewer.authoring.new_item.note import Note, read_note
from interviewer.authoring.new_item.write import write_item
from interviewer.authoring.new_item.yaml_text import yaml_text
from interviewer.authoring.source import source_text
from interviewer.authoring.whole import write_whole
from interviewer.bank import load_bank
from interviewer.bank.check import check
from interviewer.bank.document import FORBIDDEN, read_document
from interviewer.errors import InterviewerError
from interviewer.items import Item, Keypoint, Question
from tests.bank.files import GOOD, write

REFERENCE = """\
Read committed forbids dirty reads.
It may still show a row twice with different values.

- Serializable is the strictest level.
"""
SAID = Said("Which anomalies\n does it allow?", "sql", "advanced", REFERENCE)


def item(name: str = "sql/anomalies", said: Said = SAID) -> Item:
    return make_item(name, said, first_keypoints(said.reference))


def test_every_sentence_and_list_entry_becomes_one_draft_keypoint() -> None:
    assert [(k.id, k.text, k.points, k.draft) for k in first_keypoints(REFERENCE)] == [
        ("read-committed-forbids-dirty-reads", "Read committed forbids dirty reads.", 1, True),
        (
            "still-show-row-twice-different",
            "It may still show a row twice with different values.",
            1,
            True,
        ),
        ("serializable-strictest-level", "Serializable is the strictest level.", 1, True),
    ]


def test_a_blank_reference_has_no_keypoint() -> None:
    assert first_keypoints(" \n ") == []


@pytest.mark.parametrize(
    ("text", "taken", "name"),
    [
        ("What is a deadlock?", [], "deadlock"),
        ("What is a deadlock?", ["deadlock", "deadlock-2"], "deadlock-3"),
        ("What is it?", [], "what-is-it"),
        ("Čo robí Größe?", [], "co-robi-groe"),
        ("数据库", [], "item"),
        ("数据库", ["item"], "item-2"),
        ("x" * 200, [], "x" * 14),
    ],
)
def test_an_id_is_made_of_the_words_that_say_something(
    text: str, taken: list[str], name: str
) -> None:
    assert id_of(text, taken) == name


@given(st.text(max_size=300), st.integers(0, 3))
def test_an_id_is_valid_and_not_taken_whatever_the_text(text: str, before: int) -> None:
    taken: list[str] = []
    for _ in range(before + 1):
        name = id_of(text, taken)
        assert name not in taken
        Keypoint(id=name, text="x")
        taken.append(name)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("# What is it? #\n\nOne\nand two.\n", Note("What is it?", "One and two.")),
        (
            "# Q\nA\n- b\n  c\n1. d\n```\ne\nf\n```\ng\nh",
            Note("Q", "A\n- b c\n1. d\n```\ne\nf\n```\ng h"),
        ),
        ("\nWhat is\nit?\n\nOne.\n\n- Two.  \n", Note("What is it?", "One.\n\n- Two.")),
        ("What is it?\n# Answer\nOne.", Note("What is it?", "# Answer\nOne.")),
        ("## Only a question", Note("Only a question", "")),
        (" \n", Note("", "")),
    ],
)
def test_the_first_heading_or_paragraph_asks_and_the_rest_answers(text: str, note: Note) -> None:
    assert read_note(text) == note


def test_both_files_load_at_once_and_say_what_was_meant(tmp_path: Path) -> None:
    root = write(tmp_path, GOOD)
    made = item()
    written = write_item(root, made, "sentence of the reference")
    assert load_bank(root)["sql/anomalies"] == made
    assert made.question.prompt == "Which anomalies does it allow?"
    assert written.rubric.read_text() == (
        "# A draft: one keypoint for each sentence of the reference. Read each one, split what "
        "makes two claims,\n"
        "# reword what leans on its neighbour, weigh it, and delete its line `draft: true`.\n"
        "version: 1\n"
        "reference: |-\n"
        "  Read committed forbids dirty reads.\n"
        "  It may still show a row twice with different values.\n"
        "\n"
        "  - Serializable is the strictest level.\n"
        "keypoints:\n"
        "  - id: read-committed-forbids-dirty-reads\n"
        "    text: Read committed forbids dirty reads.\n"
        "    points: 1\n"
        "    draft: true\n"
        "  - id: still-show-row-twice-different\n"
        "    text: It may still show a row twice with different values.\n"
        "    points: 1\n"
        "    draft: true\n"
        "  - id: serializable-strictest-level\n"
        "    text: Serializable is the strictest level.\n"
        "    points: 1\n"
        "    draft: true\n"
    )


def test_the_header_names_the_schemas_of_the_bank_for_editors(tmp_path: Path) -> None:
    root = write(tmp_path, {**GOOD, "schemas/question.schema.json": "{}"})
    written = write_item(root, item("sql/deep/anomalies"), "sentence")
    first = written.question.read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../../schemas/question.schema.json"
    assert (written.question.parent / first.partition("=")[2]).resolve().is_file()


@pytest.mark.parametrize("half", ["questions", "rubrics"])
def test_nothing_is_written_over_and_no_half_is_left(tmp_path: Path, half: str) -> None:
    there = f"{half}/sql/anomalies.yaml"
    root = write(tmp_path, {**GOOD, there: "mine"})
    with pytest.raises(InterviewerError, match="is there already; pick another id"):
        write_item(root, item(), "sentence")
    assert (root / there).read_text() == "mine"
    other = {"questions": "rubrics", "rubrics": "questions"}[half]
    assert not (root / other / "sql").exists()


def test_a_folder_that_cannot_be_made_leaves_no_half(tmp_path: Path) -> None:
    root = write(tmp_path, {**GOOD, "rubrics/sql": "a file"})
    with pytest.raises(InterviewerError, match="rubrics/sql: is there already"):
        write_item(root, item(), "sentence")
    assert not (root / "questions/sql").exists()


def test_a_link_out_of_the_bank_is_not_written_through(tmp_path: Path) -> None:
    root = write(tmp_path / "bank", GOOD)
    (tmp_path / "away").mkdir()
    (root / "rubrics/sql").symlink_to(tmp_path / "away")
    with pytest.raises(InterviewerError, match="leads out of the bank"):
        write_item(root, item(), "sentence")
    assert [*(tmp_path / "away").iterdir()] == []


@pytest.mark.parametrize("name", ["sql", "../x/y", "SQL/x", "sql/_subject", "a//b", "/a/b", "a/b/"])
def test_an_id_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    root = write(tmp_path, GOOD)
    made = item().model_copy(update={"id": name})
    with pytest.raises(InterviewerError, match="must be a subject and a name"):
        write_item(root, made, "sentence")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (SAID._replace(prompt=" "), "prompt: must not be empty; write a text"),
        (
            SAID._replace(topic="S Q"),
            "topic: must be lower-case words and digits joined by hyphens, got 'S Q'; write 's-q'",
        ),
        (
            SAID._replace(level="easy"),
            "level: must be 'beginner', 'intermediate' or 'advanced', got 'easy'",
        ),
        (SAID._replace(reference="One. " * 101), "keypoints: 101 of them; write at most 100"),
    ],
)
def test_what_no_file_may_say_is_refused_in_the_words_of_the_loader(said: Said, told: str) -> None:
    with pytest.raises(InterviewerError) as error:
        item(said=said)
    assert str(error.value) == told


def test_a_control_character_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    root = write(tmp_path, GOOD)
    with pytest.raises(InterviewerError, match=r"U\+001B"):
        write_item(root, item(said=SAID._replace(prompt="a\x1b[31mb")), "sentence")
    assert not (root / "questions/sql").exists()
    with pytest.raises(InterviewerError, match=r"note.md:2: the character U\+001B is not text"):
        source_text(b"a\r\nb\x1b", "note.md")


@given(st.text(min_size=1, max_size=400).filter(lambda t: t.strip() and not FORBIDDEN.search(t)))
def test_any_text_reads_back_from_the_file_as_it_was(text: str) -> None:
    question = Question(prompt=text, topic="no", level="beginner", tags=("1e5", "yes"))
    document = read_document(yaml_text(question))
    assert check(document, Question) == (question, [])


def test_files_are_written_all_or_none_also_where_one_is_interrupted(tmp_path: Path) -> None:
    class Interrupted(dict[Path, str]):
        def items(self) -> object:  # type: ignore[override]
            yield tmp_path / "new/a.txt", "a"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(Interrupted())
    assert [*tmp_path.iterdir()] == []
