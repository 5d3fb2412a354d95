"""Banks that are packages: found by their metadata, with nothing of them ever run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from interviewer.bank import read_bank
from interviewer.bank.installed import bank_folder, installed_bank, installed_banks
from interviewer.errors import BankError
from tests.bank.files import GOOD, write

MODULE = "some_bank"


def install(
    site: Path,
    *,
    distribution: str = "some-bank",
    name: str = "sql",
    value: str = MODULE,
    record: str = f"{MODULE}/__init__.py,,\n",
) -> Path:
    """Leave what pip leaves of a bank, whose module would say that it was run."""
    info = f"{distribution.replace('-', '_')}-1.2.dist-info"
    write(
        site,
        {
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.2\n",
            f"{info}/RECORD": record,
            f"{info}/entry_points.txt": f"[interviewer.banks]\n{name} = {value}\n",
            f"{MODULE}/__init__.py": "raise SystemExit('the package was run')\n",
        },
    )
    return write(site / MODULE, GOOD)


def test_an_installed_bank_is_found_by_its_name_and_loads_without_running_its_module(
    tmp_path: Path,
) -> None:
    folder = install(tmp_path)
    found = installed_bank("sql", [str(tmp_path)])
    assert found == folder
    assert [*read_bank(found).items] == ["dl/relu"]
    assert MODULE not in sys.modules


def test_the_list_says_which_package_in_which_version_has_a_bank(tmp_path: Path) -> None:
    folder = install(tmp_path)
    assert [tuple(bank) for bank in installed_banks([str(tmp_path)])] == [
        ("sql", "some-bank", "1.2", folder, "")
    ]


def test_a_module_inside_a_package_names_the_folder_that_it_lies_in(tmp_path: Path) -> None:
    install(tmp_path, value=f"{MODULE}.place", record=f"{MODULE}/place.py,,\n")
    assert installed_bank("sql", [str(tmp_path)]) == tmp_path / MODULE


def test_an_unknown_name_is_told_the_nearest_one(tmp_path: Path) -> None:
    install(tmp_path)
    with pytest.raises(BankError) as error:
        installed_bank("sgl", [str(tmp_path)])
    assert str(error.value) == "sgl: no folder and no installed bank; did you mean 'sql'?"


def test_a_name_that_two_packages_have_is_no_bank(tmp_path: Path) -> None:
    install(tmp_path)
    install(tmp_path, distribution="other-bank")
    with pytest.raises(BankError) as error:
        installed_bank("sql", [str(tmp_path)])
    assert str(error.value) == (
        "sql: installed by other-bank and some-bank; name the folder of one"
    )


def test_of_a_package_that_is_installed_twice_the_first_counts(tmp_path: Path) -> None:
    first = install(tmp_path / "first")
    install(tmp_path / "second", distribution="Some.Bank")
    path = [str(tmp_path / "first"), str(tmp_path / "second")]
    assert installed_bank("sql", path) == first


def test_an_editable_package_has_no_folder_and_is_told_so(tmp_path: Path) -> None:
    install(tmp_path, record="__editable__.some_bank.pth,,\n")
    with pytest.raises(BankError, match="installed as editable"):
        installed_bank("sql", [str(tmp_path)])


@pytest.mark.parametrize("value", ["../../etc", "/etc", "some_bank:attribute", "a..b", ""])
def test_an_entry_point_that_is_no_module_leads_nowhere(tmp_path: Path, value: str) -> None:
    record = "../../etc/__init__.py,,\n/etc/__init__.py,,\n__init__.py,,\n"
    install(tmp_path, value=value, record=record)
    assert [bank.folder for bank in installed_banks([str(tmp_path)])] in ([], [None])


def test_control_characters_of_a_package_are_spelt_out(tmp_path: Path) -> None:
    install(tmp_path, distribution="a\x1b[31mb", name="s\x1bql")
    (bank,) = installed_banks([str(tmp_path)])
    assert (bank.name, bank.distribution) == ("s\\x1bql", "a\\x1b[31mb")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("METADATA", b""),
        ("METADATA", b"\xff\xfe"),
        ("entry_points.txt", b"[interviewer.banks]\nno equals sign\n"),
        ("entry_points.txt", b"interviewer.banks \xff"),
    ],
)
def test_a_damaged_package_has_no_bank_and_breaks_no_other(
    tmp_path: Path, file: str, text: bytes
) -> None:
    install(tmp_path)
    install(tmp_path, distribution="broken", name="broken")
    (tmp_path / "broken-1.2.dist-info" / file).write_bytes(text)
    assert [bank.name for bank in installed_banks([str(tmp_path)])] == ["sql"]


def test_a_folder_goes_before_a_name_and_a_name_before_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = install(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.chdir(tmp_path)
    assert bank_folder(Path("sql")) == folder
    assert bank_folder(Path("no-such-bank")) == Path("no-such-bank")
    assert bank_folder(Path("./x/sql")) == Path("x/sql")
    (tmp_path / "sql").mkdir()
    assert bank_folder(Path("sql")) == Path("sql")
