"""The queue of one worker: bounded, first come, first served; short runs and long ones each in their own order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from models.engine.errors import Cancelled
from models.engine.run import Computation, Run


class WaitingLine:
    """Not locked: its scheduler calls it under the engine's lock."""

    def __init__(self, max_waiting: int) -> None:
        self.max_waiting = max_waiting
        self._waiting: list[Computation] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def __iter__(self) -> Iterator[Computation]:
        return iter(tuple(self._waiting))

    def join(self, newcomer: Computation, visitor: str | None) -> bool:
        """False if it is full. A visitor who already waits for something else gets that position, unless shared."""
        given_up = next((i for i, c in enumerate(self._waiting) if c.is_only_for(visitor)), None)
        if len(self._waiting) >= self.max_waiting and given_up is None:
            return False
        self._waiting.insert(len(self._waiting) if given_up is None else given_up, newcomer)
        return True

    def runs_of(self, visitor: str | None) -> list[Run]:
        """What waits here for this visitor; nothing for None, who cannot be told apart from others."""
        runs = [run for computation in self._waiting for run in computation.followers]
        return [run for run in runs if visitor is not None and run.visitor == visitor]

    def take(self, fits: Callable[[Computation], bool]) -> Computation | None:
        """The first short or the first long run, if it fits: none overtakes another of the same sort."""
        for brief in (True, False):
            first = next((c for c in self._waiting if c.request.brief == brief), None)
            if first is not None and fits(first):
                self._waiting.remove(first)
                return first
        return None

    def drop_abandoned(self) -> None:
        """Drops runs whose visitors went without leaving, e.g. by closing the page, so that nobody waits for them."""
        for computation in self:
            if not computation.followers:
                self._waiting.remove(computation)
                computation.fail(Cancelled())

    def put_back(self, computation: Computation) -> None:
        """Back to the front: it was taken but never started."""
        self._waiting.insert(0, computation)

    def remove(self, computation: Computation) -> bool:
        if computation not in self._waiting:
            return False
        self._waiting.remove(computation)
        return True

    def number_places(self, ready_at: list[float]) -> None:
        """Tells each run its position among those of its sort, and when it will probably start."""
        numbers = {True: 0, False: 0}
        for computation, start in zip(self._waiting, ready_at, strict=True):
            brief = computation.request.brief
            numbers[brief] += 1
            computation.move(numbers[brief], start)
