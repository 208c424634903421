"""The systems of the guide to the functional API at reduced size."""

from spec import ModelSpec, chain
from training import TrainingCase

RMSPROP = {'class': 'RMSprop', 'config': {'learning_rate': 0.003}}
BINARY = {'optimizer': RMSPROP, 'loss': 'binary_crossentropy', 'metrics': ['accuracy']}
CATEGORICAL = {'optimizer': RMSPROP, 'loss': 'categorical_crossentropy', 'metrics': ['accuracy']}
SPARSE = {'optimizer': RMSPROP, 'loss': 'sparse_categorical_crossentropy', 'metrics': ['accuracy']}

TWO_BINARY = ['binary_crossentropy', 'binary_crossentropy']
HEADLINE = {'optimizer': RMSPROP, 'loss': TWO_BINARY, 'loss_weights': [1.0, 0.2]}
ONE_LOSS = 'Beside loss weights Keras 3 wants one loss an output; a single loss for all outputs means the same.'


def cases():
    yield TrainingCase('mlp', mlp(), vectors_to_classes(20, 5, 'dense_2'), {**CATEGORICAL, 'optimizer': 'rmsprop'})
    yield TrainingCase('model-as-layer', model_as_layer(), vectors_to_classes(20, 5, 'mlp'), CATEGORICAL)
    yield TrainingCase('nested-sequential', nested_sequential(), vectors_to_classes(20, 3, 'out'), CATEGORICAL)
    yield TrainingCase('digit-sequence', digit_sequence(), sequence_to_classes, CATEGORICAL)
    yield TrainingCase('headline', headline(), headline_data, HEADLINE, note=ONE_LOSS)
    yield TrainingCase('headline-dict', headline(), headline_data, {
        'optimizer': 'adam',
        'loss': {'main_output': {'class': 'BinaryCrossentropy', 'config': {'label_smoothing': 0.1}},
                 'aux_output': 'mean_squared_error'},
        'loss_weights': {'main_output': 1.0, 'aux_output': 0.2},
        'metrics': {'main_output': ['accuracy'], 'aux_output': ['accuracy', 'mae']}})
    yield TrainingCase('tweet-pair', tweet_pair(), tweet_data, BINARY)
    yield TrainingCase('inception', inception(), images_to_classes(8, 4), SPARSE)
    yield TrainingCase('residual', residual(), images_to_classes(7, 3), SPARSE)
    yield TrainingCase('residual-batch-norm', residual_batch_norm(), images_to_classes(6, 3), SPARSE)
    yield TrainingCase('digit-pair', digit_pair(), digit_pair_data, BINARY)
    yield TrainingCase('vqa', vqa(), vqa_data, SPARSE, samples=6)
    yield TrainingCase('video-qa', video_qa(), video_data, SPARSE, samples=5, batch=3)


def vectors_to_classes(width, classes, output):
    return lambda draw, n: ({'x': draw.uniform((n, width))}, {output: draw.one_hot((n, classes))})


def mlp(name=None):
    return chain(
        ('x', [20]),
        ('dense', 'Dense', {'units': 8, 'activation': 'relu'}),
        ('dense_1', 'Dense', {'units': 8, 'activation': 'relu'}),
        ('dense_2', 'Dense', {'units': 5, 'activation': 'softmax'}),
        name=name,
    )


def model_as_layer():
    spec = ModelSpec()
    x = spec.input('x', [20])
    return spec.outputs(spec.submodel('mlp', mlp('mlp'))(x))


def nested_sequential():
    """A Sequential inside a functional model inside the trained model."""
    tower = {'layers': [
        {'class': 'Dense', 'config': {'units': 7, 'activation': 'tanh', 'name': 'first'}},
        {'class': 'Dense', 'config': {'units': 6, 'activation': 'relu', 'name': 'second'}},
    ]}
    inner = ModelSpec('inner')
    x = inner.input('features', [20])
    inner_json = inner.outputs(inner.layer('tower', 'Sequential', **tower)(x))
    spec = ModelSpec()
    x = spec.input('x', [20])
    hidden = spec.submodel('inner', inner_json)(x)
    return spec.outputs(spec.layer('out', 'Dense', units=3, activation='softmax')(hidden))


