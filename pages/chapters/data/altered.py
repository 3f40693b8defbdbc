"""The ways of altering a picture, in words."""

from models.engine.translation import N_

ALTERATIONS = {"none": N_("not altered"), "colours": N_("colours altered"), "mirror": N_("half of them mirrored")}
