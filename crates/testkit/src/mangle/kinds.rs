//! What each kind of damage does to a laid-out report, with its variants.
//!
//! Not here: writing the files (`super`, `crate::make`). Each function says in one line what was seen in real files.

use super::{Carrier, Kind, Work, Wrap};
use crate::judge::{Expect, Expectation};
use crate::layout::{Draft, Grid, GridCell, Piece, Role, TableKey, older_sheet};
use crate::make::html::Style;
use crate::make::txt::Shape;
use crate::random::{self, Options, Rng, Truth};
use gongkai_domain::report::cell::Value;
use gongkai_domain::report::{CellRef, Column, Form, Report, Row, SectionKey, Table2Key, WanYuan};

/// Damages the work; `false` when the kind does not apply to it.
pub(super) fn apply(kind: Kind, work: &mut Work, rng: &mut Rng) -> bool {
    match kind {
        Kind::Clean | Kind::Unbalanced | Kind::OneOtherRow => {
            // The report itself is the damage; any file carries it.
            match kind {
                Kind::Unbalanced => work.parts.iter().all(|(truth, ..)| !truth.errors.is_empty()),
                Kind::OneOtherRow => work.parts.iter().all(|(truth, ..)| {
                    truth.report.has_one_other_row()
                        || (truth.report.form == Form::Form2019 && truth.year() > 2020)
                }),
                _ => true,
            }
        }
        Kind::RunTogether => {
            if rng.percent(30) {
                return merge_values(work, rng, false);
            }
            work.only(|c| matches!(c, Carrier::Txt(Shape::GluedRow | Shape::GluedBelow | Shape::GluedTable)));
            let dots = rng.percent(50);
            each_table(work, |grid| {
                for label in grid.cells.iter_mut().filter(|c| c.role == Role::Label) {
                    if !dots {
                        label.text = label.text.replacen('.', "", 1);
                    }
                }
            });
            work.note(if dots { "with dots" } else { "without dots" });
            true
        }
        Kind::RunTogetherWithBlanks => {
            if rng.percent(30) {
                return merge_values(work, rng, true);
            }
            work.only(|c| matches!(c, Carrier::Txt(Shape::HalfGlued(_) | Shape::HalfGluedTable(_))));
            true
        }
        Kind::CellPerLine => {
            work.only(|c| matches!(c, Carrier::Txt(shape) if shape.takes_line_breaks()));
            let gap = *rng.pick(&["\n", "\n\n"]);
            work.note(format!("{gap:?}"));
            break_labels(work, rng, gap, 55);
            true
        }
        Kind::CellPerLineBlank => {
            work.only(|c| matches!(c, Carrier::Txt(shape) if shape.takes_line_breaks()));
            let share = *rng.pick(&[100, 100, 50]);
            // Where some zeros are printed, which of them belongs to which cell cannot be told.
            let expect = if share == 100 { Expect::Unprinted } else { Expect::MayBeLost };
            replace_zeros(work, rng, share, &[""], expect);
            work.note(format!("{share} % of the zeros blank"));
            true
        }
        Kind::RaggedRow => ragged_row(work, rng),
        Kind::GroupLabel => group_label(work, rng),
        Kind::EatenLabel => eaten_label(work, rng),
        Kind::OrphanValues => orphan_values(work, rng),
        Kind::HeaderOrder => header_order(work, rng),
        Kind::RepeatedHeader => repeated_header(work, rng),
        Kind::CutLabel => cut_label(work, rng),
        Kind::NoZero => no_zero(work, rng),
        Kind::Signed => signed(work, rng),
        Kind::NoteInCell => {
            note_in_cell(work, rng);
            true
        }
        Kind::UnitInCell => {
            unit_in_cell(work, rng);
            true
        }
        Kind::WideSpaces => {
            wide_spaces(work, rng);
            true
        }
        Kind::LabelVariants => {
            label_variants(work, rng);
            true
        }
        Kind::Numbering => {
            numbering(work, rng);
            true
        }
        Kind::CharPerLine => {
            if rng.percent(50) {
                work.char_spans = true;
                work.only(|c| matches!(c, Carrier::Html(_) | Carrier::NestedHtml | Carrier::Docx));
                work.note("spans");
            } else {
                work.only(|c| match c {
                    Carrier::Txt(shape) => shape.takes_line_breaks(),
                    Carrier::Html(_) | Carrier::Docx | Carrier::NestedHtml | Carrier::Json => true,
                    _ => false,
                });
                break_labels(work, rng, "\n", 100);
                work.note("lines");
            }
            true
        }
        Kind::Sentence => {
            sentence(work, rng);
            true
        }
        Kind::Furniture => {
            furniture(work, rng);
            true
        }
        Kind::Encoding => {
            encoding(work, rng);
            true
        }
        Kind::InJson => {
            work.only(|c| matches!(c, Carrier::Json | Carrier::Script | Carrier::NestedHtml));
            true
        }
        Kind::Older => older(work, rng),
        Kind::Several => several(work, rng),
    }
}

fn each_table(work: &mut Work, mut change: impl FnMut(&mut Grid)) {
    for (_, draft, _) in &mut work.parts {
        for grid in draft.tables_mut() {
            change(grid);
        }
    }
}

