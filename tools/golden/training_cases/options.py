"""What `compile` and `fit` can be told, and layers that act on training: masks, frozen layers, regularisers, weights."""

from spec import ModelSpec, chain
from training import TrainingCase
from training_cases.systems import BINARY, CATEGORICAL, SPARSE, TWO_BINARY, headline, headline_data, images_to_classes
from training_cases.systems import mlp, vectors_to_classes

ADAM = {'class': 'Adam', 'config': {'learning_rate': 0.01}}
MLP_DATA = vectors_to_classes(20, 5, 'dense_2')


def cases():
    yield from mask_cases()
    yield from trainable_cases()
    yield from penalty_cases()
    yield from weight_cases()
    yield from metric_cases()
    yield from architecture_cases()
    yield from optimizer_cases()


def mask_cases():
    embedding = ('embedding', 'Embedding', {'input_dim': 9, 'output_dim': 4, 'mask_zero': True})
    classify = chain(('tokens', [6], 'int32'), embedding, ('lstm', 'LSTM', {'units': 4}),
                     ('out', 'Dense', {'units': 1, 'activation': 'sigmoid'}))
    yield TrainingCase('mask-classify', classify, tokens_to_binary, BINARY)
    tag = chain(('tokens', [6], 'int32'), embedding, ('lstm', 'LSTM', {'units': 4, 'return_sequences': True}),
                ('out', 'Dense', {'units': 3, 'activation': 'softmax'}))
    yield TrainingCase('mask-tagging', tag, tokens_to_tags, SPARSE,
                       note='The mask reaches the output: masked steps count neither in the loss nor in the accuracy.')


def padded_tokens(draw, n, high=9):
    tokens = draw.integers((n, 6), high, low=1)
    for row, length in enumerate(draw.integers((n,), 7, low=2)):
        tokens[row, length:] = 0
    return tokens


def tokens_to_binary(draw, n):
    return {'tokens': padded_tokens(draw, n)}, {'out': draw.integers((n, 1), 2).astype('float32')}


def tokens_to_tags(draw, n):
    return {'tokens': padded_tokens(draw, n)}, {'out': draw.integers((n, 6), 3)}


def trainable_cases():
    frozen = mlp()
    frozen['layers'][1]['trainable'] = False
    yield TrainingCase('frozen-dense', frozen, MLP_DATA, CATEGORICAL)
    spec = ModelSpec()
    hidden = spec.submodel('features', mlp('features'), trainable=False)(spec.input('x', [20]))
    spec.outputs(spec.layer('out', 'Dense', units=3, activation='softmax')(hidden))
    yield TrainingCase('frozen-model', spec.json, vectors_to_classes(20, 3, 'out'), {**CATEGORICAL, 'optimizer': ADAM})
    spec = ModelSpec()
    x = spec.layer('conv', 'Conv2D', filters=4, kernel_size=3)(spec.input('image', [6, 6, 3]))
    x = spec.layer('norm', 'BatchNormalization', trainable=False)(x)
    x = spec.layer('norm_1', 'BatchNormalization')(x)
    x = spec.layer('average', 'GlobalAveragePooling2D')(x)
    spec.outputs(spec.layer('class', 'Dense', units=3, activation='softmax')(x))
    yield TrainingCase('frozen-batch-norm', spec.json, images_to_classes(6, 3), SPARSE)


