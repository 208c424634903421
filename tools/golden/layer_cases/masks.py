"""Masking, and masks that travel from layer to layer: such a case is a model of its own."""

from layer_cases.draws import integers, uniform
from layers import LayerCase
from spec import ModelSpec, chain


def cases():
    yield from chain_cases()
    yield from merge_cases()
    yield from attention_cases()


def chain_cases():
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


def merge_cases():
    """What a merge makes of masks: concatenation masks a step that any input masks, the others one that all mask."""
    for kind in ('Add', 'Subtract', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate'):
        for second_masked in (True, False):
            label = f'mask-merge-{kind.lower()}{"" if second_masked else "-unmasked"}'
            yield model_case(label, merged_embeddings(kind, second_masked), padded_tokens, other_tokens)
    spec = merged_embeddings('Concatenate', True, axis=1)
    yield model_case('mask-merge-concatenate-time', spec, padded_tokens, other_tokens)


def merged_embeddings(kind, second_masked, **config):
    """Two embedded sequences, merged and read by an LSTM."""
    spec = ModelSpec()
    embedded = [
        spec.layer(f'embedding_{name}', 'Embedding', input_dim=6, output_dim=3, mask_zero=masked)(
            spec.input(name, [6], 'int32'))
        for name, masked in (('a', True), ('b', second_masked))
    ]
    return spec.outputs(spec.layer('lstm', 'LSTM', units=3)(spec.layer('merge', kind, **config)(*embedded)))


def attention_cases():
    """Masks of query and value reach attention by themselves; the query's mask travels on."""
    spec = ModelSpec()
    words, context = (
        spec.layer(f'embedding_{name}', 'Embedding', input_dim=6, output_dim=4, mask_zero=True)(
            spec.input(name, [6], 'int32'))
        for name in ('a', 'b')
    )
    attention = spec.layer('attention', 'MultiHeadAttention', num_heads=2, key_dim=3)
    pooled = spec.layer('pool', 'GlobalAveragePooling1D')(attention(words, context))
    yield model_case('mask-attention', spec.outputs(pooled), padded_tokens, other_tokens)


def model_case(name, spec, *draws):
    return LayerCase(name, 'Model', {'submodel': 'main'}, list(draws), submodels={'main': spec})


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


def other_tokens(draw):
    x = integers(3, 6, low=1, high=6)(draw)
    x[0, 3:] = 0
    x[2, 1] = 0
    return x
