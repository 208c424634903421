"""Group `metrics/`: results after each of three updates, the last with a smaller batch."""

import dataclasses
import functools

import numpy as np

import writer
from draw import Draw
from setup_keras import keras
from spec import make_object

BATCHES = (4, 4, 3)


@dataclasses.dataclass
class MetricCase:
    """`draw(Draw, batch size)` answers (y_true, y_pred)."""

    name: str
    metric: str
    draw: object
    config: dict = dataclasses.field(default_factory=dict)


def classes(count, steps=()):
    return lambda draw, n: (draw.one_hot((n, *steps, count)), draw.probabilities((n, *steps, count)))


def sparse(count, steps=(), column=False):
    def make(draw, n):
        target = draw.integers((n, *steps, 1) if column else (n, *steps), count)
        return target, draw.probabilities((n, *steps, count))
    return make


def binary(*width):
    return lambda draw, n: (draw.integers((n, *width), 2).astype('float32'), draw.uniform((n, *width), 0.02, 0.98))


def binary_logits(*width):
    return lambda draw, n: (draw.integers((n, *width), 2).astype('float32'), draw.uniform((n, *width), -3, 3))


def labels(*width):
    return lambda draw, n: (draw.integers((n, *width), 3), draw.integers((n, *width), 3))


def regression(*width):
    return lambda draw, n: (draw.uniform((n, *width)), draw.uniform((n, *width)))


def positive(*width):
    return lambda draw, n: (draw.uniform((n, *width), 0.2, 2.0), draw.uniform((n, *width), 0.2, 3.0))


def distributions(count):
    return lambda draw, n: (draw.probabilities((n, count)), draw.probabilities((n, count)))


def signs(*width):
    return lambda draw, n: (draw.integers((n, *width), 2) * 2.0 - 1.0, draw.uniform((n, *width), -2, 2))


