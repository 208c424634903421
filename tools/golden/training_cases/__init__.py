"""All training cases."""

from training_cases import options, systems


def all_cases():
    return [*systems.cases(), *options.cases(), *options.fit_cases()]
