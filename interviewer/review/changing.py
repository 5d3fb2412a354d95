"""What the forms of the page do.

Each answers with the address to look at next, so that going back or loading again sends nothing
twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewer.review.claims import Claim
from interviewer.review.desk import ReasonError
from interviewer.review.filters import whole
from interviewer.review.room import LONGEST_REASON, Room, Typed
from interviewer.review.security import fields_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


class Changing:
    """Labels, acceptances and second thoughts."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def mark(self, request: Request) -> Response:
        """Keep a label, and go on to the next claim."""
        room, number = self._room, self._room.number(request)
        fields = await self._fields(request)
        claims = room.claims(number)
        claim = _claim(claims, fields)
        label, reason = fields.get("label", ""), fields.get("reason", "").strip()
        if label not in claim.labels or len(reason) > LONGEST_REASON:
            return room.error(400, "The form holds no label of this claim, or too long a reason.")
        if not claim.is_known:
            return room.error(409, "The bank has no such claim, so it cannot be labelled.")
        try:
            room.desk.mark(number, claim, label, reason)
        except ReasonError as error:
            return room.answer(request, number, Typed(claim.number, label, f"{error}"))
        return room.to(request, number, min(claim.number + 1, len(claims)), "saved")

    async def accept(self, request: Request) -> Response:
        """Settle a claim by what a reviewer said of it."""
        room, number = self._room, self._room.number(request)
        fields = await self._fields(request)
        claim = _claim(room.claims(number), fields)
        reviewer = fields.get("reviewer", "")
        if room.desk.is_hidden(number):
            return room.error(409, "Label all of the answer first; nothing was accepted.")
        if reviewer not in [mark.reviewer for mark in claim.said.marks]:
            return room.error(409, "This label is not there any more; look at the answer again.")
        room.desk.accept(number, claim.name, reviewer)
        return room.to(request, number, claim.number, "accepted")

    async def undo(self, request: Request) -> Response:
        """Take back what the reviewer did last, and show where that was."""
        room, fields = self._room, await self._fields(request)
        undone = room.desk.undo()
        if undone is None:
            number = min(whole(fields.get("answer", "")) or 0, len(room.desk.shelf) - 1)
            return room.to(request, number, 1, "nothing")
        names = [claim.name for claim in room.claims(undone.number)]
        return room.to(request, undone.number, names.index(undone.name) + 1, "undone")

    async def _fields(self, request: Request) -> dict[str, str]:
        """Return the fields of a form of ours."""
        from starlette.exceptions import HTTPException

        try:
            fields = await fields_of(request)
        except ValueError as error:
            raise HTTPException(400) from error
        if not self._room.known.is_ours(fields.get("word", "")):
            raise HTTPException(403)
        return fields


def _claim(claims: list[Claim], fields: dict[str, str]) -> Claim:
    from starlette.exceptions import HTTPException

    found = [claim for claim in claims if f"{claim.number}" == fields.get("claim")]
    if not found:
        raise HTTPException(400)
    return found[0]
