"""Group `losses/`: value and gradient with respect to `y_pred` of every loss and its options."""

import dataclasses
import functools

import jax
import jax.numpy as jnp
import numpy as np

import writer
from draw import Draw
from setup_keras import FLOATX, keras
from spec import make_object


@dataclasses.dataclass
class LossCase:
    """`draw(Draw)` answers (y_true, y_pred)."""

    name: str
    loss: str
    draw: object
    config: dict = dataclasses.field(default_factory=dict)


def probabilities(*shape):
    return lambda draw: (draw.one_hot(shape), draw.probabilities(shape))


def logits(*shape):
    return lambda draw: (draw.one_hot(shape), draw.uniform(shape, -3, 3))


def soft_targets(*shape):
    return lambda draw: (draw.probabilities(shape), draw.probabilities(shape))


def sparse(*shape, scores=False):
    def make(draw):
        predictions = draw.uniform(shape, -3, 3) if scores else draw.probabilities(shape)
        return draw.integers(shape[:-1], shape[-1]), predictions
    return make


def binary(*shape, scores=False):
    def make(draw):
        predictions = draw.uniform(shape, -3, 3) if scores else draw.uniform(shape, 0.05, 0.95)
        return draw.integers(shape, 2).astype('float32'), predictions
    return make


def regression(*shape):
    """Errors away from zero, where the absolute error has its kink."""
    def make(draw):
        target = draw.uniform(shape, -1, 1)
        return target, target + draw.away_from_zero(shape, 0.2, 2.0)
    return make


def signs(*shape, zero_one=False):
    """Margins clear of the hinge's kink at 1."""
    def make(draw):
        target = np.where(draw.uniform(shape) < 0, -1, 1).astype('float32')
        predictions = target * (1 + draw.away_from_zero(shape, 0.2, 1.5))
        return (target + 1) / 2 if zero_one else target, predictions
    return make


def positive(*shape):
    return lambda draw: (draw.uniform(shape, 0.2, 1.0), draw.uniform(shape, 1.2, 3.0))


def saturated(draw):
    """Probabilities of exactly 0 and 1, which are clipped to epsilon and 1 - epsilon."""
    target = np.array([[1, 0], [0, 1], [1, 1], [0, 0]], 'float32')
    return target, np.array([[1, 0.3], [0.7, 0], [0, 1], [0.2, 1]], 'float32')


