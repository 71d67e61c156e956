//! What the fields of the application form are called, so that a line of the summary of errors says which field it means.
//!
//! Not here: the form itself (`gongkai-web`), what is wrong with a field (`super::draft`).

/// The label of a field on its page, for a line of the summary of errors.
pub(super) fn label_of(field: &str) -> String {
    if let Some((number, part)) = field.strip_prefix("matter.").and_then(|rest| rest.split_once('.')) {
        let part = match part {
            "title" => "信息名称",
            "number" => "文号",
            _ => "便于查找的其他特征",
        };
        return number.parse::<usize>().map_or_else(
            |_| format!("{part}："),
            |number| format!("第{}项{part}：", number.saturating_add(1)),
        );
    }
    let label = match field {
        "kind" => "申请人类别",
        "form" => "希望得到的形式",
        "way" => "接收方式",
        "address_confirmed" => "送达地址确认",
        "document" | "representative_document" | "guardian_document" | "agent_document" => "证件种类",
        "agent_scope" => "委托权限",
        "agent_until" => "委托期限的最后一日",
        "name" => "姓名或者单位全称",
        "representative" => "法定代表人或者负责人",
        "phone" => "联系电话",
        "email" => "电子邮箱",
        "guardian" => "监护人姓名",
        "agent" => "代理人姓名",
        "address" => "邮寄地址",
        "postcode" => "邮政编码",
        "document_number" => "证件号码",
        "credit_code" => "统一社会信用代码",
        "representative_number" => "法定代表人（负责人）证件号码",
        "guardian_relation" => "与申请人的关系",
        "guardian_number" => "监护人证件号码",
        "agent_number" => "代理人证件号码",
        "agent_licence" => "律师执业证号",
        "agent_firm" => "律师事务所名称",
        _ => return String::new(),
    };
    format!("{label}：")
}