/// All values of a row in one cell of the table, in every table or in one of them.
fn merge_values(work: &mut Work, rng: &mut Rng, blanks: bool) -> bool {
    work.only(|c| Carrier::GRIDS.contains(&c) || is_json(c));
    let only = *rng.pick(&[
        None,
        None,
        Some(TableKey::Remedies),
        Some(TableKey::Applications),
        Some(TableKey::Proactive),
    ]);
    work.note(format!("one cell per row in {only:?}"));
    for (_, draft, expectation) in &mut work.parts {
        for grid in draft.tables_mut().filter(|g| only.is_none_or(|key| key == g.table)) {
            let mut merged: Vec<GridCell> = Vec::new();
            for cell in grid.cells.drain(..) {
                if let Some(at) = cell.at {
                    expectation.lower(at, Expect::MayBeLost);
                }
                match merged.last_mut() {
                    Some(last)
                        if last.role == Role::Value && cell.role == Role::Value && last.row == cell.row =>
                    {
                        if blanks && rng.percent(40) {
                            last.text.push(' ');
                        }
                        last.text.push_str(&cell.text);
                        last.col_span += cell.col_span;
                        last.at = None;
                    }
                    _ => merged.push(cell),
                }
            }
            grid.cells = merged;
        }
    }
    true
}

/// Breaks labels and headers between characters, so many of a hundred places.
fn break_labels(work: &mut Work, rng: &mut Rng, gap: &str, share: u64) {
    each_table(work, |grid| {
        for cell in grid.cells.iter_mut().filter(|c| c.role != Role::Value) {
            if share < 100 && rng.percent(60) {
                continue;
            }
            let mut text = String::new();
            for (i, c) in cell.text.chars().enumerate() {
                if i > 0 && (share == 100 || rng.percent(share / 3)) {
                    text.push_str(gap);
                }
                text.push(c);
            }
            cell.text = text;
        }
    });
}

/// Prints a sign or nothing instead of zero.
fn replace_zeros(work: &mut Work, rng: &mut Rng, share: u64, signs: &[&str], expect: Expect) {
    for (truth, draft, expectation) in &mut work.parts {
        for (at, cell) in truth.printed() {
            let zero = match cell.value {
                Some(Value::Count(n)) => n == 0,
                Some(Value::Amount(a)) => a.fen() == 0,
                None => false,
            };
            if zero
                && rng.percent(share)
                && let Some(printed) = draft.find_mut(at)
            {
                (*rng.pick(signs)).clone_into(&mut printed.text);
                expectation.lower(at, expect);
            }
        }
    }
}

/// Rows of table 3 and table 4, each with the addresses it prints.
fn some_value_row(grid: &Grid, rng: &mut Rng) -> usize {
    let rows = grid.value_rows();
    *rng.pick(&rows)
}

/// One nought more than the row has columns, or one cell lost and those behind it moved up.
fn ragged_row(work: &mut Work, rng: &mut Rng) -> bool {
    work.only(|c| Carrier::GRIDS.contains(&c) || c == Carrier::Txt(Shape::TabFlat) || is_json(c));
    for (_, draft, expectation) in &mut work.parts {
        let mut touched: Vec<(TableKey, usize)> = Vec::new();
        for _ in 0..=rng.below(3) {
            let key = *rng.pick(&[TableKey::Applications, TableKey::Applications, TableKey::Remedies]);
            let Some(grid) = draft.table_mut(key) else { continue };
            let row = some_value_row(grid, rng);
            // a cell added and another taken away would be another row that nobody can tell from a printed one
            if touched.contains(&(key, row)) {
                continue;
            }
            touched.push((key, row));
            for at in grid.addresses(row) {
                expectation.lower(at, Expect::MayBeLost);
            }
            let values: Vec<usize> = (0..grid.cells.len())
                .filter(|i| grid.cells[*i].row == row && grid.cells[*i].role == Role::Value)
                .collect();
            if values.len() < 7 {
                continue;
            }
            if rng.percent(30) {
                // Neighbours drawn together in one cell, the rest moved up; now and then a blank fills the row again.
                let mut in_order = values.clone();
                in_order.sort_by_key(|i| grid.cells[*i].col);
                let k = 2 + rng.below(2);
                let first = rng.below(in_order.len() - k + 1);
                let together: String =
                    in_order[first..first + k].iter().map(|i| grid.cells[*i].text.as_str()).collect();
                let fills = rng.percent(30);
                grid.cells[in_order[first]].text = together;
                let last_col = grid.cells[in_order[in_order.len() - 1]].col;
                for i in &in_order[first + k..] {
                    grid.cells[*i].col -= k - 1;
                }
                let mut gone = in_order[first + 1..first + k].to_vec();
                gone.sort_unstable();
                for i in gone.into_iter().rev() {
                    grid.cells.remove(i);
                }
                if fills {
                    for n in 0..k - 1 {
                        grid.cells.push(GridCell {
                            row,
                            col: last_col - n,
                            row_span: 1,
                            col_span: 1,
                            text: String::new(),
                            role: Role::Value,
                            at: None,
                        });
                    }
                }
            } else if rng.percent(60) {
                // One too many: a zero, now and then a neighbour doubled.
                let i = *rng.pick(&values);
                let col = grid.cells[i].col;
                let text = if rng.percent(80) { "0".to_owned() } else { grid.cells[i].text.clone() };
                for j in &values {
                    if grid.cells[*j].col >= col {
                        grid.cells[*j].col += 1;
                    }
                }
                grid.cells.push(GridCell {
                    row,
                    col,
                    row_span: 1,
                    col_span: 1,
                    text,
                    role: Role::Value,
                    at: None,
                });
            } else {
                // One too few: mostly a zero.
                let zeros: Vec<usize> =
                    values.iter().copied().filter(|i| grid.cells[*i].text == "0").collect();
                let i =
                    if zeros.is_empty() || rng.percent(25) { *rng.pick(&values) } else { *rng.pick(&zeros) };
                let col = grid.cells[i].col;
                if let Some(at) = grid.cells[i].at {
                    // Which of several equal values is missing cannot be told, so any of them may be derived.
                    expectation.lower(at, Expect::MayBeLost);
                }
                for j in &values {
                    if grid.cells[*j].col > col {
                        grid.cells[*j].col -= 1;
                    }
                }
                grid.cells.remove(i);
            }
            grid.settle();
        }
    }
    true
}

fn is_json(carrier: Carrier) -> bool {
    matches!(carrier, Carrier::Json | Carrier::Script | Carrier::NestedHtml)
}

