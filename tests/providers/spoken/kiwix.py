"""kiwix-serve's /search with format=xml, as kiwix-tools 3.3 (libkiwix 11) answers; checked against it."""

from typing import Any

from claims.providers.kiwix import Kiwix
from tests.providers.spoken.format import Spoken

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"
     xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
     xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>Search: bridge</title>
    <link>/search?pattern=bridge&amp;&amp;format=xml&amp;start=1&amp;pageLength=25</link>
    <description>Search result for bridge</description>
    <opensearch:totalResults>2</opensearch:totalResults>
    <opensearch:Query role="request"
      searchTerms="bridge"
      startIndex="1"
      count="25"
    />
"""
_TAIL = "  </channel>\n</rss>\n"
FERRY = """    <item>
      <title>Ferry</title>
      <link>/desk/ferry.html</link>
        <description>A ferry crossed beside the bridge. Fares were free....</description>
        <book>
          <title>Desk encyclopaedia</title>
        </book>
        <wordCount>1,210</wordCount>
    </item>
"""
BRIDGE = """    <item>
      <title>Harbour Bridge &amp; Müller&apos;s &lt;i&gt;tunnel&lt;/i&gt;</title>
      <link>/desk/bridge.html</link>
        <description>...the <b>bridge</b> was <b>closed</b> while engineers \
&lt;script&gt;replaced&lt;/script&gt; the bearings &amp; rails......</description>
        <book>
          <title>Desk encyclopaedia</title>
        </book>
    </item>
"""
# Not well-formed: kiwix-serve forgets the question mark.
NO_BOOK = b"""<?xml version="1.0" encoding="UTF-8">
<error>Invalid request</error>
<detail>The requested URL "/search?books.filter.lang=deu&format=xml&pattern=bridge" is not a valid request.</detail>
<detail>No book matches selection criteria</detail>
"""


def feed(*items: str) -> bytes:
    return (_HEAD + "".join(items) + _TAIL).encode()


def success(asked: dict[str, Any]) -> bytes:
    return feed(*[FERRY, BRIDGE][: int(asked["query"]["pageLength"])])


SPOKEN = Spoken(kind=Kiwix, success=success, empty=feed())
