"""A set of actions within a budget that raises C' most."""

from collections.abc import Mapping, Sequence

from chains.actions.gains import State, log_value, value
from chains.actions.model import Action, ActionKind, Plan
from chains.actions.selection import OPTIMUM_UP_TO, lazy_greedy, optimum

_Key = tuple[str, str, str, str]


def plan_of(state: State, actions: Mapping[ActionKind, Sequence[Action]], budget: float) -> Plan:
    """The plan by lazy greedy; a move that stands under two kinds is taken once.

    The optimum is computed as well where there are few moves.
    """
    moves: dict[_Key, Action] = {}
    for kind in ActionKind:
        for action in actions[kind]:
            moves.setdefault(action.key, action)
    costs = {key: action.cost for key, action in moves.items()}

    def objective(keys: Sequence[_Key]) -> float:
        return log_value(state, [moves[key] for key in keys])

    found = lazy_greedy(costs, objective, budget)
    best = optimum(costs, objective, budget) if len(costs) <= OPTIMUM_UP_TO else None
    chosen = tuple(moves[key] for key in found.chosen)
    return Plan(
        actions=chosen,
        budget=budget,
        spent=sum(action.cost for action in chosen),
        completeness=value(state, chosen),
        optimum=value(state, [moves[key] for key in best.chosen]) if best else None,
        evaluations=found.evaluations,
    )
