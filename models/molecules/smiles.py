"""SMILES as tokens: one for each atom, bond, bracket and ring number (Weininger 1988, doi:10.1021/ci00057a005).

Before them stands a token that says which logP the molecule has: how much more of it dissolves in octanol than in
water, as a power of ten, estimated from its atoms (Wildman and Crippen 1999, doi:10.1021/ci990307l).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LENGTH = 60  # tokens of a molecule, its end among them
PAD, END, ANY = 0, 1, 2
LOGPS = tuple(half / 2 for half in range(11))  # what may be asked for; the outer two also hold what lies beyond
FIRST_LOGP = 3
PIECES = tuple("C c 1 ( ) O N = 2 n 3 F - S s Cl o # [nH] Br 4 [C@H] [C@@H] 5 6 [H]".split())
FIRST_PIECE = FIRST_LOGP + len(LOGPS)
VOCABULARY = FIRST_PIECE + len(PIECES)
_IDS = {piece: FIRST_PIECE + i for i, piece in enumerate(PIECES)}
_PIECE = re.compile(r"\[[^\]]*\]|Br|Cl|.", re.DOTALL)


def pieces(smiles: str) -> list[str]:
    """The tokens of a text, whether or not the model knows them."""
    return _PIECE.findall(smiles)


def encode(smiles: str) -> list[int]:
    """The ids of a text's tokens, without condition and end. KeyError: the token that the model does not know."""
    return [_IDS[piece] for piece in pieces(smiles)]


def decode(ids: Sequence[int]) -> str:
    """The text of ids, up to the end."""
    until = list(ids).index(END) if END in ids else len(ids)
    return "".join(PIECES[i - FIRST_PIECE] for i in ids[:until])


def condition(logp: float | None) -> int:
    """The token for a molecule of such a logP: that of the nearest half; `ANY` where nothing is asked for."""
    if logp is None:
        return ANY
    return FIRST_LOGP + round(2 * min(max(logp, LOGPS[0]), LOGPS[-1]))
