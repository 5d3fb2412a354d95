"""Load a sentence-transformers model from a folder or by its name on the model hub.

One piece of code for embedders and matchers: a folder never touches the network, a hub that does
not answer is asked once, nothing is printed beside the one error, and the error says what would do.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from interviewer.errors import InterviewerError

_REACH_SECONDS = 5.0
_CHATTY = ("huggingface_hub", "sentence_transformers", "transformers")


def load_model(
    name_or_path: str,
    open_model: Callable[[str, bool], Any],
    *,
    kind: str,
    error: type[InterviewerError],
) -> Any:
    """Return what ``open_model`` makes of a name and whether to stay offline.

    ``kind`` is the word for what was asked for, ``error`` what is raised where it cannot be had.
    """
    is_folder = Path(name_or_path).is_dir()
    if not is_folder and _looks_like_path(name_or_path):
        raise error(f"no folder {name_or_path!r}; give a model folder or a hub name")
    try:
        import sentence_transformers  # noqa: F401 - it is the caller's import that is tried here
    except ImportError as reason:
        raise error(
            f"sentence-transformers cannot be imported ({reason}); "
            f"pip install sentence-transformers, or use the bundled {kind}"
        ) from reason
    _hush()
    offline = is_folder or not _hub_answers()
    try:
        return open_model(name_or_path, offline)
    except Exception as reason:  # whatever it is, the model cannot be had
        raise error(_complaint(name_or_path, reason, kind, is_folder, offline)) from reason


def _looks_like_path(name: str) -> bool:
    return name.startswith((".", "~", "/")) or "\\" in name or name.count("/") > 1


def _hush() -> None:
    """Turn off progress bars and what these libraries print beside the errors they raise."""
    from huggingface_hub.utils.tqdm import disable_progress_bars
    from transformers.utils import logging as transformers_logging

    disable_progress_bars()
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _hub_answers() -> bool:
    """Ask the hub once; loading would try an unreachable one again for more than a minute."""
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        return False
    try:
        urlopen(Request(constants.ENDPOINT, method="HEAD"), timeout=_REACH_SECONDS).close()
    except HTTPError:
        return True  # an answer, if a refusal: the model may still be had
    except (OSError, ValueError, HTTPException):
        return False
    return True


def _complaint(name: str, error: Exception, kind: str, is_folder: bool, offline: bool) -> str:
    reason = str(error).strip().partition("\n")[0] or type(error).__name__
    if is_folder:
        return f"{name}: not a sentence-transformers model: {reason}"
    if offline:
        return (
            f"no {kind} {name!r}: the model hub cannot be reached and the model is not in the "
            f"local cache; give a model folder, or use the bundled {kind}"
        )
    return f"no {kind} {name!r}: {reason}"
