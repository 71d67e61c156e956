//! The empty application form, to be filled in on paper or in a word processor and handed in, posted, faxed or mailed.
//!
//! Not here: the form as the office fills it in from a case (`gongkai_domain::notice`), who fetches it (`gongkai-web`).
//!
//! It asks for what 《政府信息公开条例》第二十九条第二款 names, and for no purpose.

use crate::paper::set;
use crate::refusal::Refusal;
use gongkai_compose::docx;
use gongkai_compose::draft::{Block, Draft, Face, Grid, GridCell, Run};
use gongkai_deadline::statute;
use gongkai_domain::agency::{Agency, AgencySettings};
use gongkai_domain::application::ApplicantKind;
use gongkai_domain::personal::DocumentKind;
use gongkai_domain::report::Role;

/// Whose form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormKind {
    /// For a natural person.
    Person,
    /// For an organisation.
    Organisation,
    /// The mandate of an agent.
    Mandate,
}

impl FormKind {
    /// All of them, in the order of the guide.
    pub const EVERY: [Self; 3] = [Self::Person, Self::Organisation, Self::Mandate];

    /// Its name in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Mandate => "mandate",
        }
    }

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Person => "政府信息公开申请表（公民）",
            Self::Organisation => "政府信息公开申请表（法人、其他组织）",
            Self::Mandate => "授权委托书",
        }
    }

    /// The form of a name.
    pub fn of(key: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|kind| kind.key() == key)
    }
}

/// In which format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormFormat {
    /// Word.
    Docx,
    /// PDF.
    Pdf,
}

impl FormFormat {
    /// Both of them.
    pub const EVERY: [Self; 2] = [Self::Docx, Self::Pdf];

    /// The ending of the name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
        }
    }
}

/// The form as a file.
///
/// # Errors
/// [`Refusal::Defect`] where it cannot be made.
pub async fn file(
    kind: FormKind,
    format: FormFormat,
    agency: &Agency,
    settings: &AgencySettings,
) -> Result<Vec<u8>, Refusal> {
    let draft = draft(kind, agency, settings);
    match format {
        FormFormat::Docx => docx::write(&draft).map_err(|e| Refusal::Defect(e.to_string())),
        FormFormat::Pdf => set::pdf(draft).await,
    }
}

/// One row of a form: labels, each with what is to be ticked or left empty beside it.
type Line = Vec<(&'static str, String)>;

/// The columns of the grid: label, value, label, value.
const COLUMNS: usize = 4;

/// Boxes to tick.
fn boxes<'a>(choices: impl IntoIterator<Item = &'a str>) -> String {
    choices.into_iter().map(|choice| format!("□{choice}")).collect::<Vec<_>>().join("　")
}

fn table(summary: &str, lines: &[Line]) -> Grid {
    let mut cells = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        for (at, (label, value)) in line.iter().enumerate() {
            let is_last = at + 1 == line.len();
            let mut put = |col, col_span, text: &str, role| {
                cells.push(GridCell {
                    row,
                    col,
                    row_span: 1,
                    col_span,
                    text: text.to_owned(),
                    role,
                    at: None,
                    sum_of: Vec::new(),
                    mark: None,
                });
            };
            put(at * 2, 1, label, Role::Label);
            put(at * 2 + 1, if is_last { COLUMNS - at * 2 - 1 } else { 1 }, value, Role::Value);
        }
    }
    Grid {
        summary: summary.to_owned(),
        rows: lines.len(),
        cols: COLUMNS,
        widths: vec![5.0, 8.0, 5.0, 8.0],
        header_rows: 0,
        cells,
    }
}

fn draft(kind: FormKind, agency: &Agency, settings: &AgencySettings) -> Draft {
    let blocks = match kind {
        FormKind::Person | FormKind::Organisation => application(kind, agency, settings),
        FormKind::Mandate => mandate(agency),
    };
    Draft {
        title: kind.title().to_owned(),
        agency: agency.full_name.clone(),
        dated_on: None,
        due_on: None,
        letterhead: None,
        blocks,
    }
}

