//! Writes reports the way real files arrive: each kind of damage that was seen, alone or two at once.
//!
//! Not here: what each kind does (`kinds`), clean files (`crate::make`), the verdict (`crate::judge`).

mod kinds;

use crate::judge::{Expect, Expectation};
use crate::layout::{Draft, Piece};
use crate::make::{docx, html, json, md, txt, xlsx};
use crate::random::{self, Rng, Truth};
use gongkai_domain::report::Form;

/// A kind of damage. The numbers are those under which the project's documents list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// No damage: the file as its author meant it.
    Clean,
    /// 1: nothing stands between the cells of a row.
    RunTogether,
    /// 2: some cells are parted, the others touch.
    RunTogetherWithBlanks,
    /// 3: every cell is a line, and a long label several.
    CellPerLine,
    /// 4: every cell is a line, empty ones none: nobody knows which column a value had.
    CellPerLineBlank,
    /// 5: a row has more or fewer cells than its head.
    RaggedRow,
    /// 6: a group's name once for several rows, or on every one.
    GroupLabel,
    /// 7: no room for the label, everything one to the side.
    EatenLabel,
    /// 8: names and numbers apart, or in the wrong order.
    OrphanValues,
    /// 9: the two storeys of the head laid side by side in the wrong order.
    HeaderOrder,
    /// 10: the head comes a second time, perhaps worded differently.
    RepeatedHeader,
    /// 11: the page turns inside a label.
    CutLabel,
    /// 12: noughts not written as such; totals left out.
    NoZero,
    /// 13: signed changes.
    Signed,
    /// 14: a note inside the cell.
    NoteInCell,
    /// 15: units inside cells, decimals of 万元.
    UnitInCell,
    /// 16: blanks and digits of unusual width.
    WideSpaces,
    /// 17: typing errors and synonyms in labels.
    LabelVariants,
    /// 18: other numbering, headings lost.
    Numbering,
    /// 19: one character per line or span.
    CharPerLine,
    /// 20: （六） not divided; an outdated form used on.
    OneOtherRow,
    /// 21: words where a table should be; no table.
    Sentence,
    /// 22: page furniture in the text.
    Furniture,
    /// 23: other encodings, text decoded wrongly, lost characters.
    Encoding,
    /// 24: a web page packed into a data or script file; tables that only serve the layout.
    InJson,
    /// 25: the statistics annex that the older reports had.
    Older,
    /// 26: sums that were wrong from the start.
    Unbalanced,
    /// 27: several reports in one file.
    Several,
}

impl Kind {
    /// Every kind, the clean file first.
    pub const EVERY: &[Self] = &[
        Self::Clean,
        Self::RunTogether,
        Self::RunTogetherWithBlanks,
        Self::CellPerLine,
        Self::CellPerLineBlank,
        Self::RaggedRow,
        Self::GroupLabel,
        Self::EatenLabel,
        Self::OrphanValues,
        Self::HeaderOrder,
        Self::RepeatedHeader,
        Self::CutLabel,
        Self::NoZero,
        Self::Signed,
        Self::NoteInCell,
        Self::UnitInCell,
        Self::WideSpaces,
        Self::LabelVariants,
        Self::Numbering,
        Self::CharPerLine,
        Self::OneOtherRow,
        Self::Sentence,
        Self::Furniture,
        Self::Encoding,
        Self::InJson,
        Self::Older,
        Self::Unbalanced,
        Self::Several,
    ];

    /// The number of the kind; 0 for the clean file.
    pub fn number(self) -> usize {
        self as usize
    }

    /// Options of a report that can be damaged in this way.
    pub fn options(self, rng: &mut Rng) -> random::Options {
        let mut options = random::Options::default();
        match self {
            Self::Signed => options.form = Some(Form::Form2019),
            Self::Unbalanced => options.unbalanced = true,
            Self::OneOtherRow if rng.percent(50) => options.one_other_row = true,
            Self::OneOtherRow => {
                options.form = Some(Form::Form2019);
                options.late = true;
            }
            _ => {}
        }
        options
    }

    /// Draws a report that suits the kind, from a seed.
    pub fn truth(self, seed: u64) -> Truth {
        let mixed = seed.wrapping_mul(101).wrapping_add(self.number() as u64);
        let options = self.options(&mut Rng::new(mixed ^ 0x5eed));
        random::report(mixed, options)
    }
}

