"""Group `counts/`: parameter counts of the systems at the size of the guide, and Keras's printed summaries."""

import functools

from setup_keras import keras
from spec import ModelSpec, chain, make_model
from training_cases.systems import convolution

WORDS, QUESTION, CLASSES = 10_000, 100, 1000


def fixtures():
    for name, (spec, expected) in SYSTEMS.items():
        yield name, functools.partial(count, spec, expected)
    for name, (spec, options) in SUMMARIES.items():
        yield f'summary-{name}', functools.partial(summary, spec, options)


def count(make_spec, expected):
    keras.backend.clear_session()
    spec = make_spec()
    model = make_model(spec)
    total = model.count_params()
    assert total == expected, f'{total} parameters, the guide has {expected}'
    return {'kind': 'counts', 'model': spec, 'total': total, 'layers': {
        layer.name: layer.count_params() for layer in model.layers
    }}


def summary(make_spec, options):
    """The text of `model.summary()`, 98 columns wide. `compiled` prints with Adam's variables built."""
    keras.backend.clear_session()
    spec = make_spec()
    model = make_model(spec)
    options = dict(options)
    compiled = options.pop('compiled', False)
    if compiled:
        model.compile(optimizer='adam', loss='mse')
        model.optimizer.build(model.trainable_variables)
    lines = []
    model.summary(line_length=98, print_fn=lambda line, **_: lines.append(line), **options)
    return {'kind': 'summary', 'model': spec, 'lineLength': 98, 'compiled': compiled, 'options': options,
            'text': '\n'.join(lines)}


def mlp(name=None):
    return chain(
        ('input', [784]),
        ('dense', 'Dense', {'units': 64, 'activation': 'relu'}),
        ('dense_1', 'Dense', {'units': 64, 'activation': 'relu'}),
        ('dense_2', 'Dense', {'units': 10, 'activation': 'softmax'}),
        name=name or 'mlp',
    )


def model_as_layer():
    spec = ModelSpec('outer')
    x = spec.input('x', [784])
    return spec.outputs(spec.submodel('mlp', mlp())(x))


def digit_sequence():
    spec = ModelSpec('digit_sequence')
    spec.declare('mlp', mlp())
    inner = {'class': 'Model', 'config': {'submodel': 'mlp'}}
    return spec.outputs(spec.layer('time_distributed', 'TimeDistributed', layer=inner)(spec.input('x', [20, 784])))


def headline():
    spec = ModelSpec('headline')
    words = spec.input('main_input', [100], 'int32')
    x = spec.layer('embedding', 'Embedding', input_dim=WORDS, output_dim=512)(words)
    text = spec.layer('lstm', 'LSTM', units=32)(x)
    aux = spec.layer('aux_output', 'Dense', units=1, activation='sigmoid')(text)
    x = spec.layer('concatenate', 'Concatenate')(text, spec.input('aux_input', [5]))
    for name in ('dense', 'dense_1', 'dense_2'):
        x = spec.layer(name, 'Dense', units=64, activation='relu')(x)
    main = spec.layer('main_output', 'Dense', units=1, activation='sigmoid')(x)
    return spec.outputs(main, aux)


def tweet_pair():
    spec = ModelSpec('tweet_pair')
    a, b = spec.input('tweet_a', [140, 256]), spec.input('tweet_b', [140, 256])
    shared = spec.layer('lstm', 'LSTM', units=64)
    merged = spec.layer('concatenate', 'Concatenate')(shared(a), shared(b))
    return spec.outputs(spec.layer('dense', 'Dense', units=1, activation='sigmoid')(merged))


def inception():
    spec = ModelSpec('inception')
    image = spec.input('image', [256, 256, 3])
    tower_1 = convolution(spec, 'conv2d_1', 64, 3)(convolution(spec, 'conv2d', 64, 1)(image))
    tower_2 = convolution(spec, 'conv2d_3', 64, 5)(convolution(spec, 'conv2d_2', 64, 1)(image))
    pool = spec.layer('max_pooling2d', 'MaxPooling2D', pool_size=3, strides=1, padding='same')(image)
    tower_3 = convolution(spec, 'conv2d_4', 64, 1)(pool)
    return spec.outputs(spec.layer('concatenate', 'Concatenate')(tower_1, tower_2, tower_3))


def residual():
    spec = ModelSpec('residual')
    x = spec.input('image', [256, 256, 3])
    y = spec.layer('conv2d', 'Conv2D', filters=3, kernel_size=3, padding='same')(x)
    return spec.outputs(spec.layer('add', 'Add')(x, y))