CASES = (
    MetricCase('accuracy', 'Accuracy', labels(1)),
    MetricCase('binary-accuracy', 'BinaryAccuracy', binary(1)),
    MetricCase('binary-accuracy-wide', 'BinaryAccuracy', binary(3)),
    MetricCase('binary-accuracy-threshold', 'BinaryAccuracy', binary(1), {'threshold': 0.3}),
    MetricCase('categorical-accuracy', 'CategoricalAccuracy', classes(4)),
    MetricCase('categorical-accuracy-3d', 'CategoricalAccuracy', classes(3, (2,))),
    MetricCase('sparse-categorical-accuracy', 'SparseCategoricalAccuracy', sparse(4)),
    MetricCase('sparse-categorical-accuracy-column', 'SparseCategoricalAccuracy', sparse(4, column=True)),
    MetricCase('sparse-categorical-accuracy-3d', 'SparseCategoricalAccuracy', sparse(3, (2,))),
    MetricCase('top-k', 'TopKCategoricalAccuracy', classes(8)),
    MetricCase('top-k-2', 'TopKCategoricalAccuracy', classes(6), {'k': 2}),
    MetricCase('sparse-top-k', 'SparseTopKCategoricalAccuracy', sparse(8)),
    MetricCase('sparse-top-k-3', 'SparseTopKCategoricalAccuracy', sparse(7), {'k': 3}),
    MetricCase('precision', 'Precision', binary(1)),
    MetricCase('precision-wide', 'Precision', binary(3)),
    MetricCase('precision-threshold', 'Precision', binary(1), {'thresholds': 0.3}),
    MetricCase('precision-thresholds', 'Precision', binary(1), {'thresholds': [0.2, 0.5, 0.8]}),
    MetricCase('precision-top-k', 'Precision', classes(5), {'top_k': 2}),
    MetricCase('precision-class', 'Precision', classes(3), {'class_id': 1, 'thresholds': 0.3}),
    MetricCase('recall', 'Recall', binary(1)),
    MetricCase('recall-thresholds', 'Recall', binary(1), {'thresholds': [0.2, 0.5, 0.8]}),
    MetricCase('recall-top-k', 'Recall', classes(5), {'top_k': 2}),
    MetricCase('recall-class', 'Recall', classes(3), {'class_id': 2, 'thresholds': 0.3}),
    MetricCase('auc', 'AUC', binary(1)),
    MetricCase('auc-wide', 'AUC', binary(3)),
    MetricCase('auc-pr', 'AUC', binary(1), {'curve': 'PR'}),
    MetricCase('auc-few-thresholds', 'AUC', binary(1), {'num_thresholds': 7}),
    MetricCase('auc-minoring', 'AUC', binary(1), {'summation_method': 'minoring'}),
    MetricCase('auc-majoring', 'AUC', binary(1), {'summation_method': 'majoring'}),
    MetricCase('auc-logits', 'AUC', binary_logits(1), {'from_logits': True}),
    MetricCase('auc-multi-label', 'AUC', binary(3), {'multi_label': True}),
    MetricCase('f1', 'F1Score', classes(3)),
    MetricCase('f1-micro', 'F1Score', classes(3), {'average': 'micro'}),
    MetricCase('f1-macro', 'F1Score', classes(3), {'average': 'macro'}),
    MetricCase('f1-weighted', 'F1Score', classes(3), {'average': 'weighted'}),
    MetricCase('f1-threshold', 'F1Score', binary(3), {'average': 'macro', 'threshold': 0.5}),
    MetricCase('mean-absolute-error', 'MeanAbsoluteError', regression(3)),
    MetricCase('mean-squared-error', 'MeanSquaredError', regression(3)),
    MetricCase('f-beta', 'FBetaScore', classes(3), {'beta': 2.0, 'average': 'macro'}),
    MetricCase('false-positives', 'FalsePositives', binary(1)),
    MetricCase('false-negatives', 'FalseNegatives', binary(1), {'thresholds': [0.3, 0.6]}),
    MetricCase('true-positives', 'TruePositives', binary(2)),
    MetricCase('true-negatives', 'TrueNegatives', binary(1)),
    MetricCase('binary-crossentropy', 'BinaryCrossentropy', binary(2)),
    MetricCase('binary-crossentropy-logits', 'BinaryCrossentropy', binary_logits(2), {'from_logits': True}),
    MetricCase('categorical-crossentropy', 'CategoricalCrossentropy', classes(4), {'label_smoothing': 0.1}),
    MetricCase('sparse-categorical-crossentropy', 'SparseCategoricalCrossentropy', sparse(4)),
    MetricCase('kl-divergence', 'KLDivergence', distributions(4)),
    MetricCase('poisson', 'Poisson', positive(3)),
    MetricCase('hinge', 'Hinge', signs(3)),
    MetricCase('squared-hinge', 'SquaredHinge', signs(3)),
    MetricCase('categorical-hinge', 'CategoricalHinge', classes(4)),
    MetricCase('cosine-similarity', 'CosineSimilarity', regression(4)),
    MetricCase('log-cosh', 'LogCoshError', regression(3)),
    MetricCase('root-mean-squared-error', 'RootMeanSquaredError', regression(3)),
    MetricCase('mean-absolute-percentage-error', 'MeanAbsolutePercentageError', positive(3)),
    MetricCase('mean-squared-logarithmic-error', 'MeanSquaredLogarithmicError', positive(3)),
    MetricCase('mean-squared-error-3d', 'MeanSquaredError', regression(2, 3)),
)


def fixtures():
    for case in CASES:
        yield case.name, functools.partial(run_case, case, False)
        yield f'{case.name}-sample-weights', functools.partial(run_case, case, True)


def run_case(case, weighted):
    draw = Draw(f'metrics/{case.name}')
    metric = make_object({'class': case.metric, 'config': case.config}, spaces=[keras.metrics])
    updates = [run_update(metric, *case.draw(draw, size), draw, weighted) for size in BATCHES]
    return {'kind': 'metric', 'metric': case.metric, 'config': case.config, 'updates': updates}


def run_update(metric, y_true, y_pred, draw, weighted):
    """A weight a sample; (n, 1) where the targets have more than two axes, so that it broadcasts."""
    targets = y_true.ndim + (1 if y_true.ndim < y_pred.ndim else 0)
    shape = (len(y_true), 1) if targets > 2 else (len(y_true),)
    sample_weight = draw.uniform(shape, 0.2, 2.0) if weighted else None
    metric.update_state(keras.ops.convert_to_tensor(y_true), keras.ops.convert_to_tensor(y_pred), sample_weight)
    return {
        'yTrue': writer.array(y_true),
        'yPred': writer.array(y_pred),
        'sampleWeight': None if sample_weight is None else writer.array(sample_weight),
        'result': writer.array(np.asarray(metric.result(), 'float32')),
    }
