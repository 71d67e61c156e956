//! The way through the stream: every label, value and blank goes to the table in which it stands.
//!
//! Not here: what a table makes of it (`super::table2`, `super::table3`, `super::table4`).

use super::super::fold::{fold, is_letter};
use super::super::stream::{Located, Token};
use super::super::value;
use super::Tables;
use super::item::Item;
use crate::form::{Label, Wording};
use gongkai_domain::report::{Column, Place, Row};
use std::borrow::Cow;

/// Walks the stream from end to end.
pub(super) fn through<'a>(stream: &'a [Located<'a>], tables: Tables<'a>) -> Tables<'a> {
    let mut walk = Walk {
        tables,
        zone: Zone::None,
        is_same_row: true,
        has_row_label: false,
        has_stranger: false,
        name: None,
        has_numerals: has_numerals(stream),
    };
    for (index, located) in stream.iter().enumerate() {
        walk.step(located, &stream[index + 1..]);
    }
    walk.tables
}

/// The table in which the walk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    None,
    Two,
    Three,
    Four,
}

struct Walk<'a> {
    tables: Tables<'a>,
    zone: Zone,
    /// Whether no row has ended since the last label.
    is_same_row: bool,
    /// Whether the row of the walk has the label of a row.
    has_row_label: bool,
    /// Whether the row of the walk has a name that is not the form's, or none.
    has_stranger: bool,
    /// A few words at the beginning of a row, too short to be looked for among the labels.
    name: Option<(&'a str, &'a Place)>,
    /// Whether the document writes numbers of its tables in Chinese numerals, so that 一 is one of them and no stroke.
    has_numerals: bool,
}

impl<'a> Walk<'a> {
    fn step(&mut self, located: &'a Located<'a>, rest: &[Located<'_>]) {
        match &located.token {
            Token::Break => {
                self.zone = Zone::None;
                self.tables.three.is_in_header = false;
                self.end_row();
            }
            Token::RowEnd => self.end_row(),
            Token::Label { wording, prefix, printed, place, column } => {
                self.label(located, wording, prefix, printed, place, *column);
            }
            Token::Words { letters, printed, place, column } => {
                // 4（其中：4件联合发文）: a remark behind a number, however long, is no label
                let is_remark = self.has_row_label && printed.starts_with(['(', '（', '[', '［', '〔', '【']);
                let is_long = letters.chars().count() >= 4 && !is_remark;
                match self.zone {
                    Zone::None => {}
                    Zone::Three if is_long => self.words_for_a_row(located, letters, printed, place),
                    Zone::Two
                        if is_long && located.is_row && !self.has_row_label && is_value(rest.first()) =>
                    {
                        self.words_for_a_subject(located, letters, printed, place);
                    }
                    _ if located.is_row => self.words_in_a_cell(located, printed, place, *column),
                    _ => {}
                }
            }
            Token::Value { chunk, without_ordinal, raw, place, column } => {
                if self.zone == Zone::None {
                    return;
                }
                self.tables.lines.insert(located.line);
                self.row_without_name(located, place, rest);
                let item = Item::printed(Cow::Borrowed(chunk), raw, place, *column);
                if self.is_page_number(located, &item) {
                    self.tables.notes.add("page_furniture", raw, None, place);
                    return;
                }
                self.value(Item { without_ordinal, ..item });
            }
            Token::Blank { place, column } => {
                // blanks before the label of the next row belong to nobody, except below the headers of table 4
                if self.zone == Zone::Four || self.is_same_row {
                    self.value(Item::blank(place, *column));
                }
            }
        }
    }

    fn end_row(&mut self) {
        self.is_same_row = false;
        self.has_row_label = false;
        self.has_stranger = false;
        self.name = None;
    }

    /// Whether a value is a small number on a line of its own between rows that have their cells on one line each: the
    /// number of a page, and no cell of the row above it.
    fn is_page_number(&self, located: &Located<'_>, item: &Item<'_>) -> bool {
        let is_small = item.is_digits() && item.chunk.len() <= 3;
        let is_row = |met: &super::table3::Met<'_>| met.is_row_layout && !met.behind.own.is_empty();
        self.zone == Zone::Three
            && !self.is_same_row
            && !located.is_row
            && is_small
            && self.tables.three.rows.last().is_some_and(is_row)
    }

    /// The first value of a line that has no label, behind a row that is complete: a row whose name is lost or too short
    /// to be told.
    fn row_without_name(&mut self, located: &'a Located<'a>, place: &'a Place, rest: &[Located<'_>]) {
        if self.is_same_row || !located.is_row {
            return;
        }
        let line = rest.iter().take_while(|l| l.line == located.line && !matches!(l.token, Token::RowEnd));
        let behind = line.filter(|l| matches!(l.token, Token::Value { .. } | Token::Words { .. })).count();
        let (name, place) = self.name.map_or((None, place), |(name, place)| (Some(name), place));
        let Tables { two, three, .. } = &mut self.tables;
        match self.zone {
            Zone::Three if three.is_last_complete() && (4..7).contains(&behind) => {
                three.meet_unknown_row(name, place, located);
            }
            Zone::Two if two.is_last_complete(behind + 1) => two.meet_unknown_subject(name, place),
            _ => return,
        }
        self.is_same_row = true;
        self.has_stranger = true;
    }

