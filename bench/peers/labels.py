"""Picks the statutory cells out of plain tables by their labels, as a script of today does.

A table is a list of rows, a row a list of texts; merged cells come repeated, empty or None, as each library gives them.
Not here: how the tables are read out of a file (readers.py), timing (measure.py).
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

COLUMNS = [
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_welfare_organisation",
    "legal_service_institution",
    "other_organisation",
    "total",
]

ROWS = [
    ("本年新收政府信息公开申请数量", "new_received"),
    ("上年结转政府信息公开申请数量", "carried_in"),
    ("予以公开", "granted"),
    ("部分公开", "partially_granted"),
    ("属于国家秘密", "denied_state_secret"),
    ("其他法律行政法规禁止公开", "denied_law_prohibited"),
    ("危及“三安全一稳定”", "denied_security_stability"),
    ("保护第三方合法权益", "denied_third_party_rights"),
    ("属于三类内部事务信息", "denied_internal_affairs"),
    ("属于四类过程性信息", "denied_process_information"),
    ("属于行政执法案卷", "denied_enforcement_file"),
    ("属于行政查询事项", "denied_administrative_inquiry"),
    ("本机关不掌握相关政府信息", "unavailable_not_held"),
    ("没有现成信息需要另行制作", "unavailable_needs_creation"),
    ("补正后申请内容仍不明确", "unavailable_still_unclear"),
    ("信访举报投诉类申请", "unprocessed_petition"),
    ("重复申请", "unprocessed_repeat"),
    ("要求提供公开出版物", "unprocessed_publication"),
    ("无正当理由大量反复申请", "unprocessed_excessive"),
    ("要求行政机关确认或重新出具已获取信息", "unprocessed_confirmation"),
    ("申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "other_correction_overdue"),
    ("申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "other_fee_overdue"),
    ("其他", "other_misc"),
    ("其他处理", "other_total"),
    ("总计", "result_total"),
    ("结转下年度继续办理", "carried_out"),
]
ROW_OF = dict(ROWS)
# The 2019/2020 form counts （六）其他处理 in one row, the form of 2021 in three.
ROWS_2019 = [key for _, key in ROWS if key not in ("other_correction_overdue", "other_fee_overdue", "other_misc")]
ROWS_2021 = [key for _, key in ROWS if key != "other_total"]

# (row label, column label) -> key of table 2, for both forms.
TABLE2 = {
    ("规章", "本年制发件数"): "rules_issued",
    ("规章", "本年废止件数"): "rules_repealed",
    ("规章", "现行有效件数"): "rules_in_force",
    ("行政规范性文件", "本年制发件数"): "normative_issued",
    ("行政规范性文件", "本年废止件数"): "normative_repealed",
    ("行政规范性文件", "现行有效件数"): "normative_in_force",
    ("规章", "本年新制作数量"): "rules_new_made",
    ("规章", "本年新公开数量"): "rules_new_published",
    ("规章", "对外公开总数量"): "rules_published_total",
    ("规范性文件", "本年新制作数量"): "normative_new_made",
    ("规范性文件", "本年新公开数量"): "normative_new_published",
    ("规范性文件", "对外公开总数量"): "normative_published_total",
    ("行政许可", "上一年项目数量"): "licensing_items_prev",
    ("行政许可", "本年增/减"): "licensing_items_change",
    ("行政许可", "处理决定数量"): "licensing_decisions",
    ("其他对外管理服务事项", "上一年项目数量"): "other_services_items_prev",
    ("其他对外管理服务事项", "本年增/减"): "other_services_items_change",
    ("其他对外管理服务事项", "处理决定数量"): "other_services_decisions",
    ("行政处罚", "上一年项目数量"): "penalty_items_prev",
    ("行政处罚", "本年增/减"): "penalty_items_change",
    ("行政处罚", "处理决定数量"): "penalty_decisions",
    ("行政强制", "上一年项目数量"): "compulsion_items_prev",
    ("行政强制", "本年增/减"): "compulsion_items_change",
    ("行政强制", "处理决定数量"): "compulsion_decisions",
    ("行政事业性收费", "上一年项目数量"): "admin_fee_items_prev",
    ("行政事业性收费", "本年增/减"): "admin_fee_items_change",
    ("行政事业性收费", "本年收费金额"): "admin_fee_wan_yuan",
    ("政府集中采购", "采购项目数量"): "procurement_items",
    ("政府集中采购", "采购总金额"): "procurement_amount",
}
TABLE2_ROWS = {row for row, _ in TABLE2}

REMEDIES = [
    f"{group}_{result}"
    for group in ("reconsideration", "direct_suit", "post_reconsideration_suit")
    for result in ("upheld", "corrected", "other", "pending", "total")
]

SPACE = re.compile(r"\s+")
NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d{1,2}[.．、])")
NOTE = re.compile(r"[（(].*$")
NUMBER = re.compile(r"^[-+]?\d+(?:\.\d+)?$")


def plain(text):
    """The text without blanks of any width."""
    return SPACE.sub("", text or "")


def label(text):
    """A label without its number and without a note in brackets."""
    text = NUMBERING.sub("", plain(text))
    return NOTE.sub("", text) or text


def column_name(text):
    """A column of table 2 in the words of either form."""
    return NOTE.sub("", plain(text)).replace("本年处理决定", "处理决定")


def number(text):
    """The number of a cell, or None."""
    text = unicodedata.normalize("NFKC", plain(text)).removesuffix("万元").replace(",", "")
    if not NUMBER.match(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def pick(tables):
    """All statutory cells of a document: {address: number}."""
    cells = {}
    for table in tables:
        words = {plain(text) for row in table for text in row if text}
        if "尚未审结" in words:
            remedies(table, cells)
        elif any("第二十条" in text for text in words):
            proactive(table, cells)
        else:
            applications(table, cells)
    return cells


def applications(table, cells):
    """Table 3 or a part of it: the last seven cells of a row are the form's seven columns."""
    for row in table:
        values = [number(text) for text in row[-7:]]
        # The label nearest to the values that is one of the form's.
        key = next((ROW_OF[name] for name in map(label, reversed(row[:-7])) if name in ROW_OF), None)
        if key is None:
            continue
        for column, value in zip(COLUMNS, values):
            if value is not None:
                cells[f"table3.{key}.{column}"] = value