/// Lines to write on: a cell with nothing in it is one line high.
fn room(lines: usize) -> String {
    // an ideographic blank keeps the line
    vec!["　"; lines].join("\n")
}

fn application(kind: FormKind, agency: &Agency, settings: &AgencySettings) -> Vec<Block> {
    let documents = boxes(DocumentKind::EVERY.iter().map(|kind| kind.name()));
    let kinds = boxes(
        ApplicantKind::EVERY
            .iter()
            .filter(|kind| **kind != ApplicantKind::NaturalPerson)
            .map(|kind| kind.label()),
    );
    let mut ways = vec!["邮寄", "自行领取", "电子邮件"];
    if settings.channels.internet {
        ways.push("网上凭查询码领取");
    }
    let empty = |label: &'static str| (label, String::new());
    let mut lines: Vec<Line> = match kind {
        FormKind::Organisation => vec![
            vec![empty("单位名称")],
            vec![("单位类别", kinds)],
            vec![empty("统一社会信用代码")],
            vec![empty("法定代表人（负责人）"), empty("联系人")],
        ],
        _ => vec![
            vec![empty("姓名"), empty("监护人（未成年人）")],
            vec![("证件种类", documents)],
            vec![empty("证件号码")],
        ],
    };
    lines.extend([
        vec![empty("联系电话"), empty("电子邮箱")],
        vec![empty("通信地址")],
        vec![empty("邮政编码"), empty("代理人")],
        vec![("受理机关", agency.full_name.clone())],
        vec![("所需信息的名称", room(2))],
        vec![empty("文号")],
        vec![("便于查找的其他特征", room(5))],
        vec![("提供信息的形式", boxes(["电子文件", "纸质文件", "现场查阅、抄录"]))],
        vec![("获取信息的途径", boxes(ways))],
        vec![empty("申请人签名（盖章）"), ("申请日期", "　　　年　　月　　日".to_owned())],
    ]);
    let mut blocks = vec![Block::Table(table("政府信息公开申请表，每行一至两项，供填写", &lines))];
    blocks.extend(notes(kind, settings).into_iter().map(|text| Block::Note { text }));
    blocks
}

/// What whoever fills the form in should know.
fn notes(kind: FormKind, settings: &AgencySettings) -> Vec<String> {
    let proof = match kind {
        FormKind::Organisation => "附统一社会信用代码证照复印件、法定代表人（负责人）身份证件复印件",
        _ => "附身份证件复印件",
    };
    let contact = &settings.contact;
    let mut notes = vec![
        format!(
            "1. {proof}；委托他人申请的，另附授权委托书和代理人身份证件复印件。复印件可以注明“仅供政府信息公开申请使用”。"
        ),
        "2. 一份申请可以写多项信息，写不下的可以另附纸。不需要说明用途。".to_owned(),
        format!(
            "3. 内容不明确或者缺少身份证明的，本机关自收到申请之日起{}内一次性告知补正；自收到申请之日起{}内答复。",
            statute::CORRECTION.length,
            statute::REPLY.length
        ),
    ];
    let ways: Vec<String> = [
        ("地址：", contact.address.trim(), true),
        ("邮政编码：", contact.post_code.trim(), true),
        ("电话：", contact.phone.trim(), true),
        ("传真：", contact.fax.trim(), settings.channels.fax),
        ("电子邮箱：", contact.email.trim(), settings.channels.email),
    ]
    .into_iter()
    .filter(|(_, value, is_open)| *is_open && !value.is_empty())
    .map(|(name, value, _)| format!("{name}{value}"))
    .collect();
    if !ways.is_empty() {
        notes.push(format!(
            "4. 提交方式：当面提交或者邮寄，信封上注明“政府信息公开申请”。{}。",
            ways.join("；")
        ));
    }
    notes
}