/// What a merged cell says of several rows: printed once, on every row, run into the group above, or after the page break.
fn group_label(work: &mut Work, rng: &mut Rng) -> bool {
    work.only(|c| !c.is_glued());
    let variant = rng.below(4);
    work.note(["first row only", "each row", "glued", "next page"][variant]);
    for (_, draft, _) in &mut work.parts {
        match variant {
            0 | 1 => {
                if let Some(grid) = draft.table_mut(TableKey::Applications) {
                    unmerge_labels(grid, variant == 1);
                }
            }
            2 => {
                if let Some(grid) = draft.table_mut(TableKey::Applications) {
                    unmerge_labels(grid, true);
                    // 三、本年度办理结果 runs into the group label beside it.
                    for row in 0..grid.rows {
                        let of_row: Vec<usize> = (0..grid.cells.len())
                            .filter(|i| grid.cells[*i].row == row && grid.cells[*i].role == Role::Label)
                            .collect();
                        if let [results, group, ..] = of_row[..]
                            && grid.cells[results].text == "三、本年度办理结果"
                        {
                            let glued = format!("三、本年度办理结果{}", grid.cells[group].text);
                            grid.cells[group].text = glued;
                            grid.cells[results].text.clear();
                        }
                    }
                }
            }
            _ => {
                let at = 8 + rng.below(14);
                draft.cut(TableKey::Applications, at, rng.percent(50), true, None);
            }
        }
    }
    true
}

/// Dissolves merged labels but leaves the header as it is.
fn unmerge_labels(grid: &mut Grid, repeat: bool) {
    let heads = grid.header_rows();
    let (head, body) = grid.split(heads, false, false);
    let mut body = body;
    body.unmerge_rows(repeat);
    grid.cells = head.cells;
    grid.cells.extend(body.cells.into_iter().map(|c| GridCell { row: c.row + heads, ..c }));
    grid.settle();
}

/// The row that opens a group is pushed to the right: the group stands where the item should, and the last value falls off.
fn eaten_label(work: &mut Work, rng: &mut Rng) -> bool {
    work.only(|c| Carrier::GRIDS.contains(&c) || is_json(c));
    let first_rows = [Row::DeniedStateSecret, Row::UnavailableNotHeld, Row::UnprocessedPetition];
    let loses_last = rng.percent(75);
    work.note(if loses_last { "last value lost" } else { "first value lost" });
    for (truth, draft, expectation) in &mut work.parts {
        let row = *rng.pick(&first_rows);
        let Some(grid) = draft.table_mut(TableKey::Applications) else { return false };
        let Some(line) = grid.row_of(CellRef::T3(row, Column::Total)) else { return false };
        unmerge_labels(grid, false);
        let lost = if loses_last { Column::Total } else { Column::NaturalPerson };
        let lost_at = CellRef::T3(row, lost);
        for &column in Column::EVERY {
            expectation.lower(CellRef::T3(row, column), Expect::MayBeLost);
        }
        // Values that are equal to the lost one cannot be told from it.
        if truth.count(lost_at) != 0 {
            expectation.lower(lost_at, Expect::Unprinted);
        }
        grid.cells.retain(|c| c.at != Some(lost_at));
        for cell in grid.cells.iter_mut().filter(|c| c.row == line) {
            match (cell.role, cell.col) {
                (Role::Label, col) if col > 0 => cell.col = col + 1,
                (Role::Value, _) if loses_last => cell.col += 1,
                _ => {}
            }
        }
        grid.cells.push(GridCell {
            row: line,
            col: 1,
            row_span: 1,
            col_span: 1,
            text: String::new(),
            role: Role::Label,
            at: None,
        });
        grid.settle();
    }
    true
}

/// Labels come first and what belongs to them later, nameless; or the name follows its row.
fn orphan_values(work: &mut Work, rng: &mut Rng) -> bool {
    work.only(|c| {
        matches!(c, Carrier::Txt(Shape::TabGrid | Shape::TabCollapsed))
            || matches!(c, Carrier::Html(Style::Plain) | Carrier::Docx)
    });
    let variant = rng.below(3);
    work.note(
        ["one line after three labels", "three lines after three labels", "label after its values"][variant],
    );
    for (truth, draft, expectation) in &mut work.parts {
        let rows: Vec<Row> =
            gongkai_domain::report::equation::rows_of(truth.report.form, truth.report.has_one_other_row());
        let Some(grid) = draft.table_mut(TableKey::Applications) else { return false };
        unmerge_labels(grid, false);
        let count = if variant == 2 { 1 } else { 3 };
        let first = 1 + rng.below(rows.len() - count - 1);
        let chosen = &rows[first..first + count];
        let lines: Vec<usize> =
            chosen.iter().filter_map(|r| grid.row_of(CellRef::T3(*r, Column::Total))).collect();
        let Some(&last_line) = lines.last() else { return false };
        let mut orphans: Vec<Vec<GridCell>> = Vec::new();
        for (row, line) in chosen.iter().zip(&lines) {
            let mut taken = Vec::new();
            for cell in grid.cells.iter_mut().filter(|c| c.row == *line && c.role == Role::Value) {
                taken.push(cell.clone());
                cell.text.clear();
                cell.at = None;
            }
            orphans.push(taken);
            for &column in Column::EVERY {
                expectation.lower(CellRef::T3(*row, column), Expect::MayBeLost);
            }
        }
        if variant == 0 {
            // Only the last row's values are printed.
            for row in &chosen[..2] {
                for &column in Column::EVERY {
                    expectation.lower(CellRef::T3(*row, column), Expect::Unprinted);
                }
            }
            orphans.drain(..2);
        }
        // A row of values that is not printed below its label but above it, or below all labels.
        let below = if variant == 2 { last_line } else { last_line + 1 };
        for (n, values) in orphans.into_iter().enumerate() {
            let at = below + n;
            grid.insert_row(at);
            for mut cell in values {
                cell.row = at;
                // In the shape seen, the values of the lost line begin one column after the edge.
                cell.col -= if variant == 0 { 2 } else { 0 };
                grid.cells.push(cell);
            }
        }
        grid.settle();
    }
    true
}

