"""The stream: what is said when one comes, comes back and leaves, and what it costs."""

from __future__ import annotations

import asyncio
import json
import threading
from datetime import timedelta

import pytest
from django.core.asgi import get_asgi_application
from django.db import transaction

from mithaq.cycle.domain.arrange import schedule
from mithaq.foundation import clock
from mithaq.foundation.chronicle.queries import last_sequence
from mithaq.foundation.chronicle.record import Line, record_all
from mithaq.foundation.live import listeners as ears
from mithaq.foundation.live import stream
from mithaq.foundation.live.hearing import INSTANTS, last_instant
from mithaq.foundation.live.listeners import Listener, Listeners, read_for
from mithaq.foundation.live.places import opened, sealed
from mithaq.foundation.live.web import views
from tests.factories.house import a_city, a_house, a_seated, an_organisation
from tests.factories.readers import a_browser_of, a_stranger
from tests.factories.visits import the_clock_at


def event_of(response):
    """The place and the topics of the first event."""
    lines = dict(line.split(": ", 1) for line in response.content.decode().splitlines() if line)
    return lines["id"], json.loads(lines["data"])


def test_the_answer_is_a_stream_that_no_proxy_keeps_back(house):
    response = a_stranger().get("/live/?follow=acts")
    assert response.headers["Content-Type"] == "text/event-stream"
    assert response.headers["Cache-Control"] == "private, no-cache, no-transform"
    assert response.headers["X-Accel-Buffering"] == "no"
    assert "Content-Security-Policy" in response.headers
    assert opened(event_of(response)[0]) == last_sequence()


def test_whoever_comes_back_is_told_what_they_missed(house):
    place, _none = event_of(a_stranger().get("/live/?follow=acts"))
    a_city(house)
    told = event_of(a_stranger().get("/live/?follow=acts&follow=members.membership", headers={"Last-Event-ID": place}))
    assert told[1] == ["acts", "members.membership"]
    assert event_of(a_stranger().get("/live/?follow=acts", headers={"Last-Event-ID": told[0]}))[1] == []


def test_what_is_secret_is_not_missed_by_those_who_may_not_know_it(house):
    city = a_city(house)
    place = sealed(last_sequence())
    an_organisation(house)
    a_seated(house, "sherpa", city)
    address = f"/live/?follow=actors.organisation:{city.public_id}&follow=acts&after={place}"
    assert event_of(a_stranger().get(address))[1] == []
    told = event_of(a_browser_of(house.secretariat).get(address))[1]
    assert told == [f"actors.organisation:{city.public_id}", "acts"]


def many_acts(house, verb):
    with transaction.atomic():
        record_all([Line(verb, (house.cycle,))] * (views.MISSED + 1), seat=house.secretariat, at=house.at)


@pytest.mark.parametrize(("verb", "told"), [("endorsement.given", []), ("calendar.counted", ["following"])])
def test_only_what_one_may_hear_of_can_be_too_much_to_be_told(house, verb, told):
    place = sealed(last_sequence())
    many_acts(house, verb)
    assert event_of(a_stranger().get(f"/live/?follow=following&after={place}"))[1] == told
    assert event_of(a_stranger().get("/live/?follow=following&age=60"))[1] == told


def test_a_place_is_good_for_an_hour_whatever_happened(house):
    for hours, told in ((0.9, []), (1.1, ["acts"])):
        place = sealed(last_sequence(), clock.real_now() - timedelta(hours=hours))
        assert event_of(a_stranger().get(f"/live/?follow=acts&after={place}"))[1] == told


@pytest.mark.parametrize("place", ["nonsense", "7", "A" * 48])
def test_a_place_that_we_did_not_seal_has_everything_fetched_anew(house, place):
    assert event_of(a_stranger().get("/live/?follow=acts", headers={"Last-Event-ID": place}))[1] == ["acts"]


@pytest.mark.parametrize(
    ("age", "told"), [("0.1", ["acts"]), ("nan", ["acts"]), ("-1", ["acts"]), ("1e9", ["acts"]), ("x", [])]
)
def test_what_happened_while_a_page_was_fetched_is_told_at_once(house, age, told):
    a_city(house)
    assert event_of(a_stranger().get(f"/live/?follow=acts&age={age}"))[1] == told


def test_no_more_are_let_in_than_a_process_can_hold(house, monkeypatch):
    monkeypatch.setattr(ears, "MOST", 0)
    response = a_stranger().get("/live/?follow=acts")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")


def test_a_page_follows_so_many_topics_and_no_more(house):
    follows = "&".join(f"follow={number}" for number in range(views.TOPICS + 30))
    _place, topics = event_of(a_stranger().get(f"/live/?{follows}&after=nonsense"))
    assert len(topics) == views.TOPICS


def test_the_reader_goes_when_nobody_is_left_and_another_comes_with_the_next_listener(db, monkeypatch):
    started = []
    monkeypatch.setattr(threading.Thread, "start", lambda thread: started.append(thread.name))
    many = Listeners()
    one = Listener(None, "", frozenset(), 0)
    many.add(one)
    many.add(Listener(None, "", frozenset(), 0))
    assert started == ["live"]
    for listener in many.now():
        many.remove(listener)
    read_for(many)
    many.add(one)
    assert started == ["live", "live"]


def test_a_reader_that_fails_tries_again_after_ever_longer_pauses(db, monkeypatch, caplog):
    many, pauses = Listeners(), []
    monkeypatch.setattr(threading.Thread, "start", lambda thread: None)
    many.add(Listener(None, "", frozenset(), 0))

    def fails(listening, *, ask):
        raise OSError("the database does not answer")

    def rest(seconds):
        pauses.append(seconds)
        if len(pauses) == 9:
            many.remove(many.now()[0])

    monkeypatch.setattr(ears, "look", fails)
    monkeypatch.setattr(ears.connection, "close", lambda: None)
    read_for(many, rest)
    assert pauses == pytest.approx([0.6, 1.2, 2.4, 4.8, 9.6, 19.2, 30, 30, 30])


