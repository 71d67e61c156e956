//! # C001 没有规章制定权而填报规章（rules_without_power）
//!
//! ## 查什么
//! 表二“规章”一行：没有规章制定权的机关是否填了件数。
//!
//! ## 依据
//! 《立法法》：部门规章由国务院各部门制定，地方政府规章由省级人民政府和设区的市、自治州人民政府制定。地方政府的部门、县级人民政府、乡镇和街道没有这项权力。
//!
//! ## 为什么
//! 多为把规范性文件填进了规章一行，或者把代政府起草的规章算作本机关制发。
//!
//! ## 示例(错)
//! ```年报
//! table2.rules_issued = 3
//! table2.rules_in_force = 3
//! ```
//! ```年报
//! agency = 青溪县人民政府
//! table2.rules_in_force = 2
//! ```
//! ```年报
//! form = 2019
//! table2.rules_new_made = 1
//! ```
//!
//! ## 示例(对)
//! ```年报
//! agency = 云岭市人民政府
//! table2.rules_in_force = 9
//! previous.table2.rules_in_force = 9
//! ```
//! ```年报
//! kind = 不明
//! agency = 云岭经济开发区管理委员会
//! table2.rules_in_force = 1
//! previous.table2.rules_in_force = 1
//! ```
//! ```年报
//! ```
//!
//! ## 例外与误报
//! 主体类型从名称不能确定、也没有告知的，列入“未能核对”。设区的市和县级市都称“市”，市人民政府一律不判断。2019、2020 年度格式的对外公开总数量可能含上级规章，只作提示。
//!
//! ## 如何修改
//! 把规范性文件移到“行政规范性文件”一行；代拟的规章由制定机关填报，本机关填 0。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::infer_agency_kind;
use crate::diagnostic::AgencyKind;
use crate::diagnostic::Level;
use gongkai_domain::report::{CellRef, Table2Key};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "C001",
    name: "rules_without_power",
    title: "没有规章制定权而填报规章",
    family: Family::Capacity,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《立法法》关于规章制定权的规定",
    source: include_str!("rules_without_power.rs"),
    check,
};

use Table2Key as T2;

const RULES_ROW: [(Table2Key, Level); 6] = [
    (T2::RulesIssued, Level::Warning),
    (T2::RulesRepealed, Level::Warning),
    (T2::RulesInForce, Level::Warning),
    (T2::RulesNewMade, Level::Warning),
    (T2::RulesNewPublished, Level::Note),
    (T2::RulesPublishedTotal, Level::Note),
];

/// Whether a body of that kind and name certainly has no power to make rules; none when in doubt.
fn lacks_power(kind: Option<AgencyKind>, name: &str) -> Option<bool> {
    let kind = kind?;
    match kind {
        AgencyKind::Town => Some(true),
        AgencyKind::Department | AgencyKind::Vertical => {
            // a told kind does not say whether it is a department of the State Council
            (infer_agency_kind(name) == Some(kind)).then_some(true)
        }
        AgencyKind::Government => {
            let is_county = ["县人民政府", "旗人民政府", "区人民政府"].iter().any(|e| name.ends_with(e))
                && !name.ends_with("自治区人民政府");
            Some(is_county)
        }
    }
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let filled: Vec<(CellRef, Level, i64)> = RULES_ROW
        .iter()
        .filter_map(|(key, level)| {
            let at = CellRef::T2(*key);
            let n = report.cell(at)?.as_count()?;
            (n > 0).then_some((at, *level, n))
        })
        .collect();
    let Some(level) = filled.iter().map(|(_, level, _)| *level).max() else { return };
    let name = report.agency.value.as_deref().unwrap_or_default();
    match lacks_power(subject.agency_kind, name) {
        None => out.not_checkable("表二规章件数", "不能确定本机关有没有规章制定权"),
        Some(false) => {}
        Some(true) => {
            let values = filled
                .iter()
                .map(|(at, _, n)| format!("{}{n}", at.label(report.form)))
                .collect::<Vec<_>>()
                .join("，");
            let spots = filled.iter().map(|(at, _, _)| subject.spot(*at)).collect();
            out.report(level, format!("“{name}”没有规章制定权，表中填报：{values}"), spots)
                .help("规范性文件填入“行政规范性文件”一行；代拟的规章由制定机关填报，本机关填0");
        }
    }
}
