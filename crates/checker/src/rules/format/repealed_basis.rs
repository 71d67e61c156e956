//! # F014 引用已失效的依据（repealed_basis）
//!
//! ## 查什么
//! 文字中是否把已被取代的文件当作现行依据：2007年公布、2008年施行的旧条例（国务院令第492号），或者2021年度以后的报告仍以国办公开办函〔2019〕60号的试行格式为依据。
//!
//! ## 依据
//! 现行《条例》为国务院令第711号，2019年5月15日起施行；年度报告格式自2021年度起为国办公开办函〔2021〕30号。
//!
//! ## 为什么
//! 依据失效，报告的内容和格式也可能是旧的。
//!
//! ## 示例(错)
//! ```年报
//! preamble = 根据《中华人民共和国政府信息公开条例》（国务院令第492号）编制本报告。
//! ```
//! ```年报
//! preamble = 根据2008年5月1日起施行的《政府信息公开条例》编制本报告。
//! ```
//! ```年报
//! preamble = 按照国办公开办函〔2019〕60号的要求编制本报告。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! preamble = 根据《中华人民共和国政府信息公开条例》（国务院令第711号）和国办公开办函〔2021〕30号编制本报告。
//! ```
//! ```年报
//! overview += 《条例》自2008年施行以来已有十余年，2019年修订后要求更高。
//! ```
//! ```年报
//! form = 2019
//! preamble = 按照国办公开办函〔2019〕60号的要求编制本报告。
//! ```
//! ```年报
//! preamble = 按照国办公开办函〔2021〕30号编制，原国办公开办函〔2019〕60号同时停止执行。
//! ```
//!
//! ## 例外与误报
//! 叙述历史（“以来”“修订”“原”“取代”）的不提示；2019、2020 年度的报告引用试行格式是正确的。
//!
//! ## 如何修改
//! 改引现行文件。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::rules::format::prose;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "F014",
    name: "repealed_basis",
    title: "引用已失效的依据",
    family: Family::Format,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国务院令第711号（2019年5月15日施行）；国办公开办函〔2021〕30号",
    source: include_str!("repealed_basis.rs"),
    check,
};

const HISTORY: &[&str] =
    &["以来", "修订", "原", "旧", "废止", "停止执行", "取代", "替代", "替换", "不再", "失效"];

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let year = report.year.value.unwrap_or_default();
    for passage in prose::passages(report) {
        if !prose::has_any(&passage.text, &["号", "2008年", "试行"]) {
            continue;
        }
        for (offset, sentence) in passage.sentences() {
            if prose::has_any(sentence, HISTORY) {
                continue;
            }
            let find =
                |words: &[&str]| words.iter().find_map(|w| sentence.find(w).map(|at| (at, at + w.len())));
            let is_regulation = sentence.contains("条例");
            let old_regulation = (year >= 2019 && is_regulation)
                .then(|| {
                    find(&[
                        "国务院令第492号",
                        "第492号国务院令",
                        "国务院第492号令",
                        "2008年5月1日起施行",
                        "2008年5月1日施行",
                    ])
                })
                .flatten();
            let old_form = (year >= 2021)
                .then(|| {
                    find(&[
                        "国办公开办函〔2019〕60号",
                        "国办公开办函[2019]60号",
                        "国办公开办函（2019）60号",
                        "年度报告格式（试行）",
                    ])
                })
                .flatten();
            if let Some((start, end)) = old_regulation {
                let spot = passage.spot(offset + start, offset + end).labelled("现行为国务院令第711号");
                let message = "引用旧条例作为依据，现行《条例》为国务院令第711号，2019年5月15日起施行";
                out.report(Level::Warning, message, vec![spot])
                    .help("改引现行《条例》，并核对所引条款的序号");
            }
            if let Some((start, end)) = old_form {
                let spot =
                    passage.spot(offset + start, offset + end).labelled("现行为国办公开办函〔2021〕30号");
                let message = "引用试行格式作为依据，2021年度起的格式为国办公开办函〔2021〕30号";
                out.report(Level::Warning, message, vec![spot])
                    .help("改引现行文件，并核对表格是否为现行表式");
            }
        }
    }
}
