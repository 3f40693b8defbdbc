"""A replica without Ray: seats, streams, what is stopped, and versions."""

import asyncio
import pickle

import pytest
from toy import Brief, Count

from models.engine.local.estimate import Seats
from models.engine.local.messages import Begun, Ended, LoadFailed, Made, Progress, Start
from models.engine.serve.messages import OTHER_VERSION, Logged
from models.engine.serve.replica import Replica
from models.engine.serve.version import version


@pytest.fixture
def replica(how_to_load):
    return Replica("toy", Seats(long=2, brief=1), lambda news: None)


async def read(replica, number, request, theirs=None):
    return [message async for message in replica.run(theirs or version(), pickle.dumps(Start(number, request)))]


def test_a_run_is_its_messages_in_order(replica):
    got = asyncio.run(read(replica, 7, Count(steps=2)))
    assert [type(message) for message in got] == [Begun, Made, Made, Ended]
    assert got[-1].how == "done" and got[-1].number == 7


def test_of_another_version_nothing_is_opened(replica):
    async def send():
        return [message async for message in replica.run("older", b"no pickle")]

    [ended] = asyncio.run(send())
    assert (ended.how, ended.template) == ("failed", OTHER_VERSION)


def test_runs_of_two_servers_with_one_number_stay_apart(replica):
    async def both():
        return await asyncio.gather(
            read(replica, 1, Count(steps=2, pause=0.05)), read(replica, 1, Count(steps=4, pause=0.05, seed=5))
        )

    one, other = asyncio.run(both())
    assert [sum(isinstance(m, Made) for m in messages) for messages in (one, other)] == [2, 4]


def test_more_runs_than_seats_wait_here_and_a_brief_one_does_not_wait_for_them(replica):
    order = []

    async def follow(number, request):
        async for message in replica.run(version(), pickle.dumps(Start(number, request))):
            if isinstance(message, (Begun, Ended)):
                order.append((type(message).__name__, number))

    async def all_of_them():
        long = [follow(number, Count(steps=10, pause=0.02, seed=number)) for number in range(1, 5)]
        await asyncio.gather(*long, follow(9, Brief(steps=1)))

    asyncio.run(all_of_them())
    in_hand = 0
    for what, number in order:
        if number != 9:
            in_hand += 1 if what == "Begun" else -1
            assert in_hand <= 2, "there are two seats for long runs"
    assert order.index(("Ended", 9)) < order.index(("Ended", 1))


def test_a_reader_that_goes_stops_the_run_within_a_step(replica, log):
    async def begin_and_go():
        stream = replica.run(version(), pickle.dumps(Start(1, Count(steps=1000, pause=0.02, log=str(log)))))
        async for message in stream:
            if isinstance(message, Made):
                break
        await stream.aclose()
        made = log.steps
        await asyncio.sleep(0.5)
        return made

    assert asyncio.run(begin_and_go()) >= log.steps - 1


def test_what_is_logged_about_a_run_comes_with_it_and_holds_nothing_of_the_visitor(replica):
    from toy import Raise

    got = asyncio.run(read(replica, 3, Raise(text="my diary")))
    [logged] = [message for message in got if isinstance(message, Logged)]
    assert "ValueError" in logged.record["msg"] and "diary" not in logged.record["msg"]


def test_how_loading_goes_is_news_and_a_failure_is_told_before_it_is_raised(how_to_load):
    how_to_load.write_text("fail")
    news = []
    with pytest.raises(Exception, match="no network"):
        Replica("toy", Seats(), news.append)
    assert [type(message) for message in news] == [Progress, LoadFailed]
    assert news[1].values == {"megabytes": 98}


def test_the_version_is_that_of_what_is_in_the_files(tmp_path):
    (tmp_path / "net.py").write_text("1")
    one = version(tmp_path)
    version.cache_clear()
    (tmp_path / "net.py").write_text("2")
    assert version(tmp_path) != one
    version.cache_clear()
