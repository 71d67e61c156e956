//! What is told of a file that is to be given out and holds more than is seen: what, where, and how to mend it.
//!
//! Not here: finding it (`gongkai_extract::aside`), marks of classification (`crate::marks`).

use gongkai_extract::{Hidden, HiddenKind};

/// Places that are named one by one; of more the number is told.
const MOST_PLACES: usize = 8;

/// Why a file cannot be given out as it is; none where it holds nothing else.
pub(crate) fn refusal(hidden: &[Hidden]) -> Option<String> {
    if hidden.is_empty() {
        return None;
    }
    let found: Vec<String> = hidden.iter().map(what).collect();
    let mut ways: Vec<&str> = Vec::new();
    for one in hidden {
        let way = mend(one.kind);
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    Some(format!(
        "文件中有打开后不易看到、但会一并交给申请人的内容：{}。改正办法：{}。改正并核对内容后重新上传",
        found.join("；"),
        ways.join("；")
    ))
}

fn places(at: &[String], quoted: bool) -> String {
    let named =
        at.iter().take(MOST_PLACES).map(|place| if quoted { format!("“{place}”") } else { place.clone() });
    let named: Vec<String> = named.collect();
    let rest = if at.len() > MOST_PLACES { "等" } else { "" };
    format!("{}{rest}", named.join("、"))
}

fn what(one: &Hidden) -> String {
    let Hidden { kind, sheet, at, count } = one;
    let sheet = sheet.as_ref().map(|name| format!("工作表“{name}”")).unwrap_or_default();
    let of_parts = if at.is_empty() { String::new() } else { format!("（{}）", places(at, false)) };
    match kind {
        HiddenKind::Sheet => format!("隐藏的工作表{}", places(at, true)),
        HiddenKind::DeeplyHiddenSheet => format!("深度隐藏的工作表{}", places(at, true)),
        HiddenKind::Rows => format!("{sheet}中隐藏的第{}行有内容", places(at, false)),
        HiddenKind::Columns => format!("{sheet}中隐藏的{}列有内容", places(at, false)),
        HiddenKind::CellComments => format!("{sheet}的批注{count}条，在{}单元格", places(at, false)),
        HiddenKind::Comments => format!("批注{count}条"),
        HiddenKind::Changes => format!("修订{count}处{of_parts}"),
        HiddenKind::ChangeLog => "共享工作簿的修订记录".to_owned(),
        HiddenKind::Text => format!("隐藏文字{count}处{of_parts}"),
        HiddenKind::Embedded => format!("嵌入的文件、控件或者图表数据{count}个"),
        HiddenKind::Macros => "宏".to_owned(),
        HiddenKind::ExternalLinks => format!("对其他文件的链接{count}个{of_parts}"),
        HiddenKind::Connections => format!("数据库连接{count}个"),
        HiddenKind::PivotCache => format!("数据透视表或者数据模型保存的原始数据{count}份"),
        HiddenKind::Annotations => format!("第{}页上的注释、标注或者遮盖共{count}处", places(at, false)),
        HiddenKind::Fields => format!("第{}页上不显示而有内容的表单域{count}个", places(at, false)),
        HiddenKind::Layers => format!("关闭的图层{count}个"),
    }
}

fn mend(kind: HiddenKind) -> &'static str {
    match kind {
        HiddenKind::Sheet => "取消隐藏工作表，核对内容，不提供的删除",
        HiddenKind::DeeplyHiddenSheet => {
            "深度隐藏的工作表不能用菜单取消隐藏，把需要提供的工作表复制到新建的工作簿"
        }
        HiddenKind::Rows | HiddenKind::Columns => "清除筛选、取消隐藏行和列，核对内容，不提供的删除",
        HiddenKind::CellComments => "删除全部批注",
        HiddenKind::Comments | HiddenKind::Changes => "接受或者拒绝全部修订，并删除全部批注",
        HiddenKind::ChangeLog => "取消共享工作簿后另存",
        HiddenKind::Text => "显示隐藏文字，核对内容，不提供的删除，需要提供的取消隐藏",
        HiddenKind::Embedded => "嵌入的对象和图表改为图片；文件需要提供的，单独上传",
        HiddenKind::Macros => "另存为不含宏的格式",
        HiddenKind::ExternalLinks => "断开链接，只保留数值或者图片",
        HiddenKind::Connections => "删除数据连接，只保留数值",
        HiddenKind::PivotCache => "把数据透视表复制后选择性粘贴为数值，删除原表和数据模型",
        HiddenKind::Annotations => {
            "删除注释；遮盖不应当公开的内容的，用能够彻底去除原文的密文功能处理，或者打印后扫描，不能只盖住"
        }
        HiddenKind::Fields => "清空或者删除不显示的表单域",
        HiddenKind::Layers => "删除关闭的图层，合并后另存",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(kind: HiddenKind, sheet: Option<&str>, at: &[&str], count: usize) -> Hidden {
        let at = at.iter().map(|place| (*place).to_owned()).collect();
        Hidden { kind, sheet: sheet.map(str::to_owned), at, count }
    }

    #[test]
    fn each_thing_found_is_named_with_its_place_and_each_way_to_mend_it_once() {
        let text = refusal(&[
            hidden(HiddenKind::Rows, Some("名单"), &["3—5", "9"], 4),
            hidden(HiddenKind::Columns, Some("名单"), &["AB"], 1),
            hidden(HiddenKind::Changes, None, &["正文"], 2),
            hidden(HiddenKind::Comments, None, &[], 1),
        ]);
        assert_eq!(
            text.unwrap(),
            "文件中有打开后不易看到、但会一并交给申请人的内容：工作表“名单”中隐藏的第3—5、9行有内容；工作表“名单”中隐藏的AB列有内容；修订2处（正文）；批注1条。改正办法：清除筛选、取消隐藏行和列，核对内容，不提供的删除；接受或者拒绝全部修订，并删除全部批注。改正并核对内容后重新上传"
        );
        assert_eq!(refusal(&[]), None);
    }

    #[test]
    fn of_many_places_the_first_are_named() {
        let cells: Vec<String> = (1..=20).map(|row| format!("A{row}")).collect();
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let text = refusal(&[hidden(HiddenKind::CellComments, Some("甲"), &cells, 20)]).unwrap();
        assert!(text.contains("批注20条，在A1、A2、A3、A4、A5、A6、A7、A8等单元格"), "{text}");
    }
}
