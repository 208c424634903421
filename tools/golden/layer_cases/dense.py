"""Dense, Embedding and the layers that change nothing at inference."""

from layer_cases.draws import integers, uniform
from layers import LayerCase

DENSE_ACTIVATIONS = (
    'linear', 'relu', 'leaky_relu', 'elu', 'gelu', 'silu', 'softplus', 'tanh', 'sigmoid', 'hard_sigmoid', 'softmax',
)


def cases():
    return [*dense_cases(), *embedding_cases(), *dropout_cases()]


def dense_cases():
    yield LayerCase('dense', 'Dense', {'units': 4}, [uniform(3, 5)])
    yield LayerCase('dense-no-bias', 'Dense', {'units': 4, 'use_bias': False}, [uniform(3, 5)])
    yield LayerCase('dense-3d', 'Dense', {'units': 4, 'activation': 'tanh'}, [uniform(2, 3, 5)])
    yield LayerCase('dense-4d', 'Dense', {'units': 3}, [uniform(2, 2, 3, 4)])
    yield LayerCase('dense-one-unit', 'Dense', {'units': 1, 'activation': 'sigmoid'}, [uniform(4, 7)])
    yield LayerCase('dense-3d-softmax', 'Dense', {'units': 5, 'activation': 'softmax'}, [uniform(2, 3, 4)])
    for name in DENSE_ACTIVATIONS:
        config = {'units': 6, 'activation': name}
        yield LayerCase(f'dense-{name.replace("_", "-")}', 'Dense', config, [uniform(4, 5, low=-3, high=3)])


def embedding_cases():
    config = {'input_dim': 7, 'output_dim': 3}
    yield LayerCase('embedding', 'Embedding', config, [integers(2, 5, high=7)])
    yield LayerCase('embedding-repeated', 'Embedding', config, [integers(4, 6, high=3)],
                    note='Few distinct indices: the gradients of a row add up.')
    yield LayerCase('embedding-1d', 'Embedding', config, [integers(4, high=7)])
    yield LayerCase('embedding-3d', 'Embedding', config, [integers(2, 3, 2, high=7)])
    yield LayerCase('embedding-mask-zero', 'Embedding', {**config, 'mask_zero': True}, [integers(3, 5, high=4)],
                    note='mask_zero changes the mask, not the values: row 0 is an ordinary row.')


def dropout_cases():
    """At inference these are the identity; the random masks of training are not comparable."""
    yield LayerCase('dropout-inference', 'Dropout', {'rate': 0.4}, [uniform(3, 5)])
    yield LayerCase('dropout-zero-training', 'Dropout', {'rate': 0.0}, [uniform(3, 5)], training=True)
    yield LayerCase('spatial-dropout-2d-inference', 'SpatialDropout2D', {'rate': 0.4}, [uniform(2, 3, 3, 2)])