fn mandate(agency: &Agency) -> Vec<Block> {
    let empty = |label: &'static str| (label, String::new());
    let lines = [
        vec![empty("委托人"), empty("联系电话")],
        vec![empty("证件名称和号码")],
        vec![empty("受委托人"), empty("联系电话")],
        vec![empty("证件名称和号码")],
        vec![("委托事项", room(2))],
        vec![("委托权限", boxes(["代为提出申请", "代为补正", "代为接收文书和信息", "代为撤回申请"]))],
        vec![("委托期限", "自　　　年　　月　　日至　　　年　　月　　日".to_owned())],
    ];
    let line =
        |text: &str| Block::Paragraph { runs: vec![Run { text: text.to_owned(), face: Face::FangSong }] };
    vec![
        line(&format!("委托人委托受委托人办理向{}申请公开政府信息的下列事项：", agency.full_name)),
        Block::Table(table("授权委托书，每行一至两项，供填写", &lines)),
        Block::Gap,
        Block::Signature { text: "委托人签名（盖章）：　　　　　　".to_owned() },
        Block::SignedOn { text: "　　　年　　月　　日".to_owned() },
        Block::Note {
            text: "附委托人和受委托人身份证件复印件。律师代理的，另附律师执业证复印件和律师事务所函。"
                .to_owned(),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::agency::{AgencyKind, Level, Validity};
    use gongkai_domain::ids::AgencyId;

    fn agency() -> Agency {
        Agency {
            id: AgencyId(uuid::Uuid::nil()),
            code: "a".to_owned(),
            credit_code: String::new(),
            full_name: "云州市数据资源管理局".to_owned(),
            short_name: "市数据局".to_owned(),
            kind: AgencyKind::Department,
            level: Level::Municipal,
            parent: None,
            same_level_government: None,
            next_higher_government: None,
            superior_department: None,
            seat_government: None,
            validity: Validity::from(chrono::NaiveDate::from_ymd_opt(2019, 1, 1).expect("a date")),
        }
    }

    #[tokio::test]
    async fn every_form_opens_as_a_word_document_that_asks_for_what_the_law_names_and_for_no_purpose() {
        let settings = AgencySettings::default();
        for kind in FormKind::EVERY {
            let bytes = file(kind, FormFormat::Docx, &agency(), &settings).await.expect("a file");
            let document =
                gongkai_extract::read(&bytes, None, &gongkai_extract::Limits::default()).expect("opens");
            let mut text = document.title.clone().unwrap_or_default();
            for block in &document.blocks {
                match block {
                    gongkai_paper::Block::Paragraph(paragraph) => text += &paragraph.text,
                    gongkai_paper::Block::Table(table) => {
                        table.cells.iter().for_each(|cell| text += &cell.text);
                    }
                }
            }
            assert!(text.contains(kind.title()), "{text}");
            let asked: &[&str] = match kind {
                FormKind::Mandate => &["委托权限", "委托期限"],
                _ => &["联系电话", "所需信息的名称", "文号", "便于查找的其他特征", "获取信息的途径"],
            };
            for words in asked {
                assert!(text.contains(words), "{words} in {text}");
            }
            assert!(!text.contains("用途") || text.contains("不需要说明用途"), "{text}");
        }
    }

    #[test]
    fn the_periods_of_the_form_are_those_of_the_statute() {
        let notes = notes(FormKind::Person, &AgencySettings::default()).concat();
        assert!(notes.contains(&statute::REPLY.length.to_string()), "{notes}");
    }

    #[test]
    fn a_form_has_its_name_in_addresses_and_no_other_name_is_a_form() {
        for kind in FormKind::EVERY {
            assert_eq!(FormKind::of(kind.key()), Some(kind));
        }
        assert_eq!(FormKind::of("../person"), None);
    }
}
