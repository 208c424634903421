"""Layers that move, repeat, pad or drop elements, and Masking."""

from layer_cases.draws import integers, uniform
from layers import LayerCase
from spec import chain


def cases():
    yield LayerCase('flatten', 'Flatten', {}, [uniform(2, 3, 2, 4)])
    yield LayerCase('flatten-vector', 'Flatten', {}, [uniform(3, 4)])
    yield LayerCase('reshape', 'Reshape', {'target_shape': [3, 4]}, [uniform(2, 12)])
    yield LayerCase('reshape-infer', 'Reshape', {'target_shape': [-1, 2]}, [uniform(2, 3, 4)])
    yield LayerCase('permute-2-1', 'Permute', {'dims': [2, 1]}, [uniform(2, 3, 4)])
    yield LayerCase('permute-3-1-2', 'Permute', {'dims': [3, 1, 2]}, [uniform(2, 2, 3, 4)])
    yield LayerCase('repeat-vector', 'RepeatVector', {'n': 3}, [uniform(2, 4)])
    yield from image_cases()
    yield from mask_cases()


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


def mask_cases():
    """Masks that travel along a chain of layers: the case is a model of its own."""
    yield LayerCase('masking', 'Masking', {'mask_value': 0.0}, [masked_sequence(0.0)])
    for value in (0.0, -1.0):
        label = 'masking-lstm' if value == 0 else 'masking-value-lstm'
        spec = chain(('x', [5, 3]), ('masking', 'Masking', {'mask_value': value}), ('lstm', 'LSTM', {'units': 3}))
        yield model_case(label, spec, masked_sequence(value))
    masking = ('masking', 'Masking', {'mask_value': 0.0})
    spec = chain(('x', [5, 3]), masking, ('gru', 'GRU', {'units': 3, 'return_sequences': True}),
                 ('dense', 'Dense', {'units': 2}), ('lstm', 'LSTM', {'units': 2}))
    yield model_case('masking-gru-dense-lstm', spec, masked_sequence(0.0))
    tokens = ('tokens', [6], 'int32')
    embedding = ('embedding', 'Embedding', {'input_dim': 6, 'output_dim': 4, 'mask_zero': True})
    for kind in ('LSTM', 'GRU', 'SimpleRNN'):
        spec = chain(tokens, embedding, ('rnn', kind, {'units': 3}))
        yield model_case(f'embedding-mask-zero-{kind.lower()}', spec, padded_tokens)
    inner = {'class': 'LSTM', 'config': {'units': 3, 'return_sequences': True}}
    spec = chain(tokens, embedding, ('both', 'Bidirectional', {'layer': inner}),
                 ('pool', 'GlobalAveragePooling1D', {}))
    yield model_case('embedding-mask-zero-bidirectional-pool', spec, padded_tokens)
    spec = chain(tokens, embedding, ('dropout', 'Dropout', {'rate': 0.5}),
                 ('time_distributed', 'TimeDistributed', {'layer': {'class': 'Dense', 'config': {'units': 3}}}),
                 ('lstm', 'LSTM', {'units': 3}))
    yield model_case('embedding-mask-zero-time-distributed-lstm', spec, padded_tokens)


def model_case(name, spec, draw):
    return LayerCase(name, 'Model', {'submodel': 'main'}, [draw], submodels={'main': spec})


def masked_sequence(value):
    def make(draw):
        x = uniform(3, 5, 3)(draw)
        x[0, 3:] = value
        x[1, 1] = value
        x[2, 0] = value
        return x
    return make


def padded_tokens(draw):
    x = integers(3, 6, low=1, high=6)(draw)
    x[0, 4:] = 0
    x[1, 2] = 0
    return x
