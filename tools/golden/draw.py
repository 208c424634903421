"""Seeded arrays of moderate size. All are float32 values, whatever precision the computation runs in."""

import math
import zlib

import numpy as np


class Draw:
    """Random arrays that depend on the name of the case alone."""

    def __init__(self, name):
        self.rng = np.random.default_rng(zlib.crc32(name.encode()))

    def uniform(self, shape, low=-1.0, high=1.0):
        return self.rng.uniform(low, high, shape).astype('float32')

    def away_from_zero(self, shape, low=0.1, high=1.5):
        """Magnitudes in [low, high] with random signs: clear of the kinks of relu, abs and hinge."""
        magnitude = self.uniform(shape, low, high)
        return np.where(self.rng.random(shape) < 0.5, -magnitude, magnitude).astype('float32')

    def distinct(self, shape, step=0.05):
        """Values of which no two are closer than `step / 2`: the maximum of a window has no tie."""
        size = math.prod(shape)
        grid = (self.rng.permutation(size) - size / 2) * step
        return (grid + self.rng.uniform(0, step / 2, size)).reshape(shape).astype('float32')

    def image(self, shape):
        """Pixels in [0, 1) on the grid of 1/256."""
        return (self.rng.integers(0, 256, shape) / 256).astype('float32')

    def integers(self, shape, high, low=0):
        return self.rng.integers(low, high, shape).astype('int32')

    def probabilities(self, shape, floor=0.05):
        """Rows that sum to one along the last axis."""
        raw = self.rng.uniform(floor, 1.0, shape)
        return (raw / raw.sum(axis=-1, keepdims=True)).astype('float32')

    def one_hot(self, shape):
        """One-hot rows along the last axis."""
        return np.eye(shape[-1], dtype='float32')[self.rng.integers(0, shape[-1], shape[:-1])]

    def weight(self, name, shape):
        """A weight by the name of its variable: scales and variances positive, kernels about glorot-sized."""
        if name in ('gamma', 'moving_variance'):
            return self.uniform(shape, 0.6, 1.4)
        if len(shape) < 2:
            return self.uniform(shape, -0.3, 0.3)
        receptive = math.prod(shape[:-2])
        limit = math.sqrt(6 / (receptive * (shape[-2] + shape[-1])))
        return self.uniform(shape, -limit, limit)
