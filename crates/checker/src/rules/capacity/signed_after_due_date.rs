//! # C003 落款晚于法定期限（signed_after_due_date）
//!
//! ## 查什么
//! 落款日期是否晚于法定期限：政府部门为次年1月31日，县级以上人民政府为次年3月31日。
//!
//! ## 依据
//! 《条例》第四十九条第一款：县级以上人民政府部门应当在每年1月31日前提交并公布上年度报告；第二款：县级以上地方人民政府的主管部门应当在每年3月31日前公布本级政府的年度报告。
//!
//! ## 为什么
//! 逾期公布可以被责令改正。期限遇周末不顺延。
//!
//! ## 示例(错)
//! ```年报
//! signed_on = 2026-02-10
//! ```
//! ```年报
//! agency = 云岭市人民政府
//! signed_on = 2026-04-02
//! ```
//! ```年报
//! agency = 云岭市水务服务中心
//! signed_on = 2026-05-06
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//! ```年报
//! agency = 云岭市人民政府
//! signed_on = 2026-03-31
//! ```
//! ```年报
//! signed_on = 2026-01-31
//! ```
//! ```年报
//! agency = 白石镇人民政府
//! signed_on = 2026-02-20
//! ```
//! ```年报
//! agency = 云岭市水务服务中心
//! signed_on = 2026-02-20
//! ```
//! ```年报
//! signed_on = 缺失
//! ```
//!
//! ## 例外与误报
//! 落款日期不等于公布日期，更正后重新公布的报告落款会晚。乡镇、街道的期限由当地规定，只在晚于3月31日时提示；垂直管理机关由本系统规定，只作提示。没有落款、或者主体类型不明而落款在1月31日至3月31日之间的，列入“未能核对”。
//!
//! ## 如何修改
//! 今后按期公布；因更正重新公布的，注明首次公布日期。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::diagnostic::{AgencyKind, Spot};
use crate::rules::format::prose;
use crate::rules::format::year::settled_year;
use chrono::{Datelike as _, NaiveDate};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "C003",
    name: "signed_after_due_date",
    title: "落款晚于法定期限",
    family: Family::Capacity,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第四十九条",
    source: include_str!("signed_after_due_date.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    if !report.form.has_tables() {
        return;
    }
    let Some(year) = settled_year(report) else { return };
    let Some(signed) = report.signed_on.value else {
        out.not_checkable("公布期限", "没有读到落款日期");
        return;
    };
    // a signature of another year is a slip of the year (F002), not a delay
    if signed.year() != year + 1 {
        return;
    }
    let (Some(january), Some(march)) =
        (NaiveDate::from_ymd_opt(year + 1, 1, 31), NaiveDate::from_ymd_opt(year + 1, 3, 31))
    else {
        return;
    };
    let (due, level, basis) = match subject.agency_kind {
        Some(AgencyKind::Department) => (january, Level::Warning, "第四十九条第一款"),
        Some(AgencyKind::Vertical) => (january, Level::Note, "第四十九条第一款"),
        Some(AgencyKind::Government) => (march, Level::Warning, "第四十九条第二款"),
        Some(AgencyKind::Town) => (march, Level::Note, "第四十九条，乡镇、街道以当地规定为准"),
        None if signed > january && signed <= march => {
            out.not_checkable("公布期限", "不能确定适用1月31日还是3月31日的期限");
            return;
        }
        None => (march, Level::Warning, "第四十九条"),
    };
    if signed <= due {
        return;
    }
    let message =
        format!("落款日期{}晚于法定期限{}（《条例》{basis}）", prose::date(signed), prose::date(due));
    let spot = Spot::at(report.signed_on.place.as_ref()).labelled(format!("期限为{}", prose::date(due)));
    out.report(level, message, vec![spot]).help("核对落款日期；因更正重新公布的，注明首次公布日期");
}
