"""What the constraints of SHACL mean, where a shape has no message of its own."""

from collections.abc import Mapping

_MEANINGS: Mapping[str, tuple[str, str]] = {
    "And": ("不满足所要求的全部形状", "does not fit all the shapes that it must fit"),
    "Class": ("不是所要求的类的实体", "is no entity of the class that is asked for"),
    "Closed": ("有形状不允许的属性", "has a property that the shape does not allow"),
    "Datatype": ("数据类型不对", "is not of the datatype that is asked for"),
    "Disjoint": ("两个属性不应有相同的值", "is a value of another property that must differ"),
    "Equals": ("两个属性的值应相同", "is not a value of the property that must be equal"),
    "HasValue": ("缺少所要求的值", "lacks the value that is asked for"),
    "In": ("不在允许的值之列", "is none of the values that are allowed"),
    "LanguageIn": ("语言不在允许之列", "is in none of the languages that are allowed"),
    "LessThan": ("应小于另一属性的值", "is not less than the value of another property"),
    "LessThanOrEquals": ("不应大于另一属性的值", "is greater than the value of another property"),
    "MaxCount": ("值过多", "has more values than are allowed"),
    "MaxExclusive": ("应小于上限", "is not below the limit"),
    "MaxInclusive": ("超过上限", "is above the limit"),
    "MaxLength": ("过长", "is too long"),
    "MinCount": ("值不够", "has fewer values than are asked for"),
    "MinExclusive": ("应大于下限", "is not above the limit"),
    "MinInclusive": ("低于下限", "is below the limit"),
    "MinLength": ("过短", "is too short"),
    "Node": ("不符合所要求的形状", "does not fit the shape that it must fit"),
    "NodeKind": ("值的种类不对", "is not of the kind of node that is asked for"),
    "Not": ("符合了不应符合的形状", "fits a shape that it must not fit"),
    "Or": ("不符合任何一个可选的形状", "fits none of the shapes of which it must fit one"),
    "Pattern": ("格式不符", "does not match the pattern"),
    "QualifiedMaxCount": ("符合形状的值过多", "has too many values that fit the shape"),
    "QualifiedMinCount": ("符合形状的值不够", "has too few values that fit the shape"),
    "SPARQL": ("违反以 SPARQL 写的规则", "breaks a rule that is written in SPARQL"),
    "UniqueLang": ("同一语言有多个值", "has several values in one language"),
    "Xone": ("应恰好符合其中一个形状", "does not fit exactly one of the shapes"),
}


def chinese(constraint: str, otherwise: str) -> str:
    """What it means in Chinese; of one that is not known, what is said otherwise."""
    known = _MEANINGS.get(constraint)
    return known[0] if known else otherwise or f"不符合约束 {constraint}"


def english(constraint: str) -> str:
    """What it means in English."""
    known = _MEANINGS.get(constraint)
    return known[1] if known else f"does not meet the constraint {constraint}"