    fn label(
        &mut self,
        located: &'a Located<'a>,
        wording: &'static Wording,
        prefix: &str,
        printed: &'a str,
        place: &'a Place,
        column: Option<u32>,
    ) {
        let label = self.settle(wording.label, prefix);
        let table = match label {
            Label::Item(_) | Label::Content | Label::Measure(_) | Label::Subject(_) => Zone::Two,
            Label::Remedy => Zone::Four,
            Label::BareOther | Label::BareTotal => return,
            _ => Zone::Three,
        };
        let Tables { two, three, four, notes, lines, .. } = &mut self.tables;
        three.is_in_header |= table != self.zone && table == Zone::Three;
        self.zone = table;
        lines.insert(located.line);
        if !wording.official.is_empty() {
            notes.add("label_variant", printed, Some(wording.official), place);
        }
        self.is_same_row = true;
        self.has_stranger = false;
        match label {
            Label::Item(_) | Label::Content => two.begin_header(),
            Label::Measure(measure) => two.meet_measure(measure, wording, printed, place),
            Label::Subject(subject) => {
                two.meet_subject(subject, place);
                self.has_row_label = true;
            }
            Label::ApplicantHeader | Label::Column(_) => {
                three.meet_header(printed, place, notes);
                if let Label::Column(met) = label {
                    three.header.meet(met, place, column, located.fields, three.rows.is_empty());
                }
            }
            Label::RowGroup => three.meet_group(self.has_row_label),
            // （六）其他处理 heads a group in one form and is a row in the other: the words behind it tell
            Label::OtherHandling => three.meet_row(Row::OtherTotal, place, located),
            Label::Row(row) => {
                three.meet_row(row, place, located);
                self.has_row_label = true;
            }
            Label::Remedy => four.meet_header(wording, place),
            Label::BareOther | Label::BareTotal => {}
        }
    }

    /// 其他 and 总计 are columns in a header and rows below it.
    fn settle(&self, label: Label, prefix: &str) -> Label {
        let three = &self.tables.three;
        match (label, self.zone) {
            (Label::BareTotal, Zone::Three) if three.is_in_header && !prefix.contains('七') => {
                Label::Column(Column::Total)
            }
            (Label::BareTotal, Zone::Three) => Label::Row(Row::ResultTotal),
            (Label::BareTotal, Zone::Four) => Label::Remedy,
            (Label::BareOther, Zone::Three) if three.is_in_header && !prefix.contains('3') => {
                Label::Column(Column::OtherOrganisation)
            }
            (Label::BareOther, Zone::Three) if three.is_among_other() => Label::Row(Row::OtherMisc),
            (other, _) => other,
        }
    }