/// The last two column heads change places: 总计 before 其他, with or without the numbers below them.
fn header_order(work: &mut Work, rng: &mut Rng) -> bool {
    work.only(|c| Carrier::GRIDS.contains(&c) || is_json(c));
    let values_too = rng.percent(35);
    work.note(if values_too { "values in the printed order" } else { "values in the official order" });
    for (truth, draft, expectation) in &mut work.parts {
        let Some(grid) = draft.table_mut(TableKey::Applications) else { return false };
        for (at, _) in truth.printed() {
            if let CellRef::T3(_, Column::OtherOrganisation | Column::Total) = at {
                expectation.lower(at, Expect::MayBeLost);
            }
        }
        if values_too {
            // each pair changes places; where other damage has left only one of them, or moved them, it stays where it is
            let column = |cell: &GridCell, at: Column| match cell.at {
                Some(CellRef::T3(_, column)) => column == at,
                _ => false,
            };
            for row in 0..grid.rows {
                let of = |at: Column| grid.cells.iter().position(|c| c.row == row && column(c, at));
                if let (Some(other), Some(total)) = (of(Column::OtherOrganisation), of(Column::Total)) {
                    let places = (grid.cells[other].col, grid.cells[total].col);
                    (grid.cells[total].col, grid.cells[other].col) = places;
                }
            }
            for cell in &mut grid.cells {
                match cell.at {
                    None if cell.text == "其他" && cell.role == Role::Header => cell.col = 9,
                    None if cell.text == "总计" && cell.role == Role::Header => cell.col = 8,
                    _ => {}
                }
                if cell.text == "法人或其他组织" {
                    cell.col_span = 4;
                }
            }
            grid.cells.push(GridCell {
                row: 1,
                col: 9,
                row_span: 1,
                col_span: 1,
                text: String::new(),
                role: Role::Header,
                at: None,
            });
        } else {
            for cell in grid.cells.iter_mut().filter(|c| c.role == Role::Header) {
                match cell.text.as_str() {
                    "其他" => (cell.row, cell.row_span, cell.col) = (1, 2, 9),
                    "总计" => (cell.row, cell.row_span, cell.col) = (0, 1, 10),
                    _ => {}
                }
            }
        }
        grid.settle();
    }
    true
}

/// A second copy of the head where the page turns, within the table or above a new one, perhaps worded differently.
fn repeated_header(work: &mut Work, rng: &mut Rng) -> bool {
    work.only(|c| !c.is_glued());
    let (same_table, other_words) = (rng.percent(50), rng.percent(60));
    work.note(format!("same table {same_table}, other words {other_words}"));
    for (_, draft, _) in &mut work.parts {
        let at = 5 + rng.below(17);
        if draft.table(TableKey::Applications).is_none_or(|g| g.rows <= at) {
            return false;
        }
        draft.cut(TableKey::Applications, at, true, rng.percent(50), None);
        let mut tables = Vec::new();
        draft.pieces.retain(|p| match p {
            Piece::Table(grid) if grid.table == TableKey::Applications => {
                tables.push(grid.clone());
                tables.len() == 1
            }
            _ => true,
        });
        let [first, second] = &mut tables[..] else { return false };
        if other_words {
            for cell in second.cells.iter_mut().filter(|c| c.role == Role::Header) {
                cell.text = match cell.text.as_str() {
                    "社会公益组织" => "社会组织".to_owned(),
                    "法律服务机构" => "法律服务组织".to_owned(),
                    "法人或其他组织" => "法人和其他组织".to_owned(),
                    other => other.to_owned(),
                };
            }
        }
        let Some(i) = draft
            .pieces
            .iter()
            .position(|p| matches!(p, Piece::Table(grid) if grid.table == TableKey::Applications))
        else {
            return false;
        };
        if same_table {
            let offset = first.rows;
            first.cells.extend(second.cells.iter().map(|c| GridCell { row: c.row + offset, ..c.clone() }));
            first.settle();
            draft.pieces[i] = Piece::Table(first.clone());
        } else {
            draft.pieces[i] = Piece::Table(first.clone());
            draft.pieces.insert(i + 1, Piece::Table(second.clone()));
        }
    }
    true
}

