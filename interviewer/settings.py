"""What a user has set once: ``interviewer.toml`` here, then in the user's folder, then environment.

    [judge]
    model = "openai:gpt-5-mini"          # or replay:FILE
    url = "http://127.0.0.1:8080/v1"     # any OpenAI-compatible endpoint; OpenAI's own without it
    when = "unsure"                      # unsure | always | never
    on_failure = "unscored"              # unscored | matcher

Keys stand in the environment alone. What the command line says overrides all of it.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from interviewer.errors import InterviewerError
from interviewer.frozen import Frozen, first_mistake

FILE = "interviewer.toml"
_ENVIRONMENT = {"INTERVIEWER_JUDGE": "model", "INTERVIEWER_JUDGE_URL": "url"}
Seconds = Annotated[float, Field(gt=0, le=86_400)]
Count = Annotated[int, Field(ge=1)]


class JudgeSettings(Frozen):
    """Which judge, when to ask it, and what a run of it may take."""

    model: str | None = None
    url: str | None = None
    when: Literal["unsure", "always", "never"] = "unsure"
    on_failure: Literal["unscored", "matcher"] = "unscored"
    repeat: Annotated[int, Field(ge=1, le=20)] = 1
    jobs: Annotated[int, Field(ge=1, le=256)] = 4
    seconds: Seconds = 120.0
    deadline: Seconds = 300.0
    max_calls: Count | None = None
    max_tokens: Count | None = None
    max_cost: Annotated[Decimal, Field(gt=0)] | None = None
    prices: Path | None = None
    cache: Path | None = None
    record: Path | None = None


class Settings(Frozen):
    """Everything that can be set."""

    judge: JudgeSettings = JudgeSettings()


def read_settings(
    folders: Iterable[Path], environment: Mapping[str, str] | None = None
) -> Settings:
    """Return the settings of the first folder that has the file, with the environment's over them.

    InterviewerError with the file and the setting where one is not what it should be.
    """
    given = os.environ if environment is None else environment
    found = _first(folders)
    settings = Settings() if found is None else _read(found)
    named = {key: given[name] for name, key in _ENVIRONMENT.items() if given.get(name)}
    return Settings(judge=settings.judge.model_copy(update=named))


def user_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder of the user's own settings; ``INTERVIEWER_HOME`` moves it."""
    given = os.environ if environment is None else environment
    if given.get("INTERVIEWER_HOME"):
        return Path(given["INTERVIEWER_HOME"])
    if os.name == "nt":
        return Path(given.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "interviewer"
    return Path(given.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "interviewer"


def _first(folders: Iterable[Path]) -> Path | None:
    return next((folder / FILE for folder in folders if (folder / FILE).is_file()), None)


def _read(file: Path) -> Settings:
    try:
        told: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InterviewerError(f"{file}: cannot be read: {error}") from error
    except (ValueError, RecursionError) as error:
        raise InterviewerError(f"{file}: is no TOML: {error}") from error
    try:
        return Settings.model_validate_json(json.dumps(told))
    except ValidationError as error:
        raise InterviewerError(f"{file}: {first_mistake(error)}") from error
    except TypeError as error:
        raise InterviewerError(f"{file}: no setting is a date or a time") from error
