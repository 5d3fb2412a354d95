"""Every mistake that a bank's file can have, and the one line that tells of it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from interviewer.bank import read_bank
from tests.bank.files import GOOD, QUESTION, RUBRIC, Q, R, changed, write


class Broken(NamedTuple):
    """A file with one mistake, and all lines that the user reads."""

    name: str
    file: str
    text: str | bytes
    told: tuple[str, ...]


def in_question(name: str, old: str, new: str, *told: str) -> Broken:
    return Broken(name, Q, changed(QUESTION, old, new), told)


def in_rubric(name: str, old: str, new: str, *told: str) -> Broken:
    return Broken(name, R, changed(RUBRIC, old, new), told)


IDS = "lower-case words and digits joined by hyphens"

MODEL = (
    in_rubric(
        "out of range",
        "points: 2\n    tier",
        "points: -1\n    tier",
        f"{R}:8: keypoints[0].points: must be greater than 0, got -1",
    ),
    in_rubric(
        "above its range",
        "points: 2\n    tier",
        "points: 101\n    tier",
        f"{R}:8: keypoints[0].points: must be at most 100, got 101",
    ),
    in_question(
        "unknown key, near",
        "prompt:",
        "prompts:",
        f"{Q}:1: unknown key 'prompts'; did you mean 'prompt'?",
    ),
    in_rubric(
        "unknown key that hides a list is one line, not ten",
        "\nkeypoints:",
        "\nkeypoint:",
        f"{R}:5: unknown key 'keypoint'; did you mean 'keypoints'?",
    ),
    in_rubric(
        "unknown key below another",
        "    tier: core",
        "    tire: core",
        f"{R}:9: keypoints[0]: unknown key 'tire'; did you mean 'tier'?",
    ),
    in_rubric(
        "unknown key, far",
        "followup: {ask:",
        "followup: {wonder: x, ask:",
        f"{R}:26: followup: unknown key 'wonder'; there are 'ask'",
    ),
    in_question(
        "unknown key whose neighbour is there",
        "topic: activations",
        "topic: activations\ntopics: x",
        f"{Q}:3: unknown key 'topics'; did you mean 'topic'?",
    ),
    in_question(
        "missing key",
        "topic: activations\n",
        "",
        f"{Q}:1: topic: missing; write for instance `topic: regularization`",
    ),
    in_rubric(
        "missing key of an entry",
        "    text: A rectifier costs one comparison.\n",
        "",
        f"{R}:17: keypoints[3].text: missing; "
        "write for instance `text: one claim that an answer makes`",
    ),
    in_rubric(
        "missing points outside groups",
        "    points: 1\ngroups",
        "groups",
        f"{R}:17: keypoints[3].points: missing; a keypoint outside groups says what it is worth, "
        "for instance `points: 1`",
    ),
    in_rubric(
        "number where text is wanted",
        "text: Sigmoid saturates on both sides.",
        "text: 12",
        f"{R}:16: keypoints[2].text: must be text, got 12; quote it",
    ),
    in_rubric(
        "true where text is wanted",
        "text: Sigmoid saturates on both sides.",
        "text: true",
        f"{R}:16: keypoints[2].text: must be text, got true; quote it",
    ),
    in_rubric(
        "nothing where text is wanted",
        "text: Sigmoid saturates on both sides.",
        "text:",
        f"{R}:16: keypoints[2].text: must be text, got nothing; write it or remove it",
    ),
    in_rubric(
        "blank text",
        "text: Sigmoid saturates on both sides.",
        'text: " "',
        f"{R}:16: keypoints[2].text: must not be empty; write a text",
    ),
    in_rubric(
        "text where a number is wanted",
        "version: 1",
        "version: '1'",
        f"{R}:1: version: must be a whole number, got '1'; write it without quotes",
    ),
    in_rubric(
        "fraction where a whole number is wanted",
        "version: 1",
        "version: 1.5",
        f"{R}:1: version: must be a whole number, got 1.5",
    ),
    in_question(
        "word outside a closed set",
        "beginner",
        "easy",
        f"{Q}:3: level: must be 'beginner', 'intermediate' or 'advanced', got 'easy'",
    ),
    in_rubric(
        "text where a list is wanted",
        "accept: [it passes positives and zeroes negatives]",
        "accept: it passes positives",
        f"{R}:10: keypoints[0].accept: must be a list, got 'it passes positives'; "
        "put it in [ ] or on a line of its own after '- '",
    ),
    in_rubric(
        "list where a mapping is wanted",
        'probe: {pump: "What does it do?", hint: "Below zero?", lead: "Is it max?"}',
        "probe: [a]",
        f"{R}:12: keypoints[0].probe: must be a mapping of keys and values, got a list",
    ),
    in_question(
        "id with capitals and spaces",
        "tags: [vanishing-gradients]",
        "tags: [Vanishing Gradients]",
        f"{Q}:4: tags[0]: must be {IDS}, got 'Vanishing Gradients'; write 'vanishing-gradients'",
    ),
    in_question(
        "id that is too long",
        "tags: [vanishing-gradients]",
        f"tags: [{'a' * 81}]",
        f"{Q}:4: tags[0]: must have at most 80 characters, got 81",
    ),
    in_rubric(
        "group without members",
        "of: [sigmoid-range, sigmoid-slope]",
        "of: []",
        f"{R}:13: keypoints[1].points: missing; a keypoint outside groups says what it is worth, "
        "for instance `points: 1`",
        f"{R}:15: keypoints[2].points: missing; a keypoint outside groups says what it is worth, "
        "for instance `points: 1`",
        f"{R}:21: groups[0].of: must not be empty; give at least 1",
    ),
    in_rubric(
        "repeated id",
        "  - id: cheap",
        "  - id: relu-formula",
        f"{R}:17: keypoints[3].id: 'relu-formula' is taken by keypoints[0]; "
        "ids are unique in a rubric",
        f"{R}:29: examples[0].labels: no keypoint 'cheap'; "
        "there are 'relu-formula', 'sigmoid-range', 'sigmoid-slope', 'relu-formula'",
    ),
    in_rubric(
        "group naming an unknown keypoint",
        "of: [sigmoid-range, sigmoid-slope]",
        "of: [sigmoid-range, sigmoid-slope, cheep]",
        f"{R}:21: groups[0].of[2]: no keypoint 'cheep'; did you mean 'cheap'?",
    ),
    in_rubric(
        "unknown name that is no id either is told once",
        "of: [sigmoid-range, sigmoid-slope]",
        "of: [sigmoid-range, sigmoid-slope, Cheap]",
        f"{R}:21: groups[0].of[2]: no keypoint 'Cheap'; did you mean 'cheap'?",
    ),
    in_rubric(
        "example labelling an unknown keypoint",
        ", cheap: missed}",
        ", cheap: missed, cheep: met}",
        f"{R}:29: examples[0].labels: no keypoint 'cheep'; did you mean 'cheap'?",
    ),
    in_rubric(
        "example leaving a keypoint out",
        ", cheap: missed}",
        "}",
        f"{R}:29: examples[0].labels: no label for 'cheap'; every keypoint is labelled "
        "met, partial, missed or contradicted",
    ),
    in_rubric(
        "label that is none",
        "cheap: missed",
        "cheap: forgotten",
        f"{R}:29: examples[0].labels.cheap: "
        "must be 'met', 'partial', 'missed' or 'contradicted', got 'forgotten'",
    ),
    Broken(
        "more keypoints than anybody is asked for",
        R,
        "version: 1\nreference: x\nkeypoints:\n"
        + "".join(f"  - {{id: k-{n}, text: x, points: 1}}\n" for n in range(101)),
        (f"{R}:3: keypoints: 101 of them; write at most 100",),
    ),
    Broken(
        "a list where the file should be a mapping",
        Q,
        "- prompt: x\n",
        (f"{Q}:1: must be a mapping of keys such as `prompt:`, got a list",),
    ),
    in_rubric(
        "ids that no set can hold",
        "  - id: cheap\n",
        "  - id: [cheap]\n",
        f"{R}:17: keypoints[3].id: must be text, got a list; quote text that starts with [",
        f"{R}:29: examples[0].labels: no keypoint 'cheap'; "
        "there are 'relu-formula', 'sigmoid-range', 'sigmoid-slope'",
    ),
)

DEEP = "nested more than 20 levels deep; a file needs no more than 6"

YAML = (
    in_question(
        "alias and anchor",
        "topic: activations",
        "topic: &a activations\ntags: [*a]\nx: y",
        f"{Q}:2: topic: the anchor '&a'; remove it, or quote the text",
        f"{Q}:3: tags[0]: the alias '*a'; write the text out, or quote it",
        f"{Q}:4: unknown key 'x'; there are 'prompt', 'topic', 'level', 'minutes', 'difficulty', "
        "'tags', 'source'",
        f"{Q}:6: the key 'tags' stands twice, first in line 3; remove one",
    ),
    in_question(
        "tag",
        "topic: activations",
        "topic: !!python/object/apply:os.system [echo]",
        f"{Q}:2: topic: the tag '!!python/object/apply:os.system'; remove it, or quote the text",
    ),
    in_question(
        "plain no",
        "tags: [vanishing-gradients]",
        "tags: [no, Yes, ON, off]",
        f"{Q}:4: tags[0]: YAML takes 'no' for a yes-or-no value; quote it: \"no\"",
        f"{Q}:4: tags[1]: YAML takes 'Yes' for a yes-or-no value; quote it: \"Yes\"",
        f"{Q}:4: tags[2]: YAML takes 'ON' for a yes-or-no value; quote it: \"ON\"",
        f"{Q}:4: tags[3]: YAML takes 'off' for a yes-or-no value; quote it: \"off\"",
    ),
    in_question(
        "date",
        "prompt: How do ReLU and sigmoid differ?",
        "prompt: 2024-01-31",
        f"{Q}:1: prompt: YAML takes '2024-01-31' for a date; quote it: \"2024-01-31\"",
    ),
    in_question(
        "minutes past the hour",
        "prompt: How do ReLU and sigmoid differ?",
        "prompt: 12:30",
        f"{Q}:1: prompt: YAML takes '12:30' for a number; quote it: \"12:30\"",
    ),
    in_question(
        "octal number",
        "level: beginner",
        "level: beginner\nminutes: 010",
        f"{Q}:4: minutes: YAML takes '010' for a number; quote it: \"010\", "
        "or write it in plain digits",
    ),
    in_question(
        "infinity",
        "level: beginner",
        "level: beginner\nminutes: 1e999",
        f"{Q}:4: minutes: the number 1e999 is too large; write a smaller one",
    ),
    in_question(
        "number of a thousand digits",
        "level: beginner",
        f"level: beginner\nminutes: {'9' * 5000}",
        f"{Q}:4: minutes: a number of 5000 characters; write at most 60",
    ),
    in_question(
        "plain no as a key",
        "topic: activations",
        "topic: activations\nno: 1",
        f"{Q}:3: as a key, YAML takes 'no' for a yes-or-no value; quote it: \"no\"",
    ),
    in_question(
        "number as a key",
        "topic: activations",
        "topic: activations\n1: 1",
        f"{Q}:3: the key '1' must be text; quote it: \"1\"",
    ),
    in_question(
        "list as a key",
        "topic: activations",
        "topic: activations\n? [a]\n: 1",
        f"{Q}:3: a key must be a word; quote text that starts with [, {{ or *",
    ),
    in_question(
        "merge key",
        "topic: activations",
        "topic: activations\n<<: {level: beginner}",
        f"{Q}:3: as a key, YAML takes '<<' for a merge key; quote it: \"<<\"",
    ),
    in_question(
        "duplicate key",
        "topic: activations",
        "topic: activations\ntopic: other",
        f"{Q}:3: the key 'topic' stands twice, first in line 2; remove one",
    ),
    in_question(
        "tab",
        "tags: [vanishing-gradients]",
        "tags:\n\t- vanishing-gradients",
        f"{Q}:5: a tab where YAML wants spaces; indent with spaces",
    ),
    in_question(
        "colon in plain text",
        "differ?",
        "differ: say it",
        f"{Q}:1: not YAML: a colon where no key can stand; quote the whole text",
    ),
    in_question(
        "quote never closed",
        "prompt: How",
        'prompt: "How',
        f"{Q}:1: not YAML: a quote that is never closed; close it",
    ),
    in_question(
        "bracket never closed",
        "tags: [vanishing-gradients]",
        "tags: [vanishing-gradients",
        f"{Q}:4: not YAML: a list in [ ] without its comma or its ]; add it",
    ),
    in_question(
        "reserved character",
        "prompt: How",
        "prompt: @How",
        f"{Q}:1: text may not start with '@'; quote the whole text",
    ),
    in_question(
        "text in stars",
        "prompt: How",
        "prompt: *How*",
        f"{Q}:1: not YAML: text may not start with '*'; quote the whole text",
    ),
    in_question(
        "text after a quoted text",
        "prompt: How",
        'prompt: "How" or',
        f"{Q}:1: not YAML: neither a key nor a text; check indentation and quotes",
    ),
    in_question(
        "mistakes before the syntax breaks are told too",
        "tags: [vanishing-gradients]",
        "tags: [no]\nx: [",
        f"{Q}:4: tags[0]: YAML takes 'no' for a yes-or-no value; quote it: \"no\"",
        f"{Q}:5: not YAML: a value is missing in [ ] or {{ }}; write it or take a comma out",
    ),
    Broken(
        "several documents",
        Q,
        f"---\n{QUESTION}---\n{QUESTION}",
        (f"{Q}:6: a second document ('---'); one file holds one",),
    ),
    Broken("empty", Q, "", (f"{Q}: the file is empty; write the question into it",)),
    Broken("comments only", R, "# soon\n", (f"{R}: the file is empty; write the rubric into it",)),
    Broken(
        "not UTF-8",
        Q,
        b"prompt: caf\xe9\n",
        (f"{Q}:1: byte 11 (0xe9) is not UTF-8; save the file as UTF-8",),
    ),
    Broken(
        "UTF-16",
        Q,
        QUESTION.encode("utf-16"),
        (f"{Q}:1: byte 0 (0xff) is not UTF-8; save the file as UTF-8",),
    ),
    Broken("NUL", Q, "a: b\nc: \0\n", (f"{Q}:2: the character U+0000 is not text; remove it",)),
    Broken("control", Q, "a: \x1b[31m\n", (f"{Q}:1: the character U+001B is not text; remove it",)),
    in_question(
        "control character as an escape",
        "prompt: How do ReLU and sigmoid differ?",
        'prompt: "\\e[31m"',
        f"{Q}:1: prompt: the escape for U+001B, which is not text; remove it",
    ),
    Broken(
        "over a megabyte",
        Q,
        "#" * 1_000_001,
        (f"{Q}: has 1,000,001 bytes, more than 1,000,000; shorten it",),
    ),
    Broken("100,000 lists deep", Q, "[" * 100_000, (f"{Q}:1: {DEEP}",)),
    Broken("100,000 mappings deep", Q, "{a: " * 100_000, (f"{Q}:1: {DEEP}",)),
    Broken("100,000 entries deep", Q, "- " * 100_000, (f"{Q}:1: {DEEP}",)),
    Broken(
        "more values than a file may have",
        Q,
        "- a\n" * 20_001,
        (f"{Q}:20000: more than 20000 values in one file; shorten it",),
    ),
)


@pytest.mark.parametrize("broken", [*MODEL, *YAML], ids=lambda broken: broken.name)
def test_each_mistake_is_told_with_file_line_and_remedy(broken: Broken, tmp_path: Path) -> None:
    bank = read_bank(write(tmp_path, {**GOOD, broken.file: broken.text}))
    assert [str(problem) for problem in bank.problems] == list(broken.told)
    assert list(bank.items) == []
    assert bank.broken == {"dl/relu": bank.problems}


def test_all_mistakes_of_all_files_are_told_in_one_run(tmp_path: Path) -> None:
    files = {}
    told = []
    for number, broken in enumerate([*MODEL, *YAML]):
        for file, text in {**GOOD, broken.file: broken.text}.items():
            files[file.replace("relu", f"relu-{number:03}")] = text
        told += [line.replace("relu.yaml", f"relu-{number:03}.yaml") for line in broken.told]
    bank = read_bank(write(tmp_path, {**GOOD, **files}))
    assert sorted(str(problem) for problem in bank.problems) == sorted(told)
    assert list(bank.items) == ["dl/relu"]
    assert len(bank.broken) == len(MODEL) + len(YAML)


def test_problems_are_sorted_by_file_and_line(tmp_path: Path) -> None:
    text = changed(QUESTION, "beginner", "easy").replace("topic: activations", "topic: A")
    bank = read_bank(write(tmp_path, {**GOOD, Q: text, "rubrics/dl/x.yaml": "", R: "version: 0\n"}))
    places = [(problem.file, problem.line) for problem in bank.problems]
    assert places == [
        (Q, 2),
        (Q, 3),
        (R, 1),
        (R, 1),
        (R, 1),
        ("rubrics/dl/x.yaml", None),
        ("rubrics/dl/x.yaml", None),
    ]


def test_a_file_of_something_else_is_told_about_in_a_hundred_lines(tmp_path: Path) -> None:
    text = "keypoints:\n" + "  - x\n" * 150
    bank = read_bank(write(tmp_path, {**GOOD, R: text}))
    assert len(bank.problems) == 101
    assert str(bank.problems[-1]).endswith(" more mistakes; mend the ones above first")
