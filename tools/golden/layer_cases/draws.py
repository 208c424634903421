"""Inputs of layer cases: functions from a `Draw` to an array."""


def uniform(*shape, low=-1.0, high=1.0):
    return lambda draw: draw.uniform(shape, low, high)


def away_from_zero(*shape):
    return lambda draw: draw.away_from_zero(shape)


def distinct(*shape):
    return lambda draw: draw.distinct(shape)


def integers(*shape, high, low=0):
    return lambda draw: draw.integers(shape, high, low)
