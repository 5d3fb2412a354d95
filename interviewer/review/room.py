"""What every address of the page needs: the desk, the templates, and how an answer is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from interviewer.review.answer import shown
from interviewer.review.claims import Claim, claims_of
from interviewer.review.desk import BLIND, Desk
from interviewer.review.filters import Filter, filter_of, query_of, whole
from interviewer.review.listing import kappa_in_short, neighbours
from interviewer.review.pages import Pages
from interviewer.review.security import Secrets

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

LONGEST_REASON = 1000
"""Characters of a reason: a paragraph, a choice."""

_NOTES = {
    "saved": "Saved.",
    "accepted": "Accepted: this label counts from now on.",
    "undone": "Taken back.",
    "nothing": "There is nothing of yours to take back.",
}
"""What a page may say of what was just done, by a word in its address: no other words get in."""


class Typed(NamedTuple):
    """A form that came back because something in it is missing, and what that is."""

    claim: int
    label: str
    missing: str


class _Said(NamedTuple):
    words: str
    is_wrong: bool


class Room:
    """A desk and the pages that show it."""

    def __init__(self, desk: Desk, known: Secrets) -> None:
        self.desk = desk
        self.known = known
        self._pages = Pages()

    def html(self, name: str, values: Mapping[str, object], status: int = 200) -> Response:
        """Return a page."""
        from starlette.responses import HTMLResponse

        return HTMLResponse(self._pages.page(name, values), status)

    def error(self, status: int, words: str) -> Response:
        """Return a plain page of what went wrong."""
        from starlette.responses import HTMLResponse

        return HTMLResponse(self._pages.error(status, words), status)

    def to(self, request: Request, number: int, claim: int, note: str) -> Response:
        """Send the browser to a claim of an answer, with what was done to it."""
        from starlette.responses import RedirectResponse

        query = query_of(self.filter(request), focus=claim, note=note)
        return RedirectResponse(f"/answer/{number}{query}#c-{claim}", status_code=303)

    def filter(self, request: Request) -> Filter:
        """Return the filter that an address asks for."""
        return filter_of(request.query_params, blind=self.desk.blind)

    def number(self, request: Request) -> int:
        """Return the record that an address is about."""
        from starlette.exceptions import HTTPException

        number = whole(request.path_params["number"])
        if number is None or number >= len(self.desk.shelf):
            raise HTTPException(404)
        return number

    def claims(self, number: int) -> list[Claim]:
        """Return the claims of a record with what whoever looks may see of them."""
        desk = self.desk
        return claims_of(desk.shelf.grade(number), desk.item(number), desk.said(number))

    def around(self, request: Request, wanted: Filter) -> dict[str, object]:
        """Return what every page shows around its own."""
        words = _NOTES.get(request.query_params.get("note", ""))
        desk = self.desk
        return {
            "file": desk.file,
            "reviewer": desk.reviewer,
            "blind": desk.blind,
            "kappa": kappa_in_short(desk.tally().pairs),
            "query": query_of(wanted),
            "said": None if words is None else _Said(words, is_wrong=False),
        }

    def answer(self, request: Request, number: int, typed: Typed | None = None) -> Response:
        """Return the page of an answer; with a form that came back, what it misses."""
        desk, wanted = self.desk, self.filter(request)
        claims = self.claims(number)
        is_hidden = desk.is_hidden(number)
        page = shown(
            number, desk.shelf.grade(number), desk.item(number), claims, is_hidden=is_hidden
        )
        values = {
            **self.around(request, wanted),
            **neighbours(desk, wanted, number),
            "page": page,
            "number": number,
            "focus": _focus(request.query_params, claims, typed),
            "typed": typed,
            "reasons": desk.reasons(),
            "longest_reason": LONGEST_REASON,
            "blind_reason": BLIND,
            "word": self.known.form_word,
        }
        if typed is None:
            return self.html("answer", values)
        return self.html("answer", {**values, "said": _Said(typed.missing, is_wrong=True)}, 422)


def _focus(query: Mapping[str, str], claims: list[Claim], typed: Typed | None) -> int:
    """Return the number of the claim in focus, which is the first where nothing else is told."""
    if typed is not None:
        return typed.claim
    asked = query.get("focus", "")
    number = len(claims) if asked == "last" else whole(asked) or 1
    return max(1, min(number, len(claims)))