/// A page turns inside a label: half of it stands below the number of the page, or the number gets into it.
fn cut_label(work: &mut Work, rng: &mut Rng) -> bool {
    work.only(|c| !c.is_glued());
    let variant = rng.below(3);
    let page = 2 + rng.below(9);
    let number = match rng.below(3) {
        0 => format!("- {page} -"),
        1 => format!("— {page} —"),
        _ => format!("{page}"),
    };
    work.note(format!("{} {number}", ["group label cut", "item label cut", "page number inside"][variant]));
    for (_, draft, expectation) in &mut work.parts {
        let Some(grid) = draft.table_mut(TableKey::Applications) else { return false };
        let groups: Vec<usize> = (0..grid.cells.len())
            .filter(|i| {
                let c = &grid.cells[*i];
                c.role == Role::Label && c.col == 1 && c.row_span > 1
            })
            .collect();
        let Some(&group) = groups.get(rng.below(groups.len())) else { return false };
        let (line, span) = (grid.cells[group].row, grid.cells[group].row_span);
        let cut_at = line + 1 + rng.below(span - 1);
        let halve = |text: &str, rng: &mut Rng| {
            let chars: Vec<char> = text.chars().collect();
            let middle = 2 + rng.below(chars.len().saturating_sub(3).max(1));
            let (head, tail) = chars.split_at(middle.min(chars.len()));
            (head.iter().collect::<String>(), tail.iter().collect::<String>())
        };
        match variant {
            0 => {
                let (head, tail) = halve(&grid.cells[group].text, rng);
                grid.cells[group].text.clone_from(&head);
                draft.cut(TableKey::Applications, cut_at, rng.percent(40), true, Some(&number));
                // The second page carries the rest of the label.
                let mut seen = 0;
                for grid in draft.tables_mut().filter(|g| g.table == TableKey::Applications) {
                    seen += 1;
                    if seen == 2
                        && let Some(cell) =
                            grid.cells.iter_mut().find(|c| c.role == Role::Label && c.text == head)
                    {
                        cell.text.clone_from(&tail);
                    }
                }
            }
            1 => {
                // The row itself is cut: half its label on this page, the rest with the values on the next.
                let Some(item) =
                    grid.cells.iter().position(|c| c.row == cut_at && c.col == 2 && c.role == Role::Label)
                else {
                    return false;
                };
                for at in grid.addresses(cut_at) {
                    expectation.lower(at, Expect::MayBeLost);
                }
                let (head, tail) = halve(&grid.cells[item].text, rng);
                grid.cells[item].text = tail;
                grid.insert_row(cut_at);
                let mut half = vec![GridCell {
                    row: cut_at,
                    col: 2,
                    row_span: 1,
                    col_span: 1,
                    text: head,
                    role: Role::Label,
                    at: None,
                }];
                half.extend((3..10).map(|col| GridCell {
                    row: cut_at,
                    col,
                    row_span: 1,
                    col_span: 1,
                    text: String::new(),
                    role: Role::Value,
                    at: None,
                }));
                grid.cells.extend(half);
                grid.settle();
                draft.cut(TableKey::Applications, cut_at + 1, rng.percent(40), false, Some(&number));
            }
            _ => {
                let (head, tail) = halve(&grid.cells[group].text, rng);
                grid.cells[group].text = format!("{head} {number} {tail}");
                for row in line..line + span {
                    for at in grid.addresses(row) {
                        expectation.lower(at, Expect::MayBeLost);
                    }
                }
            }
        }
    }
    true
}

/// Nothing, a sign or 无 stands where the count is nought; or nobody filled in the totals.
fn no_zero(work: &mut Work, rng: &mut Rng) -> bool {
    work.only(|c| Carrier::GRIDS.contains(&c) || is_json(c) || c == Carrier::Txt(Shape::TabFlat));
    match rng.below(4) {
        0 => {
            work.note("total column empty");
            for (truth, draft, expectation) in &mut work.parts {
                for (at, _) in truth.printed() {
                    if let CellRef::T3(_, Column::Total) = at
                        && let Some(cell) = draft.find_mut(at)
                    {
                        cell.text.clear();
                        expectation.lower(at, Expect::Blank);
                    }
                }
            }
        }
        1 => {
            let sign = *rng.pick(&["", "\u{a0}", "　"]);
            work.note(format!("blank {sign:?}"));
            let share = *rng.pick(&[100, 60]);
            replace_zeros(work, rng, share, &[sign], Expect::Blank);
        }
        2 => {
            let sign = *rng.pick(&["/", "-", "—", "无", "——", "－"]);
            work.note(format!("sign {sign}"));
            let share = *rng.pick(&[100, 60]);
            replace_zeros(work, rng, share, &[sign], Expect::NotApplicable);
        }
        _ => {
            work.note("mixed signs");
            replace_zeros(work, rng, 60, &["/", "-", "—", "无"], Expect::NotApplicable);
        }
    }
    true
}

/// Whether another kind of damage has left a number in the cell.
fn holds_a_number(cell: &GridCell) -> bool {
    cell.text.chars().any(|c| c.is_ascii_digit())
}

/// `+2`, `-1`, 减4, 增1 in the change columns of the 2019/2020 form.
fn signed(work: &mut Work, rng: &mut Rng) -> bool {
    for (truth, draft, _) in &mut work.parts {
        if truth.report.form != Form::Form2019 {
            return false;
        }
        for &key in truth.report.form.table2().iter().filter(|k| k.is_signed()) {
            let n = truth.count(CellRef::T2(key));
            let Some(cell) = draft.find_mut(CellRef::T2(key)).filter(|c| holds_a_number(c)) else { continue };
            let size = n.abs();
            cell.text = match n.signum() {
                1 => format!("{}{size}", rng.pick(&["+", "增", "↑", "增加", "＋"])),
                -1 => format!("{}{size}", rng.pick(&["-", "减", "↓", "减少", "−", "－"])),
                _ => (*rng.pick(&["0", "+0"])).to_owned(),
            };
        }
    }
    true
}

/// `22（其中修订16件）`.
fn note_in_cell(work: &mut Work, rng: &mut Rng) {
    for (truth, draft, _) in &mut work.parts {
        let candidates: Vec<(CellRef, i64)> = truth
            .printed()
            .filter_map(|(at, c)| Some((at, c.as_count()?)))
            .filter(|(at, n)| *n > 0 || matches!(at, CellRef::T2(_)))
            .collect();
        if candidates.is_empty() {
            continue;
        }
        for _ in 0..=rng.below(4) {
            let (at, n) = *rng.pick(&candidates);
            let part = rng.between(0, n.abs());
            let Some(cell) = draft.find_mut(at).filter(|c| holds_a_number(c)) else { continue };
            cell.text = match rng.below(5) {
                0 => format!("{n}（其中修订{part}件）"),
                1 => format!("{n}(含上年结转{part}件)"),
                2 => format!("{n}（不含涉密文件）"),
                3 => format!("{n}（注1）"),
                _ => format!("{n}\u{3000}（其中：{part}件联合发文）"),
            };
        }
    }
}