def digit_sequence():
    spec = ModelSpec()
    x = spec.input('x', [4, 20])
    spec.declare('mlp', mlp('mlp'))
    inner = {'class': 'Model', 'config': {'submodel': 'mlp'}}
    return spec.outputs(spec.layer('time_distributed', 'TimeDistributed', layer=inner)(x))


def sequence_to_classes(draw, n):
    return {'x': draw.uniform((n, 4, 20))}, {'time_distributed': draw.one_hot((n, 4, 5))}


def headline():
    spec = ModelSpec()
    words = spec.input('main_input', [8], 'int32')
    x = spec.layer('embedding', 'Embedding', input_dim=30, output_dim=6)(words)
    text = spec.layer('lstm', 'LSTM', units=4)(x)
    aux = spec.layer('aux_output', 'Dense', units=1, activation='sigmoid')(text)
    x = spec.layer('concatenate', 'Concatenate')(text, spec.input('aux_input', [5]))
    for i in range(3):
        x = spec.layer(f'dense_{i}', 'Dense', units=8, activation='relu')(x)
    main = spec.layer('main_output', 'Dense', units=1, activation='sigmoid')(x)
    return spec.outputs(main, aux)


def headline_data(draw, n):
    x = {'main_input': draw.integers((n, 8), 30), 'aux_input': draw.uniform((n, 5))}
    target = draw.integers((n, 1), 2).astype('float32')
    return x, {'main_output': target, 'aux_output': target}


def tweet_pair():
    spec = ModelSpec()
    a, b = spec.input('tweet_a', [10, 6]), spec.input('tweet_b', [10, 6])
    shared = spec.layer('shared_lstm', 'LSTM', units=5)
    merged = spec.layer('concatenate', 'Concatenate')(shared(a), shared(b))
    return spec.outputs(spec.layer('same', 'Dense', units=1, activation='sigmoid')(merged))


def tweet_data(draw, n):
    x = {name: draw.one_hot((n, 10, 6)) for name in ('tweet_a', 'tweet_b')}
    return x, {'same': draw.integers((n, 1), 2).astype('float32')}


def convolution(spec, name, filters, size, **config):
    options = {'padding': 'same', 'activation': 'relu', **config}
    return spec.layer(name, 'Conv2D', filters=filters, kernel_size=size, **options)


def inception():
    spec = ModelSpec()
    image = spec.input('image', [8, 8, 3])
    tower_1 = convolution(spec, 'tower_1_3x3', 4, 3)(convolution(spec, 'tower_1_1x1', 4, 1)(image))
    tower_2 = convolution(spec, 'tower_2_5x5', 4, 5)(convolution(spec, 'tower_2_1x1', 4, 1)(image))
    pool = spec.layer('pool', 'MaxPooling2D', pool_size=3, strides=1, padding='same')(image)
    tower_3 = convolution(spec, 'tower_3_1x1', 4, 1)(pool)
    x = spec.layer('concatenate', 'Concatenate')(tower_1, tower_2, tower_3)
    return image_head(spec, x, 4)


def image_head(spec, x, classes):
    x = spec.layer('average', 'GlobalAveragePooling2D')(x)
    return spec.outputs(spec.layer('class', 'Dense', units=classes, activation='softmax')(x))


def images_to_classes(size, classes):
    return lambda draw, n: ({'image': draw.image((n, size, size, 3))}, {'class': draw.integers((n,), classes)})


def residual():
    spec = ModelSpec()
    image = spec.input('image', [7, 7, 3])
    y = spec.layer('conv', 'Conv2D', filters=3, kernel_size=3, padding='same')(image)
    return image_head(spec, spec.layer('add', 'Add')(image, y), 3)


