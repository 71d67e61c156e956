#!/usr/bin/env python3
"""Makes the PDF documents of this folder: invented agencies, invented numbers that reconcile.

Needs LibreOffice Writer, Chromium, qpdf, the font package fonts-noto-cjk, and python-docx and pypdf from PyPI.
Run it in an empty folder: python3 make.py. The README names which program made which file.
"""
import html
import random
import subprocess
import sys
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

OUT = Path(".")
FONT = "Noto Serif CJK SC"
COLS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
# (group label or None, item label); a None group spans the label columns
ROWS = [
    ("一、本年新收政府信息公开申请数量", None, None),
    ("二、上年结转政府信息公开申请数量", None, None),
    ("三、本年度办理结果", "（一）予以公开", None),
    ("三、本年度办理结果", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", None),
    ("三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"),
    ("三、本年度办理结果", "（三）不予公开", "2.其他法律行政法规禁止公开"),
    ("三、本年度办理结果", "（三）不予公开", "3.危及“三安全一稳定”"),
    ("三、本年度办理结果", "（三）不予公开", "4.保护第三方合法权益"),
    ("三、本年度办理结果", "（三）不予公开", "5.属于三类内部事务信息"),
    ("三、本年度办理结果", "（三）不予公开", "6.属于四类过程性信息"),
    ("三、本年度办理结果", "（三）不予公开", "7.属于行政执法案卷"),
    ("三、本年度办理结果", "（三）不予公开", "8.属于行政查询事项"),
    ("三、本年度办理结果", "（四）无法提供", "1.本机关不掌握相关政府信息"),
    ("三、本年度办理结果", "（四）无法提供", "2.没有现成信息需要另行制作"),
    ("三、本年度办理结果", "（四）无法提供", "3.补正后申请内容仍不明确"),
    ("三、本年度办理结果", "（五）不予处理", "1.信访举报投诉类申请"),
    ("三、本年度办理结果", "（五）不予处理", "2.重复申请"),
    ("三、本年度办理结果", "（五）不予处理", "3.要求提供公开出版物"),
    ("三、本年度办理结果", "（五）不予处理", "4.无正当理由大量反复申请"),
    ("三、本年度办理结果", "（五）不予处理", "5.要求行政机关确认或重新出具已获取信息"),
    ("三、本年度办理结果", "（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ("三、本年度办理结果", "（六）其他处理", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ("三、本年度办理结果", "（六）其他处理", "3.其他"),
    ("三、本年度办理结果", "（七）总计", None),
    ("四、结转下年度继续办理", None, None),
]


def values(seed):
    """25 rows of 7 numbers that satisfy every equation of the form."""
    rng = random.Random(seed)
    items = [[rng.choice([0, 0, 0, rng.randrange(1, 40)]) for _ in range(6)] for _ in range(21)]
    items[0] = [rng.randrange(3, 400) for _ in range(6)]
    total = [sum(r[c] for r in items) for c in range(6)]
    carried_out = [rng.randrange(0, 9) for _ in range(6)]
    carried_in = [rng.randrange(0, 3) for _ in range(6)]
    new = [total[c] + carried_out[c] - carried_in[c] for c in range(6)]
    return [r + [sum(r)] for r in [new, carried_in, *items, total, carried_out]]


def groups(key):
    """(first row, rows) of each run of equal labels in a label column."""
    runs = []
    for i, row in enumerate(ROWS):
        if runs and row[: key + 1] == ROWS[i - 1][: key + 1] and row[key]:
            runs[-1][1] += 1
        else:
            runs.append([i, 1])
    return runs


def grid3(vals):
    """Cells (row, col, rows, cols, text) of table 3."""
    cells = [(0, 0, 3, 3, NOTE), (0, 3, 1, 7, "申请人情况"), (1, 3, 2, 1, "自然人"),
             (1, 4, 1, 5, "法人或其他组织"), (1, 9, 2, 1, "总计")]
    cells += [(2, 4 + i, 1, 1, COLS[1 + i]) for i in range(5)]
    seen = set()
    for i, (a, b, c) in enumerate(ROWS):
        r = i + 3
        if b is None:
            cells.append((r, 0, 1, 3, a))
        else:
            if a not in seen:
                seen.add(a)
                cells.append((r, 0, sum(x[0] == a for x in ROWS), 1, a))
            if c is None:
                cells.append((r, 1, 1, 2, b))
            else:
                if b not in seen:
                    seen.add(b)
                    cells.append((r, 1, sum(x[1] == b for x in ROWS), 1, b))
                cells.append((r, 2, 1, 1, c))
        cells += [(r, 3 + j, 1, 1, str(v)) for j, v in enumerate(vals[i])]
    return sorted(cells)


def grid2():
    cells = []
    def line(r, texts, span):
        c = 0
        for t, s in zip(texts, span):
            cells.append((r, c, 1, s, t))
            c += s
    line(0, ["第二十条第（一）项"], [4])
    line(1, ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], [1, 1, 1, 1])
    line(2, ["规章", "0", "0", "0"], [1, 1, 1, 1])
    line(3, ["行政规范性文件", "12", "3", "87"], [1, 1, 1, 1])
    line(4, ["第二十条第（五）项"], [4])
    line(5, ["信息内容", "本年处理决定数量"], [1, 3])
    line(6, ["行政许可", "1486"], [1, 3])
    line(7, ["第二十条第（六）项"], [4])
    line(8, ["信息内容", "本年处理决定数量"], [1, 3])
    line(9, ["行政处罚", "209"], [1, 3])
    line(10, ["行政强制", "15"], [1, 3])
    line(11, ["第二十条第（八）项"], [4])
    line(12, ["信息内容", "本年收费金额（单位：万元）"], [1, 3])
    line(13, ["行政事业性收费", "2425.2311"], [1, 3])
    return cells


def grid4():
    five = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    cells = [(0, 0, 1, 5, "行政复议"), (0, 5, 1, 10, "行政诉讼"),
             (1, 5, 1, 5, "未经复议直接起诉"), (1, 10, 1, 5, "复议后起诉")]
    cells += [(1, i, 2, 1, five[i]) for i in range(5)]
    cells += [(2, 5 + i, 1, 1, five[i % 5]) for i in range(10)]
    nums = [4, 1, 0, 2, 7, 10, 0, 3, 1, 14, 2, 0, 0, 0, 2]
    cells += [(3, i, 1, 1, str(n)) for i, n in enumerate(nums)]
    return sorted(cells)


def expect(name, tables):
    """The cells as they must be read back: table, row, col, rows, cols, text, separated by tabs."""
    lines = [f"{t}\t" + "\t".join(map(str, c)) for t, g in enumerate(tables, 1) for c in g]
    (OUT / f"{name}.cells.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


# ---- docx -> LibreOffice -------------------------------------------------------------------------------------

def font(run, size, bold=False):
    run.font.size = Pt(size)
    run.font.name = FONT
    run.bold = bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)


def para(doc, text, size=12, indent=True, align=None, bold=False):
    p = doc.add_paragraph()
    p.paragraph_format.space_after = Pt(0)
    p.paragraph_format.line_spacing = 1.4
    if indent:
        p.paragraph_format.first_line_indent = Pt(size * 2)
    if align:
        p.alignment = align
    font(p.add_run(text), size, bold)
    return p


def table(doc, grid, widths, size=8, head=0, ruled=True, whole_rows=True):
    rows = max(r + h for r, _, h, _, _ in grid)
    cols = max(c + w for _, c, _, w, _ in grid)
    t = doc.add_table(rows, cols)
    if ruled:
        t.style = "Table Grid"
    t.autofit = False
    for r in range(rows):
        for c in range(cols):
            t.cell(r, c).width = Cm(widths[c])
    for r, c, h, w, text in grid:
        cell = t.cell(r, c)
        if (h, w) != (1, 1):
            cell = cell.merge(t.cell(r + h - 1, c + w - 1))
        p = cell.paragraphs[0]
        p.alignment = WD_ALIGN_PARAGRAPH.CENTER if text.isdigit() or len(text) < 8 else None
        font(p.add_run(text), size)
    for row in t.rows if whole_rows else []:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for i, w in enumerate(t._tbl.tblGrid.gridCol_lst):
        w.w = Cm(widths[i])
    for r in range(head):
        pr = t.rows[r]._tr.get_or_add_trPr()
        pr.append(OxmlElement("w:tblHeader"))
    return t


def field(paragraph, code):
    for kind, text in (("begin", None), (None, code), ("end", None)):
        run = paragraph.add_run()
        font(run, 10)
        if kind:
            e = OxmlElement("w:fldChar")
            e.set(qn("w:fldCharType"), kind)
        else:
            e = OxmlElement("w:instrText")
            e.text = text
        run._r.append(e)


def sheet(landscape=False, head=None, number=None):
    doc = Document()
    s = doc.sections[0]
    s.page_width, s.page_height = Cm(21), Cm(29.7)
    if landscape:
        s.orientation = WD_ORIENT.LANDSCAPE
        s.page_width, s.page_height = Cm(29.7), Cm(21)
    s.left_margin = s.right_margin = Cm(2.2)
    s.top_margin = s.bottom_margin = Cm(2.2)
    if head:
        font(s.header.paragraphs[0].add_run(head), 9)
    if number:
        p = s.footer.paragraphs[0]
        p.alignment = WD_ALIGN_PARAGRAPH.CENTER
        before, after = number
        font(p.add_run(before), 10)
        field(p, "PAGE")
        font(p.add_run(after), 10)
    return doc


def office(doc, name):
    doc.save(f"{name}.docx")
    subprocess.run(["soffice", "--headless", "--convert-to", "pdf", f"{name}.docx"], check=True,
                   stdout=subprocess.DEVNULL)
    Path(f"{name}.docx").unlink()


W3 = [1.3, 1.8, 4.2] + [1.25] * 7
W2 = [5, 3.6, 3.6, 3.6]
W4 = [1.08] * 15
TITLE = "云岭市滨湖区园林绿化局2023年政府信息公开工作年度报告"
OVERVIEW = ("2023年，区园林绿化局围绕公园建设和古树名木保护，全年通过区政府网站公开信息326条，其中政策文件12条、"
            "工作动态214条、公示公告100条。Web 端和 APP 端访问量合计5.3万次，较上年增长12.5%，满意率98.6%。")


def report(doc, vals, head=3):
    para(doc, TITLE, 18, indent=False, align=WD_ALIGN_PARAGRAPH.CENTER)
    para(doc, "一、总体情况", 14)
    para(doc, OVERVIEW)
    para(doc, "（一）主动公开。坚持应公开尽公开，及时更新栏目。")
    para(doc, "（二）依申请公开。收到申请后逐件登记，按期答复申请人，没有发生逾期答复的情形；对内容不明确的申请一次性告知补正。")
    para(doc, "二、主动公开政府信息情况", 14)
    table(doc, grid2(), W2, 10)
    para(doc, "三、收到和处理政府信息公开申请情况", 14)
    table(doc, grid3(vals), W3, 8, head=head)
    para(doc, "四、政府信息公开行政复议、行政诉讼情况", 14)
    table(doc, grid4(), W4, 8)
    para(doc, "五、存在的主要问题及改进情况", 14)
    para(doc, "栏目更新还不够均衡。下一步将按季度检查。")
    para(doc, "六、其他需要报告的事项", 14)
    para(doc, "本年度没有收取信息处理费。")
    para(doc, "云岭市滨湖区园林绿化局", indent=False, align=WD_ALIGN_PARAGRAPH.RIGHT)
    para(doc, "2024年1月19日", indent=False, align=WD_ALIGN_PARAGRAPH.RIGHT)


# ---- html -> Chromium ----------------------------------------------------------------------------------------

def html_table(grid, style="", head=0):
    out = [f"<table style='{style}'>"]
    for r in sorted({c[0] for c in grid}):
        out.append("<thead>" if r == 0 and head else "<tbody>" if r == head else "")
        out.append("<tr>")
        out += [f"<td rowspan={h} colspan={w}>{html.escape(t)}</td>" for rr, _, h, w, t in grid if rr == r]
        out.append("</tr>" + ("</thead>" if head and r == head - 1 else ""))
    return "".join(out) + "</tbody></table>"


CSS = """<meta charset=utf-8><style>@page{size:A4;margin:18mm}body{font:12px/1.7 'Noto Sans CJK SC'}
table{border-collapse:collapse}td{border:1px solid #000;padding:2px 4px;font-size:10px;text-align:center}
h1{font-size:20px;text-align:center}p{text-indent:2em;margin:4px 0}</style>"""


def chromium(body, name):
    Path(f"{name}.html").write_text(CSS + body, encoding="utf-8")
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                    f"--print-to-pdf={name}.pdf", f"{name}.html"], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    Path(f"{name}.html").unlink()