def penalty_cases():
    def regularizer(kind, **config):
        return {'class': kind, 'config': config}

    spec = mlp()
    spec['layers'][0]['config']['kernel_regularizer'] = regularizer('L2', l2=0.01)
    spec['layers'][1]['config']['kernel_regularizer'] = regularizer('L1', l1=0.005)
    spec['layers'][2]['config'].update(
        kernel_regularizer=regularizer('L1L2', l1=0.002, l2=0.003), bias_regularizer=regularizer('L2', l2=0.02))
    yield TrainingCase('regularizers', spec, MLP_DATA, CATEGORICAL,
                       note='`loss` holds the penalties; evaluate adds them too.')
    spec = chain(
        ('tokens', [6], 'int32'),
        ('embedding', 'Embedding', {'input_dim': 9, 'output_dim': 4, 'embeddings_regularizer': regularizer('L2', l2=0.01)}),
        ('lstm', 'LSTM', {'units': 3, 'kernel_regularizer': regularizer('L2', l2=0.01),
                          'recurrent_regularizer': regularizer('L1', l1=0.003)}),
        ('out', 'Dense', {'units': 1, 'activation': 'sigmoid'}),
    )
    yield TrainingCase('regularizers-recurrent', spec, tokens_to_binary, BINARY)
    shared = ModelSpec()
    a, b = shared.input('a', [6]), shared.input('b', [6])
    tower = shared.layer('tower', 'Dense', units=4, activation='tanh', kernel_regularizer=regularizer('L2', l2=0.05))
    merged = shared.layer('concatenate', 'Concatenate')(tower(a), tower(b))
    shared.outputs(shared.layer('out', 'Dense', units=1, activation='sigmoid')(merged))
    yield TrainingCase('regularizer-shared', shared.json, pair_data, BINARY,
                       note='A penalty on a shared weight counts once, not once a call.')


def pair_data(draw, n):
    x = {'a': draw.uniform((n, 6)), 'b': draw.uniform((n, 6))}
    return x, {'out': draw.integers((n, 1), 2).astype('float32')}


def metric_cases():
    named = ['accuracy', {'class': 'AUC', 'config': {}}, {'class': 'Precision', 'config': {}},
             {'class': 'Recall', 'config': {'name': 'found', 'thresholds': 0.4}}, 'mae', 'mean_squared_error']
    yield TrainingCase('metrics-binary', binary_classifier(), vectors_to_binary, {**BINARY, 'metrics': named},
                       note='evaluate gives AUC, precision and recall of all samples, not a mean over batches.')
    named = ['accuracy', 'acc', 'categorical_accuracy', {'class': 'TopKCategoricalAccuracy', 'config': {'k': 2}},
             {'class': 'F1Score', 'config': {'average': 'macro', 'name': 'f1'}}]
    yield TrainingCase('metrics-categorical', mlp(), MLP_DATA, {**CATEGORICAL, 'metrics': named})


def binary_classifier():
    return chain(('x', [20]), ('hidden', 'Dense', {'units': 6, 'activation': 'tanh'}),
                 ('out', 'Dense', {'units': 1, 'activation': 'sigmoid'}))


def vectors_to_binary(draw, n):
    return {'x': draw.uniform((n, 20))}, {'out': draw.integers((n, 1), 2).astype('float32')}


def weights_for(name):
    return lambda draw, n: {name: draw.uniform((n,), 0.1, 2.0)}


def weight_cases():
    weighted = {**CATEGORICAL, 'weighted_metrics': ['accuracy', 'mean_squared_error']}
    yield TrainingCase('sample-weight', mlp(), MLP_DATA, weighted, sample_weight=weights_for('dense_2'),
                       note='Metrics of `metrics` ignore the weights; those of `weighted_metrics` use them.')
    yield TrainingCase('sample-weight-two-outputs', headline(), headline_data, {
        'optimizer': ADAM, 'loss': TWO_BINARY, 'loss_weights': [1.0, 0.2],
    }, sample_weight=lambda draw, n: {**weights_for('main_output')(draw, n), **weights_for('aux_output')(draw, n)})
    spec = mlp()
    yield TrainingCase('class-weight', spec, lambda draw, n: ({'x': draw.uniform((n, 20))},
                                                              {'dense_2': draw.integers((n,), 5)}),
                       SPARSE, class_weight={0: 1.0, 1: 2.5, 2: 0.5, 3: 1.5, 4: 0.2})
    yield TrainingCase('class-weight-one-hot', mlp(), MLP_DATA, CATEGORICAL,
                       class_weight={0: 1.0, 1: 2.5, 2: 0.5, 3: 1.5, 4: 0.2})