/// The amount carries its unit (万元 or 元) or six decimals, the count its measure word.
fn unit_in_cell(work: &mut Work, rng: &mut Rng) {
    for (truth, draft, expectation) in &mut work.parts {
        for (at, cell) in truth.printed() {
            let Some(Value::Amount(amount)) = cell.value else { continue };
            let Some(printed) = draft.find_mut(at).filter(|c| holds_a_number(c)) else { continue };
            // The form names no unit for purchases, so the cell always does.
            let bare = if at == CellRef::T2(Table2Key::ProcurementAmount) { "万元" } else { "" };
            printed.text = match rng.below(6) {
                0 => format!("{amount}万元"),
                1 => yuan(amount),
                2 => format!("{}{bare}", padded(amount, rng)),
                3 => format!("{} 万元", padded(amount, rng)),
                4 if amount.fen() > 0 => hundred_million(amount),
                4 => "0.00元".to_owned(),
                _ => {
                    // Thousands are sometimes set apart.
                    expectation.lower(at, Expect::MayBeLost);
                    let text = yuan(amount);
                    match text.strip_suffix('元') {
                        Some(n) => format!("{}元", thousands(n)),
                        None => text,
                    }
                }
            };
        }
        let counts: Vec<CellRef> = truth
            .printed()
            .filter(|(at, c)| c.as_count().is_some() && !matches!(at, CellRef::T2(k) if k.is_signed()))
            .map(|(at, _)| at)
            .collect();
        for _ in 0..rng.below(5) {
            if counts.is_empty() {
                break;
            }
            let at = *rng.pick(&counts);
            let unit = match at {
                CellRef::T2(Table2Key::RulesIssued | Table2Key::NormativeIssued) => "件",
                CellRef::T2(_) => "项",
                _ => "件",
            };
            if let Some(cell) = draft.find_mut(at)
                && cell.text.bytes().all(|b| b.is_ascii_digit())
            {
                cell.text.push_str(unit);
            }
        }
    }
}

fn yuan(amount: WanYuan) -> String {
    let (whole, fen) = (amount.fen() / 100, amount.fen() % 100);
    if fen == 0 { format!("{whole}元") } else { format!("{whole}.{fen:02}元") }
}

fn hundred_million(amount: WanYuan) -> String {
    let (whole, rest) = (amount.fen() / 10_000_000_000, amount.fen() % 10_000_000_000);
    let fraction = format!("{rest:010}");
    match fraction.trim_end_matches('0') {
        "" => format!("{whole}亿元"),
        digits => format!("{whole}.{digits}亿元"),
    }
}

/// The amount with more decimals than it needs.
fn padded(amount: WanYuan, rng: &mut Rng) -> String {
    let text = amount.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, d)| d.len());
    let wanted = decimals.max(1 + rng.below(6));
    let dot = if decimals == 0 { "." } else { "" };
    format!("{text}{dot}{}", "0".repeat(wanted - decimals))
}

fn thousands(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let digits: Vec<char> = whole.chars().collect();
    let mut out = String::new();
    for (i, c) in digits.iter().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(*c);
    }
    out + rest
}

/// `　０　`.
fn wide_spaces(work: &mut Work, rng: &mut Rng) {
    let wide_digits = rng.percent(60);
    work.note(if wide_digits { "wide digits" } else { "spaces only" });
    each_table(work, |grid| {
        for cell in &mut grid.cells {
            if cell.role == Role::Value {
                if wide_digits && rng.percent(70) {
                    cell.text = cell.text.chars().map(wide).collect();
                }
                let space = *rng.pick(&["", "\u{3000}", "\u{a0}", " ", " \u{3000}", "\u{2002}", "\u{200b}"]);
                let after = *rng.pick(&["", "\u{3000}", "\u{a0}", " "]);
                cell.text = format!("{space}{}{after}", cell.text);
            } else if rng.percent(25) {
                let space = *rng.pick(&["\u{3000}", "\u{a0}"]);
                let middle = cell.text.chars().count() / 2;
                let mut text: String = cell.text.chars().take(middle).collect();
                text.push_str(space);
                text.extend(cell.text.chars().skip(middle));
                cell.text = text;
            }
        }
    });
    // A blank inside a cell would look like a border between cells there.
    work.only(|c| !matches!(c, Carrier::Txt(Shape::Spaces)) && !c.is_glued());
}

fn wide(c: char) -> char {
    match c {
        '0'..='9' => char::from_u32('０' as u32 + (c as u32 - '0' as u32)).unwrap_or(c),
        '.' => '．',
        other => other,
    }
}

/// Words that real reports print instead of the official ones.
const SYNONYMS: &[(&str, &[&str])] = &[
    ("本年废止件数", &["本年度止件数", "本年度废止件数", "废止件数"]),
    ("本年制发件数", &["本年度制发件数", "本年制发数量", "制发件数"]),
    ("现行有效件数", &["现行有效数量", "现行有效的件数"]),
    ("本年处理决定数量", &["处理决定数量", "本年度处理决定数量"]),
    ("行政规范性文件", &["规范性文件"]),
    ("社会公益组织", &["社会组织", "公益组织"]),
    ("法律服务机构", &["法律服务组织"]),
    ("2.其他法律行政法规禁止公开", &["2.其他法律法规禁止公开", "2.其他法律、行政法规禁止公开"]),
    ("3.危及“三安全一稳定”", &["3.危及\"三安全一稳定\"", "3.危及「三安全一稳定」", "3.危及三安全一稳定"]),
    ("1.本机关不掌握相关政府信息", &["1.本机关未掌握相关政府信息", "1.本机关不掌握相关信息"]),
    ("一、本年新收政府信息公开申请数量", &["一、本年度新收政府信息公开申请数量", "一、本年新收申请数量"]),
    ("四、结转下年度继续办理", &["四、结转下一年度继续办理", "四、结转下年继续办理"]),
    ("结果维持", &["维持"]),
    ("尚未审结", &["未审结"]),
    ("本年收费金额（单位：万元）", &["本年收费金额（单位：万元，保留4位小数）", "本年收费金额(万元)"]),
];

