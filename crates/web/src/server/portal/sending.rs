//! All answers on one page, and the sending: at most one application comes of a draft, however often the button is pressed.
//!
//! Not here: the question pages (`apply`), the receipt (`done`).

use super::apply::{Kept, guarded, or_refused, place};
use super::{RECEIPT, TRACK};
use crate::components::{Entered, Fact, Facts, FieldError, Form};
use crate::day::Day;
use crate::pages::portal::apply::{self as questions, Step};
use crate::pages::portal::check::{Answers, Check};
use crate::pages::portal::failure::Status;
use crate::server::forms::Sent;
use crate::server::respond::{self, Visit};
use crate::server::{Shared, Web};
use crate::urls::with_query;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::TimeDelta;
use gongkai_app::application::file::file_with;
use gongkai_app::portal::draft::{Draft, Page, day_of};
use gongkai_app::portal::ticket::{Receipt, Ticket as _};
use gongkai_app::portal::{limit, ticket, token};
use gongkai_app::{Actor, Office, Refusal};
use gongkai_domain::application::ApplicantKind;
use gongkai_domain::personal::{DocumentKind, mask};

/// The form that the token of this page is for.
const FORM: &str = "send";
/// People need longer than this for the whole form; who does not is asked the plain question.
const LEAST_SECONDS: i64 = 8;
/// From how many matters on it is suggested to file separately.
const MANY: usize = 4;

/// The page with all answers.
pub async fn check(State(web): Shared, visit: Visit) -> Response {
    let made = async {
        let kept = Kept::of(&web, &visit).await?;
        if kept.draft.filed.is_some() || kept.draft.started_at.is_none() {
            return Ok(respond::see_other(&web.site.urls.apply()));
        }
        let Some(agency) = kept.agency(&web).await? else {
            return Ok(respond::see_other(&web.site.urls.apply_agency()));
        };
        if let Some(page) = kept.draft.next() {
            return Ok(respond::see_other(&place(&web, page, false)));
        }
        let (agency, _) = web.office.agency(agency).await?;
        let token = token::issue(&web.office, FORM, &kept.word)?;
        let page = Check {
            caption: questions::caption(questions::STEPS),
            back: web.site.urls.apply_proof(),
            answers: answers(&web, &kept.draft, &agency.full_name),
            suggestion: suggestion(&kept.draft),
            form: Form {
                action: web.site.urls.apply_check(),
                token,
                submit: "提交申请".to_owned(),
                has_trap: true,
                ..Form::default()
            },
        };
        Ok(respond::portal(&web, &visit.view, StatusCode::OK, &page))
    };
    or_refused(&web, &visit.view, made.await)
}

fn suggestion(draft: &Draft) -> Option<String> {
    let matters = draft.requests().len();
    (matters >= MANY).then(|| {
        format!(
            "您一次申请了 {matters} 项。内容差别较大的，分开提交通常答复得更快，但不是必须，可以直接提交。"
        )
    })
}

