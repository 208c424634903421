"""Activation by name, and the activations that are layers of their own."""

from layer_cases.draws import away_from_zero, uniform
from layers import LayerCase

NAMES = (
    'linear', 'relu', 'relu6', 'leaky_relu', 'elu', 'selu', 'gelu', 'silu', 'hard_silu', 'mish', 'softplus', 'softsign',
    'tanh', 'hard_tanh', 'sigmoid', 'hard_sigmoid', 'exponential', 'softmax', 'log_softmax',
)
WIDE = {'low': -6.0, 'high': 6.0}


def cases():
    for name in NAMES:
        config = {'activation': name}
        yield LayerCase(f'activation-{name.replace("_", "-")}', 'Activation', config, [uniform(4, 9, **WIDE)])
    yield LayerCase('activation-softmax-3d', 'Activation', {'activation': 'softmax'}, [uniform(2, 3, 5, **WIDE)])
    yield LayerCase('activation-softmax-large', 'Activation', {'activation': 'softmax'},
                    [uniform(3, 6, low=-90, high=90)], note='Overflows unless the maximum is subtracted.')
    yield LayerCase('activation-softplus-large', 'Activation', {'activation': 'softplus'},
                    [uniform(3, 8, low=-60, high=110)], note='exp overflows above 88.')
    yield LayerCase('activation-sigmoid-large', 'Activation', {'activation': 'sigmoid'},
                    [uniform(3, 8, low=-110, high=110)])
    yield LayerCase('relu-layer', 'ReLU', {}, [away_from_zero(4, 6)])
    yield LayerCase('relu-layer-options', 'ReLU', {'max_value': 2.0, 'negative_slope': 0.1, 'threshold': 0.5},
                    [uniform(4, 8, **WIDE)])
    yield LayerCase('leaky-relu-layer', 'LeakyReLU', {}, [away_from_zero(4, 6)])
    yield LayerCase('leaky-relu-layer-slope', 'LeakyReLU', {'negative_slope': 0.1}, [away_from_zero(4, 6)])
    yield LayerCase('elu-layer', 'ELU', {}, [away_from_zero(4, 6)])
    yield LayerCase('elu-layer-alpha', 'ELU', {'alpha': 0.5}, [away_from_zero(4, 6)])
    yield LayerCase('softmax-layer', 'Softmax', {}, [uniform(4, 6)])
    yield LayerCase('softmax-layer-axis-1', 'Softmax', {'axis': 1}, [uniform(2, 4, 3)])
