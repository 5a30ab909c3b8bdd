"""CSV and TSV as they come: marks, delimiters, quotes that never close, injection guards."""

from __future__ import annotations

import csv
import io

import pytest

from solisten.errors import FileError, UsageError
from solisten.nouns import Gone, Post
from solisten.records import Hidden, Options, Rejected, read_bytes

FORUM = Options(network="forum")


def rows(text: str | bytes, options: Options = FORUM, name: str = "posts.csv") -> list[object]:
    body = text if isinstance(text, bytes) else text.encode()
    return list(read_bytes(body, options, name))


def posts(text: str | bytes, options: Options = FORUM, name: str = "posts.csv") -> list[Post]:
    found = rows(text, options, name)
    assert all(isinstance(row, Post) for row in found), found
    return [row for row in found if isinstance(row, Post)]


HEAD = "id,created_at,text,title\n"
GOOD = "1,2024-01-31,hello,\n"


def test_columns_are_known_by_their_names_whatever_their_order_or_case() -> None:
    (post,) = posts("Text , ID,extra,created_at\nhi,1,x,2024-01-31\n")
    assert (post.id, post.text) == ("1", "hi")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_marks_and_line_ends(mark: bytes, newline: str) -> None:
    body = mark + (HEAD + GOOD + GOOD.replace("1,", "2,", 1)).replace("\n", newline).encode()
    assert [post.id for post in posts(body)] == ["1", "2"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = (HEAD + "1,2024-01-31,café “ok”,\n").replace(",", "\t")
    (post,) = posts(text.encode(encoding))
    assert post.text == "café “ok”"


def test_bytes_that_are_no_text_become_marks() -> None:
    (post,) = posts((HEAD + "1,2024-01-31,caf\u00e9 ").encode() + b"\xff \xed\xa0\x80 \0,\n")
    assert post.text.startswith("café \ufffd ")
    assert "\0" not in post.text
    post.text.encode()


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters_are_told_by_the_header(delimiter: str) -> None:
    (post,) = posts((HEAD + '1,2024-01-31,"a,b;c|d",t\n').replace(",", delimiter))
    assert post.title == "t"


def test_the_ending_tells_tabs() -> None:
    assert (
        posts("id\tcreated_at\ttext,x\ttext\n1\t2024-01-31\t\thi\n", name="a.tsv")[0].text == "hi"
    )


def test_quoted_line_breaks_and_quotes() -> None:
    (post, second) = posts(HEAD + '1,2024-01-31,"a ""b""\n\nc, d",\n' + GOOD)
    assert post.text == 'a "b"\n\nc, d'
    assert second.text == "hello"


def test_huge_cells() -> None:
    (post,) = posts(HEAD + f"1,2024-01-31,{'x' * 3_000_000},\n")
    assert len(post.text) == 3_000_000


@pytest.mark.parametrize("guarded", ["=1+1", "+x", "-x", "@acme", "\tx"])
def test_injection_guards_are_taken_off(guarded: str) -> None:
    cell = io.StringIO()
    csv.writer(cell).writerow(["1", "2024-01-31", f"'{guarded}", ""])
    assert posts(HEAD + cell.getvalue())[0].text == guarded


def test_other_apostrophes_stay() -> None:
    assert posts(HEAD + "1,2024-01-31,'tis,\n")[0].text == "'tis"


def test_empty_lines_and_empty_rows_say_nothing() -> None:
    assert len(rows("\n\n" + HEAD + "\n,,,\n" + GOOD + " \n\r\n")) == 1 + 1
    assert rows("") == rows(HEAD) == rows("\n\n") == []


def test_empty_cells() -> None:
    body = "id,created_at,text,kind,rating,reply_text,likes\n"
    body += "1,2024-01-31,,review,,,\n2,2024-01-31,,,4,,\n3,2024-01-31,,,,,\n"
    first, second, third = rows(body)
    assert isinstance(first, Post)
    assert isinstance(second, Post)
    assert (first.text, first.reply_text, second.kind) == ("", None, "review")
    assert third == Rejected(4, "no text, title or rating (only 2 of 7 cells filled)")


def test_bad_rows_are_named_by_line_and_stop_nobody() -> None:
    body = (
        HEAD + '1,2024-01-31,"two\nlines",\n2,0001-01-01,x,\n3,2024-01-31,a,b,c\n,2024-01-31,x,\n'
    )
    found = rows(body + GOOD)
    assert [row.line for row in found if isinstance(row, Rejected)] == [4, 5, 6]
    reasons = [row.reason for row in found if isinstance(row, Rejected)]
    assert reasons[0].startswith("created_at: '0001-01-01' lies outside the years 1970 to 2200")
    assert reasons[1] == "5 cells under 4 columns: is a quote missing?"
    assert reasons[2] == "no id"
    assert sum(isinstance(row, Post) for row in found) == 2


def test_short_rows_are_read_when_they_say_enough() -> None:
    assert posts(HEAD + "1,2024-01-31,hi\n")[0].text == "hi"


def test_hidden_and_deleted_rows() -> None:
    body = "id,created_at,text,visibility,deleted\n1,2024-01-31,x,private,\n2,,,,TRUE\n"
    assert rows(body) == [Hidden(2), Gone(network="forum", id="2")]


class TestBrokenQuotes:
    def test_at_the_end_of_the_file(self) -> None:
        found = rows(HEAD + GOOD + '2,2024-01-31,"cut')
        assert isinstance(found[0], Post)
        assert found[1:] == [Rejected(3, BROKEN.format(3))]

    def test_the_rows_after_it_are_read(self) -> None:
        after = "".join(f"{number},2024-01-31,x,\n" for number in range(3, 50))
        found = rows(HEAD + GOOD + '2,2024-01-31,"cut,\n' + after)
        assert [row.id for row in found if isinstance(row, Post)] == [
            "1",
            *(str(number) for number in range(3, 50)),
        ]
        assert [row.line for row in found if isinstance(row, Rejected)] == [3]

    def test_beyond_the_longest_line(self) -> None:
        line = f"5,2024-01-31,{'y' * 1000},\n"
        found = rows(HEAD + '2,2024-01-31,"cut,\n' + line * 9000)
        assert sum(isinstance(row, Post) for row in found) == 9000
        assert [row.line for row in found if isinstance(row, Rejected)] == [2]

    def test_an_attack_is_read_in_linear_time(self) -> None:
        found = rows(HEAD + 'a,b" ,"c\n' * 200_000)
        assert all(isinstance(row, Rejected) for row in found)

    def test_a_line_without_end(self) -> None:
        found = rows(HEAD + GOOD + f"2,2024-01-31,{'x' * 9_000_000},\n" + GOOD)
        assert [type(row) for row in found] == [Post, Rejected, Post]
        assert isinstance(found[1], Rejected)
        assert found[1].line == 3

    def test_a_bare_carriage_return_in_a_cell(self) -> None:
        (post, _) = posts(HEAD.replace("\n", "\r\n") + "1,2024-01-31,a\rb,\r\n" + GOOD)
        assert post.text == "a\nb"


BROKEN = "a quote is never closed, or more than 8,388,608 bytes (to line {})"


class TestMapping:
    def test_a_mapped_column_comes_first(self) -> None:
        mapping = {"text": "Body", "id": "Nr"}
        options = Options(network="forum", mapping=mapping)
        (post,) = posts("Nr,Body,text,created_at\n1,mapped,not,2024-01-31\n", options)
        assert (post.id, post.text) == ("1", "mapped")

    def test_a_column_that_is_not_there(self) -> None:
        options = Options(network="forum", mapping={"text": "Boddy"})
        with pytest.raises(FileError, match=r"posts.csv: no column 'Boddy' for --map text=Boddy"):
            rows(HEAD + GOOD, options)

    def test_a_field_that_is_not_there(self) -> None:
        options = Options(network="forum", mapping={"txt": "text"})
        with pytest.raises(UsageError, match='did you mean "text"'):
            rows(HEAD + GOOD, options)

    def test_no_column_for_ids(self) -> None:
        with pytest.raises(FileError, match="no column for id; its columns are a, b"):
            rows("a,b\n1,2\n")


def test_network_and_channel_fill_gaps_only() -> None:
    options = Options(network="forum", channel="general")
    body = "id,created_at,text,network,channel\n1,2024-01-31,x,,\n2,2024-01-31,x,irc,#a\n"
    first, second = posts(body, options)
    assert (first.network, first.channel) == ("forum", "general")
    assert (second.network, second.channel) == ("irc", "#a")
