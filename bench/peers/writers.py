"""Writes one report with a public library, as often as told, and prints the times as one JSON line.

`writers.py python-docx|openpyxl ROUNDS` reads the report from standard input as `bench_peers draft` prints it: blocks in
reading order, tables as cells with their places and spans. Each way keeps the text, the merges, the faces and the borders;
`python-docx` is measured twice, once by the calls of its manual and once with its list of cells taken but once a table.
Not here: the table of results (run.py).
"""

import io
import json
import statistics
import sys
import time

FACES = {"title": "方正小标宋简体", "hei": "黑体", "kai": "楷体_GB2312", "fang_song": "仿宋_GB2312", "song": "宋体"}


def text_of(block):
    return "".join(run["text"] for run in block["runs"]) if block["kind"] == "paragraph" else block.get("text", "")


def docx_by(takes_cells_once):
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    def face(run, name, size):
        run.font.name, run.font.size = FACES[name], Pt(size)
        run._element.rPr.rFonts.set(qn("w:eastAsia"), FACES[name])

    def table(document, grid):
        made = document.add_table(grid["rows"], grid["cols"], style="Table Grid")
        cells = made._cells if takes_cells_once else None
        at = (lambda row, col: cells[row * grid["cols"] + col]) if takes_cells_once else made.cell
        for cell in grid["cells"]:
            first = at(cell["row"], cell["col"])
            if cell["row_span"] > 1 or cell["col_span"] > 1:
                first.merge(at(cell["row"] + cell["row_span"] - 1, cell["col"] + cell["col_span"] - 1))
            paragraph = first.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            face(paragraph.add_run(cell["text"]), "hei" if cell["role"] == "header" else "song", 9)

    def write(draft):
        document = Document()
        face(document.add_paragraph().add_run(draft["title"]), "title", 22)
        for block in draft["blocks"]:
            if block["kind"] == "table":
                table(document, block)
            elif block["kind"] == "paragraph":
                paragraph = document.add_paragraph()
                for run in block["runs"]:
                    face(paragraph.add_run(run["text"]), run["face"], 16)
            else:
                name = "hei" if block["kind"] == "heading" else "fang_song"
                face(document.add_paragraph().add_run(text_of(block)), name, 16)
        out = io.BytesIO()
        document.save(out)
        return out.tell()

    return write


def xlsx_by_openpyxl():
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    side = Side(style="thin")
    border = Border(left=side, right=side, top=side, bottom=side)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    head, body = Font(name=FACES["hei"], size=10), Font(name=FACES["song"], size=10)

    def write(draft):
        book = Workbook()
        sheet = book.active
        row = 1
        for block in draft["blocks"]:
            if block["kind"] == "heading" and block["level"] == 1:
                sheet, row = book.create_sheet(block["text"][:31]), 1
            if block["kind"] != "table":
                sheet.cell(row, 1, text_of(block)).font = body
                row += 1
                continue
            for column, width in enumerate(block["widths"], 1):
                sheet.column_dimensions[get_column_letter(column)].width = 86 * width / sum(block["widths"])
            for cell in block["cells"]:
                value = int(cell["text"]) if cell["role"] == "value" and cell["text"].isdigit() else cell["text"]
                top, left = row + cell["row"], cell["col"] + 1
                made = sheet.cell(top, left, value)
                made.font, made.alignment = head if cell["role"] == "header" else body, middle
                for r in range(top, top + cell["row_span"]):
                    for c in range(left, left + cell["col_span"]):
                        sheet.cell(r, c).border = border
                if cell["row_span"] > 1 or cell["col_span"] > 1:
                    sheet.merge_cells(None, top, left, top + cell["row_span"] - 1, left + cell["col_span"] - 1)
            row += block["rows"]
        out = io.BytesIO()
        book.save(out)
        return out.tell()

    return write


def main(peer, rounds):
    draft = json.load(sys.stdin)
    ways = {
        "python-docx": lambda: {"python-docx": docx_by(False), "python-docx, cells taken once": docx_by(True)},
        "openpyxl": lambda: {"openpyxl": xlsx_by_openpyxl()},
    }[peer]()
    result = {}
    for name, write in ways.items():
        size, times = write(draft), []
        for _ in range(rounds):
            start = time.perf_counter()
            write(draft)
            times.append((time.perf_counter() - start) * 1e3)
        result[name] = {"bytes": size, "ms": statistics.median(times), "rounds_ms": sorted(times)}
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
