"""Shows how far two sets of fixtures differ: `python compare.py A B [limit]`, largest first.

The difference of two arrays is max |a - b| / max |a|. Run against fixtures of `GOLDEN_FLOATX=float64` it tells how much of a
number is float32 rounding, and so which tolerance a test may ask for.
"""

import base64
import json
import pathlib
import sys

import numpy as np


def numbers(value, path=''):
    """Yields (path, array) for each encoded array, number and list of numbers in a fixture."""
    if isinstance(value, dict) and 'base64' in value:
        dtype = '<f4' if value['dtype'] == 'float32' else '<i4'
        yield path, np.frombuffer(base64.b64decode(value['base64']), dtype).astype('float64')
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from numbers(item, f'{path}.{key}')
    elif isinstance(value, list) and value and all(isinstance(item, (int, float)) for item in value):
        yield path, np.array(value, 'float64')
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from numbers(item, f'{path}[{index}]')
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield path, np.array([value], 'float64')


def differences(first, second):
    pairs = dict(numbers(second))
    for path, a in numbers(first):
        b = pairs[path]
        if a.size:
            scale = np.max(np.abs(a)) or 1.0
            yield float(np.max(np.abs(a - b)) / scale), path


def main(first, second, limit='40'):
    rows = []
    for path in sorted(pathlib.Path(second).rglob('*.json')):
        name = path.relative_to(second)
        original = pathlib.Path(first) / name
        if name.name != 'versions.json' and original.exists():
            pair = json.loads(original.read_text()), json.loads(path.read_text())
            rows.append((*max(differences(*pair), default=(0.0, '')), str(name)))
    for difference, where, name in sorted(rows, reverse=True)[: int(limit)]:
        print(f'{difference:9.2e}  {name}  {where}')
    print(f'{len(rows)} fixtures compared')


if __name__ == '__main__':
    main(*sys.argv[1:])
