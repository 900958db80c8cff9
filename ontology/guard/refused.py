"""Why a document is not given to a parser."""


class Refused(Exception):
    """It is malformed, or holds what it should not.

    Attributes:
        line: Where, from 1.
        what: What is wrong.
        advice: What to do; empty if the file is simply to be corrected.
    """

    def __init__(self, line: int, what: str, advice: str = "") -> None:
        self.line = line
        self.what = what
        self.advice = advice
        super().__init__(what)
