"""Plain-data descriptions of layers and models, and the Keras objects made from them.

The JSON form is documented in README.md. `ModelSpec` is a small builder for it.
"""

from setup_keras import keras

# Classes whose several inputs are positional arguments of the call instead of one list.
POSITIONAL = {'MultiHeadAttention'}
RECURRENT = {'LSTM', 'GRU', 'SimpleRNN', 'Bidirectional'}
NAMESPACES = (
    keras.layers,
    keras.regularizers,
    keras.initializers,
    keras.constraints,
    keras.optimizers,
    keras.optimizers.schedules,
    keras.losses,
    keras.metrics,
    keras.callbacks,
)


def make_value(value, submodels=None):
    """`{class, config}` becomes a Keras object; lists and other dicts are converted inside; the rest stays."""
    if isinstance(value, dict) and 'class' in value:
        return make_object(value, submodels)
    if isinstance(value, dict):
        return {key: make_value(item, submodels) for key, item in value.items()}
    if isinstance(value, list):
        return [make_value(item, submodels) for item in value]
    return value


def make_object(spec, submodels=None, name=None, spaces=NAMESPACES):
    kind, config = spec['class'], spec.get('config', {})
    if kind == 'Model':
        return submodels[config['submodel']]
    kwargs = {key: make_value(value, submodels) for key, value in config.items()}
    if name is not None:
        kwargs['name'] = name
    if kind == 'Sequential':
        return keras.Sequential(**kwargs)
    owner = next(space for space in spaces if hasattr(space, kind))
    return getattr(owner, kind)(**kwargs)


def call_arguments(kind, inputs, initial_state=()):
    """Positional and keyword arguments with which Keras calls a layer of class `kind` on `inputs`."""
    kwargs = {'initial_state': list(initial_state)} if initial_state else {}
    if len(inputs) == 1:
        return [inputs[0]], kwargs
    return (list(inputs) if kind in POSITIONAL else [list(inputs)]), kwargs


def make_model(spec):
    """The Keras model of a spec. Names of layers and inputs are those of the spec."""
    submodels = {name: make_model(sub) for name, sub in spec.get('submodels', {}).items()}
    tensors = {
        entry['name']: keras.Input(shape=entry['shape'], dtype=entry['dtype'], name=entry['name'])
        for entry in spec['inputs']
    }
    inputs = list(tensors.values())
    layers = {entry['name']: make_object(entry, submodels, entry['name']) for entry in spec['layers']}
    kinds = {entry['name']: entry['class'] for entry in spec['layers']}
    for node in spec['nodes']:
        run_node(node, layers[node['layer']], kinds[node['layer']], tensors)
    for entry in spec['layers']:
        if not entry.get('trainable', True):
            layers[entry['name']].trainable = False
    outputs = [tensors[ref] for ref in spec['outputs']]
    return keras.Model(
        inputs if len(inputs) > 1 else inputs[0],
        outputs if len(outputs) > 1 else outputs[0],
        name=spec.get('name'),
    )


def run_node(node, layer, kind, tensors):
    state = [tensors[ref] for ref in node.get('initialState', [])]
    args, kwargs = call_arguments(kind, [tensors[ref] for ref in node['inputs']], state)
    result = layer(*args, **kwargs, **node.get('call', {}))
    refs = node['output'] if isinstance(node['output'], list) else [node['output']]
    values = list(result) if isinstance(result, (list, tuple)) else [result]
    tensors.update(zip(refs, values, strict=True))


class ModelSpec:
    """Builds the JSON form: `x = spec.input('x', [4]); y = spec.layer('dense', 'Dense', units=3)(x)`."""

    def __init__(self, name=None):
        self.json = {'name': name} if name else {}
        self.json.update(inputs=[], layers=[], nodes=[], outputs=[])
        self.calls = {}

    def input(self, name, shape, dtype='float32'):
        self.json['inputs'].append({'name': name, 'shape': list(shape), 'dtype': dtype})
        return name

    def layer(self, name, kind, trainable=True, **config):
        entry = {'name': name, 'class': kind, 'config': config}
        if not trainable:
            entry['trainable'] = False
        self.json['layers'].append(entry)
        return lambda *inputs, **options: self.call(name, inputs, **options)

    def submodel(self, name, spec, trainable=True):
        """Declares a nested model and a layer of the same name that calls it."""
        self.declare(name, spec)
        return self.layer(name, 'Model', trainable, submodel=name)

    def declare(self, name, spec):
        self.json.setdefault('submodels', {})[name] = spec

    def call(self, layer, inputs, outputs=1, state=(), **call):
        """Adds a call of a layer; answers its output reference, or a list of them where `outputs` > 1."""
        index = self.calls.get(layer, 0)
        self.calls[layer] = index + 1
        refs = [f'{layer}:{index}'] if outputs == 1 else [f'{layer}:{index}/{i}' for i in range(outputs)]
        node = {'layer': layer, 'inputs': list(inputs), 'output': refs[0] if outputs == 1 else refs}
        if state:
            node['initialState'] = list(state)
        if call:
            node['call'] = call
        self.json['nodes'].append(node)
        return node['output']

    def outputs(self, *refs):
        self.json['outputs'] = list(refs)
        return self.json


def chain(inputs, *layers, name=None):
    """Spec of a model that is one chain: `chain(('x', [4]), ('dense', 'Dense', {'units': 3}))`."""
    spec = ModelSpec(name)
    ref = spec.input(*inputs)
    for layer_name, kind, config in layers:
        ref = spec.layer(layer_name, kind, **config)(ref)
    return spec.outputs(ref)