def digit_vision():
    return chain(
        ('digit', [27, 27, 1]),
        ('conv2d', 'Conv2D', {'filters': 64, 'kernel_size': 3}),
        ('conv2d_1', 'Conv2D', {'filters': 64, 'kernel_size': 3}),
        ('max_pooling2d', 'MaxPooling2D', {'pool_size': 2}),
        ('flatten', 'Flatten', {}),
        name='vision',
    )


def digit_pair():
    spec = ModelSpec('digit_pair')
    a, b = spec.input('digit_a', [27, 27, 1]), spec.input('digit_b', [27, 27, 1])
    shared = spec.submodel('vision', digit_vision())
    merged = spec.layer('concatenate', 'Concatenate')(shared(a), shared(b))
    return spec.outputs(spec.layer('dense', 'Dense', units=1, activation='sigmoid')(merged))


def vision():
    layers, index = [], 0
    for block, (filters, paddings) in enumerate(
        ((64, ('same', 'valid')), (128, ('same', 'valid')), (256, ('same', 'valid', 'valid')))
    ):
        for padding in paddings:
            config = {'filters': filters, 'kernel_size': 3, 'activation': 'relu', 'padding': padding}
            layers.append((f'conv2d_{index}' if index else 'conv2d', 'Conv2D', config))
            index += 1
        name = f'max_pooling2d_{block}' if block else 'max_pooling2d'
        layers.append((name, 'MaxPooling2D', {'pool_size': 2}))
    return chain(('image', [224, 224, 3]), *layers, ('flatten', 'Flatten', {}), name='vision')


def question_encoder():
    return chain(
        ('words', [QUESTION], 'int32'),
        ('embedding', 'Embedding', {'input_dim': WORDS, 'output_dim': 256}),
        ('lstm', 'LSTM', {'units': 256}),
        name='question_encoder',
    )


def vqa():
    spec = ModelSpec('vqa')
    image = spec.submodel('vision', vision())(spec.input('image_input', [224, 224, 3]))
    question = spec.submodel('question_encoder', question_encoder())(spec.input('question', [QUESTION], 'int32'))
    merged = spec.layer('concatenate', 'Concatenate')(question, image)
    return spec.outputs(spec.layer('dense', 'Dense', units=CLASSES, activation='softmax')(merged))


def video_qa():
    spec = ModelSpec('video_qa')
    spec.declare('vision', vision())
    inner = {'class': 'Model', 'config': {'submodel': 'vision'}}
    frames = spec.layer('time_distributed', 'TimeDistributed', layer=inner)(spec.input('video', [100, 224, 224, 3]))
    encoded = spec.layer('lstm_1', 'LSTM', units=256)(frames)
    encoder = spec.submodel('question_encoder', question_encoder())
    question = encoder(spec.input('video_question', [QUESTION], 'int32'))
    merged = spec.layer('concatenate', 'Concatenate')(encoded, question)
    return spec.outputs(spec.layer('dense', 'Dense', units=CLASSES, activation='softmax')(merged))


def small_batch_norm():
    """Trainable, frozen and non-trainable parameters beside each other, with long names."""
    spec = ModelSpec('small_batch_norm')
    x = spec.input('image', [8, 8, 3])
    x = spec.layer('a_convolution_with_a_rather_long_name', 'Conv2D', filters=4, kernel_size=3)(x)
    x = spec.layer('norm', 'BatchNormalization')(x)
    x = spec.layer('frozen', 'Conv2D', trainable=False, filters=2, kernel_size=1)(x)
    x = spec.layer('average', 'GlobalAveragePooling2D')(x)
    return spec.outputs(spec.layer('dense', 'Dense', units=1)(x))


SYSTEMS = {
    'mlp': (mlp, 55_050),
    'model-as-layer': (model_as_layer, 55_050),
    'digit-sequence': (digit_sequence, 55_050),
    'headline': (headline, 5_200_610),
    'tweet-pair': (tweet_pair, 82_305),
    'inception': (inception, 140_160),
    'residual': (residual, 84),
    'digit-pair-vision': (digit_vision, 37_568),
    'digit-pair': (digit_pair, 53_057),
    'vqa-vision': (vision, 1_735_488),
    'vqa-question-encoder': (question_encoder, 3_085_312),
    'vqa': (vqa, 165_077_800),
    'video-qa': (video_qa, 169_436_968),
}
SUMMARIES = {
    'mlp': (mlp, {}),
    'mlp-compiled': (mlp, {'compiled': True}),
    'headline': (headline, {}),
    'tweet-pair': (tweet_pair, {}),
    'vqa-vision': (vision, {}),
    'digit-pair': (digit_pair, {}),
    'digit-pair-expanded': (digit_pair, {'expand_nested': True}),
    'batch-norm': (small_batch_norm, {}),
    'batch-norm-trainable': (small_batch_norm, {'show_trainable': True}),
    'headline-trainable': (headline, {'show_trainable': True}),
}
