"""Runs of the control family. The text model's process drives them, beside the runs of the text family."""

from __future__ import annotations

from models.control.heads import head_map, head_test
from models.control.hide import hide
from models.control.kinds import HeadMap, HeadTest, Hide, Patch, Steer, SteerMap
from models.control.patch import patch
from models.control.steer import steer
from models.control.steer_map import steer_map

RUNS = {Patch: patch, HeadMap: head_map, HeadTest: head_test, Hide: hide, Steer: steer, SteerMap: steer_map}
