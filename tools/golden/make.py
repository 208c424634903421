"""Writes the golden fixtures: `python make.py [pattern ...]`, for example `make.py losses 'layers/conv*'`.

Without a pattern everything is written. A pattern without `/` names a whole group.
"""

import fnmatch
import sys

import setup_keras  # noqa: F401  (configures Keras first)
import counts
import layer_cases
import layers
import losses
import metrics
import mnist
import optimizers
import schedules
import training
import training_cases
import writer

GROUPS = {
    'layers': lambda: layers.fixtures(layer_cases.all_cases()),
    'losses': losses.fixtures,
    'metrics': metrics.fixtures,
    'optimizers': optimizers.fixtures,
    'schedules': schedules.fixtures,
    'training': lambda: training.fixtures(training_cases.all_cases()),
    'mnist': mnist.fixtures,
    'counts': counts.fixtures,
}


def main(patterns):
    full = [pattern if '/' in pattern else f'{pattern}/*' for pattern in patterns] or ['*']
    writer.write_versions()
    count = 0
    for group, fixtures in GROUPS.items():
        for name, make in fixtures():
            if any(fnmatch.fnmatch(f'{group}/{name}', pattern) for pattern in full):
                writer.write(group, name, make())
                count += 1
    if count == 0:
        sys.exit(f'make.py: no fixture matches {" ".join(patterns)}. Groups: {", ".join(GROUPS)}.')
    print(f'{count} fixtures written to {writer.OUT}')


if __name__ == '__main__':
    main(sys.argv[1:])
