"""What is set stands in one file and the environment, and a mistake in it is one line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from interviewer.errors import InterviewerError
from interviewer.settings import JudgeSettings, Settings, read_settings, user_folder

FULL = """
[judge]
model = "openai:some-model"
url = "http://127.0.0.1:8080/v1"
when = "always"
on_failure = "matcher"
jobs = 8
seconds = 30
deadline = 90.5
max_calls = 1_000
max_tokens = 2_000_000
max_cost = 2.5
prices = "prices.toml"
cache = "/var/cache/judge.sqlite"
record = "replies.jsonl"
"""


def folder(place: Path, text: str) -> Path:
    place.mkdir(exist_ok=True)
    (place / "interviewer.toml").write_text(text, encoding="utf-8")
    return place


def judge(place: Path, text: str, environment: dict[str, str] | None = None) -> JudgeSettings:
    return read_settings([folder(place, text)], environment or {}).judge


def test_without_a_file_nothing_is_set(tmp_path: Path) -> None:
    assert read_settings([tmp_path, tmp_path / "none"], {}) == Settings()
    assert read_settings([], {}).judge == JudgeSettings(
        model=None,
        url=None,
        when="unsure",
        on_failure="unscored",
        jobs=4,
        seconds=120.0,
        deadline=300.0,
        max_calls=None,
        max_tokens=None,
        max_cost=None,
        prices=None,
        cache=None,
        record=None,
    )


def test_every_setting_is_read(tmp_path: Path) -> None:
    assert judge(tmp_path, FULL) == JudgeSettings(
        model="openai:some-model",
        url="http://127.0.0.1:8080/v1",
        when="always",
        on_failure="matcher",
        jobs=8,
        seconds=30.0,
        deadline=90.5,
        max_calls=1000,
        max_tokens=2_000_000,
        max_cost=Decimal("2.5"),
        prices=Path("prices.toml"),
        cache=Path("/var/cache/judge.sqlite"),
        record=Path("replies.jsonl"),
    )


def test_money_is_what_was_written(tmp_path: Path) -> None:
    assert judge(tmp_path, "[judge]\nmax_cost = 0.1").max_cost == Decimal("0.1")
    assert judge(tmp_path, '[judge]\nmax_cost = "0.10"').max_cost == Decimal("0.10")
    assert judge(tmp_path, "[judge]\nmax_cost = 3").max_cost == Decimal(3)


def test_an_empty_file_sets_nothing(tmp_path: Path) -> None:
    assert judge(tmp_path, "") == JudgeSettings()
    assert judge(tmp_path, "[judge]\n") == JudgeSettings()


def test_the_first_folder_with_a_file_wins_and_nothing_of_the_others_is_mixed_in(
    tmp_path: Path,
) -> None:
    here = folder(tmp_path / "here", '[judge]\nmodel = "openai:here"')
    home = folder(tmp_path / "home", '[judge]\nmodel = "openai:home"\njobs = 9')
    assert read_settings([here, home], {}).judge == JudgeSettings(model="openai:here")
    assert read_settings([home, here], {}).judge == JudgeSettings(model="openai:home", jobs=9)
    assert read_settings([tmp_path, home], {}).judge.model == "openai:home"


def test_a_mistake_in_a_file_that_does_not_count_is_nobodys_business(tmp_path: Path) -> None:
    here = folder(tmp_path / "here", "")
    home = folder(tmp_path / "home", "what?")
    assert read_settings([here, home], {}) == Settings()


def test_the_environment_goes_over_the_file_and_names_model_and_url_only(tmp_path: Path) -> None:
    found = judge(
        tmp_path,
        FULL,
        {
            "INTERVIEWER_JUDGE": "replay:r.jsonl",
            "INTERVIEWER_JUDGE_URL": "http://there/v1",
            "INTERVIEWER_JUDGE_KEY": "sk-secret",
            "INTERVIEWER_JUDGE_JOBS": "99",
        },
    )
    assert found == judge(tmp_path, FULL).model_copy(
        update={"model": "replay:r.jsonl", "url": "http://there/v1"}
    )
    assert "sk-secret" not in repr(found)


def test_the_environment_is_enough_and_an_empty_variable_is_none(tmp_path: Path) -> None:
    assert read_settings([tmp_path], {"INTERVIEWER_JUDGE": "openai:m"}).judge == JudgeSettings(
        model="openai:m"
    )
    empty = {"INTERVIEWER_JUDGE": "", "INTERVIEWER_JUDGE_URL": ""}
    assert judge(tmp_path, FULL, empty).url == "http://127.0.0.1:8080/v1"


def test_the_process_environment_is_read_where_none_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEWER_JUDGE", "openai:from-outside")
    monkeypatch.setenv("INTERVIEWER_HOME", str(tmp_path))
    assert read_settings([tmp_path]).judge.model == "openai:from-outside"
    assert user_folder() == tmp_path


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[judge]\nmodle = "x"', "judge.modle: Extra inputs are not permitted"),
        ('[jugde]\nmodel = "x"', "jugde: Extra inputs are not permitted"),
        ('model = "x"', "model: Extra inputs are not permitted"),
        ('[judge]\nkey = "sk-secret"', "judge.key: Extra inputs are not permitted"),
        ('judge = "openai:m"', "judge: Input should be an object"),
        ("[[judge]]\njobs = 1", "judge: Input should be an object"),
        ("[judge]\nmodel = 5", "judge.model: Input should be a valid string"),
        ('[judge]\nmodel = ["m"]', "judge.model: Input should be a valid string"),
        ("[judge]\nmodel = 1979-05-27", "no setting is a date or a time"),
        (
            '[judge]\nwhen = "sometimes"',
            "judge.when: Input should be 'unsure', 'always' or 'never'",
        ),
        ("[judge]\non_failure = 0", "judge.on_failure: Input should be 'unscored' or 'matcher'"),
        ("[judge]\njobs = 0", "judge.jobs: Input should be greater than or equal to 1"),
        ("[judge]\njobs = 257", "judge.jobs: Input should be less than or equal to 256"),
        ("[judge]\njobs = 1.5", "judge.jobs: Input should be a valid integer"),
        ("[judge]\njobs = true", "judge.jobs: Input should be a valid integer"),
        ('[judge]\njobs = "4"', "judge.jobs: Input should be a valid integer"),
        ("[judge]\nseconds = 0", "judge.seconds: Input should be greater than 0"),
        ("[judge]\nseconds = true", "judge.seconds: Input should be a valid number"),
        ("[judge]\nseconds = nan", "judge.seconds: Input should be a finite number"),
        ("[judge]\ndeadline = inf", "judge.deadline: Input should be a finite number"),
        (
            "[judge]\ndeadline = 86401",
            "judge.deadline: Input should be less than or equal to 86400",
        ),
        ("[judge]\nmax_calls = 0", "judge.max_calls: Input should be greater than or equal to 1"),
        ("[judge]\nmax_calls = -1", "judge.max_calls: Input should be greater than or equal to 1"),
        ("[judge]\nmax_tokens = 1e6", "judge.max_tokens: Input should be a valid integer"),
        ("[judge]\nmax_cost = 0", "judge.max_cost: Input should be greater than 0"),
        ("[judge]\nmax_cost = nan", "judge.max_cost: Input should be a finite number"),
        ("[judge]\nmax_cost = inf", "judge.max_cost: Input should be a finite number"),
        ('[judge]\nmax_cost = "much"', "judge.max_cost: Input should be a valid decimal"),
        ("[judge]\nmax_cost = true", "judge.max_cost: Decimal input should be"),
        ("[judge]\ncache = 5", "judge.cache: Input should be a valid string"),
        ("[judge", "is no TOML: "),
        ("\ufeff[judge]", "is no TOML: "),
        ("[judge]\njobs = 1\njobs = 2", "is no TOML: "),
        ("[judge]\nmodel = 'a\nb'", "is no TOML: "),
        ("[judge]\njobs = " + "9" * 5000, "is no TOML: "),
        ("a = " + "[" * 5000, "is no TOML: "),
        ("[judge]\nmodel = " + "[" * 300 + "]" * 300, ""),
    ],
)
def test_a_mistake_is_one_line_with_the_file_and_the_setting(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(InterviewerError) as failed:
        judge(tmp_path, text)
    line = str(failed.value)
    assert line.startswith(f"{tmp_path / 'interviewer.toml'}: {told}")
    assert "\n" not in line
    assert "sk-secret" not in line


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "interviewer.toml").write_bytes(b'[judge]\nmodel = "\xff"')
    with pytest.raises(InterviewerError, match=r"interviewer\.toml: cannot be read: ") as failed:
        read_settings([tmp_path], {})
    assert "\n" not in str(failed.value)


def test_a_folder_of_that_name_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "interviewer.toml").mkdir()
    assert read_settings([tmp_path], {}) == Settings()


@pytest.mark.parametrize(
    ("environment", "where"),
    [
        ({"INTERVIEWER_HOME": "/a", "XDG_CONFIG_HOME": "/b"}, Path("/a")),
        ({"XDG_CONFIG_HOME": "/b"}, Path("/b/interviewer")),
        ({"INTERVIEWER_HOME": "", "XDG_CONFIG_HOME": ""}, Path.home() / ".config/interviewer"),
        ({}, Path.home() / ".config/interviewer"),
    ],
)
@pytest.mark.skipif("os.name == 'nt'", reason="folders of POSIX systems")
def test_the_users_folder(environment: dict[str, str], where: Path) -> None:
    assert user_folder(environment) == where
