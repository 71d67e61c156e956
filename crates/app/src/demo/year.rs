//! What the agencies of the demonstration gave for their annual reports: table 2 and a short prose.
//!
//! Not here: tables 3 and 4, which are counted from the events (`crate::report_facts`).

use super::house::House;
use crate::office::Office;
use crate::refusal::Refusal;
use crate::report_facts::{prose_setting, table2_setting};
use gongkai_domain::report::{SectionKey, Table2Key};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Table 2 of the years 2024 and 2025, in the order of the agencies and of the form's cells: stocks follow from each other.
const TABLE2: [(i32, [[i64; 9]; 3]); 2] = [
    (2024, [[0, 0, 0, 9, 3, 86, 0, 0, 0], [0, 0, 0, 2, 0, 11, 0, 0, 0], [0, 0, 0, 1, 0, 7, 214, 36, 2]]),
    (2025, [[0, 0, 0, 8, 5, 89, 0, 0, 0], [0, 0, 0, 3, 1, 13, 0, 0, 0], [0, 0, 0, 2, 1, 8, 237, 41, 3]]),
];

/// Fees of the years, in 万元.
const FEES: [(i32, [&str; 3]); 2] = [(2024, ["0", "0", "18.6"]), (2025, ["0", "0", "21.45"])];

fn prose(agency: &str, year: i32) -> BTreeMap<SectionKey, String> {
    let next = year + 1;
    BTreeMap::from([
        (
            SectionKey::Overview,
            format!(
                "本年度报告按照《中华人民共和国政府信息公开条例》和国务院办公厅规定的格式编制，所列数据的统计期限自{year}年1月1日起至12月31日止。\n\
                 {year}年，{agency}坚持以公开为常态、不公开为例外，推进政务信息公开的规范化、制度化。主动公开方面，及时更新机构职能、政策文件和重点领域信息。依申请公开方面，规范登记、审核、办理、答复、归档各环节，依法按时答复申请人。政府信息管理方面，落实保密审查和发布审核制度。平台建设方面，做好网站栏目的日常维护。监督保障方面，加强业务培训，接受社会监督。"
            ),
        ),
        (
            SectionKey::Problems,
            format!(
                "{year}年工作中还存在一些不足：部分政策解读形式较为单一，个别答复文书说理不够充分。\n\
                 {next}年将从以下方面改进：一是丰富政策解读形式，提高针对性；二是加强答复文书的说理和合法性审核，提高依申请公开办理质量。"
            ),
        ),
        (
            SectionKey::Other,
            "本年度收取信息处理费的情况按照《政府信息公开信息处理费管理办法》执行。无其他需要报告的事项。"
                .to_owned(),
        ),
    ])
}

/// Keeps both for every agency and year.
pub(super) async fn keep(office: &Office, houses: &[House]) -> Result<(), Refusal> {
    let at = office.instant();
    let text = |value: &Value| value.to_string();
    let tx = office.storage.begin().await?;
    for ((year, counts), (_, fees)) in TABLE2.iter().zip(FEES) {
        for ((house, counts), fee) in houses.iter().zip(counts).zip(fees) {
            let keys = Table2Key::FORM_2021.iter().filter(|key| !key.is_amount());
            let mut table: serde_json::Map<String, Value> =
                keys.zip(counts).map(|(key, count)| (key.key().to_owned(), json!(count))).collect();
            table.insert(Table2Key::AdminFeeWanYuan.key().to_owned(), json!(fee));
            let agency = Some(house.agency.id);
            tx.set_setting(agency, &table2_setting(*year), &text(&Value::Object(table)), at).await?;
            let prose = serde_json::to_string(&prose(&house.agency.full_name, *year))
                .map_err(|e| Refusal::Defect(e.to_string()))?;
            tx.set_setting(agency, &prose_setting(*year), &prose, at).await?;
        }
    }
    Ok(tx.commit().await?)
}
