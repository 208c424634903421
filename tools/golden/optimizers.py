"""Group `optimizers/`: two variables under 20 given gradients; values after steps 1, 2, 5 and 20."""

import functools

import jax.numpy as jnp
import numpy as np

import writer
from draw import Draw
from setup_keras import FLOATX, keras
from spec import make_object

STEPS = 20
RECORDED = (1, 2, 5, 20)
SHAPES = ((3, 4), (5,))

EXPONENTIAL = {'class': 'ExponentialDecay',
               'config': {'initial_learning_rate': 0.1, 'decay_steps': 5, 'decay_rate': 0.5}}
STAIRCASE = {'class': 'ExponentialDecay', 'config': {**EXPONENTIAL['config'], 'staircase': True}}
COSINE = {'class': 'CosineDecay', 'config': {'initial_learning_rate': 0.0, 'decay_steps': 12, 'alpha': 0.1,
                                             'warmup_target': 0.1, 'warmup_steps': 4}}
PIECEWISE = {'class': 'PiecewiseConstantDecay', 'config': {'boundaries': [4, 11], 'values': [0.1, 0.03, 0.01]}}
POLYNOMIAL = {'class': 'PolynomialDecay', 'config': {'initial_learning_rate': 0.1, 'decay_steps': 15,
                                                     'end_learning_rate': 0.01, 'power': 2.0}}

CASES = {
    'sgd': ('SGD', {}),
    'sgd-rate': ('SGD', {'learning_rate': 0.1}),
    'sgd-momentum': ('SGD', {'learning_rate': 0.05, 'momentum': 0.9}),
    'sgd-nesterov': ('SGD', {'learning_rate': 0.05, 'momentum': 0.9, 'nesterov': True}),
    'sgd-weight-decay': ('SGD', {'learning_rate': 0.05, 'weight_decay': 0.1}),
    'sgd-clipvalue': ('SGD', {'learning_rate': 0.1, 'clipvalue': 0.3}),
    'sgd-clipnorm': ('SGD', {'learning_rate': 0.1, 'clipnorm': 0.8}),
    'sgd-global-clipnorm': ('SGD', {'learning_rate': 0.1, 'global_clipnorm': 1.5}),
    'sgd-global-clipnorm-inactive': ('SGD', {'learning_rate': 0.1, 'global_clipnorm': 1000.0}),
    'sgd-exponential': ('SGD', {'learning_rate': EXPONENTIAL}),
    'sgd-staircase': ('SGD', {'learning_rate': STAIRCASE, 'momentum': 0.9}),
    'sgd-cosine-warmup': ('SGD', {'learning_rate': COSINE}),
    'sgd-piecewise': ('SGD', {'learning_rate': PIECEWISE}),
    'sgd-polynomial': ('SGD', {'learning_rate': POLYNOMIAL}),
    'rmsprop': ('RMSprop', {}),
    'rmsprop-momentum': ('RMSprop', {'learning_rate': 0.01, 'momentum': 0.9}),
    'rmsprop-centered': ('RMSprop', {'learning_rate': 0.01, 'centered': True}),
    'rmsprop-centered-momentum': ('RMSprop', {'learning_rate': 0.01, 'centered': True, 'momentum': 0.8, 'rho': 0.8}),
    'rmsprop-epsilon': ('RMSprop', {'learning_rate': 0.05, 'epsilon': 0.1}),
    'rmsprop-weight-decay': ('RMSprop', {'learning_rate': 0.01, 'weight_decay': 0.05}),
    'adam': ('Adam', {}),
    'adam-betas': ('Adam', {'learning_rate': 0.02, 'beta_1': 0.8, 'beta_2': 0.95, 'epsilon': 1e-3}),
    'adam-amsgrad': ('Adam', {'learning_rate': 0.02, 'amsgrad': True, 'beta_2': 0.8}),
    'adam-clipvalue': ('Adam', {'learning_rate': 0.02, 'clipvalue': 0.3}),
    'adam-clipnorm': ('Adam', {'learning_rate': 0.02, 'clipnorm': 0.8}),
    'adam-global-clipnorm': ('Adam', {'learning_rate': 0.02, 'global_clipnorm': 1.5}),
    'adam-exponential': ('Adam', {'learning_rate': EXPONENTIAL}),
    'adamw': ('AdamW', {}),
    'adamw-decay': ('AdamW', {'learning_rate': 0.02, 'weight_decay': 0.2}),
    'adamw-cosine-warmup': ('AdamW', {'learning_rate': COSINE, 'weight_decay': 0.1}),
    'adagrad': ('Adagrad', {}),
    'adagrad-options': ('Adagrad', {'learning_rate': 0.1, 'initial_accumulator_value': 0.5, 'epsilon': 1e-3}),
    'nadam': ('Nadam', {}),
    'nadam-options': ('Nadam', {'learning_rate': 0.02, 'beta_1': 0.8, 'beta_2': 0.95}),
    'lion': ('Lion', {}),
    'lion-options': ('Lion', {'learning_rate': 0.01, 'beta_1': 0.8, 'beta_2': 0.9, 'weight_decay': 0.1}),
}


def fixtures():
    for name, (kind, config) in CASES.items():
        yield name, functools.partial(run_case, kind, config)


def run_case(kind, config):
    draw = Draw('optimizers')
    initial = [draw.uniform(shape) for shape in SHAPES]
    gradients = [[draw.away_from_zero(shape, 0.02, 1.0) for shape in SHAPES] for _ in range(STEPS)]
    optimizer = make_object({'class': kind, 'config': config})
    variables = [keras.Variable(value, dtype=FLOATX) for value in initial]
    rates, after = [], {}
    for step in range(1, STEPS + 1):
        rates.append(optimizer.learning_rate)
        optimizer.apply([jnp.asarray(value, FLOATX) for value in gradients[step - 1]], variables)
        if step in RECORDED:
            after[str(step)] = writer.arrays(np.asarray(variable) for variable in variables)
    return {
        'kind': 'optimizer',
        'optimizer': kind,
        'config': config,
        'initial': writer.arrays(initial),
        'gradients': writer.arrays(np.stack(column) for column in zip(*gradients, strict=True)),
        'learningRates': writer.scalars(rates),
        'after': after,
    }
