"""All layer cases, by family."""

from layer_cases import activations, attention, convolution, dense, merging, normalization, pooling, recurrent
from layer_cases import shaping, wrappers

FAMILIES = (
    dense,
    recurrent,
    convolution,
    pooling,
    merging,
    activations,
    normalization,
    shaping,
    attention,
    wrappers,
)


def all_cases():
    cases = [case for family in FAMILIES for case in family.cases()]
    names = [case.name for case in cases]
    assert len(set(names)) == len(names), 'two layer cases share a name'
    return cases
