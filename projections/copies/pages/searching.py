"""What the search looks things up in: words by their beginning, and people by number.

A page from a folder may load scripts and nothing else, so the index is scripts, each small
enough to be loaded while somebody types, at a hundred thousand people too.
"""

from collections.abc import Iterator
from itertools import groupby, islice

import orjson

from projections.copies.copy import File, Whom
from projections.copies.pages.order import RANKED, asked, listed
from projections.copies.pages.rendering import Site
from projections.moment import Moment
from projections.profile import PROFILE
from projections.search import SEARCH

# The script knows these numbers and signs, too.
_PEOPLE_A_FILE = 250
_WORD_MAX = 40
_BETWEEN_WORDS = r"""[\s@.,;:/()"'<>&+_|#*!?=\[\]{}\\-]+"""
# In every address of a page, so that they find everybody.
_IDLE = ("http", "https", "www", "com")

_WORDS = f"""
select left(w.word, case when ascii(w.word) < 128 then 2 else 1 end) as beginning, w.word,
       string_agg(w.place::text, ',' order by w.place) as places
from (select distinct k.place, left(told.word, {_WORD_MAX}) as word
      from {RANKED} k
      cross join lateral regexp_split_to_table(k.document, %(between)s) told(word)
      where told.word <> '' and told.word <> all(%(idle)s)) w
group by w.word
order by w.word collate "C"
"""


def files(moment: Moment, whom: Whom, site: Site) -> Iterator[File]:
    """Yield the people in files of some hundreds, then the words, then how those begin."""
    people, number = listed(moment, whom), 0
    while together := list(islice(people, _PEOPLE_A_FILE)):
        told = [
            [site.sheets.number_of(one.candidate_id), str(one.candidate_id), one.name, one.work]
            for one in together
        ]
        yield f"html/search/people/{number}.js", (_call("people", str(number), told),)
        number += 1
    rows = moment.streamed(
        _WORDS.strip(),
        PROFILE,
        SEARCH,
        people=asked(whom),
        idle=list(_IDLE),
        between=_BETWEEN_WORDS,
    )
    names: list[str] = []
    for beginning, words in groupby(rows, key=lambda row: row[0]):
        name = "-".join(f"{ord(mark):x}" for mark in beginning)
        names.append(name)
        found = {word: places for _, word, places in words}
        yield f"html/search/words/{name}.js", (_call("words", name, found),)
    # So that the script asks for no file that is not there.
    yield "html/search/beginnings.js", (_call("beginnings", "all", names),)


def _call(what: str, key: str, told: object) -> bytes:
    return b"rapport.%s(%s,%s);\n" % (what.encode(), orjson.dumps(key), orjson.dumps(told))