def residual_batch_norm():
    spec = ModelSpec()
    x = convolution(spec, 'stem', 5, 3)(spec.input('image', [6, 6, 3]))
    for i in range(2):
        y = convolution(spec, f'conv_{i}', 5, 3, activation='linear', use_bias=False)(x)
        y = spec.layer(f'norm_{i}', 'BatchNormalization', momentum=0.9)(y)
        x = spec.layer(f'add_{i}', 'Add')(x, spec.layer(f'relu_{i}', 'Activation', activation='relu')(y))
    return image_head(spec, x, 3)


def digit_pair():
    vision = chain(
        ('digit', [9, 9, 1]),
        ('conv_0', 'Conv2D', {'filters': 3, 'kernel_size': 3}),
        ('conv_1', 'Conv2D', {'filters': 4, 'kernel_size': 3}),
        ('pool', 'MaxPooling2D', {'pool_size': 2}),
        ('flatten', 'Flatten', {}),
        name='vision',
    )
    spec = ModelSpec()
    a, b = spec.input('digit_a', [9, 9, 1]), spec.input('digit_b', [9, 9, 1])
    shared = spec.submodel('vision', vision)
    merged = spec.layer('concatenate', 'Concatenate')(shared(a), shared(b))
    return spec.outputs(spec.layer('same', 'Dense', units=1, activation='sigmoid')(merged))


def digit_pair_data(draw, n):
    x = {name: draw.image((n, 9, 9, 1)) for name in ('digit_a', 'digit_b')}
    return x, {'same': draw.integers((n, 1), 2).astype('float32')}


def vision_model():
    """The vision model of visual question answering; 30 pixels are the least that its poolings leave two of."""
    layers = []
    for block, (filters, paddings) in enumerate(
        ((3, ('same', 'valid')), (4, ('same', 'valid')), (5, ('same', 'valid', 'valid')))
    ):
        for i, padding in enumerate(paddings):
            config = {'filters': filters, 'kernel_size': 3, 'activation': 'relu', 'padding': padding}
            layers.append((f'conv_{block}_{i}', 'Conv2D', config))
        layers.append((f'pool_{block}', 'MaxPooling2D', {'pool_size': 2}))
    return chain(('image', [30, 30, 3]), *layers, ('flatten', 'Flatten', {}), name='vision')


def question_layers():
    return (
        ('embedding', 'Embedding', {'input_dim': 12, 'output_dim': 5}),
        ('lstm', 'LSTM', {'units': 6}),
    )


def vqa():
    spec = ModelSpec()
    image = spec.submodel('vision', vision_model())(spec.input('image_input', [30, 30, 3]))
    question = spec.input('question', [7], 'int32')
    for name, kind, config in question_layers():
        question = spec.layer(name, kind, **config)(question)
    merged = spec.layer('concatenate', 'Concatenate')(question, image)
    return spec.outputs(spec.layer('answer', 'Dense', units=6, activation='softmax')(merged))


def vqa_data(draw, n):
    x = {'image_input': draw.image((n, 30, 30, 3)), 'question': draw.integers((n, 7), 12)}
    return x, {'answer': draw.integers((n,), 6)}


def video_qa():
    spec = ModelSpec()
    spec.declare('vision', vision_model())
    frames = spec.input('video', [3, 30, 30, 3])
    inner = {'class': 'Model', 'config': {'submodel': 'vision'}}
    encoded = spec.layer('frames', 'TimeDistributed', layer=inner)(frames)
    encoded = spec.layer('video_lstm', 'LSTM', units=6)(encoded)
    encoder = chain(('words', [7], 'int32'), *question_layers(), name='question_encoder')
    question = spec.submodel('question_encoder', encoder)(spec.input('video_question', [7], 'int32'))
    merged = spec.layer('concatenate', 'Concatenate')(encoded, question)
    return spec.outputs(spec.layer('answer', 'Dense', units=6, activation='softmax')(merged))


def video_data(draw, n):
    x = {'video': draw.image((n, 3, 30, 30, 3)), 'video_question': draw.integers((n, 7), 12)}
    return x, {'answer': draw.integers((n,), 6)}
