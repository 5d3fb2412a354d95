"""One call to an OpenAI-compatible endpoint: our request in its words, its reply in ours.

The body of a reply is read by us, under a clock and up to a size, since a server may drip or flood.
What an endpoint turns out not to take (a response format, a token limit's name, a temperature) is
left out from then on.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from interviewer.errors import JudgeError
from interviewer.judge.exchange import Exchange, Request
from interviewer.judge.openai.capability import Capability
from interviewer.judge.openai.replies import BadReply, exchange_of

if TYPE_CHECKING:
    import openai

CONNECT_SECONDS = 10.0
MOST_BYTES = 8_000_000
OPENAI = "https://api.openai.com/v1"
"""Told to the SDK, which would else take one from the environment: replies are kept by address."""


class Endpoint(NamedTuple):
    """Where to ask and whom; ``url`` None is OpenAI's own. The key is never shown."""

    model: str
    url: str | None
    key: str

    def __repr__(self) -> str:
        return f"Endpoint(model={self.model!r}, url={self.shown!r})"

    @property
    def shown(self) -> str:
        """The address without what may be secret in it: a name and password before the @."""
        if self.url is None:
            return "OpenAI"
        scheme, mark, rest = self.url.partition("://")
        if not mark:
            scheme, rest = "", self.url
        host, slash, path = rest.partition("/")
        return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path.partition('?')[0]}"


class Trouble(Exception):  # noqa: N818 - the transport decides what it means
    """A call that brought no reply: the HTTP status where there was one, headers, a sentence.

    ``late``: time ran out. ``final``: the same call would go wrong in the same way again.
    ``unsent``: the endpoint never saw it.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str = "",
        headers: Mapping[str, str] | None = None,
        late: bool = False,
        final: bool = False,
        unsent: bool = False,
    ) -> None:
        self.status = status
        self.code = code
        self.headers = dict(headers or {})
        self.late = late
        self.final = final
        self.unsent = unsent
        super().__init__(message)


class Client:
    """Ask one endpoint; safe to use from several threads.

    JudgeError where its address or key is such that no call could be made.
    """

    def __init__(self, endpoint: Endpoint, capability: Capability | None = None) -> None:
        if endpoint.url is not None and not _is_address(endpoint.url):
            raise JudgeError(
                f"no endpoint {endpoint.shown!r}; http://127.0.0.1:8080/v1 would be one"
            )
        if not (endpoint.key.isascii() and endpoint.key.isprintable()):
            raise JudgeError("the judge's key holds a line break or a character that no key has")
        self.endpoint = endpoint
        self.capability = capability or Capability()
        self._made: openai.OpenAI | None = None
        self._lock = threading.Lock()

    def body(self, request: Request) -> dict[str, Any]:
        """Return the body of the call, as far as is known of what the endpoint takes."""
        return self.capability.body(request, self.endpoint.model)

    def adapt(self, trouble: Trouble, body: Mapping[str, Any]) -> bool:
        """Leave out what a refusal names; False where it names nothing that can be left out.

        ``body`` is what was refused: another thread may have adapted meanwhile.
        """
        if trouble.status not in (400, 422, 500):
            return False
        with self._lock:
            if not self.capability.allows(body):
                return True
            less = self.capability.without(f"{trouble} {trouble.code}")
            self.capability = less or self.capability
            return less is not None

    def step_down(self) -> bool:
        """Ask for a weaker form of reply from now on; False where there is none."""
        with self._lock:
            less = self.capability.weaker()
            self.capability = less or self.capability
            return less is not None

    def call(self, body: Mapping[str, Any], seconds: float) -> Exchange:
        """Return the reply; Trouble where there is none within ``seconds``."""
        import httpx2
        import openai

        began = time.monotonic()
        limits = httpx2.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
        try:
            create = self.sdk().chat.completions.with_streaming_response.create
            with create(**body, timeout=limits) as response:
                raw = bytearray()
                for chunk in response.iter_bytes():
                    raw += chunk
                    if len(raw) > MOST_BYTES:
                        raise Trouble(f"the reply passes {MOST_BYTES:,} bytes", final=True)
                    if time.monotonic() - began > seconds:
                        raise Trouble(f"no whole reply within {seconds:g} s", late=True)
            return exchange_of(bytes(raw), time.monotonic() - began)
        except openai.APIStatusError as error:
            raise Trouble(
                _message(error, self.endpoint.key),
                status=error.status_code,
                code=str(error.code or ""),
                headers=error.response.headers,
            ) from error
        except (openai.APITimeoutError, httpx2.TimeoutException) as error:
            unsent = isinstance(error.__cause__ or error, httpx2.ConnectTimeout)
            raise Trouble(f"no reply within {seconds:g} s", late=True, unsent=unsent) from error
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            cause = error.__cause__ or error
            unsent = isinstance(cause, httpx2.ConnectError)
            where = self.endpoint.shown
            what = "cannot connect to" if unsent else f"the connection broke ({_kind(cause)}):"
            raise Trouble(f"{what} {where}", unsent=unsent) from error
        except BadReply as error:
            raise Trouble(f"the endpoint's reply cannot be read: {error}") from error

    def close(self) -> None:
        """Close every connection; calls that are out fail."""
        with self._lock:
            if self._made is not None:
                self._made.close()

    def sdk(self) -> openai.OpenAI:
        """Return the SDK's client for this endpoint, made once."""
        with self._lock:
            if self._made is None:
                import openai

                self._made = openai.OpenAI(
                    api_key=self.endpoint.key or "none",
                    base_url=self.endpoint.url or OPENAI,
                    max_retries=0,
                )
            return self._made


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna")
        is_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_plain = url.isprintable() and " " not in url
    return parts.scheme in ("http", "https") and bool(host) and is_port and is_plain


def _kind(error: BaseException) -> str:
    return type(error).__name__


def _message(error: Any, key: str) -> str:
    """Return the server's own sentence in one line, without the key that it may repeat."""
    body = error.body
    said = (body.get("message") or json.dumps(body)) if isinstance(body, dict) else body
    told = str(said or error)
    line = " ".join((told.replace(key, "…") if key else told).split())
    return f"HTTP {error.status_code}: {line[:300]}"
