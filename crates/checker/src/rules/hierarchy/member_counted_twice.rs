//! # H003 同一数字可能计入两次（member_counted_twice）
//!
//! ## 查什么
//! 参加汇总的报告中：有没有汇总单位自己的报告；有没有两份报告各格数字完全相同；有没有既计入一级政府的报告、又计入这一级政府部门或者下级的报告。
//!
//! ## 依据
//! 《条例》第四十九条第二款：县级以上地方人民政府的政府信息公开工作主管部门公布本级政府的年度报告，报告一般已经汇总所属部门和下级的数字。
//!
//! ## 为什么
//! 重复计入使汇总数虚增，而各项勾稽关系照样平衡，从汇总表上看不出来。
//!
//! ## 示例(错)
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市人民政府
//! ```
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局, 市水利和水务局
//! member.3 = 同 1
//! ```
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 青溪区人民政府, 云岭市青溪区民政局
//! ```
//!
//! ## 示例(对)
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局, 青溪区人民政府
//! ```
//! ```年报
//! # 本级的数用成员名单注明
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市人民政府
//! roster = 完整
//! roster.own = 2
//! ```
//!
//! ## 例外与误报
//! 数字相同的，至少要有十二格不为零才指出。区县政府的报告如果只填政府本级、不含部门，在成员名单中把它写明为不计入或者在核对后忽略本条。成员名单注明为本级（own）的，不算汇总单位自己的报告。
//!
//! ## 如何修改
//! 在成员名单中把重复的一份注明为不计入（out）并写明理由，重新汇总。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::{Levels, member_spot, number};
use crate::AgencyKind;
use crate::diagnostic::Level;
use crate::rules::capacity::infer_agency_kind;
use gongkai_domain::report::aggregate::{Member, Provenance, Scope};
use std::collections::BTreeMap;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "H003",
    name: "member_counted_twice",
    title: "同一数字可能计入两次",
    family: Family::Hierarchy,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第四十九条第二款",
    source: include_str!("member_counted_twice.rs"),
    check,
};

/// Cells above zero that two reports must share before their sameness says anything.
const TELLING: u32 = 12;

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let Some(levels) = Levels::any(subject) else { return };
    let provenance = &levels.sum.provenance;
    if let Some(parent) = subject.report.agency.value.as_deref() {
        for member in provenance.members.iter().filter(|m| m.scope != Scope::Own) {
            if bare(&member.agency) == bare(parent) {
                let message = format!("参加汇总的报告中有汇总单位“{parent}”自己的报告（{}）", member.source);
                out.report(Level::Warning, message, vec![member_spot(member, None, None), levels.head()])
                    .help("是本级的数，在成员名单中注明own；是汇总报告，不应当计入");
            }
        }
    }
    for (first, second) in doubles(provenance) {
        let message = format!(
            "“{}”（{}）与“{}”（{}）的各格数字完全相同，可能是同一份报告",
            first.agency, first.source, second.agency, second.source
        );
        let spots = vec![member_spot(second, None, None), member_spot(first, None, None)];
        out.report(Level::Warning, message, spots).help("核对两份报告；重复的一份注明为不计入");
    }
    for (government, parts) in within_governments(subject, provenance) {
        let names: Vec<&str> = parts.iter().take(5).map(|m| m.agency.as_str()).collect();
        let more = if parts.len() > names.len() { format!("等{}份", parts.len()) } else { String::new() };
        let message = format!(
            "“{}”的报告一般已含所属单位的数，而{}{more}的报告也计入了汇总",
            government.agency,
            names.join("、")
        );
        let mut spots = vec![member_spot(government, None, None)];
        spots.extend(parts.iter().take(5).map(|m| member_spot(m, None, None)));
        out.report(Level::Warning, message, spots).help("核对区县政府报告的统计范围，只计入一次");
    }
}

fn bare(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Pairs of members of one year whose every number is the same.
fn doubles(provenance: &Provenance) -> Vec<(&Member, &Member)> {
    // a digest first, so that ten thousand members need no ten thousand vectors
    let mut digests = vec![(0_u32, 0_u64); provenance.members.len()];
    for (place, cell) in (1_u64..).zip(provenance.cells.values()) {
        for part in &cell.parts {
            if let Some((n, digest)) = digests.get_mut(part.member as usize) {
                *n += 1;
                let mixed = (place << 48) ^ number(part.value).unsigned_abs();
                *digest = (*digest ^ mixed).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
            }
        }
    }
    let mut groups: BTreeMap<(i32, u32, u64), Vec<u32>> = BTreeMap::new();
    for (index, (member, (n, digest))) in (0..).zip(provenance.members.iter().zip(&digests)) {
        if *n >= TELLING {
            groups.entry((member.year, *n, *digest)).or_default().push(index);
        }
    }
    let is_same =
        |a: u32, b: u32| provenance.cells.keys().all(|at| provenance.part(a, *at) == provenance.part(b, *at));
    groups
        .values()
        .flat_map(|group| group.windows(2))
        .filter(|pair| is_same(pair[0], pair[1]))
        .filter_map(|pair| Some((provenance.member(pair[0])?, provenance.member(pair[1])?)))
        .collect()
}

/// Governments among the members, each with the members that its name says are below it.
fn within_governments<'a>(
    subject: &Subject<'_>,
    provenance: &'a Provenance,
) -> Vec<(&'a Member, Vec<&'a Member>)> {
    const LONGEST_PLACE: usize = 12;
    let parent = subject.report.agency.value.as_deref().unwrap_or_default();
    let mut places: BTreeMap<String, (&Member, Vec<&Member>)> = BTreeMap::new();
    for member in &provenance.members {
        let name = bare(&member.agency);
        if member.scope != Scope::Own
            && infer_agency_kind(&name) == Some(AgencyKind::Government)
            && let Some(place) = name.strip_suffix("人民政府")
            // the parent's own place stands before every name
            && !bare(parent).contains(place)
        {
            places.insert(place.to_owned(), (member, Vec::new()));
        }
    }
    for member in &provenance.members {
        let chars: Vec<char> = bare(&member.agency).chars().collect();
        let is_vertical = infer_agency_kind(&member.agency) == Some(AgencyKind::Vertical);
        // organs of vertical leadership report to their own system
        if is_vertical || member.scope == Scope::Own {
            continue;
        }
        'starts: for start in 0..chars.len() {
            for end in start + 2..=(start + LONGEST_PLACE).min(chars.len()) {
                let word: String = chars[start..end].iter().collect();
                if let Some((government, parts)) = places.get_mut(&word) {
                    if government.agency != member.agency {
                        parts.push(member);
                    }
                    break 'starts;
                }
            }
        }
    }
    places.into_values().filter(|(_, parts)| !parts.is_empty()).collect()
}