/// A kind of file that can carry a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carrier {
    Txt(txt::Shape),
    Markdown,
    Html(html::Style),
    Docx,
    Xlsx,
    Json,
    Script,
    NestedHtml,
}

impl Carrier {
    /// Files whose cells have a place in a grid, so that an empty cell leaves a trace.
    pub(crate) const GRIDS: &[Self] = &[
        Self::Txt(txt::Shape::TabGrid),
        Self::Txt(txt::Shape::TabCollapsed),
        Self::Markdown,
        Self::Html(html::Style::Plain),
        Self::Html(html::Style::Word),
        Self::Html(html::Style::Portal),
        Self::Docx,
        Self::Xlsx,
    ];

    /// Every undamaged file.
    pub(crate) const CLEAN: &[Self] = &[
        Self::Txt(txt::Shape::TabGrid),
        Self::Txt(txt::Shape::TabCollapsed),
        Self::Txt(txt::Shape::TabFlat),
        Self::Txt(txt::Shape::CellLines),
        Self::Txt(txt::Shape::CellLinesBare),
        Self::Txt(txt::Shape::Spaces),
        Self::Markdown,
        Self::Html(html::Style::Plain),
        Self::Html(html::Style::Word),
        Self::Html(html::Style::Portal),
        Self::Docx,
        Self::Xlsx,
    ];

    /// Every file, damaged or not, that some kind asks for.
    fn all(rng: &mut Rng) -> Vec<Self> {
        let mut all = Self::CLEAN.to_vec();
        all.extend([
            Self::Txt(txt::Shape::GluedRow),
            Self::Txt(txt::Shape::GluedBelow),
            Self::Txt(txt::Shape::GluedTable),
            Self::Txt(txt::Shape::HalfGlued(rng.next_u64())),
            Self::Txt(txt::Shape::HalfGluedTable(rng.next_u64())),
            Self::Json,
            Self::Script,
            Self::NestedHtml,
        ]);
        all
    }

    fn is_glued(self) -> bool {
        matches!(
            self,
            Self::Txt(
                txt::Shape::GluedRow
                    | txt::Shape::GluedBelow
                    | txt::Shape::GluedTable
                    | txt::Shape::HalfGlued(_)
                    | txt::Shape::HalfGluedTable(_)
            )
        )
    }

    fn keeps_positions(self) -> bool {
        !matches!(self, Self::Txt(shape) if !shape.keeps_positions())
    }

    fn is_bare_text(self) -> bool {
        !matches!(self, Self::Docx | Self::Xlsx)
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Txt(_) => "txt",
            Self::Markdown => "md",
            Self::Html(_) | Self::NestedHtml => "html",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Script => "js",
        }
    }
}

/// What happens to the characters of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrap {
    Utf8,
    Utf8Mark,
    Gb18030,
    Utf16Little,
    Utf16Big,
    /// UTF-8 read as GB18030 and saved again.
    MojibakeGb,
    /// UTF-8 read as Windows-1252 and saved again.
    MojibakeLatin,
    /// So many of a hundred characters outside ASCII became a question mark.
    Lossy(u64, u64),
}

/// A report being damaged.
pub(crate) struct Work {
    pub(crate) parts: Vec<(Truth, Draft, Expectation)>,
    pub(crate) carriers: Vec<Carrier>,
    pub(crate) wrap: Wrap,
    pub(crate) char_spans: bool,
    pub(crate) may_refuse: bool,
    pub(crate) notes: Vec<String>,
}

impl Work {
    /// Leaves only the files that a kind can live in.
    pub(crate) fn only(&mut self, keep: impl Fn(Carrier) -> bool) {
        self.carriers.retain(|c| keep(*c));
    }

    /// Writes down which variant was chosen.
    pub(crate) fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }
}

/// A damaged file with what it was made from and what may be expected of its reader.
#[derive(Debug, Clone)]
pub struct Mangled {
    /// Kinds and variants, for messages.
    pub name: String,
    /// A file name with the extension of its format.
    pub file: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// The reports in the file, in order.
    pub parts: Vec<(Truth, Expectation)>,
    /// Whether refusing the file is a right answer, because too much of it is lost.
    pub may_refuse: bool,
}

/// Damages a report in one way. `None` when the kind does not apply to this report (only signed changes and the one
/// other row ask for particular reports; [`Kind::truth`] draws them).
pub fn mangle(kind: Kind, truth: &Truth, rng: &mut Rng) -> Option<Mangled> {
    mangle_all(&[kind], truth, rng)
}

