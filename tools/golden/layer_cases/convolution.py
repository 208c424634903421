"""Convolutions in one and two dimensions, plain, depthwise, separable and transposed."""

from layer_cases.draws import uniform
from layers import LayerCase

CONV2D = {
    'valid-3x3': {'kernel_size': 3},
    'same-3x3': {'kernel_size': 3, 'padding': 'same'},
    '1x1': {'kernel_size': 1},
    '1x1-strides-2': {'kernel_size': 1, 'strides': 2},
    'valid-5x5': {'kernel_size': 5},
    'same-5x5': {'kernel_size': 5, 'padding': 'same'},
    'valid-2x3': {'kernel_size': [2, 3]},
    'same-2x3': {'kernel_size': [2, 3], 'padding': 'same'},
    'same-2x2': {'kernel_size': 2, 'padding': 'same'},
    'same-4x4': {'kernel_size': 4, 'padding': 'same'},
    'valid-strides-2': {'kernel_size': 3, 'strides': 2},
    'same-strides-2': {'kernel_size': 3, 'strides': 2, 'padding': 'same'},
    'same-even-strides-2': {'kernel_size': 2, 'strides': 2, 'padding': 'same'},
    'same-strides-3x2': {'kernel_size': [3, 4], 'strides': [3, 2], 'padding': 'same'},
    'valid-strides-1x3': {'kernel_size': [3, 2], 'strides': [1, 3]},
    'valid-dilation-2': {'kernel_size': 3, 'dilation_rate': 2},
    'same-dilation-2': {'kernel_size': 3, 'dilation_rate': 2, 'padding': 'same'},
    'same-dilation-1x2': {'kernel_size': [2, 3], 'dilation_rate': [1, 2], 'padding': 'same'},
    'no-bias': {'kernel_size': 3, 'use_bias': False},
    'same-relu': {'kernel_size': 3, 'padding': 'same', 'activation': 'relu'},
    'same-tanh-strides-2': {'kernel_size': 3, 'strides': 2, 'padding': 'same', 'activation': 'tanh'},
}
CONV1D = {
    'valid': {'kernel_size': 3},
    'same': {'kernel_size': 3, 'padding': 'same'},
    'causal': {'kernel_size': 3, 'padding': 'causal'},
    'causal-dilation-2': {'kernel_size': 3, 'padding': 'causal', 'dilation_rate': 2},
    'same-even-kernel': {'kernel_size': 4, 'padding': 'same'},
    'same-strides-2': {'kernel_size': 3, 'strides': 2, 'padding': 'same'},
    'causal-strides-2': {'kernel_size': 2, 'strides': 2, 'padding': 'causal'},
    'valid-dilation-2-relu': {'kernel_size': 2, 'dilation_rate': 2, 'activation': 'relu'},
    'no-bias': {'kernel_size': 2, 'use_bias': False},
}
DEPTHWISE = {
    'valid': {'kernel_size': 3},
    'same': {'kernel_size': 3, 'padding': 'same'},
    'multiplier-2': {'kernel_size': 3, 'depth_multiplier': 2},
    'multiplier-2-same-strides-2': {'kernel_size': 3, 'depth_multiplier': 2, 'strides': 2, 'padding': 'same'},
    'even-kernel-same': {'kernel_size': 2, 'padding': 'same'},
    'dilation-2': {'kernel_size': 2, 'dilation_rate': 2},
    'no-bias-relu': {'kernel_size': 3, 'use_bias': False, 'activation': 'relu'},
}
SEPARABLE = {
    'valid': {'kernel_size': 3},
    'same': {'kernel_size': 3, 'padding': 'same'},
    'multiplier-2-same': {'kernel_size': 3, 'depth_multiplier': 2, 'padding': 'same', 'activation': 'tanh'},
    'strides-2-no-bias': {'kernel_size': 2, 'strides': 2, 'use_bias': False},
}
TRANSPOSE = {
    'valid': {'kernel_size': 3},
    'same': {'kernel_size': 3, 'padding': 'same'},
    'valid-strides-2': {'kernel_size': 3, 'strides': 2},
    'same-strides-2': {'kernel_size': 3, 'strides': 2, 'padding': 'same'},
    'even-kernel-same-strides-2': {'kernel_size': 2, 'strides': 2, 'padding': 'same'},
    'kernel-4-same-strides-2': {'kernel_size': 4, 'strides': 2, 'padding': 'same', 'activation': 'relu'},
    'kernel-1-strides-2': {'kernel_size': 1, 'strides': 2, 'padding': 'same'},
    'non-square-valid': {'kernel_size': [2, 3], 'strides': [1, 2], 'use_bias': False},
    'same-strides-3x2': {'kernel_size': [2, 3], 'strides': [3, 2], 'padding': 'same'},
}


def cases():
    for name, config in CONV2D.items():
        yield LayerCase(f'conv2d-{name}', 'Conv2D', {'filters': 4, **config}, [uniform(2, 7, 8, 3)])
    yield LayerCase('conv2d-one-channel', 'Conv2D', {'filters': 5, 'kernel_size': 3}, [uniform(3, 5, 5, 1)])
    yield LayerCase('conv2d-same-larger-than-image', 'Conv2D', {'filters': 2, 'kernel_size': 5, 'padding': 'same'},
                    [uniform(2, 3, 2, 2)])
    yield LayerCase('conv2d-groups-2', 'Conv2D', {'filters': 4, 'kernel_size': 3, 'groups': 2}, [uniform(2, 5, 5, 4)])
    yield from family('conv1d', 'Conv1D', CONV1D, 4, uniform(2, 9, 3))
    for name, config in DEPTHWISE.items():
        yield LayerCase(f'depthwise-conv2d-{name}', 'DepthwiseConv2D', config, [uniform(2, 6, 7, 3)])
    yield from family('separable-conv2d', 'SeparableConv2D', SEPARABLE, 4, uniform(2, 6, 7, 3))
    yield from family('conv2d-transpose', 'Conv2DTranspose', TRANSPOSE, 3, uniform(2, 4, 5, 2))


def family(prefix, kind, options, filters, draw):
    for name, config in options.items():
        yield LayerCase(f'{prefix}-{name}', kind, {'filters': filters, **config}, [draw])