    /// Words in table 3 that are no label: a row in other words, or a row that the form does not have.
    fn words_for_a_row(
        &mut self,
        located: &'a Located<'a>,
        letters: &str,
        printed: &'a str,
        place: &'a Place,
    ) {
        let Tables { three, notes, lines, .. } = &mut self.tables;
        let guessed = three.guess_row(letters);
        if guessed.is_none() && (three.is_in_header || !located.is_row && !three.is_last_full()) {
            return;
        }
        lines.insert(located.line);
        if let Some(row) = guessed {
            notes.add("label_variant", printed, Some(row.label()), place);
            three.meet_row(row, place, located);
            self.has_row_label = true;
        } else if self.has_row_label && three.rows.last().is_some_and(|met| met.behind.is_empty()) {
            // more of the label before it
            return;
        } else {
            // a row that the form does not have, or has in other words
            three.meet_unknown_row(Some(printed), place, located);
            self.has_stranger = true;
        }
        self.is_same_row = true;
    }

    /// Words in table 2 that are no label and have values behind them.
    fn words_for_a_subject(
        &mut self,
        located: &Located<'_>,
        letters: &str,
        printed: &'a str,
        place: &'a Place,
    ) {
        let Tables { two, notes, lines, .. } = &mut self.tables;
        lines.insert(located.line);
        if let Some((subject, official)) = two.guess_subject(letters) {
            notes.add("label_variant", printed, Some(official), place);
            two.meet_subject(subject, place);
        } else {
            two.meet_unknown_subject(Some(printed), place);
            self.has_stranger = true;
        }
        self.is_same_row = true;
    }

    /// Something that is no number stands where a number should be.
    fn words_in_a_cell(
        &mut self,
        located: &Located<'_>,
        printed: &'a str,
        place: &'a Place,
        column: Option<u32>,
    ) {
        self.tables.lines.insert(located.line);
        let folded: String = printed.chars().filter_map(fold).filter(|c| !c.is_whitespace()).collect();
        if self.zone == Zone::Two && !self.has_row_label {
            let name: String = folded.chars().filter(|c| is_letter(*c)).collect();
            if let Some(fen) = value::unit_fen(&name) {
                self.tables.two.note_unit(fen);
            } else if name.ends_with('元') {
                self.tables.two.note_unit(0);
            }
        }
        // a remark behind the number, with a blank between
        if folded.starts_with(['(', '[']) {
            self.tables.notes.add("note_in_cell", printed, None, place);
            return;
        }
        if !self.is_same_row && self.name.is_none() {
            self.name = Some((printed, place));
        }
        let chunk = if folded == "一" && !self.has_numerals { "?".to_owned() } else { folded };
        let item = Item::printed(Cow::Owned(chunk), printed, place, column);
        let Tables { two, three, .. } = &mut self.tables;
        let last = match self.zone {
            Zone::Two => two.values_of_last(),
            Zone::Three if !three.is_in_header => three.rows.last_mut().map(|met| &mut met.behind),
            _ => return,
        };
        // a unit behind the number, with a blank between
        let is_joined = last.is_some_and(|behind| behind.joins_last(&item));
        if !is_joined && (self.has_row_label || self.has_stranger) {
            self.value(item);
        }
    }

    fn value(&mut self, item: Item<'a>) {
        let Tables { two, three, four, notes, .. } = &mut self.tables;
        match self.zone {
            Zone::None => {}
            Zone::Two => two.meet_value(item, self.is_same_row),
            Zone::Three => three.meet_value(item, self.is_same_row, notes),
            Zone::Four => four.meet_value(item),
        }
    }
}

/// Whether what follows is a value or a blank, so that the words before it are the label of a row.
fn is_value(next: Option<&Located<'_>>) -> bool {
    matches!(next.map(|l| &l.token), Some(Token::Value { .. } | Token::Blank { .. }))
}

/// Whether a cell behind a label holds a number in Chinese numerals other than 一.
fn has_numerals(stream: &[Located<'_>]) -> bool {
    let mut labelled = None;
    stream.iter().any(|located| {
        match &located.token {
            Token::Label { .. } => labelled = Some(located.line),
            Token::Words { printed, .. } if located.is_row && labelled == Some(located.line) => {
                return value::is_numeral(printed.trim());
            }
            _ => {}
        }
        false
    })
}
