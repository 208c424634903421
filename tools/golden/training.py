"""Group `training/`: whole models trained by real Keras from given weights on given data."""

import copy
import dataclasses
import functools

import numpy as np

import writer
from draw import Draw
from setup_keras import keras
from spec import make_model, make_value

STEPS = 25
PREDICTED = 3


@dataclasses.dataclass
class TrainingCase:
    """25 steps of `train_on_batch`, then `evaluate` with a batch size that does not divide, and `predict`.

    `data(Draw, samples)` answers (x by input, y by output). `fit` turns the case into one of `fit`: its arguments.
    """

    name: str
    model: dict
    data: object
    compile: dict
    samples: int = 10
    batch: int = 4
    sample_weight: object = None
    class_weight: dict | None = None
    fit: dict | None = None
    note: str = ''


def fixtures(cases):
    for case in cases:
        yield case.name, functools.partial(run_case, case)


def run_case(case):
    keras.backend.clear_session()
    draw = Draw(f'training/{case.name}')
    model = make_model(case.model)
    x, y = case.data(draw, case.samples)
    weights = [draw.weight(weight.name, weight.shape) for weight in model.weights]
    sample_weight = case.sample_weight(draw, case.samples) if case.sample_weight else None
    model.set_weights(weights)
    model.compile(**make_value(copy.deepcopy(case.compile)))
    result = {
        'kind': 'fit' if case.fit else 'training',
        'model': case.model,
        'compile': case.compile,
        'weights': [
            {'name': variable.name, 'path': variable.path, 'array': writer.array(value)}
            for variable, value in zip(model.weights, weights, strict=True)
        ],
        'x': encode(x),
        'y': encode(y),
    }
    if sample_weight is not None:
        result['sampleWeight'] = encode(sample_weight)
    if case.class_weight:
        result['classWeight'] = {str(key): value for key, value in case.class_weight.items()}
    run = Run(case, model, x, y, sample_weight)
    result.update(run.fit() if case.fit else run.steps(draw))
    result['evaluate'] = run.evaluate()
    result['predictions'] = run.predict()
    if case.note:
        result['note'] = case.note
    return result


def encode(arrays):
    return {name: writer.array(value) for name, value in arrays.items()}


def take(arrays, rows):
    return {name: value[rows] for name, value in arrays.items()}


def bare(arrays):
    """Keras takes the array itself where there is only one; several as a list in the order of the outputs."""
    values = list(arrays.values())
    return values if len(values) > 1 else values[0]


@dataclasses.dataclass
class Run:
    case: TrainingCase
    model: object
    x: dict
    y: dict
    sample_weight: dict | None

    def rows(self, rows):
        weight = None if self.sample_weight is None else bare(take(self.sample_weight, rows))
        x = take(self.x, rows)
        return x if len(x) > 1 else bare(x), bare(take(self.y, rows)), weight

    def steps(self, draw):
        """Each step draws a batch without replacement; losses and metrics are the batch's own, before its update."""
        order = [draw.rng.permutation(self.case.samples)[: self.case.batch] for _ in range(STEPS)]
        logs = []
        for rows in order:
            x, y, weight = self.rows(rows)
            logs.append(self.model.train_on_batch(
                x, y, sample_weight=weight, class_weight=self.case.class_weight, return_dict=True,
            ))
        columns = {name: writer.scalars(entry[name] for entry in logs) for name in logs[0]}
        return {'batchOrder': [rows.tolist() for rows in order], 'logs': columns}

    def fit(self):
        options = copy.deepcopy(self.case.fit)
        x, y, weight = self.rows(slice(None))
        history = self.model.fit(
            x, y, sample_weight=weight, class_weight=self.case.class_weight, shuffle=False, verbose=0,
            **make_value(options),
        ).history
        return {'fit': self.case.fit, 'history': {name: writer.scalars(values) for name, values in history.items()}}

    def evaluate(self):
        """Over all samples in batches of 4, the last smaller."""
        x, y, weight = self.rows(slice(None))
        logs = self.model.evaluate(x, y, sample_weight=weight, batch_size=4, return_dict=True, verbose=0)
        return {'batchSize': 4, 'logs': {name: writer.scalar(value) for name, value in logs.items()}}

    def predict(self):
        x, _, _ = self.rows(slice(PREDICTED))
        outputs = self.model.predict(x, verbose=0)
        outputs = outputs if isinstance(outputs, list) else [outputs]
        return {
            name: writer.array(np.asarray(value))
            for name, value in zip(self.model.output_names, outputs, strict=True)
        }
