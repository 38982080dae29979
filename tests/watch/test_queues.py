"""Whether what waits gets on."""

from __future__ import annotations

from bot.watch.queues import Queue, Queues


def test_a_queue_stands_still_while_nothing_leaves_it() -> None:
    queue = Queue()
    queue.look(["one", "two"], 100)
    queue.look(["one", "two", "three"], 150)
    assert (queue.still(160), len(queue)) == (60, 3)
    queue.look(["two", "three"], 170)
    assert queue.still(180) == 10
    queue.look([], 190)
    assert (queue.still(1000), len(queue)) == (0, 0)
    queue.look(["four"], 2000)
    assert queue.still(2005) == 5


def test_the_longest_of_all_counts_and_an_empty_one_does_not() -> None:
    queues = Queues()
    queues.look({"a": ["1"], "b": ["2", "3"]}, 100)
    queues.look({"a": ["1"], "b": ["3"]}, 200)
    assert (queues.still(250), queues.waiting()) == (150, 2)
    queues.look({"b": ["3"]}, 260)
    assert (queues.still(270), queues.waiting()) == (70, 1)
    queues.look({}, 280)
    assert (queues.still(900), queues.waiting()) == (0, 0)
