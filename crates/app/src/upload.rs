//! Files that citizens and the office send: what they are by their content, whether they carry a mark of classification, and
//! their keeping.
//!
//! Not here: what a mark is (`crate::marks`), reading a request (`gongkai-web`), the bytes on disk (`gongkai_storage::Blobs`). A file is kept sealed and goes to
//! the case handlers only; no public address leads to it. What the office gives out is fetched with the query code
//! (`crate::query::track`).

use crate::actor::Actor;
use crate::hidden;
use crate::marks::{beside, is_marked_within, text_of};
pub use crate::marks::{is_marked, is_marked_name};
use crate::office::Office;
use crate::portal::file_name::lie;
use crate::refusal::Refusal;
use chrono::{DateTime, Utc};
use gongkai_domain::ids::{AgencyId, ApplicationId, Digest};
use gongkai_extract::{ExtractError, Limits, Unseen, aside};
use gongkai_storage::{AttachmentRow, BlobRow, NewAudit, Tx};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The largest file.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// The same in words, with the kinds that are taken.
pub const LIMIT_WORDS: &str = "PDF、JPG、PNG 或者 DOCX 文件，每个不超过 10 MB";
/// The same for what the office gives out.
pub const INFORMATION_WORDS: &str = "PDF、JPG、PNG、DOCX 或者 XLSX 文件，每个不超过 10 MB";
/// The same for the scan of a stamped paper.
pub const SCAN_WORDS: &str = "PDF、JPG 或者 PNG 文件，不超过 10 MB";
/// What somebody of the office is told about a file that carries a mark (《保守国家秘密法》第三十一条).
pub const CLASSIFIED_WORDS: &str =
    "文件带有国家秘密或者工作秘密标志，没有接收，也没有保存。请立即报告本单位保密工作机构";
/// What is told of an archive that unpacks beyond measure.
const BOMB_WORDS: &str = "文件解压后过大，可能是恶意构造的压缩包，不能接收，请重新保存后再上传";
/// What is told of a file that cannot be opened.
const BROKEN_WORDS: &str = "文件无法打开，可能已经损坏或者加密，请重新保存后再上传";
/// What is told of a PDF that carries other files: nobody would look at them.
const ATTACHED_WORDS: &str = "PDF 文件中还附有其他文件，不能接收，请去掉附件后另存；附件需要提交的，单独上传";
/// Most characters of a file name that is kept.
const NAME_LETTERS: usize = 100;
/// What a citizen is told about a file that carries a mark.
pub const CLASSIFIED_WORDS_FOR_CITIZENS: &str = "文件带有国家秘密或者工作秘密标志，没有接收，也没有保存。请勿通过本网站传递涉密文件，可以电话与本机关联系";

/// The purposes, each said once: variant, word in the records, field of the form, name for readers. A purpose that is added
/// here must be given its place in the volume (`crate::paper::volume`) and its reader (`Purpose::shows_applicant`).
macro_rules! purposes {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $field:literal, $label:literal;)+) => {
        /// What a file is there for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Purpose {
            $($(#[$doc])* $name,)+
        }

        impl Purpose {
            /// Every purpose.
            pub const EVERY: &'static [Self] = &[$(Self::$name),+];

            /// The word in the records.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }

            /// Field of the form.
            pub fn field(self) -> &'static str {
                match self { $(Self::$name => $field,)+ }
            }

            /// Its name for readers.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)+ }
            }
        }
    };
}

