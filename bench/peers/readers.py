"""Reads all tables of a file with one public library each: the job that a script of today does with it.

Not here: which cells are meant (labels.py), timing (measure.py). Each reader imports its library when it is first
called, so that a cold start pays for the one library that it uses.
"""

import subprocess
import zipfile

from labels import pick, pick_lines


def python_docx(path):
    """Word by python-docx: document.tables, row.cells, cell.text."""
    import docx

    document = docx.Document(path)
    return pick([[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables])


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def lxml_docx(path):
    """Word by lxml on word/document.xml, merged cells widened by gridSpan."""
    from lxml import etree

    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    tables = []
    for table in root.iter(W + "tbl"):
        rows = []
        for row in table.iterchildren(W + "tr"):
            texts = []
            for cell in row.iterchildren(W + "tc"):
                text = "".join(node.text or "" for node in cell.iter(W + "t"))
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                texts += [text] * (int(span.get(W + "val")) if span is not None else 1)
            rows.append(texts)
        tables.append(rows)
    return pick(tables)


def lxml_html(path):
    """A page by lxml.html, merged cells widened by colspan."""
    import lxml.html

    root = lxml.html.parse(path).getroot()
    tables = []
    for table in root.iter("table"):
        rows = []
        for row in table.xpath("./tr|./thead/tr|./tbody/tr"):
            texts = []
            for cell in row.xpath("./td|./th"):
                texts += [cell.text_content()] * int(cell.get("colspan") or 1)
            rows.append(texts)
        tables.append(rows)
    return pick(tables)


def openpyxl_xlsx(path):
    """A workbook by openpyxl: every row of every sheet."""
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    return pick(sheet_tables(sheet.iter_rows(values_only=True) for sheet in book.worksheets))


def pandas_xlsx(path):
    """A workbook by pandas.read_excel without a header."""
    import pandas

    sheets = pandas.read_excel(path, sheet_name=None, header=None, dtype=object)
    return pick(sheet_tables(frame.where(frame.notna(), None).values.tolist() for frame in sheets.values()))


def sheet_tables(sheets):
    """A sheet holds all tables; a row that is one text only divides them."""
    tables = []
    for rows in sheets:
        table = []
        for row in rows:
            texts = ["" if value is None else str(value) for value in row]
            if sum(1 for text in texts if text) <= 1 and not any("第二十条" in text for text in texts):
                if table:
                    tables.append(trimmed(table))
                table = []
            else:
                table.append(texts)
        if table:
            tables.append(trimmed(table))
    return tables


def trimmed(table):
    """Without the empty columns to the right, which belong to a wider table of the same sheet."""
    width = max((i + 1 for row in table for i, text in enumerate(row) if text), default=0)
    return [row[:width] for row in table]


def pdfplumber_pdf(path):
    """A PDF by pdfplumber: extract_tables of every page."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return pick([table for page in pdf.pages for table in page.extract_tables()])


def pdftotext_pdf(path):
    """A PDF by the program pdftotext -layout; each file starts it once."""
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True).stdout.decode()
    return pick_lines(text.splitlines())


READERS = {
    "python-docx": ("docx", python_docx),
    "lxml (docx)": ("docx", lxml_docx),
    "lxml.html": ("html", lxml_html),
    "openpyxl": ("xlsx", openpyxl_xlsx),
    "pandas": ("xlsx", pandas_xlsx),
    "pdfplumber": ("pdf", pdfplumber_pdf),
    "pdftotext": ("pdf", pdftotext_pdf),
}
