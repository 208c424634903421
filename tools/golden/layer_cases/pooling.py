"""Pooling in one and two dimensions, and global pooling. Inputs have no ties."""

from layer_cases.draws import distinct
from layers import LayerCase

POOL2D = {
    'default': {},
    'same-odd': {'pool_size': 2, 'padding': 'same'},
    'same-3x3-strides-1': {'pool_size': 3, 'strides': 1, 'padding': 'same'},
    'valid-3x3-strides-1': {'pool_size': 3, 'strides': 1},
    'valid-2x3': {'pool_size': [2, 3]},
    'same-3x3-strides-2': {'pool_size': 3, 'strides': 2, 'padding': 'same'},
    'same-2x2-strides-1': {'pool_size': 2, 'strides': 1, 'padding': 'same'},
    'valid-gaps': {'pool_size': 2, 'strides': 3},
}
POOL1D = {
    'default': {},
    'same-strides-1': {'pool_size': 3, 'strides': 1, 'padding': 'same'},
    'same-odd': {'pool_size': 2, 'padding': 'same'},
    'valid-3-strides-2': {'pool_size': 3, 'strides': 2},
}


def cases():
    for pool in ('Max', 'Average'):
        for name, config in POOL2D.items():
            label = f'{pool.lower()}-pooling-2d-{name}'
            yield LayerCase(label, f'{pool}Pooling2D', {'pool_size': 2, **config}, [distinct(2, 7, 5, 3)])
        for name, config in POOL1D.items():
            label = f'{pool.lower()}-pooling-1d-{name}'
            yield LayerCase(label, f'{pool}Pooling1D', {'pool_size': 2, **config}, [distinct(2, 7, 3)])
    yield LayerCase('max-pooling-2d-no-options', 'MaxPooling2D', {}, [distinct(2, 4, 5, 2)])
    for pool in ('Average', 'Max'):
        for keep in (False, True):
            suffix, config = ('-keepdims', {'keepdims': True}) if keep else ('', {})
            name = f'global-{pool.lower()}-pooling'
            yield LayerCase(f'{name}-2d{suffix}', f'Global{pool}Pooling2D', config, [distinct(2, 5, 4, 3)])
            yield LayerCase(f'{name}-1d{suffix}', f'Global{pool}Pooling1D', config, [distinct(2, 5, 3)])
    yield LayerCase('global-average-pooling-1d-masked', 'GlobalAveragePooling1D', {}, [distinct(2, 5, 3)],
                    masks={'mask': [[1, 1, 0, 1, 0], [0, 1, 1, 1, 1]]})