purposes! {
    /// 身份证件.
    Proof = "proof", "proof", "身份证件";
    /// 统一社会信用代码证照.
    Licence = "licence", "licence", "统一社会信用代码证照";
    /// 授权委托书.
    Mandate = "mandate", "mandate", "授权委托书";
    /// 代理人身份证件.
    AgentProof = "agent_proof", "agent_proof", "代理人身份证件";
    /// 律师事务所函.
    FirmLetter = "firm_letter", "firm_letter", "律师事务所函";
    /// 监护人身份证件和监护关系证明.
    GuardianProof = "guardian_proof", "guardian_proof", "监护人身份证件和监护关系证明";
    /// 法定代表人（负责人）身份证件.
    RepresentativeProof = "representative_proof", "representative_proof", "法定代表人（负责人）身份证件";
    /// 申请材料: what came with an application on paper, scanned; of an oral one the record that was signed.
    Enclosure = "enclosure", "enclosure", "申请材料";
    /// 信封、邮件面单, with the postmark.
    Envelope = "envelope", "envelope", "信封、邮件面单";
    /// 补正材料.
    Correction = "file", "file", "补正材料";
    /// 证明记录不准确的证据.
    Evidence = "evidence", "evidence", "证据材料";
    /// 征求意见及回复: an opinion on paper, the receipt of the letter, the answer of a unit of the house.
    Opinion = "opinion", "material", "征求意见材料";
    /// 检索记录: a screen of a search.
    Search = "search", "material", "检索材料";
    /// 送达凭证 of a notice or a reply.
    ServiceProof = "service_proof", "material", "送达凭证";
    /// 撤回申请的书面材料.
    Withdrawal = "withdrawal", "material", "撤回申请材料";
    /// 办理材料: what belongs to a step; of records that did not yet tell the steps apart.
    Material = "material", "material", "办理材料";
    /// 盖章文书扫描件: the paper as it was served.
    Scan = "scan", "scan", "盖章文书扫描件";
    /// 被更换的扫描件: the scan of a paper until a better one came.
    ReplacedScan = "replaced_scan", "replaced_scan", "被更换的扫描件";
    /// 向申请人提供的政府信息. The replies have a field of the name that the records use.
    Information = "information", "given", "向申请人提供的政府信息";
    /// 复议机关、法院的文书, and what came with them.
    CourtPaper = "court_paper", "court_paper", "复议诉讼文书";
}

impl Purpose {
    /// The purpose of a word in the records.
    pub fn of(key: &str) -> Option<Self> {
        Self::EVERY.iter().copied().find(|purpose| purpose.key() == key)
    }

    /// Whether such a file shows who applies, and is opened only by those who may see that.
    pub fn shows_applicant(self) -> bool {
        match self {
            Self::Opinion | Self::Search | Self::Material | Self::Scan | Self::Information => false,
            Self::Proof
            | Self::Licence
            | Self::Mandate
            | Self::AgentProof
            | Self::FirmLetter
            | Self::GuardianProof
            | Self::RepresentativeProof
            | Self::Enclosure
            | Self::Envelope
            | Self::Correction
            | Self::Evidence
            | Self::ServiceProof
            | Self::Withdrawal
            | Self::ReplacedScan
            | Self::CourtPaper => true,
        }
    }

    /// Whether such files are handed to the applicant.
    fn goes_out(self) -> bool {
        matches!(self, Self::Information | Self::Scan)
    }

    /// Whether such files are put into the file of a case beside a step, without being part of it.
    pub fn is_beside_a_step(self) -> bool {
        self.field() == "material"
    }

    /// Whether it is one of those that an applicant sends with the form of the portal.
    pub fn is_proof(self) -> bool {
        matches!(
            self,
            Self::Proof
                | Self::Licence
                | Self::Mandate
                | Self::AgentProof
                | Self::FirmLetter
                | Self::GuardianProof
                | Self::RepresentativeProof
        )
    }

    /// Whether files of this kind are taken for it.
    fn takes(self, kind: FileKind) -> bool {
        match kind {
            FileKind::Pdf | FileKind::Jpeg | FileKind::Png => true,
            FileKind::Docx => self != Self::Scan,
            FileKind::Xlsx => self == Self::Information,
        }
    }

    /// What is taken, in words.
    pub fn limit_words(self) -> &'static str {
        match self {
            Self::Information => INFORMATION_WORDS,
            Self::Scan => SCAN_WORDS,
            _ => LIMIT_WORDS,
        }
    }
}

/// A file as it was sent.
#[derive(Clone)]
pub struct Upload {
    /// What for.
    pub purpose: Purpose,
    /// Its name as the browser told it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Upload")
            .field("purpose", &self.purpose)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// A file that is written and waits for the transaction that speaks of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Stored {
    /// What for.
    pub purpose: Purpose,
    /// Its name, made harmless.
    pub name: String,
    /// Its media type, by content.
    pub media_type: String,
    /// Its size.
    pub size: i64,
    /// The agency for which it is sealed.
    pub agency: AgencyId,
    /// Who wrote it and who changed it, as its properties say, of a file that goes out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
    blob: Digest,
    salt: Vec<u8>,
    key_id: String,
    created_at: DateTime<Utc>,
}

