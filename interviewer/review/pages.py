"""Templates filled in. Whatever is shown is escaped, and made visible where nobody would see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from interviewer.review.claims import sign
from interviewer.review.passages import visible

TITLES = {
    400: "This cannot be read",
    403: "Not let in",
    404: "There is no such page",
    405: "This cannot be done here",
    409: "Not now",
    413: "Too long",
    421: "Another address",
    500: "Something went wrong",
}


class Pages:
    """Turns what a page shows into HTML."""

    def __init__(self) -> None:
        from jinja2 import Environment, PackageLoader, StrictUndefined

        self._templates = Environment(
            loader=PackageLoader("interviewer.review", "templates"),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            finalize=_visible,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["sign"] = sign

    def page(self, name: str, values: Mapping[str, object]) -> str:
        """Return a page."""
        return self._templates.get_template(f"{name}.html").render(values)

    def error(self, status: int, words: str) -> str:
        """Return the page of what went wrong."""
        title = TITLES.get(status, TITLES[500])
        return self.page("error", {"status": status, "title": title, "words": words})


def _visible(value: Any) -> Any:
    """Return what a template prints; what is marked up already stays as it is."""
    return visible(value) if type(value) is str else value


def static_files() -> dict[str, tuple[str, bytes]]:
    """Return the kind and the bytes of each file that pages load; there are no others."""
    from importlib.resources import files

    kinds = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}
    folder = files("interviewer.review") / "static"
    return {name: (kind, (folder / name).read_bytes()) for name, kind in kinds.items()}
