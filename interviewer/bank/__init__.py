"""Questions and rubrics: files of YAML in, checked Items out, every mistake with file and line."""

from interviewer.bank.load import Bank, default_root, load_bank, read_bank

__all__ = ["Bank", "default_root", "load_bank", "read_bank"]
