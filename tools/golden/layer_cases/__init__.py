"""All layer cases, by family."""

from layer_cases import activations, attention, convolution, dense, masks, merging, normalization, pooling
from layer_cases import recurrent, shaping, wrappers

FAMILIES = (
    dense,
    recurrent,
    convolution,
    pooling,
    merging,
    activations,
    normalization,
    shaping,
    masks,
    attention,
    wrappers,
)


def all_cases():
    cases = [case for family in FAMILIES for case in family.cases()]
    names = [case.name for case in cases]
    assert len(set(names)) == len(names), 'two layer cases share a name'
    return cases
