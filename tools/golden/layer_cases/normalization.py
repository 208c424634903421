"""BatchNormalization in training and at inference, LayerNormalization, Rescaling."""

from layer_cases.draws import uniform
from layers import LayerCase

BATCH_NORM = {
    'default': {},
    'no-scale': {'scale': False},
    'no-center': {'center': False},
    'plain': {'scale': False, 'center': False},
    'momentum-epsilon': {'momentum': 0.8, 'epsilon': 0.01},
}


def cases():
    for training in (True, False):
        mode = 'training' if training else 'inference'
        for name, config in BATCH_NORM.items():
            yield LayerCase(f'batch-norm-{name}-{mode}', 'BatchNormalization', config, [uniform(4, 5)], training)
        yield LayerCase(f'batch-norm-image-{mode}', 'BatchNormalization', {}, [uniform(2, 3, 4, 3)], training)
        yield LayerCase(f'batch-norm-axis-1-{mode}', 'BatchNormalization', {'axis': 1}, [uniform(3, 4, 2)], training)
    yield LayerCase('batch-norm-offset-training', 'BatchNormalization', {}, [uniform(4, 3, low=20, high=21)], True,
                    note='Mean much larger than deviation: a one-pass variance loses digits.')
    yield LayerCase('batch-norm-masked-training', 'BatchNormalization', {}, [uniform(2, 4, 3)], True,
                    masks={'mask': [[1, 1, 1, 0], [1, 1, 0, 0]]})
    yield LayerCase('batch-norm-frozen-training', 'BatchNormalization', {'trainable': False}, [uniform(4, 3)], True,
                    note='Frozen: training runs in inference mode and leaves the statistics.')
    yield from layer_norm_cases()
    yield LayerCase('rescaling', 'Rescaling', {'scale': 0.5, 'offset': -1.0}, [uniform(2, 3, 4)])
    yield LayerCase('rescaling-scale', 'Rescaling', {'scale': 1 / 255}, [uniform(2, 5, low=0, high=255)])


def layer_norm_cases():
    yield LayerCase('layer-norm', 'LayerNormalization', {}, [uniform(4, 5)])
    yield LayerCase('layer-norm-3d', 'LayerNormalization', {}, [uniform(2, 3, 6)])
    yield LayerCase('layer-norm-epsilon', 'LayerNormalization', {'epsilon': 0.1}, [uniform(3, 5)])
    yield LayerCase('layer-norm-no-scale', 'LayerNormalization', {'scale': False}, [uniform(3, 5)])
    yield LayerCase('layer-norm-no-center', 'LayerNormalization', {'center': False}, [uniform(3, 5)])
    yield LayerCase('layer-norm-axes', 'LayerNormalization', {'axis': [1, 2]}, [uniform(2, 3, 4)])
    yield LayerCase('layer-norm-axis-1', 'LayerNormalization', {'axis': 1}, [uniform(2, 4, 3)])
