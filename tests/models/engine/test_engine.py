"""The process-wide engine."""

import threading

from models.shared_engine import engine
from models.tokens.kinds import Tokens


def test_all_threads_of_a_process_get_the_same_engine():
    found = []
    threads = [threading.Thread(target=lambda: found.append(engine())) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(one) for one in found}) == 1


def test_after_the_engine_was_closed_a_server_that_starts_again_gets_a_new_one():
    old = engine()
    old.close()
    assert engine() is not old
    assert engine().run(Tokens()).state == "done"


def test_tokens_run_where_they_are_asked_and_start_no_process():
    trace = engine().run(Tokens(text="a cat")).trace()
    assert trace.last.input_ids.shape == (2,)
    assert (trace.forward_passes, engine().status("text").state) == (0, "cold")
