"""Language codes as services want them: BCP 47 in, ISO 639-3 out."""

_PAIRS = """
af:afr am:amh ar:ara az:aze be:bel bg:bul bn:ben bs:bos ca:cat cs:ces cy:cym da:dan de:deu el:ell en:eng eo:epo
es:spa et:est eu:eus fa:fas fi:fin fr:fra ga:gle gl:glg gu:guj he:heb hi:hin hr:hrv hu:hun hy:hye id:ind is:isl
it:ita ja:jpn ka:kat kk:kaz km:khm kn:kan ko:kor lo:lao lt:lit lv:lav mk:mkd ml:mal mn:mon mr:mar ms:msa mt:mlt
my:mya nb:nob ne:nep nl:nld nn:nno no:nor pa:pan pl:pol ps:pus pt:por ro:ron ru:rus si:sin sk:slk sl:slv so:som
sq:sqi sr:srp sv:swe sw:swa ta:tam te:tel th:tha tl:tgl tr:tur uk:ukr ur:urd uz:uzb vi:vie zh:zho zu:zul
"""
_THREE_LETTERS = dict(pair.split(":") for pair in _PAIRS.split())


def primary(lang: str) -> str:
    """The language of a BCP 47 code without script and region, in lower case (``pt`` of ``pt-BR``)."""
    return lang.strip().replace("_", "-").partition("-")[0].lower()


def three_letters(lang: str) -> str:
    """The ISO 639-3 code of a BCP 47 code; empty where we know none."""
    code = primary(lang)
    return code if len(code) == 3 else _THREE_LETTERS.get(code, "")
