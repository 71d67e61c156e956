//! A law or administrative regulation that a reply must name with its article.
//!
//! Not here: 《政府信息公开条例》 itself (`super::super::sheet`).

use crate::notice::field::choice;
use crate::notice::parts::Part;
use crate::notice::sheet::Sheet;

choice! {
    /// What may forbid disclosure or set up a way of inquiry: nothing below an administrative regulation.
    LawLevel {
        /// Made by the National People's Congress or its Standing Committee.
        Law = "law", "法律";
        /// Made by the State Council.
        AdministrativeRegulation = "administrative_regulation", "行政法规";
    }
}

/// `《某法》第几条`, with what is missing noted; the fields are named `law_level`, `law` and `article`.
pub(super) fn cited(sheet: &mut Sheet<'_>, level: Option<LawLevel>, law: &str, article: &str) -> String {
    sheet.chosen(Part::Basis, "law_level", "依据的层级（应当是法律或者行政法规）", level);
    let text = named(sheet, law, article);
    let is_lower = ["通知", "意见", "批复", "函", "规程", "指南"]
        .iter()
        .any(|end| law.trim().trim_end_matches('》').ends_with(end));
    sheet.need(
        Part::Basis,
        !is_lower,
        Some("law"),
        "地方性法规、规章和规范性文件不能作为依据，应当是法律或者行政法规",
    );
    text
}

/// The same for a law of any level.
pub(super) fn named(sheet: &mut Sheet<'_>, law: &str, article: &str) -> String {
    let name = law.trim().trim_start_matches('《').trim_end_matches('》');
    let name = sheet.text(Part::Basis, "law", "法律、法规名称", name);
    let name = if name.starts_with('〔') { name } else { format!("《{name}》") };
    let article = sheet.text(Part::Basis, "article", "条款", article);
    let has_article = article.starts_with('〔') || (article.contains('第') && article.contains('条'));
    sheet.need(Part::Basis, has_article, Some("article"), "条款应当写明第几条");
    let cited = format!("{name}{article}");
    sheet.cite(cited.clone());
    cited
}