/// Damages a report in several ways at once. `None` when they exclude each other.
pub fn mangle_all(kinds: &[Kind], truth: &Truth, rng: &mut Rng) -> Option<Mangled> {
    let mut kinds = kinds.to_vec();
    kinds.sort_unstable();
    kinds.dedup();
    let mut work = Work {
        parts: vec![(truth.clone(), Draft::of(truth), Expectation::exact(truth))],
        carriers: Carrier::all(rng),
        wrap: Wrap::Utf8,
        char_spans: false,
        may_refuse: false,
        notes: Vec::new(),
    };
    // Damage that asks for a run-together or JSON file says so; everything else stays with files that keep cells apart.
    if !kinds.iter().any(|k| matches!(k, Kind::RunTogether | Kind::RunTogetherWithBlanks)) {
        work.only(|c| !c.is_glued());
    }
    if !kinds.contains(&Kind::InJson) {
        work.only(|c| !matches!(c, Carrier::Json | Carrier::Script | Carrier::NestedHtml));
    }
    // Kinds that replace or add whole drafts come first, so that the others damage what they leave.
    kinds.sort_by_key(|k| !matches!(k, Kind::Older | Kind::Several));
    for kind in &kinds {
        if !kinds::apply(*kind, &mut work, rng) {
            return None;
        }
    }
    finish(work, &kinds, rng)
}

