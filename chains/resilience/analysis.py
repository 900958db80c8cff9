"""The resilience of a projection as a whole."""

from chains.progress import Watch, part, unwatched
from chains.resilience.model import Attack, Resilience
from chains.resilience.reinforcement import reinforcements
from chains.resilience.removal import SAMPLES, robustness
from chains.resilience.sources import Sources
from chains.resilience.weak import fragility, weak_links, weak_points
from chains.structure.classes import Structure

_SHOWN = 20


def resilience(
    structure: Structure,
    sources: Sources,
    *,
    samples: int = SAMPLES,
    watch: Watch = unwatched,
) -> Resilience:
    """R under each kind of removal, the weakest points, and the links that would help.

    Args:
        structure: What is judged.
        sources: Suppliers of stages.
        samples: How many random orders.
        watch: Is told how far it is.
    """
    projection = structure.projection
    attacks = tuple(Attack)
    curves = tuple(
        robustness(
            structure,
            attack,
            samples=samples,
            watch=part(watch, number / (len(attacks) + 1), (number + 1) / (len(attacks) + 1)),
        )
        for number, attack in enumerate(attacks)
    )
    helping = reinforcements(structure, part(watch, len(attacks) / (len(attacks) + 1), 1.0))
    watch(1.0)
    return Resilience(
        vertices=projection.vertices,
        size=len(projection.ids),
        links=len(projection.links),
        curves=curves,
        fragility=fragility(structure.parts),
        points=weak_points(structure, _SHOWN),
        point_count=int(structure.parts.cut.sum()),
        bridges=weak_links(structure, _SHOWN),
        bridge_count=int(structure.parts.bridge.sum()),
        sources=sources.single(),
        reinforcements=helping,
        rule=projection.rule,
    )