fn answers(web: &Web, draft: &Draft, agency: &str) -> Vec<Answers> {
    let change = |page: Page, fact: Fact| fact.change(place(web, page, true));
    let given = |page: Page, term: &str, field: &str| change(page, Fact::given(term, draft.answer(field)));
    let part = |id: &str, heading: &str, rows: Vec<Fact>| Answers {
        id: id.to_owned(),
        heading: heading.to_owned(),
        facts: Facts::new(rows),
    };
    let kind = ApplicantKind::EVERY.iter().find(|kind| kind.key() == draft.answer("kind"));
    let kind = kind.map_or("", |kind| match kind {
        ApplicantKind::NaturalPerson => "公民（自然人）",
        kind => kind.label(),
    });
    let mut who =
        vec![change(Page::Who, Fact::given("类别", kind)), given(Page::Who, "姓名或者单位全称", "name")];
    if draft.is_organisation() {
        who.push(given(Page::Who, "法定代表人或者负责人", "representative"));
    }
    who.push(given(Page::Who, "联系电话", "phone"));
    who.push(given(Page::Who, "电子邮箱", "email"));
    if !draft.is_organisation() {
        who.push(given(Page::Who, "监护人姓名", "guardian"));
    }
    who.push(given(Page::Who, "代理人姓名", "agent"));
    let to = Fact::text("受理机关", agency);
    // where there is one agency only, nothing was chosen
    let is_chosen = draft.agency.is_some();
    let to =
        if is_chosen { to.change(with_query(web.site.urls.apply_agency(), &[("change", "1")])) } else { to };
    let mut what = vec![to];
    let requests = (1..).zip(draft.requests());
    what.extend(
        requests.map(|(number, request)| {
            change(Page::What, Fact::text(format!("第 {number} 项"), request.text()))
        }),
    );
    let form = match draft.answer("form") {
        "electronic" => "电子文件",
        "paper" => "纸质文件",
        "inspect" => "现场查阅、抄录",
        _ => "",
    };
    what.push(change(Page::What, Fact::given("希望得到的形式", form)));
    let way = match draft.answer("way") {
        "online" => "在本网站凭查询码领取",
        "email" => "电子邮件",
        "post" => "邮寄",
        "counter" => "到现场领取",
        _ => "",
    };
    let mut receive = vec![change(Page::Receive, Fact::given("怎样接收答复", way))];
    if !draft.answer("address").is_empty() {
        receive.push(given(Page::Receive, "邮寄地址", "address"));
        receive.push(given(Page::Receive, "邮政编码", "postcode"));
    }
    let number = |field: &str| match draft.answer(field) {
        "" => String::new(),
        number => mask::id_number(number),
    };
    let document = |field: &str| draft.answer(field).parse::<DocumentKind>().map_or("", DocumentKind::name);
    let mut proof = if draft.is_organisation() {
        vec![given(Page::Proof, "统一社会信用代码", "credit_code")]
    } else {
        vec![
            change(Page::Proof, Fact::given("证件种类", document("document"))),
            change(Page::Proof, Fact::given("证件号码", number("document_number"))),
        ]
    };
    let of = |terms: [&str; 2], fields: [&str; 2]| {
        [
            change(Page::Proof, Fact::given(terms[0], document(fields[0]))),
            change(Page::Proof, Fact::given(terms[1], number(fields[1]))),
        ]
    };
    if draft.has_representative() {
        let terms = ["法定代表人（负责人）证件种类", "法定代表人（负责人）证件号码"];
        proof.extend(of(terms, ["representative_document", "representative_number"]));
    }
    if draft.has_guardian() {
        proof.extend(of(["监护人证件种类", "监护人证件号码"], ["guardian_document", "guardian_number"]));
        proof.push(given(Page::Proof, "监护人与申请人的关系", "guardian_relation"));
    }
    if draft.has_agent() {
        proof.extend(of(["代理人证件种类", "代理人证件号码"], ["agent_document", "agent_number"]));
        proof.push(change(Page::Proof, Fact::given("委托权限", draft.powers().join("、"))));
        let until = day_of(draft.answer("agent_until"));
        let until = until.map_or_else(String::new, |until| Day::of(until).words);
        proof.push(change(Page::Proof, Fact::given("委托期限的最后一日", until)));
        proof.push(given(Page::Proof, "律师执业证号", "agent_licence"));
        proof.push(given(Page::Proof, "律师事务所名称", "agent_firm"));
    }
    if draft.files.is_empty() {
        proof.push(change(Page::Proof, Fact::given("上传的文件", "")));
    }
    for file in &draft.files {
        proof.push(change(Page::Proof, Fact::text(file.purpose.label(), file.name.clone())));
    }
    vec![
        part("who", "申请人", who),
        part("what", "申请内容", what),
        part("receive", "接收方式", receive),
        part("proof", "身份证明", proof),
    ]
}

/// Sends the application.
pub async fn send(State(web): Shared, sent: Sent) -> Response {
    let made = Box::pin(sent_off(&web, &sent)).await;
    or_refused(&web, &sent.visit.view, made)
}

