"""A tree of texts in an address: which token was picked instead, at which position, of which text.

`branch=0.3.1234-1.7.88` means: text 1 leaves text 0, the first one, at token 3 (counted from 0) with id 1234; text 2
leaves text 1 at token 7 with id 88. A single number at the end says which text is shown; without it, the newest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.engine.errors import InvalidRequest
from models.engine.limits import limits
from models.engine.translation import N_
from models.text import tokenizer
from models.text.kinds import Write

BRANCHES = 8  # each is a text of its own to write when the link is opened
PLACES = int(limits(Write)["max_new_tokens"].high)
_ITEM = re.compile(r"(\d{1,2})\.(\d{1,3})\.(\d{1,5})")


@dataclass(frozen=True)
class Branch:
    parent: int  # the text it leaves: 0 is the first one, n that of the n-th branch
    place: int  # of the new tokens, counted from 0
    token_id: int  # the token there instead


@dataclass(frozen=True)
class Path:
    branches: tuple[Branch, ...] = ()
    shown: int = 0  # the text on show

    def __str__(self) -> str:
        items = [f"{b.parent}.{b.place}.{b.token_id}" for b in self.branches]
        return "-".join([*items, *([] if self.shown == len(self.branches) else [str(self.shown)])])

    @property
    def place(self) -> int:
        """Where the shown text leaves the one it came from; 0 for the first text."""
        return self.branches[self.shown - 1].place if self.shown else 0

    def ancestors(self) -> list[int]:
        """The shown text and its ancestors, the first text first."""
        line = [self.shown]
        while line[0]:
            line.insert(0, self.branches[line[0] - 1].parent)
        return line

    def owner(self, place: int) -> int:
        """The text that this position belongs to: the shown one, or an ancestor if it branched off later."""
        text = self.shown
        while text and place <= self.branches[text - 1].place:
            text = self.branches[text - 1].parent
        return text

    def taken(self, place: int, token_id: int) -> Path:
        """The tree after picking a token in the shown text: a new branch, or one that is already there."""
        branch = Branch(self.owner(place), place, token_id)
        if branch in self.branches:
            return replace(self, shown=self.branches.index(branch) + 1)
        if len(self.branches) == BRANCHES:
            raise InvalidRequest(
                N_("The tree has {limit} branches, as many as a link holds. Undo one first."), limit=BRANCHES
            )
        return Path((*self.branches, branch), len(self.branches) + 1)

    def undone(self) -> Path:
        """The tree without its newest branch, which has no branches of its own."""
        *rest, last = self.branches
        return Path(tuple(rest), last.parent if self.shown > len(rest) else self.shown)

    def first(self, n: int) -> Path:
        """The tree of only the first n branches."""
        return Path(self.branches[:n], min(self.shown, n))


def parse(raw: str) -> Path:
    """The tree that an address describes. Raises InvalidRequest with a sentence that says what is wrong."""
    items = raw.split("-") if raw else []
    shown = items.pop() if items and re.fullmatch(r"\d{1,2}", items[-1]) else None
    branches: list[Branch] = []
    for item in items:
        match = _ITEM.fullmatch(item)
        branch = Branch(*map(int, match.groups())) if match else None
        if (
            branch is None
            or branch.parent > len(branches)
            or branch.place >= PLACES
            or branch.token_id >= tokenizer.vocab_size
        ):
            raise InvalidRequest(
                N_("branch contains “{value}”, which is not a text, a position and a token. The tree starts over."),
                value=item,
            )
        branches.append(branch)
    if len(branches) > BRANCHES or (shown is not None and int(shown) > len(branches)):
        raise InvalidRequest(N_("branch holds at most {limit} branches. The tree starts over."), limit=BRANCHES)
    return Path(tuple(branches), len(branches) if shown is None else int(shown))


def request_of(base: Write, branch: Branch, parent_ids: Sequence[int]) -> Write:
    """The request of a branch. Raises InvalidRequest if its text is shorter."""
    if branch.place >= len(parent_ids):
        raise InvalidRequest(
            N_("branch names token {place}, but that text has {n}. Branches from that one on are left out."),
            place=branch.place + 1,
            n=len(parent_ids),
        )
    return replace(base, forced_ids=(*(int(i) for i in parent_ids[: branch.place]), branch.token_id))
