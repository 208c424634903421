"""Layers that merge several inputs."""

from layer_cases.draws import distinct, uniform
from layers import LayerCase

ELEMENTWISE = ('Add', 'Multiply', 'Average', 'Maximum', 'Minimum')


def cases():
    for kind in ELEMENTWISE:
        draw = distinct if kind in ('Maximum', 'Minimum') else uniform
        name = kind.lower()
        yield LayerCase(f'{name}-two', kind, {}, [draw(3, 4), draw(3, 4)])
        yield LayerCase(f'{name}-three', kind, {}, [draw(2, 3, 4) for _ in range(3)])
        yield LayerCase(f'{name}-broadcast', kind, {}, [draw(2, 3, 4), draw(2, 1, 4)])
    yield LayerCase('add-broadcast-both', 'Add', {}, [uniform(2, 3, 1), uniform(2, 1, 4)])
    yield LayerCase('multiply-broadcast-channels', 'Multiply', {}, [uniform(2, 3, 3, 4), uniform(2, 1, 1, 4)])
    yield LayerCase('subtract', 'Subtract', {}, [uniform(3, 4), uniform(3, 4)])
    yield LayerCase('subtract-broadcast', 'Subtract', {}, [uniform(2, 3, 1), uniform(2, 3, 4)])
    yield from concatenate_cases()
    yield from dot_cases()


def concatenate_cases():
    yield LayerCase('concatenate', 'Concatenate', {}, [uniform(3, 4), uniform(3, 2)])
    yield LayerCase('concatenate-three', 'Concatenate', {}, [uniform(3, 1), uniform(3, 2), uniform(3, 3)])
    yield LayerCase('concatenate-axis-1', 'Concatenate', {'axis': 1}, [uniform(2, 3, 4), uniform(2, 2, 4)])
    yield LayerCase('concatenate-axis-2-of-4', 'Concatenate', {'axis': 2}, [uniform(2, 3, 1, 2), uniform(2, 3, 4, 2)])
    yield LayerCase('concatenate-axis-minus-2', 'Concatenate', {'axis': -2}, [uniform(2, 3, 4), uniform(2, 1, 4)])
    yield LayerCase('concatenate-channels', 'Concatenate', {}, [uniform(2, 3, 3, 2), uniform(2, 3, 3, 4)])


def dot_cases():
    yield LayerCase('dot-vectors', 'Dot', {'axes': 1}, [uniform(3, 4), uniform(3, 4)])
    yield LayerCase('dot-vectors-normalize', 'Dot', {'axes': 1, 'normalize': True}, [uniform(3, 4), uniform(3, 4)])
    yield LayerCase('dot-matrices', 'Dot', {'axes': [2, 1]}, [uniform(2, 3, 4), uniform(2, 4, 5)])
    yield LayerCase('dot-matrices-last', 'Dot', {'axes': 2}, [uniform(2, 3, 4), uniform(2, 5, 4)])
    yield LayerCase('dot-matrices-normalize', 'Dot', {'axes': 2, 'normalize': True},
                    [uniform(2, 3, 4), uniform(2, 5, 4)])
    yield LayerCase('dot-matrix-vector', 'Dot', {'axes': [2, 1]}, [uniform(2, 3, 4), uniform(2, 4)])
