"""Bytes to text: what a file is by its content, which encoding it has, and what we cannot read."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from pathlib import Path

from toolkit.errors import DocumentError, display_path

MAX_BYTES = 64_000_000
SAMPLE = 20_000
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
# Characters that no Chinese report does without; a wrong decoding hits few of them.
COMMON = frozenset(
    "的一是在和了有中大会工作政协委员年全区市县人民发展加强提案，。、；：,.;:()0123456789 \r\n\t"
)
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
TAGS = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|br|table|span)[\s>/]", re.IGNORECASE)
TO_DOCX = "用 Word 或 WPS 打开，另存为 .docx 后再试"


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        DocumentError: it is missing, no file, too big or empty.
    """
    shown = display_path(path)
    try:
        if path.stat().st_size > MAX_BYTES and path.is_file():
            raise DocumentError(f"{shown}: 文件太大，不像报告")
        data = path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"{shown}: 没有这个文件", "检查路径；文件名里有空格时整个路径加引号") from None
    except (IsADirectoryError, PermissionError):
        raise DocumentError(f"{shown}: 不能读取，是文件夹、没有权限或正被占用") from None
    if not data:
        raise DocumentError(f"{shown}: 文件是空的")
    return data


def kind_of(data: bytes, path: Path) -> str:
    """Return docx, html, md or txt, by content first and by name second.

    Raises:
        DocumentError: it is of a kind that has to be converted; the hint says with what.
    """
    shown = display_path(path)
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data, shown)
    if data.startswith(b"PK\x05\x06") or path.suffix.lower() == ".docx":
        _refuse_known(data, shown)
        raise DocumentError(f"{shown}: 不是 Word 文档（.docx），或文件已损坏", TO_DOCX)
    _refuse_known(data, shown)
    suffix = path.suffix.lower()
    if suffix in (".html", ".htm", ".shtml", ".xhtml"):
        return "html"
    return "md" if suffix in (".md", ".markdown") else "txt"


def _zip_kind(data: bytes, shown: str) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise DocumentError(f"{shown}: 文件已损坏，打不开", "重新拷贝一份，或" + TO_DOCX) from None
    if "OFD.xml" in names:
        raise DocumentError(f"{shown}: 这是 OFD 版式文件", "用 WPS 或 OFD 阅读器转换为 .docx 后再试")
    if "mimetype" in names and "content.xml" in names:
        raise DocumentError(f"{shown}: 这是 ODF 文件", "用 LibreOffice 或 WPS 另存为 .docx 后再试")
    if any(name.startswith("xl/") for name in names):
        raise DocumentError(f"{shown}: 这是 Excel 表格，不是报告")
    if any(name.startswith("ppt/") for name in names):
        raise DocumentError(f"{shown}: 这是演示文稿，不是报告")
    if "[Content_Types].xml" not in names:
        raise DocumentError(f"{shown}: 这是压缩包，不是 Word 文档", "解开压缩包，给出里面的 .docx")
    return "docx"


def _refuse_known(data: bytes, shown: str) -> None:
    """Refuse what is neither DOCX nor text, whatever its name says."""
    if b"%PDF-" in data[:1024]:
        raise DocumentError(
            f"{shown}: 这是 PDF 文件", "用 WPS 的“PDF转Word”或 Word 打开后另存为 .docx；扫描件先做文字识别"
        )
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DocumentError(f"{shown}: 文档设了密码，不能读取", "用 Word 或 WPS 打开，去掉密码另存后再试")
        raise DocumentError(f"{shown}: 这是旧格式的 .doc 或 .wps 文件", TO_DOCX)
    if data.startswith(b"{\\rtf"):
        raise DocumentError(f"{shown}: 这是 RTF 文件", TO_DOCX)
    if b'progid="Word.Document"' in data[:2000]:
        raise DocumentError(f"{shown}: 这是 Word 2003 XML 文件", TO_DOCX)
    if data[:2000].lstrip().startswith(b"MIME-Version:"):
        raise DocumentError(
            f"{shown}: 这是单个文件网页（.mht）", "用浏览器或 Word 打开，另存为 .html 或 .docx 后再试"
        )


def decode(data: bytes, path: Path) -> str:
    """Return the text of a file in UTF-8, GB18030 or UTF-16, with or without a mark (which is dropped).

    Line ends stay as they are.

    Raises:
        DocumentError: it is no text, or holds none.
    """
    text = _decoded(data)
    shown = display_path(path)
    if text is None or len(CONTROLS.findall(text)) > len(text) // 100:
        raise DocumentError(f"{shown}: 不是文字文件，或编码不认识", "用记事本打开，另存为 UTF-8 编码后再试")
    if not text.strip("\ufeff \t\r\n\x0b\x0c\u3000\xa0"):
        raise DocumentError(f"{shown}: 文件里没有文字")
    return text


def _decoded(data: bytes) -> str | None:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    for encoding in sorted(ENCODINGS, key=lambda name: -_likeness(data, name)):
        # A few broken bytes, such as those of a download cut short, must not cost the rest.
        text = data.decode(encoding, errors="replace")
        if text.count("\ufffd") <= 1 + len(text) // 200:
            return text
    return None


def _likeness(data: bytes, encoding: str) -> float:
    """Return how much of a sample is made of the commonest characters; below 0 where it is no such text."""
    sample = data[:SAMPLE]
    if encoding.startswith("utf-16") and len(data) % 2:
        return -1.0
    text = sample.decode(encoding, errors="ignore")
    kept = len(text.encode(encoding, errors="ignore")) / len(sample)
    if kept < 0.97:
        return -1.0
    # An honest UTF-8 text is UTF-8: nothing else comes out as such by chance.
    bonus = 0.5 if encoding == "utf-8" and "\x00" not in text else 0.0
    return sum(character in COMMON for character in text) / max(1, len(text)) + bonus


def looks_like_html(text: str) -> bool:
    """Tell whether a text file holds a web page, whatever its name is."""
    return len(TAGS.findall(text[:SAMPLE])) >= 3 or text.lstrip()[:200].lower().startswith(
        ("<!doctype html", "<html")
    )
