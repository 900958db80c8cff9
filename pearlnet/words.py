"""Words that people see in tables and messages, in Chinese and English (design section 9)."""

from pearlnet.settings import Language

_WORDS: dict[str, tuple[str, str]] = {
    "aliases": ("别名", "also known as"),
    "asset": ("共享要素", "shared asset"),
    "assets": ("共享要素", "shared assets"),
    "blocks": ("网块", "blocks"),
    "broken-ends": ("端点缺失", "missing ends"),
    "class": ("类", "class"),
    "closed": ("同企闭环", "within one enterprise"),
    "conflicts": ("冲突", "conflicts"),
    "count": ("数量", "count"),
    "created": ("新增", "created"),
    "direction": ("方向", "direction"),
    "enterprises": ("企业", "enterprises"),
    "entities": ("实体", "entities"),
    "evidence": ("匹配依据", "evidence"),
    "expected-gain": ("预期提升", "expected gain"),
    "file": ("文件", "file"),
    "fix": ("怎么办", "what to do"),
    "from": ("来源", "source"),
    "how": ("如何计算", "how is this computed"),
    "illustrative": ("示例", "illustrative"),
    "industries": ("行业", "industries"),
    "largest-share": ("最大连通份额 S", "largest component share S"),
    "line": ("成线", "line"),
    "lines": ("线", "lines"),
    "link": ("联结", "link"),
    "links": ("联结", "links"),
    "match": ("匹配结果", "matches"),
    "meaning": ("含义", "meaning"),
    "vocabulary": ("词表", "vocabulary"),
    "model": ("模型", "model"),
    "name": ("名称", "name"),
    "network": ("成网", "network"),
    "no-links": ("没有联结：孤立点", "no links: an isolated point"),
    "no-match": ("暂无可靠匹配", "no confident match"),
    "no-results": ("没有找到", "nothing found"),
    "no-steps": ("没有可提升的单步行动", "no single step would raise it"),
    "number": ("id", "id"),
    "path": ("通往网络的路径", "way to the network"),
    "no-path": ("没有通往网络的路径", "no way to the network"),
    "point": ("孤立点", "point"),
    "position": ("点线网", "position"),
    "progress": ("导入", "importing"),
    "properties": ("属性", "properties"),
    "property": ("属性", "property"),
    "provider": ("供给方", "provider"),
    "regions": ("地区", "regions"),
    "rejected": ("拒绝", "rejected"),
    "relation": ("关系", "relation"),
    "relations": ("关系", "relations"),
    "rule": ("判定规则", "rule"),
    "score": ("得分", "score"),
    "spans": ("跨度", "spans"),
    "stages": ("环节", "stages"),
    "status": ("状态", "status"),
    "step": ("第一步", "first step"),
    "steps": ("下一步行动", "what would raise it"),
    "then": ("之后成为", "becomes"),
    "supply": ("供给", "supply"),
    "total": ("合计", "total"),
    "type": ("类型", "type"),
    "unchanged": ("未变", "unchanged"),
    "updated": ("更新", "updated"),
    "use-case": ("应用案例", "use case"),
    "value": ("值", "value"),
    "joined": ("新增连通", "newly joined"),
    "likelihood": ("同类采用率", "peers that have it"),
}


def word(key: str, language: Language) -> str:
    """The word in that language.

    Raises:
        KeyError: There is no such word; a fault of the program.
    """
    chinese, english = _WORDS[key]
    return chinese if language == "zh" else english
