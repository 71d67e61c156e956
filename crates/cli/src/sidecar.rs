//! The small file beside a report that says which findings are accepted, by whom and until when, and what kind of
//! agency it is: `<report>.gongkai.toml`, or `gongkai.toml` for a whole folder.
//!
//! Not here: applying waivers to findings (`crate::commands::check`).

use crate::io;
use chrono::NaiveDate;
use globset::{Glob, GlobMatcher};
use gongkai_checker::render::WaiverNote;
use gongkai_checker::{AgencyKind, Finding};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

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
    name: String,
    kind: AgencyKind,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWaiver {
    code: String,
    cell: Option<String>,
    source: Option<String>,
    reason: String,
    who: String,
    until: RawDate,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawDate {
    Date(toml::value::Datetime),
    Text(String),
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
        let raw: RawSidecar = toml::from_str(text).map_err(|e| e.to_string())?;
        let glob = |pattern: &str| Glob::new(pattern).map(|g| g.compile_matcher()).map_err(|e| e.to_string());
        let mut waivers = Vec::new();
        for raw in raw.waiver {
            let text = match raw.until {
                RawDate::Date(date) => date.to_string(),
                RawDate::Text(text) => text,
            };
            let until: NaiveDate =
                text.parse().map_err(|_| format!("until = {text}：日期应当写作 2026-12-31"))?;
            for (key, value) in [("code", &raw.code), ("reason", &raw.reason), ("who", &raw.who)] {
                if value.trim().is_empty() {
                    return Err(format!("{key} 不能为空"));
                }
            }
            if gongkai_checker::registry::find(&raw.code).is_none() {
                return Err(format!("没有编号为 {} 的规则", raw.code));
            }
            let file = path.to_string_lossy().into_owned();
            let note = WaiverNote {
                code: raw.code,
                cell: raw.cell,
                reason: raw.reason,
                who: raw.who,
                until: text,
                file,
            };
            waivers.push(Waiver { note, until, source: raw.source.as_deref().map(glob).transpose()? });
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

/// Finds sidecars and reads each only once.
#[derive(Debug, Default)]
pub(crate) struct Sidecars {
    /// The file of `--waivers`; the files beside the reports are then not looked at.
    only: Option<PathBuf>,
    read: Mutex<BTreeMap<PathBuf, Option<Arc<Sidecar>>>>,
    broken: Mutex<BTreeMap<PathBuf, String>>,
}

impl Sidecars {
    pub(crate) fn new(only: Option<PathBuf>) -> Self {
        Self { only, ..Self::default() }
    }

    /// The sidecars of a report, the file's own before the folder's.
    pub(crate) fn of(&self, report: Option<&Path>) -> Vec<(PathBuf, Arc<Sidecar>)> {
        let paths: Vec<PathBuf> = match (&self.only, report) {
            (Some(only), _) => vec![only.clone()],
            (None, None) => Vec::new(),
            (None, Some(report)) => {
                let mut own = report.as_os_str().to_owned();
                own.push(".gongkai.toml");
                vec![PathBuf::from(own), report.with_file_name("gongkai.toml")]
            }
        };
        paths.into_iter().filter_map(|path| Some((path.clone(), self.get(&path)?))).collect()
    }

    fn get(&self, path: &Path) -> Option<Arc<Sidecar>> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = read.get(path) {
            return known.clone();
        }
        let is_named = self.only.as_deref() == Some(path);
        let result = match io::read_text(path) {
            Ok(Some(text)) => Sidecar::parse(path, &text).map(|s| Some(Arc::new(s))),
            Ok(None) if is_named => Err("找不到这个文件".to_owned()),
            Ok(None) => Ok(None),
            Err(error) => Err(error.to_string()),
        };
        let sidecar = result.unwrap_or_else(|because| {
            let mut broken = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
            broken.insert(path.to_path_buf(), because);
            None
        });
        read.insert(path.to_path_buf(), sidecar.clone());
        sidecar
    }

    /// The sidecars that could not be used, with the reason.
    pub(crate) fn broken(&self) -> BTreeMap<PathBuf, String> {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Every sidecar that was used, in the order of paths.
    pub(crate) fn used(&self) -> Vec<(PathBuf, Arc<Sidecar>)> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.iter().filter_map(|(path, sidecar)| Some((path.clone(), sidecar.clone()?))).collect()
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
}
