"""The addresses of the page, and what it says where something is amiss.

All runs in one thread, that of the server's loop: each step takes milliseconds, and one person is
looking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewer.errors import InterviewerError
from interviewer.review.changing import Changing
from interviewer.review.desk import Desk
from interviewer.review.filters import Filter
from interviewer.review.listing import page_of, reviewers_of
from interviewer.review.pages import static_files
from interviewer.review.room import Room
from interviewer.review.security import Guard, Secrets, TooLongError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

_REFUSALS = {
    400: "The form is none of this page; nothing was changed.",
    403: "The form is of an older page; nothing was changed. Load the page again.",
    404: "The list of answers is at the address /.",
    405: "Nothing was changed. The list of answers is at the address /.",
}


def make_app(desk: Desk, known: Secrets) -> ASGIApp:
    """Return the whole page, guarded."""
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.routing import Route

    room = Room(desk, known)
    site, changing = _Site(room), Changing(room)
    app = Starlette(
        routes=[
            Route("/", site.listed),
            Route("/enter", site.enter),
            Route("/reviewers", site.reviewers),
            Route("/answer/{number}", site.answer),
            Route("/answer/{number}/mark", changing.mark, methods=["POST"]),
            Route("/answer/{number}/accept", changing.accept, methods=["POST"]),
            Route("/undo", changing.undo, methods=["POST"]),
            Route("/static/{name}", site.static),
        ],
        exception_handlers={
            HTTPException: site.refused,
            TooLongError: site.too_long,
            InterviewerError: site.failed,
            Exception: site.broken,
        },
    )
    return Guard(app, known, room.error)


class _Site:
    """Answers what only looks, and what went wrong."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._files = static_files()

    async def enter(self, request: Request) -> Response:
        """Let a browser in that has the token, or is in already."""
        from starlette.responses import RedirectResponse

        known = self._room.known
        response = RedirectResponse("/", status_code=303)
        if known.knows(request.cookies.get(known.cookie)):
            return response
        value = known.exchange(request.query_params.get("token", ""))
        if value is None:
            return self._room.error(403, "This address was used already, or is none of ours.")
        response.set_cookie(known.cookie, value, httponly=True, samesite="strict", path="/")
        return response

    async def listed(self, request: Request) -> Response:
        """Show one page of the records that the filter lets through."""
        room = self._room
        wanted = room.filter(request)
        page = page_of(room.desk, wanted, request.query_params.get("page", ""))
        return room.html("list", {**page, **room.around(request, wanted)})

    async def answer(self, request: Request) -> Response:
        """Show one answer."""
        return self._room.answer(request, self._room.number(request))

    async def reviewers(self, request: Request) -> Response:
        """Show who has labelled how much, how well they agree, and where they differ."""
        room = self._room
        values = {**reviewers_of(room.desk), **room.around(request, Filter())}
        return room.html("reviewers", values)

    async def static(self, request: Request) -> Response:
        """Hand out one of the few files that pages load."""
        from starlette.responses import Response

        kind, data = self._files.get(request.path_params["name"], ("", b""))
        return Response(data, media_type=kind) if kind else self._room.error(404, _REFUSALS[404])

    async def refused(self, request: Request, error: Exception) -> Response:
        """Say that an address is not there, or does not do this."""
        status = getattr(error, "status_code", 400)
        return self._room.error(status, _REFUSALS.get(status, _REFUSALS[404]))

    async def too_long(self, request: Request, error: Exception) -> Response:
        """Say that a form is too long."""
        return self._room.error(413, "Nothing was changed: a reason may have a paragraph.")

    async def failed(self, request: Request, error: Exception) -> Response:
        """Say what could not be done; what was saved before is safe."""
        return self._room.error(500, f"{error}")

    async def broken(self, request: Request, error: Exception) -> Response:
        """Say that this is our mistake."""
        kind = type(error).__name__
        return self._room.error(500, f"This is a bug ({kind}); what was saved is safe.")
