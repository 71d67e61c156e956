//! The three tables of a report: values are attached to the labels they stand behind and become cells.
//!
//! [`walk`] hands labels, values and blanks of the stream to the table in which they stand. What table 3 makes of them
//! is decided in four steps: which row a row in other words is ([`gaps`]), which values belong to which row ([`strips`]),
//! under which column a value stands ([`columns`]), and what the sums of the form leave ([`crate::solve`]). Tables 2 and
//! 4 have a file each.
//! Not here: finding labels and values (`super::stream`), dividing runs of digits (`crate::solve`).

mod columns;
mod gaps;
mod item;
mod strips;
mod table2;
mod table3;
mod table4;
mod walk;

#[cfg(test)]
mod tests;

use super::stream::Located;
use gongkai_domain::report::{Artefact, Form, Place, Report, Row};
use gongkai_paper::Format;
use std::collections::BTreeSet;
use table2::Table2;
use table3::Table3;
use table4::Table4;

/// Everything the tables of one report gave.
#[derive(Debug, Default)]
pub(crate) struct Tables<'a> {
    /// Lines that belong to a table.
    pub(crate) lines: BTreeSet<usize>,
    notes: Notes,
    two: Table2<'a>,
    three: Table3<'a>,
    four: Table4<'a>,
    /// The format fills up short rows with blanks, so that a blank at the end proves nothing.
    pads_rows: bool,
    /// The same for the row of table 4.
    pads_last: bool,
    /// Characters were lost before the file came here, so that nothing may be inferred.
    has_lost_text: bool,
}

impl<'a> Tables<'a> {
    /// Walks the stream and sorts labels and values by table.
    ///
    /// `pads_rows` says that this document fills up short rows with blanks, so that a blank at the end proves nothing;
    /// `has_lost_text` that characters were lost before the file came here, so that nothing may be inferred.
    pub(crate) fn collect(
        stream: &'a [Located<'a>],
        (pads_rows, format): (bool, Format),
        has_lost_text: bool,
    ) -> Self {
        // the one row of table 4 has no neighbours that show whether it moved in its sheet
        let pads_last = pads_rows || format == Format::Xlsx;
        walk::through(stream, Self { pads_rows, pads_last, has_lost_text, ..Self::default() })
    }

    /// Which form the headers show, or else the rows of table 3.
    pub(crate) fn form(&self) -> Form {
        if let Some(form) = self.two.form() {
            return form;
        }
        if Row::OTHER_ITEMS.iter().any(|r| self.three.has(*r)) {
            Form::Form2021
        } else if self.three.has(Row::NewReceived)
            && self.three.has(Row::ResultTotal)
            && self.three.has(Row::OtherTotal)
        {
            Form::Form2019
        } else {
            Form::Unknown
        }
    }

    /// Whether any of the three tables was found.
    pub(crate) fn has_any(&self) -> bool {
        self.two.subjects() > 0 || self.three.known_rows() > 0 || self.four.is_met()
    }

    /// Whether enough labels were found that the tables cannot be anything else.
    pub(crate) fn is_statutory(&self) -> bool {
        self.three.known_rows() >= 4 || self.two.subjects() >= 3
    }

    /// Writes the cells of all tables into the report; tells what was noticed.
    pub(crate) fn fill(self, report: &mut Report) -> Vec<Artefact> {
        let mut notes = self.notes;
        let is_of_another_year = report.year.value.is_some_and(|year| match report.form {
            Form::Form2019 => year >= 2021,
            Form::Form2021 => (2019..=2020).contains(&year),
            _ => false,
        });
        if is_of_another_year && let Some((printed, place)) = self.two.telling_head(report.form) {
            notes.add("form_header", printed, None, place);
        }
        self.two.fill(report, self.pads_rows, &mut notes);
        self.three.fill(report, (self.pads_rows, self.has_lost_text), &mut notes);
        self.four.fill(report, self.pads_last, &mut notes);
        notes.0
    }

    /// What was noticed so far, for a report without the official tables.
    pub(crate) fn into_artefacts(self) -> Vec<Artefact> {
        self.notes.0
    }
}

/// What was noticed while the tables were read.
#[derive(Debug, Default)]
struct Notes(Vec<Artefact>);

impl Notes {
    fn add(&mut self, kind: &str, text: &str, expected: Option<&str>, place: &Place) {
        self.0.push(Artefact {
            kind: kind.to_owned(),
            text: text.split_whitespace().collect(),
            expected: expected.map(str::to_owned),
            place: Some(place.clone()),
        });
    }
}