# Driven as a server drives it --------------------------------------------------------------------------------------------


class Visit:
    """A browser at the other end of the application."""

    def __init__(self, address="/live/", query=b"follow=acts"):
        self.scope = {
            "type": "http", "method": "GET", "path": address, "raw_path": address.encode(), "query_string": query,
            "headers": [(b"host", b"localhost"), (b"accept-encoding", b"gzip")], "scheme": "http",
            "server": ("localhost", 80), "client": ("127.0.0.1", 1), "http_version": "1.1",
        }  # fmt: skip
        self.sent: asyncio.Queue = asyncio.Queue()
        self.left = asyncio.Event()

    async def receive(self):
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def said(self):
        """The next words of the stream."""
        return (await asyncio.wait_for(self.sent.get(), 10))["body"].decode()

    async def comes(self, application):
        """Open the stream; what was said first."""
        self.task = asyncio.ensure_future(application(self.scope, self.receive, self.sent.put))
        self.start = await asyncio.wait_for(self.sent.get(), 10)
        return await self.said()

    async def leaves(self):
        """Close the page."""
        self.left.set()
        await asyncio.wait_for(self.task, 10)


@pytest.mark.sqlite
def test_an_act_reaches_an_open_stream_and_a_stream_holds_no_thread(own_database, settings):
    settings.DEMONSTRATION, settings.MITHAQ_CLOCK_OFFSET = True, timedelta(days=2000)
    house = a_house()
    application = stream.Live(get_asgi_application())

    async def story():
        before = threading.active_count()
        visits = [Visit() for _ in range(40)]
        for visit in visits:
            assert "data: []" in await visit.comes(application)
        names = {key.lower() for key, _value in visits[0].start["headers"]}
        assert not {b"content-length", b"content-encoding"} & names
        assert threading.active_count() - before <= 3
        await asyncio.to_thread(a_city, house)
        for visit in visits:
            assert 'data: ["acts"]' in await visit.said()
            await visit.leaves()
        assert len(ears.listeners) == 0

    asyncio.run(story())


def test_a_stream_gives_a_sign_of_life_and_ends_in_time(monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT", 0.01)
    monkeypatch.setattr(stream, "LONGEST", 0.1)
    monkeypatch.setattr(threading.Thread, "start", lambda thread: None)

    async def lets_in(scope, receive, send):
        scope[stream.LET_IN].append(Listener(None, "", frozenset(), 0))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"Content-Length", b"2")]})
        await send({"type": "http.response.body", "body": b"hi"})

    async def story():
        visit = Visit()
        assert await visit.comes(stream.Live(lets_in)) == "hi"
        assert visit.start["headers"] == []
        assert await visit.said() == ": here\n\n"
        await asyncio.wait_for(visit.task, 5)
        while (last := await visit.sent.get())["more_body"]:
            pass
        assert last["body"] == b""

    asyncio.run(story())


def test_whose_right_has_ended_is_told_so_and_the_stream_ends(monkeypatch):
    monkeypatch.setattr(threading.Thread, "start", lambda thread: None)
    listener = Listener(None, "", frozenset(), 0)

    async def lets_in(scope, receive, send):
        scope[stream.LET_IN].append(listener)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def story():
        visit = Visit()
        await visit.comes(stream.Live(lets_in))
        listener.end()
        assert await visit.said() == "event: ended\ndata: 1\n\n"
        await asyncio.wait_for(visit.task, 5)

    asyncio.run(story())


def test_other_addresses_and_those_not_let_in_are_answered_as_ever():
    async def answers(scope, receive, send):
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b"not here"})

    async def story():
        for address in ("/live/", "/en/"):
            visit = Visit(address)
            assert await visit.comes(stream.Live(answers)) == "not here"
            assert visit.start["status"] == 404

    asyncio.run(story())


def test_an_instant_that_passes_is_told_to_the_pages_that_follow_the_instants(house):
    opens = house.at + timedelta(days=10)
    schedule(house.cycle, "papers", {"en": "Papers"}, opens, opens + timedelta(days=5), **house.by_us)
    head = last_sequence()
    follows = frozenset({INSTANTS})
    one = Listener(None, "", follows, heard_to=head, instant=last_instant(None, opens - timedelta(seconds=1)))
    other = Listener(None, "", frozenset({"acts"}), heard_to=head)
    with the_clock_at(opens - timedelta(hours=1)):
        assert told_of([one, other]) == []
    with the_clock_at(opens + timedelta(seconds=1)):
        assert told_of([one, other]) == [(one, follows)]
        assert told_of([one, other]) == []


def test_whoever_comes_back_right_after_an_instant_is_told_of_it(house):
    opens = house.at + timedelta(days=10)
    schedule(house.cycle, "papers", {"en": "Papers"}, opens, opens + timedelta(days=5), **house.by_us)
    for since, instant in ((timedelta(minutes=1), None), (timedelta(hours=1), opens)):
        listener = Listener(None, "", frozenset({INSTANTS}), heard_to=last_sequence())
        listener.instant = last_instant(None, opens + since - timedelta(seconds=stream.LONGEST))
        assert listener.instant == instant


def told_of(listening):
    """Whom a look would tell of an instant, and what."""
    return [(one, call.args[0]) for one, call in ears._passed(listening, clock.now())]