async fn sent_off(web: &Web, sent: &Sent) -> Result<Response, Refusal> {
    let office = &web.office;
    let mut kept = Kept::of(web, &sent.visit).await?;
    if let Err(unfit) = guarded(web, sent, FORM, &kept.word)? {
        return Ok(unfit.page(web, sent));
    }
    if let Some(id) = kept.draft.filed {
        let row = office.storage.application(id).await?.ok_or(Refusal::NotFound)?;
        return receipt_of(web, &kept.word, &row.reference);
    }
    let Some(agency) = kept.agency(web).await? else {
        return Ok(respond::see_other(&web.site.urls.apply_agency()));
    };
    if let Some(page) = kept.draft.next() {
        return Ok(respond::see_other(&place(web, page, false)));
    }
    let attempts = limit::attempt(office, limit::FILING, &sent.visit.subject()).await?;
    let is_hasty = kept.draft.age(office.instant()) < TimeDelta::seconds(LEAST_SECONDS);
    if is_hasty || attempts > limit::FILING_ASKS_AFTER {
        let question = token::question(office, &kept.word)?;
        if !token::is_answer(question, sent.value("answer")) {
            return plain_question(web, sent, &kept, question);
        }
    }
    let today = office.today();
    limit::attempt(office, limit::FILING_BY_APPLICANT, kept.draft.identity(today).reveal()).await?;
    let filing = kept.draft.filing(agency, today, kept.word.clone());
    let filed = match Box::pin(file_with(office, &Actor::Public, filing, &kept.draft.files)).await {
        Ok(filed) => filed,
        Err(Refusal::Invalid(faults)) => {
            let words: Vec<String> = faults.into_iter().map(|fault| fault.text).collect();
            let more = format!("{}。请返回修改后再提交，填写的内容没有丢失。", words.join("；"));
            return Ok(respond::failure_with(web, &sent.visit.view, Status::Refused, more));
        }
        Err(refusal) => return Err(refusal),
    };
    // the answers are in the records of the case now; beside them nothing is kept
    let started_at = kept.draft.started_at;
    kept.draft = Draft { started_at, filed: Some(filed.id), ..Draft::default() };
    ticket::keep(office, &kept.word, &kept.draft).await?;
    let receipt = Receipt { application: filed.id, code: Some(filed.code) };
    ticket::keep(office, &receipt_word(office, &kept.word)?, &receipt).await?;
    receipt_of(web, &kept.word, &filed.reference)
}

/// The word of the receipt follows from that of the draft, so that a browser that sent twice holds the same receipt.
fn receipt_word(office: &Office, draft: &str) -> Result<String, Refusal> {
    Ok(Office::letters(&office.recognise("receipt of a draft", draft)?.0))
}

fn receipt_of(web: &Web, draft: &str, reference: &str) -> Result<Response, Refusal> {
    let word = receipt_word(&web.office, draft)?;
    let response = respond::see_other(&web.site.urls.receipt(reference));
    let response = respond::with_cookie(web, response, TRACK, "", 0);
    Ok(respond::with_cookie(web, response, RECEIPT, &word, Receipt::MINUTES))
}

fn plain_question(web: &Web, sent: &Sent, kept: &Kept, question: (u8, u8)) -> Result<Response, Refusal> {
    let errors = if sent.has("answer") {
        let message = "答案不对，请再试一次".to_owned();
        vec![FieldError { field: "answer".to_owned(), message }]
    } else {
        Vec::new()
    };
    let token = token::issue(&web.office, FORM, &kept.word)?;
    let entered = Entered::new(Vec::new(), errors);
    let step = Step { urls: &web.site.urls, token: &token, entered: &entered, is_change: false };
    let page = questions::plain_question(&step, &token::question_words(question));
    Ok(respond::portal(web, &sent.visit.view, StatusCode::UNPROCESSABLE_ENTITY, &page))
}
