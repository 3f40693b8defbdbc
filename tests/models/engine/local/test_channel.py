"""Messages arrive whole and in order, whatever their size; the end of the other side is seen."""

import socket
import threading
from multiprocessing.connection import Connection

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.engine.local.channel import LARGE, Channel
from tests.arrays import assert_array_equal


@pytest.fixture
def ends():
    sockets = socket.socketpair()
    pair = [Channel(Connection(end.detach())) for end in sockets]
    yield pair
    for end in pair:
        end.close()


def send_aside(channel, messages):
    thread = threading.Thread(target=lambda: [channel.send(message) for message in messages])
    thread.start()
    return thread


@settings(deadline=None, max_examples=30)
@given(st.lists(st.lists(st.integers(0, 3 * LARGE), max_size=3), max_size=5))
def test_arrays_of_any_size_arrive_bit_by_bit_and_in_order(sizes):
    here, there = (Channel(Connection(end.detach())) for end in socket.socketpair())
    rng = np.random.default_rng(0)
    messages = [("text", [rng.integers(0, 256, size, np.uint8) for size in arrays]) for arrays in sizes]
    thread = send_aside(there, messages)
    for _, arrays in messages:
        word, got = here.receive()
        assert word == "text"
        for mine, theirs in zip(got, arrays, strict=True):
            assert_array_equal(mine, theirs, strict=True)
    thread.join()
    here.close()
    there.close()


@pytest.mark.parametrize(
    "array",
    [
        np.arange(2 * LARGE, dtype=np.float32).reshape(2, -1).T,
        (np.arange(4 * LARGE) % 1000).astype(np.float16)[::2],
        np.float32(3.5),
        np.zeros((0, 3)),
        np.arange(LARGE).reshape(4, -1)[:, :7],
    ],
    ids=["transposed", "strided", "scalar", "empty", "cut"],
)
def test_arrays_of_any_layout_arrive_as_they_are(ends, array):
    thread = send_aside(ends[1], [array])
    assert_array_equal(ends[0].receive(), array, strict=True)
    thread.join()


def test_an_array_that_arrived_can_be_written_to_and_is_nobody_elses(ends):
    sent = np.zeros(LARGE)
    thread = send_aside(ends[1], [sent, sent])
    one, other = ends[0].receive(), ends[0].receive()
    thread.join()
    one[:] = 1
    assert not other.any() and not sent.any()


def test_messages_of_several_threads_do_not_mix(ends):
    threads = [send_aside(ends[1], [np.full(LARGE, n)] * 3) for n in range(4)]
    got = sorted(int(array[0]) for array in (ends[0].receive() for _ in range(12)) if (array == array[0]).all())
    assert got == sorted([0, 1, 2, 3] * 3)
    for thread in threads:
        thread.join()


def test_the_end_of_the_other_side_is_seen_also_in_the_middle_of_a_message(ends):
    ends[1].send("whole")
    ends[1]._socket.sendall(b"\0" * 5)
    ends[1].close()
    assert ends[0].receive() == "whole"
    with pytest.raises(EOFError):
        ends[0].receive()


def test_to_wait_at_most_loses_nothing_of_what_comes_later(ends):
    ends[0].wait_at_most(0.05)
    with pytest.raises(TimeoutError):
        ends[0].receive()
    ends[1].send("late")
    assert ends[0].receive() == "late"
