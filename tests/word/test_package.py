"""The ZIP that parts lie in: any reader takes it, and the same parts are the same bytes."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from toolkit.word.package import DENSE, archive, packed

NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\\/"), min_size=1, max_size=12
)
CONTENTS = st.one_of(
    st.binary(max_size=2_000), st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
)


@given(st.dictionaries(NAMES, CONTENTS, max_size=8))
def test_what_is_packed_comes_out(parts: dict[str, str | bytes]) -> None:
    made = archive(packed(name, content) for name, content in parts.items())
    assert made == archive(packed(name, content) for name, content in parts.items())
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert package.testzip() is None
        assert package.namelist() == list(parts)
        found = {name: package.read(name) for name in parts}
    assert found == {n: c.encode() if isinstance(c, str) else c for n, c in parts.items()}


def test_what_is_dense_already_is_not_compressed_again() -> None:
    names = ["word/document.xml", *(f"word/media/image1{ending}" for ending in DENSE)]
    with zipfile.ZipFile(io.BytesIO(archive(packed(name, b"x" * 999) for name in names))) as package:
        assert [info.compress_type for info in package.infolist()] == [
            zipfile.ZIP_DEFLATED,
            *[zipfile.ZIP_STORED] * 3,
        ]
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_long_content_is_whole() -> None:
    data = bytes(range(256)) * 20_000
    with zipfile.ZipFile(io.BytesIO(archive([packed("a.bin", data)]))) as package:
        assert package.read("a.bin") == data
