"""The layers hold: imports point down, nothing heavy loads early, modules stay small."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "interviewer"
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES = 300

# The layers of ARCHITECTURE.md; a folder stands for all in it.
LAYERS = (
    (
        "errors",
        "frozen",
        "consistency",
        "items",
        "subjects",
        "grades",
        "rules",
        "sessions",
        "overrides",
    ),
    (
        "seams",
        "bank",
        "records",
        "scoring",
        "schemas",
        "interview",
        "judge",
        "redaction",
        "settings",
    ),
    (
        "embedders",
        "matchers",
        "judge.openai",
        "store",
        "fusion",
        "provenance",
        "summing",
        "grader",
        "replies",
    ),
    (
        "analysis",
        "batch",
        "authoring",
        "agreement",
        "report",
        "testing",
        "checkup",
        "interview.engine",
    ),
    ("cli", "review", "__main__"),
)
HEAVY = {
    "httpx2",
    "matplotlib",
    "numpy",
    "onnxruntime",
    "openai",
    "prompt_toolkit",
    "pyarrow",
    "ray",
    "rich",
    "safetensors",
    "scipy",
    "sentence_transformers",
    "snowballstemmer",
    "tokenizers",
    "torch",
    "yaml",
}
# Not pydantic: typer imports it by itself to print a command's help.
NOT_FOR_HELP = (
    "torch",
    "sentence_transformers",
    "openai",
    "onnxruntime",
    "numpy",
    "yaml",
)


def layer_of(module: str) -> int:
    """Return the layer of ``interviewer.x.y`` by its longest known prefix."""
    parts = module.split(".")[1:]
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        for number, names in enumerate(LAYERS):
            if name in names:
                return number
    raise AssertionError(f"{module} is in no layer; add it to LAYERS and to ARCHITECTURE.md")


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path, *, everywhere: bool) -> Iterator[str]:
    """Yield the modules that a file imports when loaded, or (``everywhere``) ever at run time."""
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting.extend(node.orelse)
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not everywhere:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = PACKAGE.parent.joinpath(*node.module.split("."), alias.name)
                is_module = inner.is_dir() or inner.with_suffix(".py").exists()
                yield f"{node.module}.{alias.name}" if is_module else node.module
        waiting.extend(ast.iter_child_nodes(node))


def own_imports() -> Iterator[tuple[str, str]]:
    for path in MODULES:
        name = module_name(path)
        if name == "interviewer":
            continue
        for imported in imports(path, everywhere=True):
            if imported.startswith("interviewer.") and imported != "interviewer.__version__":
                yield name, imported


def test_imports_point_down_or_sideways() -> None:
    pairs = list(own_imports())
    assert len(pairs) > 50
    upward = [f"{a} imports {b}" for a, b in pairs if layer_of(b) > layer_of(a)]
    assert upward == []


def test_scoring_knows_no_judge_and_report_computes_nothing() -> None:
    pairs = list(own_imports())
    wrong = [
        f"{a} imports {b}"
        for a, b in pairs
        if (".scoring" in a and ".judge" in b) or (".judge" in a and ".scoring" in b)
        or (".report" in a and ".scoring" in b)
    ]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_nothing_heavy_is_imported_at_module_level(path: Path) -> None:
    heavy = {name.split(".")[0] for name in imports(path, everywhere=False)} & HEAVY
    assert heavy == set()


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_no_module_is_longer_than_it_may_be(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_the_data_layer_stands_on_pydantic_alone() -> None:
    allowed = {*sys.stdlib_module_names, "pydantic", "pydantic_core", "interviewer"}
    for name in LAYERS[0]:
        used = {i.split(".")[0] for i in imports(PACKAGE / f"{name}.py", everywhere=True)}
        assert used <= allowed, name
        assert not used & {"time", "os", "random", "pathlib"}, name


def loaded_by(code: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has after running some code."""
    report = "import sys; print('loaded:', *{n.split('.')[0] for n in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split("loaded:")[-1].split())


@pytest.mark.parametrize("words", [["--help"], ["grade", "--help"], ["practice", "--help"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    code = (
        f"import sys; sys.argv = ['interviewer', *{words!r}]\n"
        "from interviewer.cli import main\n"
        "try:\n    main()\nexcept SystemExit as stop:\n    assert stop.code == 0"
    )
    assert loaded_by(code) & set(NOT_FOR_HELP) == set()


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_by("import interviewer") & set(NOT_FOR_HELP) == set()


def test_the_public_names_are_these() -> None:
    import interviewer

    assert interviewer.__all__ == [
        "Answer",
        "BundledMatcher",
        "Feedback",
        "Grade",
        "Grader",
        "InterviewerError",
        "Item",
        "Keypoint",
        "OnnxEmbedder",
        "Question",
        "Rubric",
        "Score",
        "Session",
        "SimilarityMatcher",
        "Verdict",
        "__version__",
        "load_bank",
    ]
    assert all(getattr(interviewer, name) is not None for name in interviewer.__all__)
