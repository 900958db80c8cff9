"""What people see for the parts of a score."""

from matcher.fusion.inputs import BEST, PLACE, SHARE, TOGETHER
from matcher.fusion.scorers import BASE
from ontology.model import Text

_PARTS = {
    "bm25": ("词面", "words"),
    "characters": ("字符", "spelling"),
    "dense": ("语义", "meaning"),
    "graph": ("图谱", "graph"),
    "scenarios": ("共有场景", "scenarios shared"),
    "technologies": ("共有技术", "technologies shared"),
    "standards": ("共有标准", "standards shared"),
    "industries": ("共有行业", "industries shared"),
    "skills": ("共有技能", "skills shared"),
    "category": ("类别相近", "nearness to its category"),
    "form": ("形态相近", "nearness to its form"),
    "language": ("共同语言", "language in common"),
    "candidate_words": ("候选篇幅", "length of the candidate"),
    "query_words": ("查询篇幅", "length of the query"),
    "conditions": ("条件", "conditions"),
    TOGETHER: ("各法合计", "all together"),
    BASE: ("基准", "base rate"),
}
_KINDS = {
    SHARE: ("{}相对最佳", "{}, against the best"),
    BEST: ("{}最佳命中", "best hit by {}"),
    PLACE: ("{}名次", "place by {}"),
}


def part_label(name: str) -> Text:
    """The words for a part of a score.

    Raises:
        KeyError: There are none; add them above.
    """
    part, _, kind = name.partition("-")
    zh, en = _PARTS[part]
    if kind:
        zh, en = (shape.format(word) for shape, word in zip(_KINDS[kind], (zh, en), strict=True))
    return Text({"zh": zh, "en": en})
