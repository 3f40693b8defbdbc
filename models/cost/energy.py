"""Energy: read from the processor's counters where the machine shows them, else a range with its method.

The counters (RAPL, running average power limit) are those of Linux' powercap: microjoules of a whole processor, with
all programs that run on it. Virtual machines do not have them, and many systems let only their administrator read them.
Source: https://www.kernel.org/doc/html/latest/power/powercap/powercap.html
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from pathlib import Path

POWERCAP = Path("/sys/class/powercap")
LOW_WATTS = 1.69
"""Of a busy virtual processor, low: AMD EPYC of the 2nd generation, at full load, in Cloud Carbon Footprint's table
(packages/aws/src/domain/AwsFootprintEstimationConstants.ts)."""
HIGH_WATTS = 12.5
"""Of a busy core, high: AMD EPYC 9124, whose 16 cores share a design power of 200 W, as reported by Geektopia
(2022-11-10); AMD's own table was not read."""
WATT_HOUR = 3600.0  # joules


@dataclass(frozen=True)
class Counter:
    """One processor's: how much it has used since it was last at zero, where it starts again after `wraps`."""

    file: Path
    wraps: int  # microjoules

    def read(self) -> int:
        return int(self.file.read_text())


def counters(folder: Path = POWERCAP) -> tuple[Counter, ...]:
    """Those of whole processors ("intel-rapl:0", on AMD too); none where there are none or they may not be read."""
    found = []
    for zone in sorted(folder.glob("intel-rapl:*")):
        try:
            if zone.name.count(":") == 1 and (zone / "name").read_text().startswith("package"):
                counter = Counter(zone / "energy_uj", int((zone / "max_energy_range_uj").read_text()))
                counter.read()
                found.append(counter)
        except (OSError, ValueError):
            continue
    return tuple(found)


def joules(meters: tuple[Counter, ...], before: tuple[int, ...], after: tuple[int, ...]) -> float:
    """Between two readings; NaN where there is no counter."""
    if not meters:
        return nan
    used = zip(meters, before, after, strict=True)
    return sum((end - start) % meter.wraps for meter, start, end in used) / 1e6


def interval(processor_seconds: float) -> tuple[float, float]:
    """Joules, low and high: what the cores that worked may have used. Memory, idle and cooling are not in it."""
    return LOW_WATTS * processor_seconds, HIGH_WATTS * processor_seconds