/// What a file is by its first bytes; a name or a promise of the browser decides nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileKind {
    Pdf,
    Jpeg,
    Png,
    Docx,
    Xlsx,
}

impl FileKind {
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            // which of the two it is says the reader
            [b'P', b'K', 3, 4, ..] => Some(Self::Docx),
            _ => None,
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A file name without paths, control and direction characters, and not too long.
pub fn harmless_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_harmless = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
            && !matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
    };
    let name: String = last.chars().filter(is_harmless).take(NAME_LETTERS).collect();
    let name = name.trim().trim_start_matches('.').to_owned();
    if name.is_empty() { "未命名文件".to_owned() } else { name }
}

/// A file that was looked through.
#[derive(Debug, PartialEq, Eq)]
struct Examined {
    kind: FileKind,
    people: Vec<String>,
}

/// What the file is, where it may be kept. Marks are looked for before anything else is said of it, so that a marked file of
/// a wrong type or size is told as what it is.
///
/// # Errors
/// [`Refusal::Invalid`] with what to do; [`Refusal::Classified`].
fn examine(upload: &Upload, words: &[String]) -> Result<Examined, Refusal> {
    let (field, purpose) = (upload.purpose.field(), upload.purpose);
    let invalid = |text: String| Err(Refusal::invalid(field, text));
    if is_marked_name(&upload.name, words) {
        return Err(Refusal::Classified);
    }
    if upload.bytes.is_empty() {
        return invalid("文件是空的，没有内容，请核对后重新选择".to_owned());
    }
    if upload.bytes.len() > MOST_BYTES {
        return invalid("文件超过 10 MB，请压缩后再上传".to_owned());
    }
    if is_marked_within(&upload.bytes) {
        return Err(Refusal::Classified);
    }
    let kind = FileKind::of(&upload.bytes);
    let is_picture = matches!(kind, Some(FileKind::Jpeg | FileKind::Png));
    // what cannot be taken is read all the same: a mark in it is told before its type
    let read = (!is_picture).then(|| gongkai_extract::read(&upload.bytes, None, &Limits::default()));
    if let Some(Ok(document)) = &read
        && is_marked(&text_of(document), words)
    {
        return Err(Refusal::Classified);
    }
    let (is_marked_beside, unseen) =
        if is_picture { (false, Ok(Unseen::default())) } else { beside(&upload.bytes, words) };
    if is_marked_beside {
        return Err(Refusal::Classified);
    }
    let unfit = format!("文件不是可以接收的类型，请上传{}", purpose.limit_words());
    let is = match (kind, read) {
        (None, _) => return invalid(unfit),
        (Some(picture @ (FileKind::Jpeg | FileKind::Png)), _) | (Some(picture), None) => picture,
        (Some(FileKind::Pdf), Some(Ok(_))) => FileKind::Pdf,
        (Some(_), Some(Ok(document))) => match document.format {
            gongkai_extract::Format::Docx => FileKind::Docx,
            gongkai_extract::Format::Xlsx => FileKind::Xlsx,
            _ => return invalid(unfit),
        },
        // a scan has no text to look at
        (Some(kind), Some(Err(ExtractError::NoText { .. } | ExtractError::PictureOnlyPdf { .. }))) => {
            match &unseen {
                Ok(unseen) if unseen.is_workbook => FileKind::Xlsx,
                _ => kind,
            }
        }
        (Some(_), Some(Err(ExtractError::ZipBomb { .. }))) => return invalid(BOMB_WORDS.to_owned()),
        (Some(_), Some(Err(_))) => {
            return invalid(BROKEN_WORDS.to_owned());
        }
    };
    let unseen = match unseen {
        Ok(unseen) => unseen,
        Err(ExtractError::ZipBomb { .. }) => return invalid(BOMB_WORDS.to_owned()),
        Err(_) => return invalid(BROKEN_WORDS.to_owned()),
    };
    if let Some(lie) = lie(&upload.name, &upload.bytes) {
        return invalid(lie);
    }
    if unseen.has_attachments {
        return invalid(ATTACHED_WORDS.to_owned());
    }
    if !purpose.takes(is) {
        return invalid(unfit);
    }
    // the applicant would get what nobody in the office has seen
    let mut people = Vec::new();
    if purpose.goes_out() && !is_picture {
        let Ok(beside) = aside(&upload.bytes, &Limits::default()) else {
            return invalid(BROKEN_WORDS.to_owned());
        };
        if let Some(why) = hidden::refusal(&beside.hidden) {
            return invalid(why);
        }
        people = beside.people;
    }
    Ok(Examined { kind: is, people })
}

