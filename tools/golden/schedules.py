"""Group `schedules/`: learning rates at given steps."""

import functools

import numpy as np

import writer
from spec import make_object

STEPS = [0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 12, 15, 19, 20, 21, 30, 50, 99, 100, 101, 250, 1000]

EXPONENTIAL = {'initial_learning_rate': 0.1, 'decay_steps': 10, 'decay_rate': 0.9}
COSINE = {'initial_learning_rate': 0.1, 'decay_steps': 100}
POLYNOMIAL = {'initial_learning_rate': 0.1, 'decay_steps': 20}

CASES = {
    'exponential': ('ExponentialDecay', EXPONENTIAL),
    'exponential-staircase': ('ExponentialDecay', {**EXPONENTIAL, 'staircase': True}),
    'cosine': ('CosineDecay', COSINE),
    'cosine-alpha': ('CosineDecay', {**COSINE, 'alpha': 0.2}),
    'cosine-warmup': ('CosineDecay', {'initial_learning_rate': 0.0, 'decay_steps': 50, 'warmup_target': 0.1,
                                      'warmup_steps': 10}),
    'cosine-warmup-alpha': ('CosineDecay', {'initial_learning_rate': 0.02, 'decay_steps': 50, 'alpha': 0.1,
                                            'warmup_target': 0.1, 'warmup_steps': 10}),
    'inverse-time': ('InverseTimeDecay', EXPONENTIAL),
    'inverse-time-staircase': ('InverseTimeDecay', {**EXPONENTIAL, 'staircase': True}),
    'piecewise': ('PiecewiseConstantDecay', {'boundaries': [5, 20], 'values': [0.1, 0.05, 0.01]}),
    'polynomial': ('PolynomialDecay', POLYNOMIAL),
    'polynomial-power': ('PolynomialDecay', {**POLYNOMIAL, 'end_learning_rate': 0.01, 'power': 2.0}),
    'polynomial-cycle': ('PolynomialDecay', {**POLYNOMIAL, 'end_learning_rate': 0.01, 'cycle': True}),
}


def fixtures():
    for name, (kind, config) in CASES.items():
        yield name, functools.partial(run_case, kind, config)


def run_case(kind, config):
    schedule = make_object({'class': kind, 'config': config})
    values = [schedule(np.asarray(step, 'int32')) for step in STEPS]
    return {'kind': 'schedule', 'schedule': kind, 'config': config, 'steps': STEPS, 'values': writer.scalars(values)}
