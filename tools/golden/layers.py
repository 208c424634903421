"""Group `layers/`: forward values and gradients of every layer.

The gradients are those of sum(output * cotangent), by `jax.grad` through `stateless_call`.
"""

import dataclasses
import functools

import jax
import jax.numpy as jnp
import numpy as np

import writer
from draw import Draw
from setup_keras import FLOATX, keras
from spec import RECURRENT, call_arguments, make_model, make_object


@dataclasses.dataclass
class LayerCase:
    """One fixture. `inputs` holds arrays or functions of a `Draw`; `masks` and `call` are arguments of the call."""

    name: str
    layer: str
    config: dict
    inputs: list
    training: bool = False
    masks: dict = dataclasses.field(default_factory=dict)
    call: dict = dataclasses.field(default_factory=dict)
    submodels: dict = dataclasses.field(default_factory=dict)
    note: str = ''


def fixtures(cases):
    """Names and makers of all fixtures of the group."""
    for case in cases:
        yield case.name, functools.partial(run_case, case)


def run_case(case):
    keras.backend.clear_session()
    draw = Draw(f'layers/{case.name}')
    inputs = [value(draw) if callable(value) else np.asarray(value) for value in case.inputs]
    layer = make_case_layer(case)
    args, kwargs = case_arguments(case, [to_jax(value) for value in inputs])
    layer(*args, **kwargs)
    weights = draw_weights(layer, draw)
    run = Run(case, layer, inputs)
    outputs, after = run.forward()
    cotangents = [draw.away_from_zero(value.shape, 0.1, 1.0) for value in outputs]
    input_gradients, weight_gradients = run.gradients(cotangents)
    return fixture(case, layer, inputs, weights, outputs, cotangents, input_gradients, weight_gradients, after)


def make_case_layer(case):
    submodels = {name: make_model(spec) for name, spec in case.submodels.items()}
    return make_object({'class': case.layer, 'config': case.config}, submodels)


def case_arguments(case, inputs):
    state = inputs[1:] if case.layer in RECURRENT else []
    args, kwargs = call_arguments(case.layer, inputs[:1] if state else inputs, state)
    kwargs.update({name: jnp.asarray(mask, bool) for name, mask in case.masks.items()})
    return args, {**kwargs, **case.call}


def to_jax(value):
    return jnp.asarray(value, FLOATX if value.dtype == np.float32 else 'int32')


def draw_weights(layer, draw):
    """Sets every weight to drawn values, so that biases and statistics are not zero; answers them in Keras's order."""
    weights = [draw.weight(weight.name, weight.shape) for weight in layer.weights]
    layer.set_weights(weights)
    return weights


class Run:
    """The layer as a pure function of its float inputs and trainable weights."""

    def __init__(self, case, layer, inputs):
        self.case, self.layer = case, layer
        self.inputs = [to_jax(value) for value in inputs]
        self.float_inputs = [i for i, value in enumerate(inputs) if value.dtype == np.float32]
        self.trainable = [variable.value for variable in layer.trainable_variables]
        self.frozen = [variable.value for variable in layer.non_trainable_variables]

    def call(self, trainable, inputs):
        args, kwargs = case_arguments(self.case, inputs)
        if self.layer._call_has_training_arg:
            kwargs['training'] = self.case.training
        outputs, frozen = self.layer.stateless_call(trainable, self.frozen, *args, **kwargs)
        return jax.tree_util.tree_leaves(outputs), frozen

    def forward(self):
        outputs, frozen = self.call(self.trainable, self.inputs)
        after = dict(zip((v.path for v in self.layer.non_trainable_variables), frozen, strict=True))
        return [np.asarray(value) for value in outputs], after

    def gradients(self, cotangents):
        def objective(trainable, floats):
            inputs = list(self.inputs)
            for index, value in zip(self.float_inputs, floats, strict=True):
                inputs[index] = value
            outputs, _ = self.call(trainable, inputs)
            return sum(jnp.sum(out * cot) for out, cot in zip(outputs, cotangents, strict=True))

        floats = [self.inputs[i] for i in self.float_inputs]
        by_weight, by_input = jax.grad(objective, argnums=(0, 1))(self.trainable, floats)
        input_gradients = [None] * len(self.inputs)
        for index, value in zip(self.float_inputs, by_input, strict=True):
            input_gradients[index] = value
        paths = (variable.path for variable in self.layer.trainable_variables)
        return input_gradients, dict(zip(paths, by_weight, strict=True))


def fixture(case, layer, inputs, weights, outputs, cotangents, input_gradients, weight_gradients, after):
    result = {
        'kind': 'layer',
        'layer': case.layer,
        'config': case.config,
        'inputs': writer.arrays(inputs),
        'inputDtypes': [str(value.dtype) for value in inputs],
        'training': case.training,
        'weights': [
            {'name': variable.name, 'path': variable.path, 'array': writer.array(value)}
            for variable, value in zip(layer.weights, weights, strict=True)
        ],
        'outputs': writer.arrays(outputs),
        'outputCotangents': writer.arrays(cotangents),
        'inputGradients': writer.arrays(input_gradients),
        'weightGradients': writer.arrays(weight_gradients.get(variable.path) for variable in layer.weights),
    }
    if case.training and layer.non_trainable_weights:
        result['weightsAfter'] = writer.arrays(
            after.get(variable.path, value) for variable, value in zip(layer.weights, weights, strict=True)
        )
    if case.masks:
        result['masks'] = {name: writer.array(np.asarray(mask, bool)) for name, mask in case.masks.items()}
    for key in ('call', 'submodels', 'note'):
        if getattr(case, key):
            result[key] = getattr(case, key)
    return result
