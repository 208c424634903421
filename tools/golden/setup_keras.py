"""Configures Keras before anything imports it: the JAX backend on the CPU, one float type throughout.

`GOLDEN_FLOATX=float64` computes everything in double precision from the same float32 inputs; `compare.py` then shows how
much of a fixture is rounding.
"""

import os

FLOATX = os.environ.get('GOLDEN_FLOATX', 'float32')

os.environ['KERAS_BACKEND'] = 'jax'
os.environ['JAX_PLATFORMS'] = 'cpu'
os.environ['COLUMNS'] = '98'  # Keras prints a summary no wider than the console
os.environ['JAX_ENABLE_X64'] = '1' if FLOATX == 'float64' else '0'

import keras  # noqa: E402  (the variables above must be set first)

keras.config.set_floatx(FLOATX)
