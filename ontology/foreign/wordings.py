"""What findings about a foreign ontology mean, and what to do, in both languages."""

from collections.abc import Mapping

from ontology.model import Text


def _text(zh: str, en: str) -> Text:
    return Text({"zh": zh, "en": en})


WORDINGS: Mapping[str, Text] = {
    "ANNOTATION_PROPERTY": _text(
        "注释属性不进入模型；需要录入其值时请改为 owl:DatatypeProperty",
        "annotation properties are no part of the model; to record their values, declare an "
        "owl:DatatypeProperty",
    ),
    "CHARACTERISTIC_KEPT": _text(
        "关系的这一特性不参与校验和推理", "this characteristic of relations is not enforced"
    ),
    "CIRCLE_OF_BROADER": _text(
        "概念的上位词绕成了圈；请断开其中一条 skos:broader",
        "concepts are broader than themselves; break the circle of skos:broader",
    ),
    "CLASS_IMPLIED": _text(
        "被引用而未声明的类，按类收入；请把声明它的文件放进同一文件夹",
        "a class that is named but not declared, taken as a class; put the file that declares it "
        "into the folder",
    ),
    "COLLECTION_KEPT": _text(
        "skos:Collection 分组只留在存档中，不导入",
        "groups of concepts (skos:Collection) stay in the stored file; they are not imported",
    ),
    "CONCEPTS_ARE_DATA": _text(
        "概念作为实体另行导入：先用 `pearlnet ontology show 名称 --mapping` 写出映射，"
        "再用 `pearlnet import 文件 --mapping 映射`",
        "concepts become entities by an import of their own: `pearlnet ontology show NAME "
        "--mapping` writes the mapping for `pearlnet import FILE --mapping MAPPING`",
    ),
    "CONCEPT_NOT_NAMED": _text(
        "概念没有中文或英文标签，导入为实体时会被拒绝；请补上",
        "concepts without a label in zh or en are refused when imported as entities; add one",
    ),
    "CONCEPT_TYPE": _text(
        "skos:Concept 的子类：其成员是词表中的词，不是实体",
        "classes below skos:Concept: what they hold are terms of a vocabulary, not entities",
    ),
    "DATATYPE_AS_TEXT": _text(
        "模型没有这种数据类型，按文本保存", "the model has no such datatype; kept as text"
    ),
    "DEFINITION_AS_CONDITIONS": _text(
        "等价定义只取其必要条件，不据此自动归类",
        "a definition is read as what holds of its class; nothing is classified by it",
    ),
    "DEPRECATED": _text("文件标为弃用，仍收入", "the file marks it as deprecated; it is taken"),
    "DISJOINT_KEPT": _text(
        "互斥声明不作校验（每个实体本来只属一个类）",
        "disjointness is not checked; an entity has one class anyway",
    ),
    "DOMAIN_LACKING": _text(
        "没有 rdfs:domain，也没有类的限制用到它，因此不属于任何类；请补上 rdfs:domain",
        "on no class, for it has no rdfs:domain and no class restricts it; add rdfs:domain",
    ),
    "DOMAINS_AS_ALTERNATIVES": _text(
        "多个 rdfs:domain 或 rdfs:range 按「其中之一」读取（OWL 的本义是同时满足）",
        "several rdfs:domain or rdfs:range are read as alternatives; in OWL all hold at once",
    ),
    "EQUIVALENT_AS_SUBCLASS": _text(
        "与另一具名类等价，按其子类收入", "a class that equals another is taken as its subclass"
    ),
    "EXPRESSION_KEPT": _text(
        "模型表达不了的类表达式，只留在存档中",
        "a class expression that the model cannot say; it stays in the stored file",
    ),
    "FILE_NOT_RDF": _text("不是 RDF 的 XML 文件，未读取", "an XML file that is not RDF; not read"),
    "GRAPHS_AS_ONE": _text("命名图合并为一个读取", "named graphs are read as one"),
    "HEADER_KEPT": _text(
        "本体的说明信息（版本、许可等），留在存档中",
        "what the ontology says of itself, such as version and licence, stays in the stored file",
    ),
    "IMPORT_MISSING": _text(
        "owl:imports 的本体不在所给文件夹中，也未收录；不会联网下载，请放进文件夹后再来",
        "an owl:imports that is neither in the folder nor added; nothing is fetched, so put the "
        "file into the folder and add again",
    ),
    "INDIVIDUALS_ARE_DATA": _text(
        "个体是数据，不是本体：先用 `pearlnet ontology show 名称 --mapping` 写出映射，"
        "再用 `pearlnet import 文件 --mapping 映射`",
        "individuals are data: `pearlnet ontology show NAME --mapping` writes the mapping for "
        "`pearlnet import FILE --mapping MAPPING`",
    ),
    "KIND_GUESSED": _text(
        "没说是属性还是关系，也没有值域，按文本属性收入",
        "neither its kind nor its range is stated; taken as a property with text",
    ),
    "LABEL_LACKING": _text(
        "没有标签，以名称代替；请补 rdfs:label", "no label; the name stands in, add rdfs:label"
    ),
    "LABEL_WITHOUT_LANGUAGE": _text(
        "标签没有语言标记，两种语言都以它显示；请标注 @zh 或 @en",
        "the label has no language and is shown in both; tag it @zh or @en",
    ),
    "LANGUAGE_LACKING": _text(
        "缺少这种语言的标签，以另一种语言显示；请补上",
        "no label in this language; another one is shown, add it",
    ),
    "LEAST_KEPT": _text(
        "关系至少有几个的要求不作校验", "how many relations there are at least is not enforced"
    ),
    "METACLASS_KEPT": _text(
        "上位类是语言自身的类，略去", "a superclass that is a class of the language; left out"
    ),
    "MOST_KEPT": _text(
        "数量上限大于一，或是关系的数量上限，不作校验",
        "a limit of more than one value, or of relations, is not enforced",
    ),
    "NAMED_ANEW": _text(
        "名称已被占用、不合 GraphQL 与 Cypher 的命名规则或是编号，改用此名；IRI 不变",
        "its own name is taken, unfit for GraphQL and Cypher, or a code; it is called so, and "
        "keeps its IRI",
    ),
    "PREDICATE_KEPT": _text(
        "模型不用的说明，留在存档中",
        "a statement that the model does not use; it stays in the stored file",
    ),
    "PROPERTY_IMPLIED": _text(
        "限制中用到而未声明的属性，按用法收入；请把声明它的文件放进同一文件夹",
        "a property that restrictions use but no file declares, taken as they use it; put the "
        "file that declares it into the folder",
    ),
    "PUNNED": _text("同一 IRI 身兼两种角色，取第一种", "one IRI in two roles; the first is taken"),
    "RANGE_NARROWED": _text(
        "子类上更窄的值域不作校验", "a narrower range on a subclass is not enforced"
    ),
    "SELF_SUBCLASS": _text("自己是自己的子类，略去", "a subclass of itself; left out"),
    "SHAPE_KEPT": _text(
        "模型读不了的 SHACL 约束，留在存档中",
        "a SHACL constraint that the model cannot say; it stays in the stored file",
    ),
    "SUBPROPERTY_KEPT": _text(
        "属性之间的上下位不用于推理，只借用其定义域和值域",
        "that a property is below another is not reasoned with; domain and range are inherited",
    ),
    "TRIPLE_TERM_LOST": _text(
        "以三元组为主语或宾语的陈述（RDF 1.2）既不读取也不保存",
        "statements about statements (RDF 1.2) are neither read nor stored",
    ),
    "TYPE_KEPT": _text(
        "模型不用的公理，留在存档中", "axioms that the model does not use stay in the stored file"
    ),
    "UNTYPED_KEPT": _text(
        "没有 rdf:type 的主语，留在存档中", "subjects without rdf:type stay in the stored file"
    ),
}
