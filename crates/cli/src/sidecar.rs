//! The small file beside a report that says which findings are accepted, by whom and until when, and what kind of
//! agency it is: `<report>.gongkai.toml`, or `gongkai.toml` for a whole folder.
//!
//! Not here: applying waivers to findings (`crate::commands::check`).

use crate::{args, io, words};
use chrono::NaiveDate;
use globset::{Glob, GlobMatcher};
use gongkai_checker::render::WaiverNote;
use gongkai_checker::{AgencyKind, Finding, registry};
use gongkai_domain::report::{CellRef, Column, EquationId, Form, Row, Table2Key, Table4Key};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use toml::Spanned;

/// A sidecar as read.
#[derive(Debug)]
pub(crate) struct Sidecar {
    /// The waivers, in the order of the file.
    pub(crate) waivers: Vec<Waiver>,
    agency_kind: Option<AgencyKind>,
    agencies: Vec<(GlobMatcher, AgencyKind)>,
}

/// One waiver.
#[derive(Debug)]
pub(crate) struct Waiver {
    /// What it says.
    pub(crate) note: WaiverNote,
    until: NaiveDate,
    source: Option<GlobMatcher>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSidecar {
    #[serde(default)]
    agency_kind: Option<AgencyKind>,
    #[serde(default)]
    agency: Vec<RawAgency>,
    #[serde(default)]
    waiver: Vec<RawWaiver>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAgency {
    name: Spanned<String>,
    kind: AgencyKind,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWaiver {
    code: Spanned<String>,
    cell: Option<Spanned<String>>,
    source: Option<Spanned<String>>,
    reason: Spanned<String>,
    who: Spanned<String>,
    until: Spanned<toml::Value>,
}

/// Where a waiver may be for one place only: a cell of this report or of last year's, or an equation.
fn is_address(text: &str) -> bool {
    let cell = text.strip_prefix("previous.").unwrap_or(text);
    let of_years = || {
        let (name, key) = text.strip_suffix(')')?.split_once('(')?;
        Some(match name {
            "T3-CARRY" => key.parse::<Column>().is_ok(),
            "T2-STOCK" | "T2-ITEMS" => key.parse::<Table2Key>().is_ok(),
            _ => false,
        })
    };
    cell.parse::<CellRef>().is_ok() || text.parse::<EquationId>().is_ok() || of_years().unwrap_or(false)
}

/// The address that was probably meant: by what a clerk calls the cell, or by likeness.
fn likely_address(text: &str) -> Option<String> {
    let table2 = Table2Key::EVERY.iter().map(|key| CellRef::T2(*key));
    let table3 = Row::EVERY.iter().flat_map(|row| Column::EVERY.iter().map(|c| CellRef::T3(*row, *c)));
    let table4 = Table4Key::EVERY.iter().map(|key| CellRef::T4(*key));
    let cells: Vec<CellRef> = table2.chain(table3).chain(table4).collect();
    if let Some(cell) = cells.iter().find(|cell| cell.label(Form::Form2021) == text) {
        return Some(cell.to_string());
    }
    let columns = Column::EVERY.iter().flat_map(|c| [EquationId::T3Bal(*c), EquationId::T3Sum(*c)]);
    let rows = Row::EVERY.iter().map(|row| EquationId::T3Row(*row));
    let groups = [EquationId::T4Rec, EquationId::T4Dir, EquationId::T4Post];
    let equations = columns.chain(rows).chain(groups).map(|id| id.to_string());
    let known: Vec<String> = cells.iter().map(ToString::to_string).chain(equations).collect();
    words::nearest(text, known.iter().map(String::as_str)).map(str::to_owned)
}

/// The code of the rule that a waiver names, by its code or its name.
fn rule_code(text: &str) -> Result<String, String> {
    if let Some(rule) = registry::find(text) {
        return Ok(rule.code.to_owned());
    }
    let upper = text.to_ascii_uppercase();
    let known = registry::RULES.iter();
    let near = words::nearest(&upper, known.clone().map(|rule| rule.code))
        .or_else(|| words::nearest(text, known.map(|rule| rule.name)));
    let near = near.map(|name| format!("，是否指 {name}")).unwrap_or_default();
    Err(format!("没有“{text}”这条规则{near}；应当写规则编号（如 A001），全部规则见 gongkai rules"))
}

impl Waiver {
    /// Whether its last day has passed.
    pub(crate) fn is_expired(&self, today: NaiveDate) -> bool {
        self.until < today
    }

    /// Whether it is meant for this finding of this file.
    pub(crate) fn covers(&self, finding: &Finding, file: &str) -> bool {
        let by_cell = self.note.cell.as_deref().is_none_or(|cell| {
            finding.spots.iter().any(|s| s.cell.as_deref() == Some(cell))
                || finding.equation.as_ref().is_some_and(|e| e.id == cell)
        });
        let by_source = self.source.as_ref().is_none_or(|glob| {
            let name = file.replace('\\', "/");
            glob.is_match(&name) || name.rsplit('/').next().is_some_and(|last| glob.is_match(last))
        });
        by_cell && by_source && finding.code.eq_ignore_ascii_case(&self.note.code)
    }
}

impl Sidecar {
    /// Reads the text of a sidecar.
    pub(crate) fn parse(path: &Path, text: &str) -> Result<Self, String> {
        let raw: RawSidecar = toml::from_str(text).map_err(|e| words::toml(&e, text))?;
        let at = |offset: usize, words: String| format!("第{}行：{words}", words::line_at(text, offset));
        let glob = |pattern: &Spanned<String>| {
            let glob = Glob::new(pattern.get_ref()).map(|g| g.compile_matcher());
            glob.map_err(|e| at(pattern.span().start, words::glob(pattern.get_ref(), &e)))
        };
        let mut waivers = Vec::new();
        for raw in raw.waiver {
            for (key, value) in [("code", &raw.code), ("reason", &raw.reason), ("who", &raw.who)] {
                if value.get_ref().trim().is_empty() {
                    return Err(at(value.span().start, format!("{key} 不能为空")));
                }
            }
            let text = match raw.until.get_ref() {
                toml::Value::Datetime(date) => date.to_string(),
                toml::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let until = args::date(&text)
                .map_err(|why| at(raw.until.span().start, format!("until = {text}：{why}")))?;
            let code = rule_code(raw.code.get_ref()).map_err(|why| at(raw.code.span().start, why))?;
            if let Some(cell) = raw.cell.as_ref().filter(|cell| !is_address(cell.get_ref())) {
                let near = likely_address(cell.get_ref()).map(|name| format!("，是否指 {name}"));
                let why = format!(
                    "没有“{}”这个单元格或者等式{}；应当写作 table3.granted.total 或者 T3-BAL(total)，\
                     即检查结果（--format json）中的 cell 或者 equation.id",
                    cell.get_ref(),
                    near.unwrap_or_default()
                );
                return Err(at(cell.span().start, why));
            }
            let note = WaiverNote {
                code,
                cell: raw.cell.map(Spanned::into_inner),
                reason: raw.reason.into_inner(),
                who: raw.who.into_inner(),
                until: until.to_string(),
                file: path.to_string_lossy().into_owned(),
            };
            waivers.push(Waiver { note, until, source: raw.source.as_ref().map(glob).transpose()? });
        }
        let agencies =
            raw.agency.iter().map(|a| Ok((glob(&a.name)?, a.kind))).collect::<Result<_, String>>()?;
        Ok(Self { waivers, agency_kind: raw.agency_kind, agencies })
    }

    /// The kind of an agency, by the first name that fits, then for the whole file.
    pub(crate) fn kind_of(&self, agency: Option<&str>) -> Option<AgencyKind> {
        let by_name = agency.and_then(|name| self.agencies.iter().find(|(glob, _)| glob.is_match(name)));
        by_name.map(|(_, kind)| *kind).or(self.agency_kind)
    }
}

/// A sidecar that holds for a report.
#[derive(Debug, Clone)]
pub(crate) struct Near {
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// What it says.
    pub(crate) sidecar: Arc<Sidecar>,
    /// Whether it is for this file alone, and can be forgotten with it.
    pub(crate) is_own: bool,
}

/// Finds sidecars. Those for many files are read only once; of those for one file nothing is kept, so that ten thousand
/// files take no more memory than ten.
#[derive(Debug, Default)]
pub(crate) struct Sidecars {
    /// The file of `--waivers`; the files beside the reports are then not looked at.
    only: Option<PathBuf>,
    shared: Mutex<BTreeMap<PathBuf, Option<Arc<Sidecar>>>>,
    broken: Mutex<BTreeMap<PathBuf, String>>,
}

/// So many folders without a sidecar are remembered as such; files come folder by folder.
const FOLDERS: usize = 256;

impl Sidecars {
    pub(crate) fn new(only: Option<PathBuf>) -> Self {
        Self { only, ..Self::default() }
    }

    /// The sidecars of a file, its own before the folder's.
    pub(crate) fn of(&self, file: Option<&Path>) -> Vec<Near> {
        let near = |path: PathBuf, is_own: bool| {
            let sidecar = if is_own { self.read(&path) } else { self.shared(&path) };
            sidecar.map(|sidecar| Near { path, sidecar, is_own })
        };
        match (&self.only, file) {
            (Some(only), _) => near(only.clone(), false).into_iter().collect(),
            (None, None) => Vec::new(),
            (None, Some(file)) => {
                let mut own = file.as_os_str().to_owned();
                own.push(".gongkai.toml");
                let folder = near(file.with_file_name("gongkai.toml"), false);
                near(PathBuf::from(own), true).into_iter().chain(folder).collect()
            }
        }
    }

    fn shared(&self, path: &Path) -> Option<Arc<Sidecar>> {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = shared.get(path) {
            return known.clone();
        }
        let sidecar = self.read(path);
        if shared.len() >= FOLDERS {
            shared.retain(|_, sidecar| sidecar.is_some());
        }
        shared.insert(path.to_path_buf(), sidecar.clone());
        sidecar
    }

    fn read(&self, path: &Path) -> Option<Arc<Sidecar>> {
        let is_named = self.only.as_deref() == Some(path);
        let result = match io::read_text(path) {
            Ok(Some(text)) => Sidecar::parse(path, &text).map(|s| Some(Arc::new(s))),
            Ok(None) if is_named => Err("找不到这个文件".to_owned()),
            Ok(None) => Ok(None),
            Err(error) => Err(words::io(&error)),
        };
        result.unwrap_or_else(|because| {
            let mut broken = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
            broken.insert(path.to_path_buf(), because);
            None
        })
    }

    /// The sidecars that could not be used, with the reason.
    pub(crate) fn broken(&self) -> BTreeMap<PathBuf, String> {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Every sidecar for many files that was read, in the order of paths.
    pub(crate) fn used(&self) -> Vec<(PathBuf, Arc<Sidecar>)> {
        let shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        shared.iter().filter_map(|(path, sidecar)| Some((path.clone(), sidecar.clone()?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Sidecar, String> {
        Sidecar::parse(Path::new("gongkai.toml"), text)
    }

    #[test]
    fn a_waiver_needs_a_reason_a_person_and_a_date() {
        let whole = "[[waiver]]\ncode = 'A001'\nreason = '原件如此'\nwho = '王科长'\nuntil = 2026-12-31\n";
        let sidecar = parse(whole).unwrap();
        assert!(!sidecar.waivers[0].is_expired("2026-12-31".parse().unwrap()));
        assert!(sidecar.waivers[0].is_expired("2027-01-01".parse().unwrap()));
        assert!(parse(&whole.replace("who = '王科长'\n", "")).unwrap_err().contains("who"));
        assert!(parse(&whole.replace("原件如此", " ")).unwrap_err().contains("reason"));
        assert!(parse(&whole.replace("2026-12-31", "'明年'")).unwrap_err().contains("明年"));
        assert!(parse(&whole.replace("A001", "A999")).unwrap_err().contains("A999"));
        assert!(parse("[[waivers]]\n").unwrap_err().contains("waivers"));
        let by_name = parse(&whole.replace("A001", "a001")).unwrap();
        assert_eq!(by_name.waivers[0].note.code, "A001");
    }

    #[test]
    fn a_waiver_for_a_place_that_does_not_exist_is_refused_with_its_line() {
        let with = |cell: &str| {
            parse(&format!(
                "\n[[waiver]]\ncode = 'A001'\ncell = '{cell}'\nreason = 'r'\nwho = 'w'\nuntil = 2026-12-31\n"
            ))
        };
        for cell in [
            "table2.regulations.issued",
            "table3.grante.total",
            "table3.granted",
            "table4.x",
            "T3-BAL(sum)",
            "T3-CARRY(x)",
            "previous.table3.x.total",
            "",
        ] {
            assert!(with(cell).unwrap_err().starts_with("第4行：没有“"), "{cell}");
        }
        assert!(with("table3.grante.total").unwrap_err().contains("是否指 table3.granted.total；"));
        assert!(with("T3-BAL(totl)").unwrap_err().contains("是否指 T3-BAL(total)；"));
        let label = CellRef::T3(Row::Granted, Column::Total).label(Form::Form2021);
        assert!(with(&label).unwrap_err().contains("是否指 table3.granted.total；"));
        let known = Row::EVERY.iter().flat_map(|row| Column::EVERY.iter().map(|c| CellRef::T3(*row, *c)));
        for cell in known {
            assert!(with(&cell.to_string()).is_ok() && with(&format!("previous.{cell}")).is_ok(), "{cell}");
        }
        for equation in ["T4-REC", "T3-ROW(granted)", "T3-CARRY(total)"] {
            assert!(with(equation).is_ok(), "{equation}");
        }
        for key in Table2Key::EVERY {
            assert!(with(&format!("T2-STOCK({key})")).is_ok() && with(&format!("T2-ITEMS({key})")).is_ok());
        }
    }

    #[test]
    fn the_kind_of_an_agency_goes_by_the_first_name_that_fits() {
        let sidecar = parse(
            "agency_kind = 'department'\n[[agency]]\nname = '*镇人民政府'\nkind = 'town'\n[[agency]]\nname = '*人民政府'\nkind = 'government'\n",
        )
        .unwrap();
        assert_eq!(sidecar.kind_of(Some("青石镇人民政府")), Some(AgencyKind::Town));
        assert_eq!(sidecar.kind_of(Some("临溪县人民政府")), Some(AgencyKind::Government));
        assert_eq!(sidecar.kind_of(Some("临溪县财政局")), Some(AgencyKind::Department));
        assert_eq!(sidecar.kind_of(None), Some(AgencyKind::Department));
    }

    #[test]
    fn nothing_is_kept_of_files_and_folders_without_a_sidecar() {
        let sidecars = Sidecars::default();
        for i in 0..3 * FOLDERS {
            for name in ["a.docx", "b.docx"] {
                let file = PathBuf::from(format!("no-such-folder/{i}/{name}"));
                assert!(sidecars.of(Some(&file)).is_empty());
            }
        }
        let kept = sidecars.shared.lock().unwrap().len();
        assert!(kept <= FOLDERS, "{kept}");
        assert!(sidecars.used().is_empty() && sidecars.broken().is_empty());
    }
}
