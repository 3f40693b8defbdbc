"""Many pictures of the GAN, read by the classifier: what comes out, attribute by attribute."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.classifier.kinds import SEEDS, SHOWN, ReadingsStep
from models.classifier.net import Classifier, read
from models.gan.distance import AT_ONCE, pictures
from models.gan.kinds import GanReadings
from models.gan.net import Generator


def readings(generator: Generator, classifier: Classifier, request: GanReadings) -> Iterator[ReadingsStep]:
    for start in range(0, request.count, AT_ONCE):
        drawn = pictures(generator, (request.seed + start) % SEEDS, AT_ONCE, request.truncation_psi)
        yield ReadingsStep(passes=AT_ONCE, read_values=read(classifier, drawn)[1].astype(np.int64), shown=drawn[:SHOWN])
