"""Writes fixtures: compact JSON in which every array is `{shape, dtype, base64}` (little-endian raw bytes)."""

import base64
import datetime
import json
import os
import pathlib
import platform

import jax
import numpy as np

from setup_keras import keras

OUT = pathlib.Path(
    os.environ.get('GOLDEN_OUT', pathlib.Path(__file__).resolve().parents[2] / 'fixtures' / 'golden')
)


def array(values):
    """Encodes values as a float32 or int32 array; booleans become int32 zeros and ones."""
    values = np.asarray(values)
    dtype = 'float32' if np.issubdtype(values.dtype, np.floating) else 'int32'
    raw = np.ascontiguousarray(values.astype('<f4' if dtype == 'float32' else '<i4')).tobytes()
    return {'shape': list(values.shape), 'dtype': dtype, 'base64': base64.b64encode(raw).decode('ascii')}


def arrays(values):
    """Encodes a list; `None` stays null."""
    return [None if value is None else array(value) for value in values]


def scalar(value):
    """A float32 as the shortest decimal that reads back as the same float32."""
    return float(np.format_float_scientific(np.float32(value), unique=True))


def scalars(values):
    return [scalar(value) for value in values]


def write(group, name, fixture):
    path = OUT / group / f'{name}.json'
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(fixture, separators=(',', ':'), ensure_ascii=False)
    path.write_text(text + '\n', encoding='utf-8')


def write_versions():
    """Records the versions; the date stays while they stay, so that a second run changes nothing."""
    path = OUT / 'versions.json'
    versions = {
        'keras': keras.__version__,
        'backend': 'jax',
        'jax': jax.__version__,
        'numpy': np.__version__,
        'python': platform.python_version(),
        'floatx': keras.config.floatx(),
    }
    old = json.loads(path.read_text()) if path.exists() else {}
    same = {key: old.get(key) for key in versions} == versions
    versions['date'] = old['date'] if same else datetime.date.today().isoformat()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(versions, indent=2) + '\n')