def qpdf(*args):
    subprocess.run(["qpdf", *args], check=True)


def shrink():
    for path in [p for p in OUT.glob("*.pdf") if p.stem not in ("locked", "owner_locked", "truncated")]:
        qpdf("--recompress-flate", "--compression-level=9", "--object-streams=generate", str(path), "small")
        Path("small").replace(path)


def main():
    vals = values(2023)
    doc = sheet(head="云岭市滨湖区园林绿化局年度报告", number=("— ", " —"))
    report(doc, vals)
    office(doc, "office_report")
    expect("office_report", [grid2(), grid3(vals), grid4()])

    doc = sheet()
    para(doc, "三、收到和处理政府信息公开申请情况", 12)
    table(doc, grid3(values(7)), W3, 7)
    office(doc, "table3")
    expect("table3", [grid3(values(7))])

    doc = sheet()
    for n in range(1, 27):
        para(doc, f"第{n}行")
    rows = [["事项", "件数"], ["古树名木保护范围内的施工申请以及与之相关的现场查看记录和处理意见", "41"], ["临时占用绿地", "17"]]
    cut = [(r, c, 1, 1, t) for r, row in enumerate(rows) for c, t in enumerate(row)]
    table(doc, cut, [3, 3], 12, head=1, whole_rows=False)
    office(doc, "cut_row")

    # Labels over several lines, set beside the middle of which stand the figures; no line is drawn, and the page ends
    # within the table. What is above the first figures stays text.
    doc = sheet()
    for n in range(1, 17):
        para(doc, f"第{n}段。")
    t = table(doc, grid3(values(11)), [1.1, 1.5, 3.2] + [1.25] * 7, 9, ruled=False, whole_rows=False)
    for cell in t._cells:
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    office(doc, "wrapped_labels")
    expect("wrapped_labels", [[(r - 3, *rest) for r, *rest in grid3(values(11)) if r >= 3]])

    # The page ends within a row: half of its label, and of the label beside many rows, is on the next page.
    doc = sheet()
    for n in range(1, 17):
        para(doc, f"第{n}段。")
    t = table(doc, grid3(values(12)), [1.1, 1.5, 2.4] + [1.25] * 7, 9, whole_rows=False)
    for cell in t._cells:
        cell.paragraphs[0].paragraph_format.widow_control = False
    office(doc, "cut_label")
    expect("cut_label", [grid3(values(12))])

    chromium("<h3>四、行政复议、行政诉讼情况</h3>" + html_table(grid4()), "browser")
    expect("browser", [grid4()])

    left = [(r, c, 1, 1, t) for r, row in enumerate([["月份", "受理件数"], ["一月", "31"], ["二月", "18"], ["三月", "27"]])
            for c, t in enumerate(row)]
    right = [(r, c, 1, 1, t) for r, row in enumerate([["渠道", "数量", "占比"], ["网站", "52", "68.4%"], ["信函", "24", "31.6%"]])
             for c, t in enumerate(row)]
    chromium("<p>两张表并排排列，左表按月份，右表按渠道。</p><div style='display:flex;gap:24px'>"
             + html_table(left) + html_table(right) + "</div><p>以上数据截至三月末。</p>", "side_by_side")
    expect("side_by_side", [left, right])

    doc = sheet(number=("第", "页"))
    para(doc, "云岭市档案馆2022年政府信息公开情况统计", 16, indent=False, align=WD_ALIGN_PARAGRAPH.CENTER)
    para(doc, "下表没有框线，数字按列对齐。")
    rows = [["项目", "本年", "上年", "增减"], ["主动公开信息", "1205", "998", "207"], ["依申请公开", "36", "41", "-5"],
            ["政策解读", "9", "7", "2"], ["回应关切", "115", "120", "-5"]]
    unruled = [(r, c, 1, 1, t) for r, row in enumerate(rows) for c, t in enumerate(row)]
    t = table(doc, unruled, [6, 3, 3, 3], 12, ruled=False)
    for row in t.rows:
        for cell in row.cells[1:]:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    para(doc, "说明：以上数据由各科室报送，口径与上年一致，均不含转办件。")
    office(doc, "without_rulings")
    expect("without_rulings", [unruled])

    doc = sheet(landscape=True)
    para(doc, "横向页面上的行政复议、行政诉讼情况", 14, indent=False)
    table(doc, grid4(), [1.6] * 15, 9)
    office(doc, "landscape")
    turned_upright()
    Path("landscape.pdf").unlink()
    expect("turned", [grid4()])

    # Bold type the way older converters make it: every run painted twice, 0.3 pt apart.
    raw_pdf("fake_bold", [
        *bold_line(72, 760, "2023 Annual Report"), *bold_line(72, 730, "Applications received 1188"),
        "BT /F1 12 Tf 72 700 Td (Carried over 11, answered 22, total 1011) Tj ET"])
    raw_pdf("scan", ["q 400 0 0 560 90 140 cm /Im0 Do Q"], image=True)

    doc = sheet()
    para(doc, "本文件设有打开密码。", 14)
    office(doc, "plain")
    qpdf("--encrypt", "yunling", "owner", "256", "--", "plain.pdf", "locked.pdf")
    qpdf("--encrypt", "", "owner", "256", "--", "plain.pdf", "owner_locked.pdf")
    Path("plain.pdf").unlink()
    shrink()
    whole = Path("side_by_side.pdf").read_bytes()
    Path("truncated.pdf").write_bytes(whole[: len(whole) // 3])


def turned_upright():
    """Counter-rotates the content so that the page reads upright only when /Rotate is honoured."""
    from pypdf import PdfReader, PdfWriter, Transformation
    reader = PdfReader("landscape.pdf")
    writer = PdfWriter()
    page = writer.add_page(reader.pages[0])
    width, height = page.mediabox.width, page.mediabox.height
    page.add_transformation(Transformation().rotate(90).translate(tx=float(height)))
    page.mediabox.upper_right = (height, width)
    page.cropbox.upper_right = (height, width)
    page.rotate(90)
    writer.write("turned.pdf")


def bold_line(x, y, text):
    return [f"BT /F1 12 Tf {x + dx} {y} Td ({text}) Tj ET" for dx in (0, 0.3)]


def raw_pdf(name, content, image=False):
    stream = "\n".join(content).encode()
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<"
               b"/Font<</F1 5 0 R>>/XObject<</Im0 6 0 R>>>>>>",
               b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
               b"<</Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray/Length 4>>"
               b"stream\n\x00\x80\xc0\xff\nendstream"]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for i, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % o for o in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    Path(f"{name}.pdf").write_bytes(bytes(out))


if __name__ == "__main__":
    sys.exit(main())
