"""Layers that move, repeat, pad or drop elements."""

from layer_cases.draws import uniform
from layers import LayerCase


def cases():
    yield LayerCase('flatten', 'Flatten', {}, [uniform(2, 3, 2, 4)])
    yield LayerCase('flatten-vector', 'Flatten', {}, [uniform(3, 4)])
    yield LayerCase('reshape', 'Reshape', {'target_shape': [3, 4]}, [uniform(2, 12)])
    yield LayerCase('reshape-infer', 'Reshape', {'target_shape': [-1, 2]}, [uniform(2, 3, 4)])
    yield LayerCase('permute-2-1', 'Permute', {'dims': [2, 1]}, [uniform(2, 3, 4)])
    yield LayerCase('permute-3-1-2', 'Permute', {'dims': [3, 1, 2]}, [uniform(2, 2, 3, 4)])
    yield LayerCase('repeat-vector', 'RepeatVector', {'n': 3}, [uniform(2, 4)])
    yield from image_cases()


def image_cases():
    for method in ('nearest', 'bilinear'):
        for size in (2, [3, 2]):
            label = f'up-sampling-2d-{method}{"" if size == 2 else "-3x2"}'
            yield LayerCase(label, 'UpSampling2D', {'size': size, 'interpolation': method}, [uniform(2, 3, 4, 2)])
    yield LayerCase('up-sampling-2d-default', 'UpSampling2D', {}, [uniform(2, 3, 3, 1)])
    for name, padding in (('one', 1), ('two-axes', [1, 2]), ('four-sides', [[0, 2], [1, 0]])):
        yield LayerCase(f'zero-padding-2d-{name}', 'ZeroPadding2D', {'padding': padding}, [uniform(2, 3, 4, 2)])
    for name, cropping in (('one', 1), ('two-axes', [1, 2]), ('four-sides', [[0, 2], [1, 0]])):
        yield LayerCase(f'cropping-2d-{name}', 'Cropping2D', {'cropping': cropping}, [uniform(2, 5, 6, 2)])
    yield LayerCase('random-flip-inference', 'RandomFlip', {'mode': 'horizontal'}, [uniform(2, 4, 5, 2)])
    yield LayerCase('random-translation-inference', 'RandomTranslation',
                    {'height_factor': 0.2, 'width_factor': [-0.1, 0.3], 'fill_mode': 'constant',
                     'interpolation': 'nearest'}, [uniform(2, 4, 5, 2)])
