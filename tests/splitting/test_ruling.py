"""The parser's exceptions are found by table as they are by search."""

from claims.splitting.language import parser, passages

TEXT = (
    "The mayor's gonna say that she's had it: 'tis, she got nothin', but better-off people won't go to it.\n\n"
    "“I'd've gone,” he said;  none of us knew that those were the worst.\tWhose was that? Yours, theirs or mine."
)


def test_the_table_gives_what_the_search_gives() -> None:
    ruler = parser().get_pipe("attribute_ruler")
    docs = [passage.doc for passage in passages(TEXT)]
    quick = [[(number, start, end) for number, _, start, end in ruler.match(doc)] for doc in docs]
    searched = [[(number, start, end) for number, _, start, end in type(ruler).match(ruler, doc)] for doc in docs]
    assert quick == searched
    assert sum(map(len, quick)) > 40