CASES = (
    LossCase('categorical', 'CategoricalCrossentropy', probabilities(4, 5)),
    LossCase('categorical-unnormalised', 'CategoricalCrossentropy', lambda d: (d.one_hot((4, 5)), d.uniform((4, 5), 0.1, 2))),
    LossCase('categorical-soft-targets', 'CategoricalCrossentropy', soft_targets(3, 4)),
    LossCase('categorical-smoothing', 'CategoricalCrossentropy', probabilities(4, 5), {'label_smoothing': 0.1}),
    LossCase('categorical-logits', 'CategoricalCrossentropy', logits(4, 5), {'from_logits': True}),
    LossCase('categorical-logits-smoothing', 'CategoricalCrossentropy', logits(4, 5),
             {'from_logits': True, 'label_smoothing': 0.2}),
    LossCase('categorical-3d', 'CategoricalCrossentropy', probabilities(2, 3, 4)),
    LossCase('categorical-axis-1', 'CategoricalCrossentropy', logits(2, 4, 3), {'from_logits': True, 'axis': 1}),
    LossCase('sparse', 'SparseCategoricalCrossentropy', sparse(4, 5)),
    LossCase('sparse-logits', 'SparseCategoricalCrossentropy', sparse(4, 5, scores=True), {'from_logits': True}),
    LossCase('sparse-3d', 'SparseCategoricalCrossentropy', sparse(2, 3, 4)),
    LossCase('sparse-column-targets', 'SparseCategoricalCrossentropy',
             lambda d: (d.integers((4, 1), 5), d.probabilities((4, 5)))),
    LossCase('sparse-ignore-class', 'SparseCategoricalCrossentropy', sparse(6, 4, scores=True),
             {'from_logits': True, 'ignore_class': 0}),
    LossCase('binary', 'BinaryCrossentropy', binary(5, 1)),
    LossCase('binary-wide', 'BinaryCrossentropy', binary(4, 3)),
    LossCase('binary-3d', 'BinaryCrossentropy', binary(2, 3, 4)),
    LossCase('binary-saturated', 'BinaryCrossentropy', saturated),
    LossCase('binary-smoothing', 'BinaryCrossentropy', binary(4, 3), {'label_smoothing': 0.1}),
    LossCase('binary-logits', 'BinaryCrossentropy', binary(4, 3, scores=True), {'from_logits': True}),
    LossCase('binary-logits-smoothing', 'BinaryCrossentropy', binary(4, 3, scores=True),
             {'from_logits': True, 'label_smoothing': 0.2}),
    LossCase('mean-squared', 'MeanSquaredError', regression(4, 3)),
    LossCase('mean-squared-3d', 'MeanSquaredError', regression(2, 3, 4)),
    LossCase('mean-absolute', 'MeanAbsoluteError', regression(4, 3)),
    LossCase('mean-absolute-3d', 'MeanAbsoluteError', regression(2, 3, 4)),
    LossCase('huber', 'Huber', regression(4, 5)),
    LossCase('huber-delta', 'Huber', regression(4, 5), {'delta': 0.5}),
    LossCase('hinge', 'Hinge', signs(4, 3)),
    LossCase('hinge-zero-one', 'Hinge', signs(4, 3, zero_one=True)),
    LossCase('squared-hinge', 'SquaredHinge', signs(4, 3)),
    LossCase('squared-hinge-zero-one', 'SquaredHinge', signs(4, 3, zero_one=True)),
    LossCase('categorical-hinge', 'CategoricalHinge', logits(4, 5)),
    LossCase('log-cosh', 'LogCosh', regression(4, 5)),
    LossCase('mean-absolute-percentage', 'MeanAbsolutePercentageError', positive(4, 3)),
    LossCase('mean-squared-logarithmic', 'MeanSquaredLogarithmicError', positive(4, 3)),
    LossCase('poisson', 'Poisson', positive(4, 3)),
    LossCase('kl-divergence', 'KLDivergence', soft_targets(4, 5)),
    LossCase('kl-divergence-3d', 'KLDivergence', soft_targets(2, 3, 4)),
    LossCase('cosine-similarity', 'CosineSimilarity', regression(4, 5)),
    LossCase('cosine-similarity-axis-1', 'CosineSimilarity', regression(2, 4, 3), {'axis': 1}),
)
REDUCTIONS = ('sum', 'mean', 'mean_with_sample_weight', 'none')


def fixtures():
    for case in CASES:
        yield case.name, functools.partial(run_case, case, None)
        yield f'{case.name}-weighted', functools.partial(run_case, case, 'sample')
    by_name = {case.name: case for case in CASES}
    for name in ('mean-squared-3d', 'categorical-3d'):
        yield f'{name}-element-weights', functools.partial(run_case, by_name[name], 'element')
    for reduction in REDUCTIONS:
        for weights in (None, 'sample'):
            suffix = '-weighted' if weights else ''
            case = dataclasses.replace(by_name['mean-squared'], config={'reduction': reduction})
            yield f'mean-squared-{reduction.replace("_", "-")}{suffix}', functools.partial(run_case, case, weights)


def run_case(case, weights):
    draw = Draw(f'losses/{case.name}')
    y_true, y_pred = case.draw(draw)
    rows = y_true.shape if case.loss.startswith('Sparse') else y_true.shape[:-1]
    one_per_sample = rows[:1] + (1,) * (len(rows) - 1)
    shape = {None: None, 'sample': one_per_sample, 'element': rows}[weights]
    sample_weight = None if shape is None else draw.uniform(shape, 0.2, 2.0)
    loss = make_object({'class': case.loss, 'config': case.config})
    value, gradient = evaluate(loss, y_true, y_pred, sample_weight)
    return {
        'kind': 'loss',
        'loss': case.loss,
        'config': case.config,
        'yTrue': writer.array(y_true),
        'yPred': writer.array(y_pred),
        'sampleWeight': None if sample_weight is None else writer.array(sample_weight),
        'value': writer.array(value),
        'gradient': writer.array(gradient),
    }


def evaluate(loss, y_true, y_pred, sample_weight):
    """The loss, and the gradient of its sum (which matters where the reduction is `none`)."""
    def compute(predictions):
        return loss(keras.ops.convert_to_tensor(y_true), predictions, sample_weight)

    predictions = jnp.asarray(y_pred, FLOATX)
    gradient = jax.grad(lambda value: jnp.sum(compute(value)))(predictions)
    return np.asarray(compute(predictions)), np.asarray(gradient)