/// Examines a file and writes it, sealed: the only way a file comes in, from the portal and from the desk alike. What is
/// refused was never written. Of a file that carries a mark only time, person and digest are kept, so that the secrecy office
/// can be told which file it was (《保守国家秘密法》第三十一条).
///
/// # Errors
/// [`Refusal::Invalid`], [`Refusal::Classified`]; where the file cannot be written.
pub async fn take(
    office: &Office,
    actor: &Actor,
    agency: AgencyId,
    words: &[String],
    upload: Upload,
) -> Result<Stored, Refusal> {
    let words = words.to_vec();
    let examined = tokio::task::spawn_blocking(move || {
        let examined = examine(&upload, &words);
        let digest = matches!(examined, Err(Refusal::Classified)).then(|| Office::digest_of(&upload.bytes));
        (upload, examined, digest)
    });
    let (upload, examined, digest) = examined.await.map_err(|e| Refusal::Defect(e.to_string()))?;
    if let Some(digest) = digest {
        note_marked(office, actor, agency, digest).await?;
    }
    let Examined { kind, people } = examined?;
    let at = office.instant();
    let row =
        office.blobs.write(office.storage.vault()?, agency, kind.media_type(), upload.bytes, at).await?;
    Ok(Stored {
        purpose: upload.purpose,
        name: harmless_name(&upload.name),
        media_type: row.media_type,
        size: row.size,
        blob: row.name,
        agency: row.agency,
        people,
        salt: row.salt,
        key_id: row.key_id,
        created_at: row.created_at,
    })
}

/// Writes down that a file with a mark was refused: when, by whom it was sent and which, by its digest; nothing of it.
async fn note_marked(
    office: &Office,
    actor: &Actor,
    agency: AgencyId,
    digest: Digest,
) -> Result<(), Refusal> {
    let tx = office.storage.begin().await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: Some(agency),
        actor: actor.word(),
        action: "classified_refused".to_owned(),
        object_kind: "file".to_owned(),
        object_id: None,
        document: serde_json::json!({ "sm3": digest.to_string() }).to_string(),
    })
    .await?;
    Ok(tx.commit().await?)
}

/// Makes what is known of a file part of the records, in the transaction that speaks of it; the file's name.
///
/// # Errors
/// Where the records cannot be written.
pub async fn keep(tx: &Tx, file: &Stored) -> Result<Digest, Refusal> {
    tx.save_blob(&BlobRow {
        name: file.blob,
        agency: file.agency,
        salt: file.salt.clone(),
        key_id: file.key_id.clone(),
        media_type: file.media_type.clone(),
        size: file.size,
        created_at: file.created_at,
        destroyed_at: None,
    })
    .await?;
    Ok(file.blob)
}

/// Makes files part of an application, in the transaction of its step.
///
/// # Errors
/// Where the records cannot be written.
pub async fn attach(
    office: &Office,
    tx: &Tx,
    application: ApplicationId,
    files: &[Stored],
    at: DateTime<Utc>,
    by: &str,
) -> Result<(), Refusal> {
    attach_to(office, tx, "application", &[application.0], files, at, by).await
}