def architecture_cases():
    yield TrainingCase('autoencoder', autoencoder(), autoencoder_data,
                       {'optimizer': ADAM, 'loss': 'mse', 'metrics': ['mae']})
    yield TrainingCase('sequence-to-sequence', sequence_to_sequence(), translation_data,
                       {**SPARSE, 'optimizer': ADAM})
    yield TrainingCase('attention-block', attention_block(), sequence_classes, {**SPARSE, 'optimizer': ADAM})
    spec = chain(
        ('x', [6, 4]),
        ('conv', 'Conv1D', {'filters': 5, 'kernel_size': 3, 'padding': 'causal', 'activation': 'relu'}),
        ('both', 'Bidirectional', {'layer': {'class': 'GRU', 'config': {'units': 3}}}),
        ('out', 'Dense', {'units': 3, 'activation': 'softmax'}),
    )
    yield TrainingCase('conv1d-bidirectional-gru', spec, sequence_classes, SPARSE)
    spec = ModelSpec()
    x, y = spec.input('a', [6]), spec.input('b', [6])
    unused = spec.layer('twice', 'Dense', units=6, activation='tanh')
    once = unused(x)
    total = spec.layer('multiply', 'Multiply')(unused(once), once, y)
    spec.outputs(spec.layer('out', 'Dense', units=1, activation='sigmoid')(total))
    yield TrainingCase('layer-on-itself', spec.json, pair_data, BINARY,
                       note='A layer called on its own output: the gradients of both calls add up.')


def autoencoder():
    return chain(
        ('image', [8, 8, 1]),
        ('down', 'Conv2D', {'filters': 4, 'kernel_size': 3, 'strides': 2, 'padding': 'same', 'activation': 'silu'}),
        ('middle', 'SeparableConv2D', {'filters': 4, 'kernel_size': 3, 'padding': 'same', 'activation': 'elu'}),
        ('up', 'Conv2DTranspose', {'filters': 3, 'kernel_size': 3, 'strides': 2, 'padding': 'same', 'activation': 'gelu'}),
        ('out', 'Conv2D', {'filters': 1, 'kernel_size': 3, 'padding': 'same', 'activation': 'sigmoid'}),
    )


def autoencoder_data(draw, n):
    image = draw.image((n, 8, 8, 1))
    return {'image': image}, {'out': image}


def sequence_to_sequence():
    spec = ModelSpec()
    source, target = spec.input('source', [5], 'int32'), spec.input('target', [4], 'int32')
    embedding = spec.layer('embedding', 'Embedding', input_dim=8, output_dim=4)
    encoder = spec.layer('encoder', 'LSTM', units=5, return_state=True)
    _, h, c = encoder(embedding(source), outputs=3)
    decoder = spec.layer('decoder', 'LSTM', units=5, return_sequences=True)
    decoded = decoder(embedding(target), state=(h, c))
    return spec.outputs(spec.layer('out', 'Dense', units=8, activation='softmax')(decoded))


def translation_data(draw, n):
    x = {'source': draw.integers((n, 5), 8), 'target': draw.integers((n, 4), 8)}
    return x, {'out': draw.integers((n, 4), 8)}


def attention_block():
    spec = ModelSpec()
    x = spec.input('x', [6, 4])
    attended = spec.layer('attention', 'MultiHeadAttention', num_heads=2, key_dim=3)(x, x)
    x = spec.layer('norm_0', 'LayerNormalization')(spec.layer('add_0', 'Add')(x, attended))
    hidden = spec.layer('hidden', 'Dense', units=7, activation='gelu')(x)
    hidden = spec.layer('project', 'Dense', units=4)(hidden)
    x = spec.layer('norm_1', 'LayerNormalization')(spec.layer('add_1', 'Add')(x, hidden))
    x = spec.layer('average', 'GlobalAveragePooling1D')(x)
    return spec.outputs(spec.layer('out', 'Dense', units=3, activation='softmax')(x))


def sequence_classes(draw, n):
    return {'x': draw.uniform((n, 6, 4))}, {'out': draw.integers((n,), 3)}