def remedies(table, cells):
    """Table 4: the last row holds fifteen numbers in the order of the form."""
    for row in table:
        values = [number(text) for text in row]
        if len(values) == 15 and any(value is not None for value in values):
            for key, value in zip(REMEDIES, values):
                if value is not None:
                    cells[f"table4.{key}"] = value


def proactive(table, cells):
    """Table 2: a row that begins with 信息内容 names the columns of the rows below."""
    header = None
    for row in table:
        texts = [plain(text) for text in row]
        if "信息内容" in texts:
            header = [column_name(text) for text in texts]
            continue
        name = next((text for text in texts if text in TABLE2_ROWS), None)
        if header is None or name is None:
            continue
        for column, text in zip(header, row):
            key, value = TABLE2.get((name, column)), number(text)
            if key and value is not None:
                cells.setdefault(f"table2.{key}", value)


def pick_lines(lines):
    """The statutory cells of text in lines with blanks between columns, as `pdftotext -layout` prints it.

    Labels are broken over lines, so rows of seven numbers are taken in the order of the form when their count fits,
    and by the label in the same line otherwise.
    """
    cells = {}
    rows = []
    header = []
    for line in lines:
        parts = [part for part in re.split(r"\s{2,}|\t", unicodedata.normalize("NFKC", line).strip()) if part]
        tight = plain(line)
        values = line.split()
        trailing = 0
        for part in reversed(values):
            if number(part) is None:
                break
            trailing += 1
        if trailing >= 15:
            for key, part in zip(REMEDIES, values[-15:]):
                cells[f"table4.{key}"] = number(part)
        elif trailing >= 7:
            found = next((key for text, key in ROWS if len(text) > 2 and text in tight), None)
            rows.append((found, values[-7:]))
        elif "信息内容" in tight:
            header = [column_name(part) for part in parts]
        elif header and parts and plain(parts[0]) in TABLE2_ROWS:
            name = plain(parts[0])
            for column, part in zip(header[1:], parts[1:]):
                key, value = TABLE2.get((name, column)), number(part)
                if key and value is not None:
                    cells.setdefault(f"table2.{key}", value)
    order = {len(ROWS_2021): ROWS_2021, len(ROWS_2019): ROWS_2019}.get(len(rows))
    for i, (found, values) in enumerate(rows):
        key = order[i] if order else found
        if key:
            for column, part in zip(COLUMNS, values):
                cells[f"table3.{key}.{column}"] = number(part)
    return cells