/// Synonyms, other brackets, and slips of the hand in labels.
fn label_variants(work: &mut Work, rng: &mut Rng) {
    let slips = rng.percent(50);
    work.note(if slips { "synonyms and slips" } else { "synonyms" });
    for (truth, draft, expectation) in &mut work.parts {
        let form_2021 = truth.report.form == Form::Form2021;
        for grid in draft.tables_mut() {
            for cell in grid.cells.iter_mut().filter(|c| c.role != Role::Value) {
                if let Some((_, variants)) = SYNONYMS.iter().find(|(official, _)| *official == cell.text)
                    && rng.percent(55)
                    && (form_2021 || cell.text != "本年处理决定数量")
                {
                    (*rng.pick(variants)).clone_into(&mut cell.text);
                } else if rng.percent(20) {
                    cell.text = cell.text.replace('（', "(").replace('）', ")");
                }
            }
            if !slips {
                continue;
            }
            for _ in 0..=rng.below(3) {
                let labels: Vec<usize> = (0..grid.cells.len())
                    .filter(|i| {
                        grid.cells[*i].role == Role::Label && grid.cells[*i].text.chars().count() >= 8
                    })
                    .collect();
                if labels.is_empty() {
                    continue;
                }
                let i = *rng.pick(&labels);
                for at in grid.addresses(grid.cells[i].row) {
                    expectation.lower(at, Expect::MayBeLost);
                }
                let mut chars: Vec<char> = grid.cells[i].text.chars().collect();
                let at = 3 + rng.below(chars.len() - 4);
                match rng.below(3) {
                    0 => {
                        chars.remove(at);
                    }
                    1 => chars.insert(at, chars[at]),
                    _ => chars.swap(at, at + 1),
                }
                grid.cells[i].text = chars.into_iter().collect();
            }
        }
    }
}

