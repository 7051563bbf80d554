"""Letters out of bytes."""

import codecs

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claims.extraction import Unreadable, read
from claims.extraction.decoding import decode

ENGLISH = "The naïve señor said “no” – it costs €5. Nobody in Alcalá was told about the plans."


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", ENGLISH),
        ("utf-8-sig", ENGLISH),
        ("utf-16", ENGLISH),
        ("utf-16-le", ENGLISH),
        ("utf-16-be", ENGLISH),
        ("utf-32", ENGLISH),
        ("cp1252", ENGLISH),
        ("cp1252", "naïve"),
        ("cp1252", "The café said “no” – it costs €5."),
        ("cp1252", "Übergröße für Ärzte: die Straße wurde über Nacht gesperrt."),
        ("cp1252", "El señor dijo que mañana no habrá más reuniones en España."),
        ("cp1250", "Žluťoučký kůň úpěl ďábelské ódy. Prezident řekl, že zákon podepíše."),
        ("cp1250", "Minister powiedział, że rząd nie będzie zmieniał ustawy o świadczeniach."),
        ("cp1251", "Мэр заявил, что мост будет закрыт на два месяца."),
        ("koi8-r", "Мэр заявил, что мост будет закрыт на два месяца."),
        ("cp1253", "Ο δήμαρχος είπε ότι η γέφυρα θα κλείσει για δύο μήνες."),
        ("cp1254", "Belediye başkanı köprünün iki ay kapalı kalacağını söyledi."),
        ("cp1256", "قال رئيس البلدية إن الجسر سيغلق لمدة شهرين."),
        ("shift_jis", "市長は金曜日に橋を二か月閉鎖すると述べた。"),
        ("gb18030", "市长周五表示，这座桥将关闭两个月。"),
        ("euc-kr", "시장은 금요일에 다리가 두 달 동안 폐쇄될 것이라고 말했다."),
    ],
)
def test_encodings_are_recognised(encoding: str, text: str) -> None:
    assert read(text.encode(encoding), filename="article.txt").text == text


def test_a_guess_is_owned_up_to() -> None:
    assert read(ENGLISH.encode()).notes == ()
    assert read(ENGLISH.encode("cp1252")).notes == (
        "The text was read as cp1252. Look for letters that went wrong.",
    )


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("ISO-8859-1", "naïve “quotes” of Windows"),
        ("iso-8859-2", "Žena řekla"),
        ("cp1255", "ראש העיר אמר"),
    ],
)
def test_a_declared_charset_is_believed(charset: str, text: str) -> None:
    encoding = "cp1252" if charset == "ISO-8859-1" else charset
    read_text = read(text.encode(encoding), content_type=f'text/plain; charset="{charset}"')
    assert read_text.text == text
    assert read_text.notes == ()


@pytest.mark.parametrize("charset", ["iso-8859-1", "no-such-charset", "base64", "utf-16", "idna"])
def test_utf8_beats_a_wrong_declaration(charset: str) -> None:
    assert decode("naïve".encode(), charset=charset).text == "naïve"


@pytest.mark.parametrize("charset", ["no-such-charset", "base64", "rot13", "\0", "utf-7", "undefined"])
def test_a_nonsense_declaration_is_passed_over(charset: str) -> None:
    assert decode("naïve".encode("cp1252"), charset=charset).text == "naïve"


def test_a_few_damaged_letters_do_not_spoil_the_rest() -> None:
    data = ENGLISH.encode() * 3 + b"\xe2\x80 cut"
    decoded = decode(data)
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(ENGLISH)
    assert decoded.note == "1 damaged letter came out as “\ufffd”."


@pytest.mark.parametrize(
    "data",
    [
        b"text\0with a NUL in it",
        b"\0" * 10,
        bytes(range(256)),
        codecs.BOM_UTF16_LE + b"odd",
        codecs.BOM_UTF32_LE + b"\xff\xff\xff\xff",
        codecs.BOM_UTF8 + b"\xff\xfe\xfd",
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"not a text file|is damaged"):
        read(data, filename="article.txt")


@given(st.text(min_size=1))
def test_utf8_always_comes_back(text: str) -> None:
    assume("\0" not in text and not text.startswith("\ufeff"))
    assert decode(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode()).encoding == "utf-8"


@given(st.binary(min_size=1))
def test_any_bytes_decode_or_are_refused_in_words(data: bytes) -> None:
    try:
        text = decode(data).text
    except Unreadable as error:
        text = str(error)
    assert text or data in {codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
