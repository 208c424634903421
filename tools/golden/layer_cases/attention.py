"""MultiHeadAttention. Inputs are query, value and, where given, key."""

from layer_cases.draws import uniform
from layers import LayerCase

SELF = {'num_heads': 2, 'key_dim': 3}
PADDING = [[[1, 1, 0], [1, 1, 1], [1, 0, 1], [1, 1, 1]], [[1, 0, 0], [1, 1, 1], [0, 1, 1], [1, 1, 0]]]


def cases():
    def attention(name, inputs, config=None, **options):
        return LayerCase(f'attention-{name}', 'MultiHeadAttention', {**SELF, **(config or {})}, inputs, **options)

    query, value, key = uniform(2, 4, 5), uniform(2, 3, 6), uniform(2, 3, 7)
    yield attention('cross', [query, value])
    yield attention('cross-key', [query, value, key])
    yield attention('value-dim', [query, value], {'value_dim': 4, 'dropout': 0.3},
                    note="Keras's fused path on JAX refuses value_dim != key_dim; a dropout rate selects the explicit one.")
    yield attention('output-shape', [query, value], {'output_shape': 3})
    yield attention('no-bias', [query, value], {'use_bias': False})
    yield attention('one-head', [query, value], {'num_heads': 1, 'key_dim': 4})
    yield attention('mask', [query, value], masks={'attention_mask': PADDING})
    yield attention('value-mask', [query, value], masks={'value_mask': [[1, 1, 0], [1, 0, 1]]})
    yield attention('dropout-inference', [query, value], {'dropout': 0.3})
    same = SameTwice(uniform(2, 4, 5))
    yield attention('self', [same, same], note='Both inputs hold the same values; the gradients are separate.')
    yield attention('self-causal', [same, same], call={'use_causal_mask': True})


class SameTwice:
    """Draws once per `Draw` and answers the same array on the second call."""

    def __init__(self, make):
        self.make, self.draw, self.value = make, None, None

    def __call__(self, draw):
        if self.draw is not draw:
            self.draw, self.value = draw, self.make(draw)
        return self.value
