"""Words of the report on paper, in Chinese and English; what a figure means stands beside it."""

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("数据质量报告", "Data quality report"),
    "as-of": ("截至", "as of"),
    "changed": (
        "读取期间图谱有改动，各项数字可能不对应同一时刻。",
        "The graph was written to meanwhile; the figures may not be of one moment.",
    ),
    "scope": ("范围", "scope"),
    "everything": ("全部类", "all classes"),
    "entities": ("实体", "entities"),
    "relations": ("关系", "relations"),
    "illustrative": ("示例", "illustrative 示例"),
    "examples-out": (
        "示例记录只计数，不进入其他任何数字；一端为示例的关系也不计。",
        (
            "Records marked as examples are counted here and enter no other figure, nor do "
            "relations with one at an end."
        ),
    ),
    "examples-in": (
        "示例记录与其他记录同样计入。",
        "Records marked as examples count as others.",
    ),
    "overview": ("各类概览", "Classes at a glance"),
    "class": ("类", "class"),
    "completeness": ("完整度", "completeness"),
    "completeness-how": (
        (
            "完整度：各属性有值的实体所占比例的平均，每个属性权重相同；必填完整度只计必填属性。"
            "双语：有文本的实体中，中英文俱全的比例。关系：至少有一条该类关系的实体比例。"
        ),
        (
            "Completeness is the mean, over the properties of a class, of the share of its "
            "entities that have a value, each property weighing the same; that of required "
            "fields takes those alone. Translated: of entities with the text, those that have it "
            "in Chinese and in English. Relations: entities with at least one of the type."
        ),
    ),
    "required": ("必填完整度", "required fields"),
    "is-required": ("必填", "required"),
    "orphans": ("无关系", "without relations"),
    "orphans-how": (
        (
            "“无关系”指没有任何关系的实体。行业、技术、标准、地区等参考数据暂时无人引用，"
            "本身不是缺陷；需求、供给、企业、应用案例若无关系，则无法参与匹配与成链，应予补充。"
        ),
        (
            "Without relations means that no relation of any type begins or ends at the entity. "
            "Reference data such as industries, technologies, standards and regions that nobody "
            "refers to yet are no defect by themselves; a demand, supply, enterprise or use case "
            "without relations can neither be matched nor join a chain, and should be completed."
        ),
    ),
    "property": ("属性", "property"),
    "filled": ("有值", "filled"),
    "zh": ("中文", "Chinese"),
    "en": ("英文", "English"),
    "translated": ("双语", "translated"),
    "relation": ("关系", "relation"),
    "direction": ("方向", "direction"),
    "out": ("指出", "leaves"),
    "in": ("指入", "reaches"),
    "linked": ("有关系", "linked"),
    "details": ("逐项明细", "Field by field"),
    "conflicts": ("来源冲突", "Conflicts between sources"),
    "conflicts-how": (
        ("各来源最近一次的说法与现行值不同，即为冲突；现行值由来源优先级决定，未采用的值仍保留。"),
        (
            "Sources whose latest words on a field differ are in conflict. Priority decides "
            "which value stands; the other is kept and can be seen."
        ),
    ),
    "kept-source": ("采用的来源", "kept source"),
    "lost-source": ("未采用的来源", "other source"),
    "count": ("数量", "count"),
    "examples": ("例如", "such as"),
    "instead-of": ("，而非 ", " instead of "),
    "hidden": ("受限，不显示", "restricted, not shown"),
    "duplicates": ("完全重复", "Exact duplicates"),
    "duplicates-how": (
        (
            "同类实体中，全部属性值相同，或名称、代码相同（不计全半角、大小写与空格）。"
            "名称相同未必是同一事物（如各地同名的区县），须人工判断。"
        ),
        (
            "Entities of one class with every value equal, or with one name or code (width, "
            "letter case and blanks aside). One name may be borne by two things, as districts "
            "do; a person decides."
        ),
    ),
    "probable": ("疑似重复", "Probable duplicates"),
    "probable-how": (
        "疑似重复由名称、代码、地区和关联推断，见 pearlnet duplicates；由数据管理员判定。",
        (
            "Probable duplicates are inferred from names, codes, places and relations; see "
            "pearlnet duplicates. A steward decides."
        ),
    ),
    "merge": ("可合并（对）", "pairs to merge"),
    "review": ("待审（对）", "pairs to review"),
    "all": ("全部属性", "every value"),
    "by": ("依据", "by"),
    "groups": ("组数", "groups"),
    "surplus": ("多余记录", "surplus records"),
    "freshness": ("时效", "Freshness"),
    "freshness-how": (
        "数值的时龄为录入日期（UTC）至今的天数。晚于今天的时间单独计数，表明某处时钟有误。",
        (
            "The age of a value is the number of days since it was brought (UTC). Times after "
            "today are counted apart: some clock is wrong."
        ),
    ),
    "values": ("数值", "values"),
    "source": ("来源", "source"),
    "unknown-source": ("来源不明", "source unknown"),
    "newest": ("最新", "newest"),
    "oldest": ("最早", "oldest"),
    "median-age": ("时龄中位数（天）", "median age (days)"),
    "old": ("超过 365 天", "over 365 days"),
    "future": ("晚于今天", "in the future"),
    "undated": ("无时间", "no time"),
    "overdue": ("已过期限", "Past their dates"),
    "overdue-how": (
        "截止日期已过而未落地、未关闭的需求；有效期已过的荣誉。",
        (
            "Demands past their due date that are neither fulfilled nor closed; honours that "
            "expired."
        ),
    ),
    "past": ("已过期", "past"),
    "violations": ("不合规则", "Against the rules"),
    "violations-how": (
        "按当前本体校验已入库数据；本体更改前导入的数据可能不再合规。",
        (
            "Stored data held to the ontology of today; what was imported before it changed may "
            "no longer fit."
        ),
    ),
    "code": ("代码", "code"),
    "sources": ("来源", "Sources"),
    "sources-how": (
        (
            "唯一来源：没有其他来源提到的部分，移除该来源即消失。胜、"
            "负：冲突中被采用与未被采用的次数。"
        ),
        (
            "Only source: what no other source says, and what would vanish if it were removed. "
            "Won and lost: conflicts in which its value stands, and does not."
        ),
    ),
    "priority": ("优先级", "priority"),
    "only-entities": ("唯一来源的实体", "entities, only source"),
    "only-fields": ("唯一来源的值", "values, only source"),
    "only-relations": ("唯一来源的关系", "relations, only source"),
    "won": ("胜", "won"),
    "lost": ("负", "lost"),
    "confidence": ("平均置信度", "mean confidence"),
    "none": ("无", "none"),
}


def word(key: str, language: str) -> str:
    """The word in Chinese for ``zh``, else in English.

    Raises:
        KeyError: There is no such word; a fault of the program.
    """
    chinese, english = _WORDS[key]
    return chinese if language == "zh" else english
