"""Banks as a whole: begun, counted, searched for twins, and made packages of."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
import yaml

from interviewer.authoring.banks.counts import counts, told
from interviewer.authoring.banks.init import init_bank, subject_of_folder
from interviewer.authoring.banks.pack import pack
from interviewer.authoring.banks.stats import stats
from interviewer.authoring.banks.stats_lines import lines
from interviewer.authoring.banks.twins import twins
from interviewer.authoring.lint.report import reports
from interviewer.bank import load_bank, read_bank
from interviewer.errors import BankError, InterviewerError
from interviewer.testing.fakes import FakeEmbedder
from tests.authoring.items import QUESTION, RUBRIC
from tests.bank.files import GOOD, write

HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
SUBJECT = """\
title: Deep learning
topics:
  activations: {title: Activations, target: 3}
  data: {title: Data, minimum: 1}
concepts: {relu: "max(0, x).", sigmoid: The curve., orphan: Nobody names it.}
"""


def texts(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_an_empty_folder_becomes_a_bank_that_loads_with_a_sample(tmp_path: Path) -> None:
    init_bank(tmp_path / "new", "http", "9.9")
    (item,) = load_bank(tmp_path / "new").values()
    assert item.id == "http/idempotent-http-methods"
    assert len(item.rubric.keypoints) == len(item.rubric.examples) == 4
    assert not any(keypoint.draft for keypoint in item.rubric.keypoints)
    found = reports(read_bank(tmp_path / "new"), [])
    assert [line.code for line in found.lines if line.severity == "error"] == []


def test_a_new_bank_checks_itself_in_ci_and_before_a_commit(tmp_path: Path) -> None:
    init_bank(tmp_path, "http", "9.9")
    files = texts(tmp_path)
    workflow = yaml.safe_load(files[".github/workflows/bank.yml"])
    steps = [step.get("run", "") for step in workflow["jobs"]["bank"]["steps"]]
    assert "pip install keypoint-interviewer==9.9" in steps
    assert [step for step in steps if step.startswith("interviewer ")] == [
        "interviewer bank validate . --format github",
        "interviewer rubric lint --bank . --format github --fail-on error",
        "interviewer rubric test --bank . --format github",
    ]
    (local,) = yaml.safe_load(files[".pre-commit-config.yaml"])["repos"]
    shipped = yaml.safe_load(HOOKS.read_text())
    same = ("id", "files", "stages")
    assert [[hook.get(key) for key in same] for hook in local["hooks"]] == [
        [hook.get(key) for key in same] for hook in shipped
    ]


def test_every_file_of_a_new_bank_names_a_schema_that_is_there(tmp_path: Path) -> None:
    init_bank(tmp_path, "http", "9.9")
    for half in ("questions", "rubrics"):
        (file,) = (tmp_path / half / "http").glob("[a-z]*.yaml")
        named = file.read_text().splitlines()[0].partition("$schema=")[2]
        assert "properties" in json.loads((file.parent / named).read_text())


def test_a_bare_bank_has_a_subject_and_no_item(tmp_path: Path) -> None:
    init_bank(tmp_path, "sql", "9.9", bare=True)
    bank = read_bank(tmp_path)
    assert bank.subjects["sql"].title == "Sql"
    assert [problem.message for problem in bank.problems] == [
        "holds no question; write questions/<subject>/<name>.yaml"
    ]


def test_a_repository_that_was_begun_counts_as_empty_and_nothing_else_does(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    init_bank(tmp_path, "sql", "9.9")
    with pytest.raises(InterviewerError, match=r"is not empty \(it holds .github and 6 more\)"):
        init_bank(tmp_path, "sql", "9.9")
    (tmp_path / "file").write_text("")
    with pytest.raises(InterviewerError, match="is a file; name a folder"):
        init_bank(tmp_path / "file", "sql", "9.9")


def test_the_subject_comes_from_the_folders_name_or_is_asked_for(tmp_path: Path) -> None:
    assert subject_of_folder(tmp_path / "My SQL Bank") == "my-sql-bank"
    with pytest.raises(InterviewerError, match="name one with --subject"):
        subject_of_folder(tmp_path / "数据库")
    with pytest.raises(InterviewerError, match="the subject 'a/b' must be"):
        init_bank(tmp_path / "new", "a/b", "9.9")
    assert not (tmp_path / "new").exists()


def test_counts_tell_what_loads_and_what_does_not(tmp_path: Path) -> None:
    bank = read_bank(write(tmp_path, {**GOOD, "questions/dl/bad.yaml": "prompt: a\n"}))
    assert told(counts(bank)) == (
        "1 item in 1 subject, 4 keypoints, 1 example, 1 item that cannot be used; 3 to mend"
    )


def counted(tmp_path: Path) -> Path:
    more = {
        "questions/dl/_subject.yaml": SUBJECT,
        "questions/dl/more.yaml": json.dumps(QUESTION),
        "rubrics/dl/more.yaml": json.dumps(RUBRIC),
    }
    return write(tmp_path, {**GOOD, **more})


def test_stats_set_topics_beside_what_the_blueprint_asks_for(tmp_path: Path) -> None:
    found = stats(read_bank(counted(tmp_path)))
    assert [(t.topic, t.questions, t.target, t.lacking) for t in found.topics] == [
        ("activations", 1, 3, 2),
        ("data", 0, 1, 1),
        ("foundations", 1, None, 0),
    ]
    assert found.by_kind == {"attack": 1, "partial": 4, "strong": 3, "weak": 1, "wrong": 2}
    assert (found.keypoints, found.groups, found.misconceptions, found.examples) == (10, 2, 3, 11)


def test_stats_name_the_concepts_nobody_uses_knows_or_shares(tmp_path: Path) -> None:
    root = counted(tmp_path)
    text = (root / "rubrics/dl/relu.yaml").read_text()
    (root / "rubrics/dl/relu.yaml").write_text(
        text.replace("id: relu-formula\n", "id: relu-formula\n    concept: relu\n").replace(
            "id: cheap\n", "id: cheap\n    concept: cost\n"
        )
    )
    (found,) = stats(read_bank(root)).concepts
    assert found.orphans == ("orphan",)
    assert found.unknown == {"cost": ("dl/relu",)}
    assert found.once == {"sigmoid": "dl/more"}
    assert found.without == 2


@pytest.mark.parametrize("width", [60, 80, 120])
def test_stats_fit_the_screen(tmp_path: Path, width: int) -> None:
    found = lines(stats(read_bank(counted(tmp_path))), None, width)
    assert max(map(len, found)) <= width
    text = " ".join(" ".join(found).split())
    assert "2 more wanted" in text
    assert "not in _subject.yaml" in text
    assert "in no rubric (1): orphan" in text


def test_twins_are_questions_and_keypoints_of_two_items_that_say_the_same(tmp_path: Path) -> None:
    again = {name.replace("relu", "again"): text for name, text in GOOD.items()}
    items = [*read_bank(write(tmp_path, {**GOOD, **again})).items.values()]
    found = twins(items, FakeEmbedder())
    assert [(pair.one, pair.other, pair.cosine) for pair in found.questions] == [
        ("dl/again", "dl/relu", 1.0)
    ]
    assert [(pair.one, pair.other) for pair in found.keypoints] == [
        (f"dl/again:{name}", f"dl/relu:{name}")
        for name in ("cheap", "relu-formula", "sigmoid-range", "sigmoid-slope")
    ]
    assert twins(items[:1], FakeEmbedder()).keypoints == ()


def test_a_package_holds_the_banks_text_and_a_module_that_does_nothing(tmp_path: Path) -> None:
    root = write(
        tmp_path / "bank",
        {
            **GOOD,
            "README.md": "# Mine\n",
            "questions/dl/_subject.yaml": 'title: "A \\"quoted\\" title"\n',
            "questions/dl/setup.py": "raise SystemExit\n",
            "questions/dl/.hidden.md": "no",
            "conftest.py": "raise SystemExit\n",
        },
    )
    (root / "rubrics/dl/link.md").symlink_to("/etc/hostname")
    (root / "questions/away").symlink_to("/etc")
    (root / "questions/dl/relu.yaml").chmod(0o755)
    with pytest.raises(BankError, match="questions/away: a link to a folder"):
        pack(read_bank(root), tmp_path / "out", "my-sql", "1.0")
    (root / "questions/away").unlink()
    packed = pack(read_bank(root), tmp_path / "out", "my-sql", "1.0")
    module = "src/interviewer_bank_my_sql"
    files = texts(tmp_path / "out")
    assert sorted(files) == [
        "README.md",
        "pyproject.toml",
        f"{module}/__init__.py",
        f"{module}/questions/dl/_subject.yaml",
        f"{module}/questions/dl/relu.yaml",
        f"{module}/rubrics/dl/relu.yaml",
    ]
    assert compile(files[f"{module}/__init__.py"], "x", "exec").co_names == ("__doc__",)
    assert (packed.distribution, packed.files) == ("interviewer-bank-my-sql", 4)
    assert {problem.file for problem in packed.left_out} == {
        "questions/dl/.hidden.md",
        "questions/dl/setup.py",
        "rubrics/dl/link.md",
    }
    mode = (tmp_path / "out" / module / "questions/dl/relu.yaml").stat().st_mode
    assert mode & 0o111 == 0
    project = tomllib.loads(files["pyproject.toml"])["project"]
    assert project["entry-points"] == {"interviewer.banks": {"my-sql": "interviewer_bank_my_sql"}}
    assert project["description"] == 'Interview questions and rubrics: A "quoted" title'
    assert [*load_bank(tmp_path / "out" / module)] == ["dl/relu"]


@pytest.mark.parametrize(
    ("out", "name", "version", "told"),
    [
        ("bank", "sql", "1.0", "bank: is there already; name a new folder with -o"),
        ("bank/rubrics/x", "sql", "1.0", "lies in the bank's rubrics/"),
        ("out", 'x"', "1.0", "must be lower-case words joined by hyphens; write 'x'"),
        ("out", "a/b", "1.0", "must be lower-case words joined by hyphens; write 'a-b'"),
        ("out", "sql", '1"', "is none; write numbers"),
    ],
)
def test_a_package_that_cannot_be_is_refused(
    tmp_path: Path, out: str, name: str, version: str, told: str
) -> None:
    bank = read_bank(write(tmp_path / "bank", GOOD))
    with pytest.raises(InterviewerError, match=told):
        pack(bank, tmp_path / out, name, version)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bank"]
