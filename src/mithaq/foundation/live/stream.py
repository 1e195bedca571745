"""The stream itself, around the site's application.

The ordinary view answers first, through every middleware: whether somebody may listen, who they are and what they
follow is settled there. That answer is short, so the thread and the database connection that Django keeps for a request
are given back before the stream begins; only then are its bytes sent, by the event loop alone. A thousand listeners
hold no thread.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from typing import Any

from mithaq.foundation.live.listeners import Listener, listeners
from mithaq.foundation.live.places import sealed

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Any], Awaitable[None]]
Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

#: Where the view leaves the listener whom it has let in.
LET_IN = "mithaq.listener"
#: Seconds between two signs of life, for proxies that end silent connections; and how long a stream goes on before the
#: browser is asked to come back, so that a server which is replaced is left by everybody in time. Half of that is by
#: chance, so that not all come back at once.
HEARTBEAT, LONGEST = 15.0, 600.0
#: Requests that Django works on at once, each in a thread of its own; listeners are not among them.
AT_WORK = 1000
#: What a compressed or a measured answer says of itself and a stream must not.
_OF_A_WHOLE_ANSWER = (b"content-length", b"content-encoding", b"etag")


class Live:
    """The application, with streams for whom it lets in."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self._at_work = asyncio.Semaphore(AT_WORK)

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.application(scope, receive, send)
        if scope["method"] != "GET" or not scope["path"].endswith("/live/"):
            async with self._at_work:
                return await self.application(scope, receive, send)
        scope = {**scope, LET_IN: []}
        answered: list[Message] = []
        async with self._at_work:
            await self.application(scope, _nothing_more(), _kept(answered))
        if not scope[LET_IN]:
            for message in answered:
                await send(message)
            return None
        start, *bodies = answered
        start["headers"] = [pair for pair in start["headers"] if pair[0].lower() not in _OF_A_WHOLE_ANSWER]
        await send(start)
        await send(_bytes(b"".join(body.get("body", b"") for body in bodies)))
        return await _stream(scope[LET_IN][0], receive, send)


async def _stream(listener: Listener, receive: Receive, send: Send) -> None:
    loop = listener.loop = asyncio.get_running_loop()
    until = loop.time() + LONGEST * random.uniform(0.5, 1)  # noqa: S311 - only to spread those who come back
    gone = asyncio.ensure_future(_gone(receive))
    listeners.add(listener)
    try:
        while loop.time() < until and not gone.done():
            if not listener.woken.is_set():
                woken = asyncio.ensure_future(listener.woken.wait())
                await asyncio.wait({woken, gone}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
                woken.cancel()
            if gone.done():
                return
            await send(_bytes(_said(listener)))
            if listener.ended:
                break
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    except OSError:  # the browser has left while it was being told something
        return
    finally:
        listeners.remove(listener)
        gone.cancel()


def _said(listener: Listener) -> bytes:
    listener.woken.clear()
    if listener.ended:
        return b"event: ended\ndata: 1\n\n"
    topics, listener.untold = sorted(listener.untold), set()
    if not topics:
        return b": here\n\n"
    return f"id: {sealed(listener.place)}\ndata: {json.dumps(topics)}\n\n".encode()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _nothing_more() -> Receive:
    """The request as the view reads it: without a body, from somebody who stays."""
    read = False

    async def receive() -> Message:
        nonlocal read
        if read:
            await asyncio.Event().wait()
        read = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive


def _kept(messages: list[Message]) -> Send:
    async def send(message: Message) -> None:
        messages.append(message)

    return send


def _bytes(body: bytes) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": True}