fn finish(mut work: Work, kinds: &[Kind], rng: &mut Rng) -> Option<Mangled> {
    if work.carriers.is_empty() {
        return None;
    }
    let carrier = *rng.pick(&work.carriers);
    for (truth, draft, expectation) in &mut work.parts {
        let mut blanks = false;
        for grid in draft.tables_mut() {
            blanks |= grid.cells.iter().any(|c| c.at.is_some() && c.text.trim().is_empty());
        }
        if carrier.is_glued() || (blanks && !carrier.keeps_positions()) {
            for (at, _) in truth.printed() {
                expectation.lower(at, Expect::MayBeLost);
            }
        }
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for (_, draft, _) in &work.parts {
        pieces.extend(draft.pieces.iter().cloned());
    }
    let draft = Draft { pieces };
    let charset = if work.wrap == Wrap::Utf8 { Some("utf-8") } else { None };
    let page = |style, nested| {
        html::write(
            &draft,
            &html::Options {
                style,
                charset,
                char_spans: work.char_spans,
                nested,
                ..html::Options::default()
            },
        )
    };
    let text = match carrier {
        Carrier::Txt(shape) => Some(txt::write(&draft, shape)),
        Carrier::Markdown => Some(md::write(&draft)),
        Carrier::Html(style) => Some(page(style, 0)),
        Carrier::NestedHtml => Some(page(html::Style::Portal, 1 + rng.below(3))),
        Carrier::Json => Some(json::in_json(&draft, rng.percent(40))),
        Carrier::Script => Some(json::in_script(&draft)),
        Carrier::Docx | Carrier::Xlsx => None,
    };
    let bytes = match (text, carrier) {
        (Some(text), _) => wrap(&text, work.wrap),
        (None, Carrier::Docx) => {
            let headings =
                *rng.pick(&[docx::Headings::Styles, docx::Headings::Bold, docx::Headings::Numbered]);
            let options = docx::Options {
                headings,
                numbered_labels: rng.percent(20),
                title_in_text_box: rng.percent(20),
                tracked_changes: rng.percent(20),
                nested: rng.percent(15),
                char_runs: work.char_spans,
                page_numbers: rng.percent(50),
                ..docx::Options::default()
            };
            work.notes.push(format!("{options:?}"));
            docx::write(&draft, &options)
        }
        (None, _) => {
            let options = xlsx::Options {
                sheet_per_table: rng.percent(30) && work.parts.len() == 1,
                numbers_as_text: rng.percent(30),
                hidden_sheet: rng.percent(20),
            };
            work.notes.push(format!("{options:?}"));
            xlsx::write(&draft, &options)
        }
    };
    let numbers: Vec<String> = kinds.iter().map(|k| format!("{}-{k:?}", k.number())).collect();
    Some(Mangled {
        name: format!("{} {carrier:?} {:?} {}", numbers.join("+"), work.wrap, work.notes.join("; ")),
        file: format!("report.{}", carrier.extension()),
        bytes,
        parts: work.parts.into_iter().map(|(truth, _, expectation)| (truth, expectation)).collect(),
        may_refuse: work.may_refuse,
    })
}

/// The bytes of a text after its encoding was changed or damaged.
fn wrap(text: &str, how: Wrap) -> Vec<u8> {
    let utf16 = |order: fn(u16) -> [u8; 2]| {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(order).collect::<Vec<u8>>()
    };
    match how {
        Wrap::Utf8 => text.as_bytes().to_vec(),
        Wrap::Utf8Mark => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        Wrap::Gb18030 => encoding_rs::GB18030.encode(text).0.into_owned(),
        Wrap::Utf16Little => utf16(u16::to_le_bytes),
        Wrap::Utf16Big => utf16(u16::to_be_bytes),
        Wrap::MojibakeGb => {
            encoding_rs::GB18030.decode_without_bom_handling(text.as_bytes()).0.into_owned().into_bytes()
        }
        Wrap::MojibakeLatin => {
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned().into_bytes()
        }
        Wrap::Lossy(share, seed) => {
            let mut chance = Rng::new(seed);
            text.chars()
                .map(|c| if !c.is_ascii() && chance.percent(share) { '?' } else { c })
                .collect::<String>()
                .into_bytes()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::report::{CellRef, Column, Row};

    #[test]
    fn every_kind_can_be_made_from_many_seeds() {
        for &kind in Kind::EVERY {
            let mut names = std::collections::BTreeSet::new();
            for seed in 0..24 {
                let truth = kind.truth(seed);
                let mangled =
                    mangle(kind, &truth, &mut Rng::new(seed)).unwrap_or_else(|| panic!("{kind:?} {seed}"));
                assert!(mangled.bytes.len() > 200, "{}", mangled.name);
                names.insert(mangled.name);
            }
            assert!(names.len() > 2, "{kind:?} has no variants: {names:?}");
        }
    }

    #[test]
    fn the_same_chance_gives_the_same_bytes() {
        for &kind in Kind::EVERY {
            let make = || mangle(kind, &kind.truth(9), &mut Rng::new(4)).unwrap();
            assert_eq!(make().bytes, make().bytes, "{kind:?}");
        }
    }

    /// Digits of the printed values that a text file still shows, for the kinds that lose none.
    #[test]
    fn run_together_values_keep_all_their_digits() {
        for kind in [Kind::RunTogether, Kind::RunTogetherWithBlanks, Kind::CellPerLine] {
            for seed in 0..30 {
                let truth = kind.truth(seed);
                let mangled = mangle(kind, &truth, &mut Rng::new(seed)).unwrap();
                let Ok(text) = String::from_utf8(mangled.bytes) else { continue };
                if mangled.name.contains("one cell per row") {
                    continue;
                }
                let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
                for row in [Row::NewReceived, Row::ResultTotal] {
                    let digits: String =
                        Column::EVERY.iter().map(|c| truth.count(CellRef::T3(row, *c)).to_string()).collect();
                    assert!(squeezed.contains(&digits), "{} {row}: {digits}", mangled.name);
                }
            }
        }
    }

    #[test]
    fn kinds_combine_or_refuse() {
        let mut made = 0;
        for &a in Kind::EVERY {
            for &b in Kind::EVERY {
                let truth = a.truth(3);
                if let Some(mangled) = mangle_all(&[a, b], &truth, &mut Rng::new(8)) {
                    assert!(!mangled.parts.is_empty());
                    made += 1;
                }
            }
        }
        assert!(made > 500, "only {made} pairs can be made");
    }

    #[test]
    fn a_blank_cell_is_expected_blank_only_where_its_place_is_kept() {
        for seed in 0..80 {
            let truth = Kind::NoZero.truth(seed);
            let mangled = mangle(Kind::NoZero, &truth, &mut Rng::new(seed)).unwrap();
            assert!(
                mangled.parts[0].1.cells.values().all(|e| matches!(e, Expect::Blank | Expect::NotApplicable)),
                "{}",
                mangled.name
            );
        }
    }

    #[test]
    fn encodings_are_what_they_claim() {
        let text = "年度报告㵲";
        assert_eq!(encoding_rs::GB18030.decode(&wrap(text, Wrap::Gb18030)).0, text);
        assert!(wrap(text, Wrap::Utf16Little).starts_with(&[0xff, 0xfe]));
        assert_ne!(wrap(text, Wrap::MojibakeGb), text.as_bytes());
        assert_eq!(wrap(text, Wrap::Lossy(100, 0)), b"?????");
    }
}
