"""LSTM, GRU, SimpleRNN and Bidirectional. Inputs after the first are the initial state."""

from layer_cases.draws import uniform
from layers import LayerCase

# Ragged ends, a gap in the middle, a masked start, and a row that is masked throughout.
MASK = [[1, 1, 1, 1, 0], [1, 0, 1, 1, 1], [0, 0, 1, 0, 0], [0, 0, 0, 0, 0]]
SEQUENCE = (3, 5, 4)
MASKED = (4, 5, 4)

OPTIONS = {
    'default': {},
    'sequences': {'return_sequences': True},
    'state': {'return_state': True},
    'sequences-state': {'return_sequences': True, 'return_state': True},
    'backwards': {'go_backwards': True},
    'backwards-sequences': {'go_backwards': True, 'return_sequences': True},
    'no-bias': {'use_bias': False},
    'relu': {'activation': 'relu', 'return_sequences': True},
}
GATED = {
    'hard-sigmoid': {'recurrent_activation': 'hard_sigmoid', 'return_sequences': True},
    'activations': {'activation': 'softplus', 'recurrent_activation': 'tanh'},
}
MASKED_OPTIONS = ('default', 'sequences', 'sequences-state', 'backwards', 'backwards-sequences')


def cases():
    yield from recurrent('lstm', 'LSTM', states=2, gated=True)
    yield LayerCase('lstm-no-unit-forget-bias', 'LSTM', {'units': 3, 'unit_forget_bias': False}, [uniform(*SEQUENCE)])
    yield LayerCase('lstm-inference-dropout', 'LSTM', {'units': 3, 'dropout': 0.3, 'recurrent_dropout': 0.2},
                    [uniform(*SEQUENCE)])
    yield LayerCase('lstm-long', 'LSTM', {'units': 7}, [uniform(2, 24, 5)])
    yield LayerCase('lstm-one-step', 'LSTM', {'units': 3, 'return_sequences': True}, [uniform(2, 1, 4)])
    yield from recurrent('gru', 'GRU', states=1, gated=True)
    yield from recurrent('gru-reset-before', 'GRU', states=1, gated=True, reset_after=False)
    yield from recurrent('simple-rnn', 'SimpleRNN', states=1, gated=False)
    yield from bidirectional()


def recurrent(prefix, kind, states, gated, **extra):
    config = {'units': 3, **extra}
    for name, option in {**OPTIONS, **(GATED if gated else {})}.items():
        label = prefix if name == 'default' else f'{prefix}-{name}'
        yield LayerCase(label, kind, {**config, **option}, [uniform(*SEQUENCE)])
    for name in MASKED_OPTIONS:
        label = f'{prefix}-masked' if name == 'default' else f'{prefix}-masked-{name}'
        yield LayerCase(label, kind, {**config, **OPTIONS[name]}, [uniform(*MASKED)], masks={'mask': MASK})
    state = [uniform(3, 3) for _ in range(states)]
    yield LayerCase(f'{prefix}-initial-state', kind, {**config, 'return_sequences': True, 'return_state': True},
                    [uniform(*SEQUENCE), *state])
    yield LayerCase(f'{prefix}-initial-state-masked', kind, {**config, 'return_state': True},
                    [uniform(*MASKED), *[uniform(4, 3) for _ in range(states)]], masks={'mask': MASK})


def bidirectional():
    for kind in ('LSTM', 'GRU'):
        for mode in ('concat', 'sum', 'mul', 'ave', None):
            for sequences in (False, True):
                label = f'bidirectional-{kind.lower()}-{mode or "none"}{"-sequences" if sequences else ""}'
                yield LayerCase(label, 'Bidirectional', both_ways(kind, mode, return_sequences=sequences),
                                [uniform(*SEQUENCE)])
    yield LayerCase('bidirectional-simple-rnn', 'Bidirectional', both_ways('SimpleRNN', 'concat'), [uniform(*SEQUENCE)])
    yield LayerCase('bidirectional-lstm-state', 'Bidirectional',
                    both_ways('LSTM', 'concat', return_sequences=True, return_state=True), [uniform(*SEQUENCE)])
    yield LayerCase('bidirectional-lstm-initial-state', 'Bidirectional', both_ways('LSTM', 'concat'),
                    [uniform(*SEQUENCE), *[uniform(3, 3) for _ in range(4)]])
    yield LayerCase('bidirectional-lstm-masked', 'Bidirectional', both_ways('LSTM', 'concat'), [uniform(*MASKED)],
                    masks={'mask': MASK})
    yield LayerCase('bidirectional-lstm-masked-sequences', 'Bidirectional',
                    both_ways('LSTM', 'sum', return_sequences=True), [uniform(*MASKED)], masks={'mask': MASK})
    yield LayerCase('bidirectional-gru-masked-sequences', 'Bidirectional',
                    both_ways('GRU', 'concat', return_sequences=True), [uniform(*MASKED)], masks={'mask': MASK})
    backward = {'class': 'GRU', 'config': {'units': 2, 'go_backwards': True}}
    yield LayerCase('bidirectional-backward-layer', 'Bidirectional',
                    {**both_ways('LSTM', 'concat'), 'backward_layer': backward}, [uniform(*SEQUENCE)])


def both_ways(kind, mode, **config):
    return {'layer': {'class': kind, 'config': {'units': 3, **config}}, 'merge_mode': mode}
