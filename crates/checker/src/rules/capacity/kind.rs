//! The kind of an agency from its name, only where the name leaves no doubt.
//!
//! Not here: the kind told on the command line or in a sidecar file (`gongkai-cli`).

use crate::diagnostic::AgencyKind;

/// Organs of vertical leadership (《条例》第三条第四款) by the end of their names. 税务、海关 and the like are led by
/// their own system everywhere; bodies that are vertical only in some provinces are not listed.
const VERTICAL_ENDINGS: &[&str] = &[
    "税务局",
    "税务所",
    "税务分局",
    "海关",
    "气象局",
    "海事局",
    "邮政管理局",
    "烟草专卖局",
    "证监局",
    "外汇管理局",
    "外汇管理分局",
    "外汇管理支局",
    "出入境边防检查站",
    "出入境边防检查总站",
    "消防救援支队",
    "消防救援大队",
    "消防救援总队",
    "国家统计局调查总队",
    "国家统计局调查队",
    "通信管理局",
    "矿山安全监察局",
];

/// The kind of agency that a name states, or none when there is any doubt.
///
/// A government is a 人民政府 of a province, city, district, county or the like (《条例》第四十九条第二款); its 办公厅 or
/// 办公室 may sign either its own report or the government's, so it is in doubt. A department must carry the name of
/// a place and end as departments do; schools, hospitals, companies and party bodies are in doubt.
pub fn infer_agency_kind(name: &str) -> Option<AgencyKind> {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let name = name.split(['（', '(']).next().unwrap_or(&name);
    if name.chars().count() < 4 || name.contains(['、', '，', '；']) {
        return None;
    }
    if name.ends_with("街道办事处")
        || ["镇人民政府", "乡人民政府", "民族乡人民政府", "苏木人民政府"].iter().any(|e| name.ends_with(e))
    {
        return Some(AgencyKind::Town);
    }
    if let Some(place) = name.strip_suffix("人民政府") {
        let is_place =
            ["省", "市", "自治区", "自治州", "州", "盟", "地区", "县", "区", "旗", "自治县", "自治旗"]
                .iter()
                .any(|e| place.ends_with(e));
        return (is_place && !place.ends_with("管理区")).then_some(AgencyKind::Government);
    }
    if name.contains("人民政府") {
        return None;
    }
    if VERTICAL_ENDINGS.iter().any(|e| name.ends_with(e)) && !name.ends_with("地方海事局") {
        return Some(AgencyKind::Vertical);
    }
    is_department(name).then_some(AgencyKind::Department)
}

/// Whether the name is a place's name followed by a department's.
fn is_department(name: &str) -> bool {
    // 派出 and 内设 bodies, companies, schools and party organs also end in 局, 委员会 or 中心
    const DOUBT: &[&str] = &[
        "中共",
        "党委",
        "街道",
        "居民",
        "公司",
        "集团",
        "学校",
        "学院",
        "大学",
        "医院",
        "中心",
        "管理委员会",
        "管委会",
        "常务委员会",
        "人大",
        "政协",
        "监察委员会",
        "分局",
        "派出所",
        "支队",
        "大队",
        "工会",
        "协会",
        "联合会",
        "开发区",
        "园区",
        "新区",
        "林场",
        "总局",
        "领导小组",
    ];
    if DOUBT.iter().any(|word| name.contains(word)) {
        return false;
    }
    // the national 金融监督管理局 has local organs under names much like the local governments' own
    if name.contains("金融监") && !name.contains("地方金融") {
        return false;
    }
    let chars: Vec<char> = name.chars().collect();
    let place_end = chars
        .iter()
        .enumerate()
        .skip(1)
        .position(|(_, c)| matches!(c, '省' | '市' | '州' | '盟' | '县' | '区' | '旗'));
    let Some(place_end) = place_end.map(|i| i + 1) else { return false };
    let duty: String = chars[place_end + 1..].iter().collect();
    duty.chars().count() >= 2
        && (duty.ends_with('局') || duty.ends_with("委员会") || duty.ends_with('厅') || duty.ends_with("办公室"))
        && !names_a_township(&duty)
        // 市局, 区局 and the like say nothing
        && !matches!(duty.as_str(), "办公室" | "办公厅" | "委员会" | "委办公室" | "委员会办公室")
        && !duty.starts_with("委办")
        && !duty.starts_with("政府")
}

/// Whether 乡 or 镇 stands for a township rather than in 乡村, 城乡, 城镇 or 乡镇.
fn names_a_township(duty: &str) -> bool {
    let rest = ["乡村", "城乡", "城镇", "乡镇"].iter().fold(duty.to_owned(), |s, word| s.replace(word, ""));
    rest.contains(['乡', '镇', '村'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_leaves_no_doubt_gives_the_kind() {
        use AgencyKind::{Department, Government, Town, Vertical};
        for (name, kind) in [
            ("云岭市水务局", Department),
            ("云岭市 市场监督管理局", Department),
            ("云岭市青溪区文化和旅游局（文物管理局）", Department),
            ("云岭省发展和改革委员会", Department),
            ("云岭省财政厅", Department),
            ("青溪县乡村振兴局", Department),
            ("云岭市城镇建设局", Department),
            ("云岭市地方金融监督管理局", Department),
            ("云岭市人民政府", Government),
            ("青溪县人民政府", Government),
            ("云岭省人民政府", Government),
            ("白石镇人民政府", Town),
            ("青溪县白石回族乡人民政府", Town),
            ("青溪区南桥街道办事处", Town),
            ("国家税务总局云岭市税务局", Vertical),
            ("云岭海关", Vertical),
            ("云岭市气象局", Vertical),
        ] {
            assert_eq!(infer_agency_kind(name), Some(kind), "{name}");
        }
    }

    #[test]
    fn a_name_in_doubt_gives_none() {
        for name in [
            "区数据局",
            "水务局",
            "政务服务管理局",
            "云岭市人民政府办公室",
            "云岭市政府办公室",
            "云岭经济开发区管理委员会",
            "中共云岭市委办公室",
            "云岭市第一中学",
            "云岭市公安局青溪分局",
            "云岭市供水有限公司",
            "云岭市人民代表大会常务委员会",
            "云岭市水务局、云岭市林业局",
        ] {
            assert_eq!(infer_agency_kind(name), None, "{name}");
        }
    }
}