/// Makes files part of cases of one kind, in the transaction of their step; of several where one reply answers them.
///
/// # Errors
/// Where the records cannot be written.
pub async fn attach_to(
    office: &Office,
    tx: &Tx,
    owner_kind: &str,
    owners: &[Uuid],
    files: &[Stored],
    at: DateTime<Utc>,
    by: &str,
) -> Result<(), Refusal> {
    for file in files {
        // the bytes are known once, however many cases they belong to
        keep(tx, file).await?;
        for owner in owners {
            attach_kept(office, tx, (owner_kind, *owner), file, at, by).await?;
        }
    }
    Ok(())
}

/// Makes one file part of a case, in the transaction of its step; under which id it is attached.
///
/// # Errors
/// Where the records cannot be written.
pub async fn attach_one(
    office: &Office,
    tx: &Tx,
    owner_kind: &str,
    owner: Uuid,
    file: &Stored,
    at: DateTime<Utc>,
    by: &str,
) -> Result<Uuid, Refusal> {
    keep(tx, file).await?;
    attach_kept(office, tx, (owner_kind, owner), file, at, by).await
}

async fn attach_kept(
    office: &Office,
    tx: &Tx,
    (owner_kind, owner): (&str, Uuid),
    file: &Stored,
    at: DateTime<Utc>,
    by: &str,
) -> Result<Uuid, Refusal> {
    let id = office.entropy().id(at);
    let file_name = tx.put_content(file.agency, file.name.as_bytes(), at).await?;
    tx.attach(&AttachmentRow {
        id,
        agency: file.agency,
        owner_kind: owner_kind.to_owned(),
        owner,
        purpose: file.purpose.key().to_owned(),
        file_name,
        blob: file.blob,
        created_at: at,
        created_by: by.to_owned(),
    })
    .await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let upload = |name: &str, bytes: &[u8]| Upload {
            purpose: Purpose::Proof,
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        };
        assert!(
            matches!(examine(&upload("a.png", b"\x89PNG\r\n\x1a\n...."), &[]), Ok(examined) if examined.kind == FileKind::Png)
        );
        assert!(matches!(examine(&upload("a.pdf", b"<html><script>"), &[]), Err(Refusal::Invalid(_))));
        assert!(matches!(examine(&upload("a.docx", b"PK\x03\x04broken"), &[]), Err(Refusal::Invalid(_))));
        let mut marked = b"\xff\xd8\xff\xe1".to_vec();
        marked.extend("机密★".as_bytes());
        assert!(matches!(examine(&upload("a.jpg", &marked), &[]), Err(Refusal::Classified)));
        let large = vec![0; MOST_BYTES + 1];
        assert!(matches!(examine(&upload("a.jpg", &large), &[]), Err(Refusal::Invalid(_))));
        assert!(matches!(examine(&upload("a.jpg", b""), &[]), Err(Refusal::Invalid(_))));
        let named = |name: &str| examine(&upload(name, b"\x89PNG\r\n\x1a\n...."), &[]);
        assert!(matches!(named("a.pdf"), Err(Refusal::Invalid(_))), "a picture under another name");
        let text = "机密★10年\n正文".as_bytes();
        assert!(matches!(examine(&upload("a.txt", text), &[]), Err(Refusal::Classified)), "the mark first");
        assert!(matches!(examine(&upload("a.txt", "正文".as_bytes()), &[]), Err(Refusal::Invalid(_))));
    }

    #[test]
    fn every_purpose_is_known_by_its_word_and_has_words_of_its_own() {
        for purpose in Purpose::EVERY {
            assert_eq!(Purpose::of(purpose.key()), Some(*purpose));
            let same = Purpose::EVERY.iter().filter(|other| other.label() == purpose.label());
            assert_eq!(same.count(), 1, "{}", purpose.label());
            assert!(!purpose.field().is_empty());
        }
        assert_eq!(Purpose::of("file"), Some(Purpose::Correction), "as old records have it");
    }

    #[test]
    fn a_file_name_cannot_leave_its_directory() {
        assert_eq!(harmless_name("../../etc/passwd"), "passwd");
        assert_eq!(harmless_name("C:\\我的文档\\身份证.jpg"), "身份证.jpg");
        assert_eq!(harmless_name("..\u{202e}\u{0}"), "未命名文件");
        assert_eq!(harmless_name(&"长".repeat(300)).chars().count(), NAME_LETTERS);
    }
}
