"""TimeDistributed over layers and models."""

from layer_cases.draws import distinct, integers, uniform
from layers import LayerCase
from spec import chain


def cases():
    yield timed('dense', 'Dense', {'units': 3, 'activation': 'relu'}, uniform(2, 4, 5))
    yield timed('dense-4d', 'Dense', {'units': 3}, uniform(2, 3, 2, 4))
    yield timed('conv2d', 'Conv2D', {'filters': 3, 'kernel_size': 3, 'padding': 'same'}, uniform(2, 3, 5, 4, 2))
    yield timed('max-pooling', 'MaxPooling2D', {}, distinct(2, 3, 4, 5, 2))
    yield timed('flatten', 'Flatten', {}, uniform(2, 3, 2, 2, 2))
    yield timed('embedding', 'Embedding', {'input_dim': 5, 'output_dim': 3}, integers(2, 3, 4, high=5))
    yield timed('lstm', 'LSTM', {'units': 3}, uniform(2, 3, 4, 2))
    for training in (True, False):
        mode = 'training' if training else 'inference'
        yield timed(f'batch-norm-{mode}', 'BatchNormalization', {}, uniform(3, 4, 3), training=training)
    mlp = chain(('x', [6]), ('hidden', 'Dense', {'units': 4, 'activation': 'relu'}), ('out', 'Dense', {'units': 3}))
    yield timed('model', 'Model', {'submodel': 'inner'}, uniform(2, 4, 6), submodels={'inner': mlp})
    vision = chain(('image', [6, 6, 2]), ('conv', 'Conv2D', {'filters': 3, 'kernel_size': 3, 'activation': 'relu'}),
                   ('pool', 'MaxPooling2D', {}), ('flatten', 'Flatten', {}), ('code', 'Dense', {'units': 4}))
    yield timed('vision-model', 'Model', {'submodel': 'inner'}, uniform(2, 3, 6, 6, 2), submodels={'inner': vision})


def timed(name, kind, config, draw, **options):
    inner = {'layer': {'class': kind, 'config': config}}
    return LayerCase(f'time-distributed-{name}', 'TimeDistributed', inner, [draw], **options)