/// Items and groups numbered in another fashion or from one again; titles of sections left out.
fn numbering(work: &mut Work, rng: &mut Rng) {
    let items = rng.below(6);
    let groups = rng.below(4);
    let headings = rng.below(5);
    work.note(format!("items {items}, groups {groups}, headings {headings}"));
    for (_, draft, _) in &mut work.parts {
        let mut running = 0;
        for grid in draft.tables_mut() {
            for cell in grid.cells.iter_mut().filter(|c| c.role == Role::Label) {
                if let Some((number, rest)) = cell
                    .text
                    .split_once('.')
                    .filter(|(n, _)| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
                {
                    running += 1;
                    cell.text = match items {
                        0 => format!("{number}、{rest}"),
                        1 => format!("{number}．{rest}"),
                        2 => format!("（{number}）{rest}"),
                        3 => format!("{number}. {rest}"),
                        4 => format!("{running}.{rest}"),
                        _ => rest.to_owned(),
                    };
                } else if let Some((number, rest)) =
                    cell.text.strip_prefix('（').and_then(|t| t.split_once('）'))
                {
                    cell.text = match groups {
                        0 => format!("({number}){rest}"),
                        1 => format!("({number}) {rest}"),
                        2 => format!("{number}、{rest}"),
                        _ => cell.text.clone(),
                    };
                }
            }
        }
        let mut n = 0;
        for piece in &mut draft.pieces {
            if let Piece::Heading(_, text) = piece {
                n += 1;
                let Some((number, rest)) = text.split_once('、') else { continue };
                *text = match headings {
                    0 => format!("{n}、{rest}"),
                    1 => format!("第{number}部分 {rest}"),
                    2 => rest.to_owned(),
                    3 => format!("（{number}）{rest}"),
                    _ => text.clone(),
                };
            }
        }
        if headings == 4 {
            draft.pieces.retain(|p| !matches!(p, Piece::Heading(..)));
        }
    }
}

/// Reconsideration and suits told in words only; or one of the tables is not there at all.
fn sentence(work: &mut Work, rng: &mut Rng) {
    let missing =
        *rng.pick(&[TableKey::Remedies, TableKey::Remedies, TableKey::Proactive, TableKey::Applications]);
    work.note(format!("without {missing:?}"));
    for (truth, draft, expectation) in &mut work.parts {
        let gone: Vec<CellRef> =
            draft.table(missing).map(|g| g.cells.iter().filter_map(|c| c.at).collect()).unwrap_or_default();
        for at in &gone {
            expectation.lower(*at, Expect::Unprinted);
        }
        // Without the headers of table 2 nothing tells the two forms apart but the rows of （六）.
        if missing == TableKey::Proactive {
            work.may_refuse = true;
            // and these are alike where （六） is not divided
            if truth.report.has_one_other_row() {
                expectation.form = Form::Form2019;
            }
        }
        let total: i64 = gone.iter().map(|at| truth.count(*at)).sum();
        let words = if total == 0 {
            *rng.pick(&[
                "本年度没有因政府信息公开被申请行政复议、被提起行政诉讼。",
                "行政复议0件，行政诉讼0件。",
                "无。",
            ])
        } else {
            "有关行政复议、行政诉讼的情况另行公布。"
        };
        let mut at = 0;
        while at < draft.pieces.len() {
            if matches!(&draft.pieces[at], Piece::Table(grid) if grid.table == missing) {
                if missing == TableKey::Remedies {
                    draft.pieces[at] = Piece::Paragraph(words.to_owned());
                } else {
                    draft.pieces.remove(at);
                    continue;
                }
            }
            at += 1;
        }
    }
}

/// What belongs to the page and not to the report: bookmarks, page numbers, the path to the page, buttons.
fn furniture(work: &mut Work, rng: &mut Rng) {
    const TOP: &[&str] = &[
        "首页 > 政务公开 > 法定主动公开内容 > 政府信息公开年报",
        "您当前的位置：首页 / 信息公开 / 年度报告",
        "来源：办公室 发布日期：2024-01-19 浏览次数：317 字体：【大 中 小】",
        "索引号：00000000-0/2024-00012 发布机构：办公室 成文日期：2024-01-18",
    ];
    const END: &[&str] = &[
        "分享到：微信 微博 QQ空间",
        "【打印本页】 【关闭窗口】",
        "上一篇：没有了",
        "扫一扫在手机打开当前页",
        "附件：年度报告.docx",
    ];
    for (_, draft, _) in &mut work.parts {
        let mut pieces = Vec::new();
        if rng.percent(70) {
            for _ in 0..=rng.below(2) {
                pieces.push(Piece::Furniture((*rng.pick(TOP)).to_owned()));
            }
        }
        let mut page = 1;
        for piece in draft.pieces.drain(..) {
            let in_body = matches!(piece, Piece::Paragraph(_) | Piece::Heading(..));
            pieces.push(match piece {
                Piece::Paragraph(text) if rng.percent(8) => {
                    Piece::Paragraph(format!("[bookmark: _GoBack]{text}"))
                }
                Piece::Heading(key, text) if rng.percent(8) => {
                    Piece::Heading(key, format!("[bookmark: _Toc{}]{text}", 5000 + page))
                }
                other => other,
            });
            if in_body && rng.percent(20) {
                pieces.push(Piece::Furniture(match rng.below(3) {
                    0 => format!("— {page} —"),
                    1 => format!("- {page} -"),
                    _ => format!("第 {page} 页 共 9 页"),
                }));
                page += 1;
            }
        }
        if rng.percent(70) {
            for _ in 0..=rng.below(3) {
                pieces.push(Piece::Furniture((*rng.pick(END)).to_owned()));
            }
        }
        draft.pieces = pieces;
        if rng.percent(50) {
            let at = 6 + rng.below(12);
            draft.cut(TableKey::Applications, at, false, false, Some(&format!("— {} —", page + 1)));
        }
    }
}

/// Bytes in an encoding that nothing names; bytes taken for another encoding and kept so; question marks for characters.
fn encoding(work: &mut Work, rng: &mut Rng) {
    work.only(Carrier::is_bare_text);
    work.wrap = match rng.below(10) {
        0..=2 => Wrap::Gb18030,
        3 => Wrap::Utf16Little,
        4 => Wrap::Utf16Big,
        5 => Wrap::Utf8Mark,
        6 => Wrap::MojibakeGb,
        7 => Wrap::MojibakeLatin,
        _ => Wrap::Lossy(*rng.pick(&[3, 30, 100]), rng.next_u64()),
    };
    if matches!(work.wrap, Wrap::MojibakeGb | Wrap::MojibakeLatin | Wrap::Lossy(..)) {
        work.may_refuse = true;
        for (truth, _, expectation) in &mut work.parts {
            lose_everything(truth, expectation);
        }
    }
}

fn lose_everything(truth: &Truth, expectation: &mut Expectation) {
    expectation.year = false;
    expectation.agency = false;
    for (at, _) in truth.printed() {
        expectation.lower(at, Expect::MayBeLost);
    }
}

/// The statistics sheet with 指标名称 and 计量单位: none of the two forms.
fn older(work: &mut Work, rng: &mut Rng) -> bool {
    work.only(|c| Carrier::GRIDS.contains(&c) || is_json(c));
    for (truth, draft, expectation) in &mut work.parts {
        let year = 2015 + rng.below(4) as i32;
        let agency = truth.agency().to_owned();
        let title = format!("{agency}{year}年政府信息公开工作年度报告");
        let mut report = Report::empty(truth.report.source.clone(), Form::Older);
        report.agency.value = Some(agency.clone());
        report.year.value = Some(year);
        report.title.value = Some(title.clone());
        report.signed_on.value = chrono::NaiveDate::from_ymd_opt(year + 1, 1, 20);
        truth.report = report;
        truth.errors.clear();
        let numbers: Vec<i64> = (0..12).map(|_| rng.between(0, 400)).collect();
        draft.pieces = vec![
            Piece::Title(title),
            Piece::Paragraph(format!("本报告由{agency}编制，统计期限为{year}年1月1日至{year}年12月31日。")),
            Piece::Heading(SectionKey::Overview, "一、概述".to_owned()),
            Piece::Paragraph(format!("{year}年，本机关按照要求做好信息公开工作，公开信息{}条。", numbers[1])),
            Piece::Heading(SectionKey::Proactive, "二、主动公开政府信息的情况".to_owned()),
            Piece::Paragraph("主要通过网站和公告栏公开。".to_owned()),
            Piece::Heading(SectionKey::Applications, "三、依申请公开政府信息的情况".to_owned()),
            Piece::Paragraph(format!("收到申请{}件。", numbers[7])),
            Piece::Table(older_sheet(&numbers)),
            Piece::Signature(agency),
            Piece::Signature(format!("{}年1月20日", year + 1)),
        ];
        expectation.form = Form::Older;
    }
    true
}

/// Two reports one after the other: another year of the same agency, or another agency.
fn several(work: &mut Work, rng: &mut Rng) -> bool {
    work.only(|c| !matches!(c, Carrier::Json | Carrier::Script));
    let (truth, ..) = &work.parts[0];
    let form = Some(truth.report.form).filter(|form| form.has_tables());
    let same_form = Options { form, ..Options::default() };
    let mut second =
        random::report(rng.next_u64(), if rng.percent(50) { same_form } else { Options::default() });
    if second.agency() == truth.agency() && second.year() == truth.year() {
        second = random::report(rng.next_u64(), same_form);
    }
    let draft = Draft::of(&second);
    let expectation = Expectation::exact(&second);
    work.parts.push((second, draft, expectation));
    true
}