def optimizer_cases():
    cosine = {'class': 'CosineDecay', 'config': {'initial_learning_rate': 0.001, 'decay_steps': 15,
                                                 'warmup_target': 0.05, 'warmup_steps': 5}}
    optimizers = {
        'sgd-nesterov-clipnorm': ('SGD', {'learning_rate': 0.1, 'momentum': 0.9, 'nesterov': True, 'clipnorm': 0.3}),
        'sgd-global-clipnorm': ('SGD', {'learning_rate': 0.2, 'global_clipnorm': 0.4}),
        'adamw-cosine': ('AdamW', {'learning_rate': cosine, 'weight_decay': 0.05}),
        'adam-amsgrad-clipvalue': ('Adam', {'learning_rate': 0.01, 'amsgrad': True, 'clipvalue': 0.05}),
        'adagrad': ('Adagrad', {'learning_rate': 0.05}),
        'nadam': ('Nadam', {'learning_rate': 0.01}),
        'lion': ('Lion', {'learning_rate': 0.002}),
        'rmsprop-centered': ('RMSprop', {'learning_rate': 0.003, 'centered': True, 'momentum': 0.5}),
    }
    for name, (kind, config) in optimizers.items():
        options = {**CATEGORICAL, 'optimizer': {'class': kind, 'config': config}}
        yield TrainingCase(f'optimizer-{name}', mlp(), MLP_DATA, options)


def fit_cases():
    """`fit` without shuffling: 10 samples in batches of 4, so the last batch of an epoch is short."""
    yield TrainingCase('fit', mlp(), MLP_DATA, CATEGORICAL, fit={'epochs': 2, 'batch_size': 4})
    yield TrainingCase('fit-validation-split', mlp(), MLP_DATA, CATEGORICAL,
                       fit={'epochs': 3, 'batch_size': 4, 'validation_split': 0.3}, samples=17)
    yield TrainingCase('fit-two-outputs', headline(), headline_data, {
        'optimizer': 'rmsprop', 'loss': TWO_BINARY, 'loss_weights': [1.0, 0.2],
        'metrics': {'main_output': ['accuracy'], 'aux_output': ['accuracy']},
    }, fit={'epochs': 2, 'batch_size': 4, 'validation_split': 0.25}, samples=14)
    yield TrainingCase('fit-regularizer', regularised(), MLP_DATA, CATEGORICAL,
                       fit={'epochs': 2, 'batch_size': 4, 'validation_split': 0.3})
    yield TrainingCase('fit-sample-weight', mlp(), MLP_DATA, {**CATEGORICAL, 'weighted_metrics': ['accuracy']},
                       sample_weight=weights_for('dense_2'), fit={'epochs': 2, 'batch_size': 4, 'validation_split': 0.3})
    yield TrainingCase('fit-class-weight', mlp(), MLP_DATA, CATEGORICAL, class_weight={0: 1.0, 1: 3.0, 2: 0.5, 3: 1.0, 4: 2.0},
                       fit={'epochs': 2, 'batch_size': 4, 'validation_split': 0.3})
    yield TrainingCase('fit-batch-norm', batch_normalised(), MLP_DATA, CATEGORICAL,
                       fit={'epochs': 3, 'batch_size': 4, 'validation_split': 0.3})
    yield from callback_cases()


def regularised():
    spec = mlp()
    spec['layers'][0]['config']['kernel_regularizer'] = {'class': 'L2', 'config': {'l2': 0.02}}
    return spec


def batch_normalised():
    return chain(
        ('x', [20]),
        ('dense', 'Dense', {'units': 6, 'use_bias': False}),
        ('norm', 'BatchNormalization', {'momentum': 0.8}),
        ('relu', 'Activation', {'activation': 'relu'}),
        ('dense_2', 'Dense', {'units': 5, 'activation': 'softmax'}),
    )


def callback_cases():
    options = {**CATEGORICAL, 'optimizer': {'class': 'Adam', 'config': {'learning_rate': 0.05}}}
    stop = {'class': 'EarlyStopping', 'config': {'monitor': 'val_loss', 'patience': 2, 'restore_best_weights': True}}
    plateau = {'class': 'ReduceLROnPlateau', 'config': {'monitor': 'val_loss', 'factor': 0.5, 'patience': 1,
                                                        'min_lr': 0.01}}
    for name, callbacks in (('early-stopping', [stop]), ('reduce-on-plateau', [plateau])):
        yield TrainingCase(f'fit-{name}', mlp(), MLP_DATA, options, samples=16, fit={
            'epochs': 12, 'batch_size': 4, 'validation_split': 0.25, 'callbacks': callbacks})
