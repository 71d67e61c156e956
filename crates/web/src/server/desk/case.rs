//! The page of an application, and showing who applies.
//!
//! Not here: what may be done and why not (`gongkai_app::query::case`).

use super::entry::{Desk, Sent, value};
use super::words;
use crate::chrome::Place;
use crate::components::parts::StepLine;
use crate::components::{Cell, Chip, Fact, Facts, Head, Link, Row, Steps, Table, Value};
use crate::day::{Day, Moment};
use crate::pages::desk::application::{CasePage, CasePaper, LogLine, Matter};
use crate::server::forms::Sent as SentForm;
use crate::server::respond::Named;
use crate::urls::with_query;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use gongkai_app::Refusal;
use gongkai_app::application::counter_receipt;
use gongkai_app::paper::dossier::matters_in_words;
use gongkai_app::paper::file;
use gongkai_app::paper::volume::place_of;
use gongkai_app::query::PaperRow;
use gongkai_app::query::case::{CaseView, Happened, Relation, find, look, reveal as reveal_applicant, view};
use gongkai_deadline::explain::plain_date;
use gongkai_deadline::timeline::Consulted;
use gongkai_domain::application::clock::Segment;
use gongkai_domain::application::outcome::words_of_several;
use gongkai_domain::application::{ActionKind, Channel, CountingRule, Event};
use gongkai_domain::personal::Applicant;
use gongkai_domain::personal::applicant::{IdentityDocument, Party};
use gongkai_domain::staff::Permission;

pub(super) async fn page(desk: Desk, Named(number): Named<String>, Query(query): Query<Sent>) -> Response {
    match Box::pin(look(&desk.web.office, &desk.actor, &number)).await {
        Ok(case) => {
            let done = super::act::PAGES.iter().find(|(page, _)| *page == value(&query, "done"));
            let done = done.map(|(_, kind)| format!("已办理：{}。{}", kind.label(), untied(&case, *kind)));
            let mut page = of(&desk, &case, None, done);
            match counter_receipt::is_waiting(&desk.web.office, &desk.actor, &case).await {
                Ok(true) => page.receipt = Some(receipt(&desk, &case, "查看、打印登记回执")),
                Ok(false) => {}
                Err(refusal) => return desk.refused(&refusal),
            }
            desk.show(Some(Place::Inbox), StatusCode::OK, &page)
        }
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn reveal(
    desk: Desk,
    Named(number): Named<String>,
    SentForm { pairs: sent, .. }: SentForm,
) -> Response {
    match revealed(&desk, &number, &sent).await {
        Ok((case, applicants)) => {
            let page = of(&desk, &case, Some(identity(&applicants)), None);
            desk.show(Some(Place::Inbox), StatusCode::OK, &page)
        }
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn revealed(desk: &Desk, number: &str, sent: &Sent) -> Result<(CaseView, Vec<Applicant>), Refusal> {
    desk.check(sent)?;
    let row = find(&desk.web.office, &desk.actor, number).await?;
    let applicants = reveal_applicant(&desk.web.office, &desk.actor, row.id).await?;
    Ok((view(&desk.web.office, &desk.actor, number).await?, applicants))
}

/// The receipt that was handed over at the counter.
fn receipt(desk: &Desk, case: &CaseView, words: &str) -> Link {
    Link::new(words, desk.web.site.urls.action(words::number(&case.dossier.row), "receipt"))
}

/// Who applies, in clear.
pub(super) fn identity(applicants: &[Applicant]) -> Facts {
    let mut rows = Vec::new();
    for (place, applicant) in (1..).zip(applicants) {
        if applicants.len() > 1 {
            rows.push(Fact::text(format!("第{place}申请人"), applicant.name().reveal()));
        }
        rows.extend(identity_of(applicant));
    }
    Facts::new(rows)
}

fn document(name: &str, document: &IdentityDocument) -> Fact {
    Fact::given(format!("{name}{}", document.kind.name()), document.number.reveal())
}

fn identity_of(applicant: &Applicant) -> Vec<Fact> {
    let mut rows = Vec::new();
    match &applicant.party {
        Party::NaturalPerson(person) => {
            rows.push(Fact::text("姓名", person.name.reveal()));
            rows.push(document("", &person.document));
            if let Some(guardian) = &person.guardian {
                let fact = Fact::text("监护人", guardian.name.reveal());
                let relation = Some(guardian.relation.trim()).filter(|relation| !relation.is_empty());
                rows.push(match relation {
                    Some(relation) => fact.note(format!("与申请人的关系：{relation}")),
                    None => fact,
                });
                rows.push(document("监护人", &guardian.document));
            }
        }
        Party::Organisation(organisation) => {
            rows.push(Fact::text("名称", organisation.name.reveal()));
            rows.push(Fact::given("统一社会信用代码", organisation.credit_code.reveal()));
            rows.push(Fact::given("法定代表人（负责人）", organisation.legal_representative.reveal()));
            if let Some(known) = &organisation.representative_document {
                rows.push(document("法定代表人（负责人）", known));
            }
        }
    }
    rows.push(Fact::given("联系电话", applicant.contact.phone.reveal()));
    rows.push(Fact::given("电子邮箱", applicant.contact.email.reveal()));
    let address = Fact::given("通信地址", applicant.contact.postal_address.reveal());
    rows.push(match &applicant.delivery {
        Some(delivery) => address.note(format!("{}确认可以用于送达", Day::of(delivery.confirmed_on).words)),
        None => address,
    });
    if !applicant.contact.post_code.is_empty() {
        rows.push(Fact::text("邮政编码", applicant.contact.post_code.reveal()));
    }
    if let Some(agent) = &applicant.agent {
        let authority = &agent.authority;
        let until = authority
            .until
            .map_or_else(|| "未写明终止日期".to_owned(), |on| format!("至{}", Day::of(on).words));
        let scope =
            Some(authority.scope.trim()).filter(|scope| !scope.is_empty()).unwrap_or("未写明委托权限");
        rows.push(
            Fact::text("代理人", agent.name.reveal())
                .note(format!("{scope}；自{}起，{until}", Day::of(authority.from).words)),
        );
        rows.push(document("代理人", &agent.document));
        if let Some(lawyer) = &agent.lawyer {
            rows.push(Fact::given("律师执业证号", lawyer.licence.reveal()).note(lawyer.firm.clone()));
        }
    }
    rows
}

/// What else a step did that made the case wait for somebody: it was untied from those it was answered together with.
fn untied(case: &CaseView, done: ActionKind) -> String {
    let waits = [ActionKind::AskCorrection, ActionKind::SendConsultation, ActionKind::NoticeFee];
    let Some(last) = case.log.last().filter(|_| waits.contains(&done)) else { return String::new() };
    if !matches!(last.event, Event::Separated { .. }) {
        return String::new();
    }
    let others = last.said.first().map_or("", |(_, numbers)| numbers.as_str());
    format!("本件已自动解除一并答复，{others}按各自的期限另行答复。")
}

/// The page of a case; `done` tells of something just done.
pub(super) fn of(desk: &Desk, case: &CaseView, revealed: Option<Facts>, done: Option<String>) -> CasePage {
    let urls = &desk.web.site.urls;
    let application = &case.dossier.application;
    let due = case.clock.due.as_ref();
    let is_shadow = case.shadow_due_on.is_some();
    let is_revealed = revealed.is_some();
    let steps = match due.filter(|_| !is_shadow) {
        Some(due) => Steps::of(due),
        None => Steps { lines: case.segments.iter().map(step_line).collect() },
    };
    CasePage {
        urls: urls.clone(),
        head: words::head(case),
        channel: application.arrival.channel.label().to_owned(),
        handler: application.handler().map(|person| case.dossier.name(person).to_owned()),
        token: desk.token.clone(),
        revealed,
        is_overdue: matches!(case.chip.tone(), gongkai_domain::application::Tone::Overdue),
        shadow: shadow(case),
        clock: words::clock(case),
        steps,
        what_if: what_if(case),
        facts: {
            let mut facts = facts(desk, case, is_revealed);
            facts.rows.extend(super::paper::volume_link(desk, case));
            facts
        },
        matters: matters(case, is_revealed),
        papers: papers(desk, case),
        files: super::files::table(desk, case),
        consultations: consultations(case),
        challenges: challenges(desk, case),
        register_challenge: register_challenge(desk, case),
        log: case.log.iter().rev().map(log_line).collect(),
        actions: words::actions(case, urls),
        done,
        receipt: None,
        services: services(case),
    }
}

/// By which day the office plans while receipt is not confirmed, and where it was confirmed late; with its reason.
fn shadow(case: &CaseView) -> Option<String> {
    if let Some(on) = case.shadow_due_on {
        let on = Day::of(on).words;
        return Some(format!("尚未与申请人确认收到，没有法定期限；内部按{on}掌握，不得以不确认拖延。"));
    }
    let due = case.earlier_by_arrival.as_ref()?;
    let application = &case.dossier.application;
    let (arrived, received) = (application.arrival.arrived_on, application.received_on?);
    Some(format!(
        "申请{}到达，{}才确认收到：自到达之日的次日起计算，{}届满（{}）；早于自确认之日起计算的答复期限，内部按较早的日期掌握，不得以迟延确认拖延。",
        Day::of(arrived).words,
        Day::of(received).words,
        Day::of(due.on).words,
        due.length
    ))
}

/// A stretch of days as a line of the explanation, where no due date has steps of its own.
fn step_line(segment: &Segment) -> StepLine {
    StepLine {
        from: Day::of(segment.from),
        until: Some(Day::of(segment.to)),
        text: segment.caption.clone(),
        article: Some(segment.article.to_owned()),
        is_result: false,
    }
}

/// The due dates that an extension told today would give; nothing where none can be approved or told.
fn what_if(case: &CaseView) -> Option<Table> {
    if !case.dossier.application.why_not_now(ActionKind::ApproveExtension, &case.context()).is_empty() {
        return None;
    }
    Some(extension_table(case))
}

/// The due date after each usual extension.
pub(super) fn extension_table(case: &CaseView) -> Table {
    let rows = case.extended.iter().map(|(by, on)| {
        Row::new(Cell::Text(format!("延长 {} 个工作日", by.0)), vec![Cell::Weekday(Day::of(*on))])
    });
    Table {
        id: "what-if".to_owned(),
        caption: "如果今日告知延期".to_owned(),
        heads: vec![Head::new("延长"), Head::new("答复期限")],
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    }
}

/// What is missing or cannot be right of those who apply, by the names of the fields, while the case is open.
fn lacking(case: &CaseView) -> Vec<String> {
    let (application, applicants) = (&case.dossier.application, &case.dossier.applicants);
    if application.state().is_closed() {
        return Vec::new();
    }
    let of_one = |(place, applicant): (usize, &Applicant)| {
        let faults = applicant.faults(application.arrival.arrived_on);
        let whose = if applicants.len() > 1 { format!("第{place}申请人") } else { String::new() };
        faults.into_iter().map(move |fault| format!("{whose}{fault}"))
    };
    (1..).zip(applicants).flat_map(of_one).collect()
}

/// A text that somebody outside the office may have written: whoever applies is masked in it until revealed.
fn told(case: &CaseView, text: &str, is_revealed: bool) -> String {
    if is_revealed { text.to_owned() } else { case.dossier.masked(text) }
}

fn facts(desk: &Desk, case: &CaseView, is_revealed: bool) -> Facts {
    let told = |text: &str| told(case, text, is_revealed);
    let application = &case.dossier.application;
    let arrival = &application.arrival;
    let mut rows = vec![
        Fact::text("查询号", case.dossier.row.reference.clone()),
        Fact::new("到达日期", Value::Day(Day::of(arrival.arrived_on))),
        match application.received_on {
            Some(on) => {
                Fact::new("收到申请之日", Value::Day(Day::of(on))).note(arrival.channel.receipt_rule())
            }
            None => Fact::new("收到申请之日", Value::Missing("尚未确认".to_owned())),
        },
        Fact::text(
            "获取信息的方式",
            format!("{}，{}", arrival.provision.form.label(), arrival.provision.way.label()),
        ),
    ];
    for (relation, term) in
        [(Relation::Whole, "由此件拆分而来"), (Relation::Part, "拆分为"), (Relation::Together, "一并答复")]
    {
        let related = case.related.iter().filter(|related| related.relation == relation);
        let urls = &desk.web.site.urls;
        let links: Vec<Link> =
            related.map(|related| Link::new(&related.number, urls.application(&related.number))).collect();
        if !links.is_empty() {
            rows.push(Fact::new(term, Value::Links(links)));
        }
    }
    if let Some(on) = application.split_on {
        rows.push(Fact::new("拆分登记", Value::Day(Day::of(on))).note("到达、确认和收到日期沿用原申请"));
    }
    if !arrival.joint_applicants.is_empty() {
        let count = arrival.joint_applicants.len() + 1;
        let fact = Fact::text("联合申请", format!("共{count}名申请人，作为一件办理"));
        rows.push(fact.note("按第一申请人计列；答复应当分别送达各申请人"));
        let gone: Vec<String> =
            application.withdrawn_by.iter().map(|place| format!("第{place}申请人")).collect();
        if !gone.is_empty() && application.withdrawal.is_none() {
            let fact = Fact::text("已经撤回", gone.join("、"));
            rows.push(fact.note("其他申请人的申请继续办理，不再向撤回的申请人送达"));
        }
    }
    let lacking = lacking(case);
    if !lacking.is_empty() {
        let fact = Fact::new("申请人信息待补正", Value::Lines(lacking));
        rows.push(fact.note("可以据此告知补正；登记有误或者已经补正的，更正登记事项"));
    }
    let noted = case.dossier.intake().lines(arrival.is_oral);
    if !noted.is_empty() {
        rows.push(Fact::new("来件记录", Value::Lines(noted)));
    }
    if arrival.channel != Channel::Internet {
        rows.push(Fact::new("登记回执", Value::Link(receipt(desk, case, "查看登记回执"))));
    }
    if let Some(confirmation) = application.confirmation {
        let fact = Fact::new("确认收到", Value::Day(Day::of(confirmation.on)));
        rows.push(fact.note(confirmation.method.label()));
    }
    for assignment in &application.assignments {
        let mut fact = Fact::new("交办", Value::Day(Day::of(assignment.on)));
        if let Some(on) = assignment.internal_due_on {
            fact = fact.note(format!("内部办理期限 {}", Day::of(on).words));
        }
        rows.push(fact);
    }
    if let Some(correction) = &application.correction {
        let fact = Fact::new("补正要求", Value::Lines(lines(&told(case.dossier.text(correction.matters)))));
        rows.push(fact.note(format!("补正期限 {}", correction.within)));
        if let Some(content) = correction.content {
            rows.push(Fact::new("补正内容", Value::Lines(lines(&told(case.dossier.text(content))))));
        }
        let changed: Vec<String> = case.dossier.changed().iter().map(|line| told(line)).collect();
        if !changed.is_empty() {
            rows.push(Fact::new("申请内容的变化", Value::Lines(changed)));
        }
    }
    for search in &application.searches {
        let text = case.dossier.search(search.record);
        let result = if search.is_found { "检索到相关信息" } else { "未检索到相关信息" };
        let label = if application.matters.len() > 1 {
            format!("检索（{}）", matters_in_words(&search.matters))
        } else {
            "检索".to_owned()
        };
        let fact = Fact::text(label, format!("{}；关键词：{}；{result}", text.scope, text.terms.join("、")));
        rows.push(fact.note(format!("{}，{}", case.dossier.name(search.searcher), Day::of(search.on).words)));
    }
    for assistance in &application.assistance {
        let asked = case.dossier.text(assistance.question);
        let fact = Fact::new("内部协助", Value::Lines(lines(asked)));
        rows.push(fact.note(format!("{}，{}", assistance.helper.label(), Day::of(assistance.on).words)));
        if let Some((on, answer)) = assistance.answer {
            let fact = Fact::new("协助答复", Value::Lines(lines(case.dossier.text(answer))));
            rows.push(fact.note(Day::of(on).words));
        }
    }
    if let Some(reopening) = &application.round().reopening {
        let fact = Fact::new("重新答复期限", Value::Day(Day::of(reopening.redo_due_on)));
        let by = reopening.basis.as_ref().map_or_else(
            || "决定（裁判）".to_owned(),
            |basis| {
                let period = if basis.is_named() {
                    "载明期限"
                } else {
                    "未写明期限，按本机关设定计算"
                };
                format!("{}，{period}", basis.decision())
            },
        );
        rows.push(fact.note(format!("{}收到{by}", Day::of(reopening.on).words)));
    }
    for known in application.papers.iter().filter(|known| known.voided_on.is_none()) {
        let Some(service) = &known.service else { continue };
        let on = service.counts_on().map(|on| Day::of(on).words).unwrap_or_default();
        let fact = Fact::text(format!("{}送达", known.kind.title()), on);
        rows.push(fact.note(service.method.label()));
    }
    if let Some(fee) = &application.fee {
        rows.push(Fact::text("信息处理费", fee.amount.to_string()).note(fee.charge.method().name()));
    }
    if let Some(draft) = application.draft() {
        let fact = Fact::text("拟办意见", draft.reply.title());
        rows.push(fact.note(format!("第{}稿，拟稿 {}", draft.number, case.dossier.name(draft.drafter))));
    }
    Facts::new(rows)
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

fn matters(case: &CaseView, is_revealed: bool) -> Vec<Matter> {
    let application = &case.dossier.application;
    let draft = application.draft();
    // a reply that was quashed stays the counted one
    let counted = application.outcome().filter(|_| application.rounds.len() > 1).map(|outcome| outcome.row);
    let requests = case.dossier.requests();
    requests
        .into_iter()
        .map(|(number, text)| {
            let outcome =
                draft.and_then(|draft| draft.outcomes.iter().find(|outcome| outcome.matter == number));
            let text = told(case, text, is_revealed);
            let (title, description) = text.split_once('\n').unwrap_or((&text, ""));
            Matter {
                number,
                title: title.to_owned(),
                description: Some(description.to_owned()).filter(|text| !text.is_empty()),
                outcome: outcome.map(|outcome| {
                    let says = words_of_several(std::slice::from_ref(outcome));
                    says.unwrap_or_else(|| outcome.reply.title().to_owned())
                }),
                row: outcome.and(draft).map(|draft| match (counted, draft.rule) {
                    (Some(row), _) => format!("{}（按原答复，重新答复不另计）", row.short_label()),
                    (None, CountingRule::SingleResult) => draft.row.short_label().to_owned(),
                    (None, rule) => format!("{}（{}）", draft.row.short_label(), rule.words()),
                }),
            }
        })
        .collect()
}

fn papers(desk: &Desk, case: &CaseView) -> Vec<CasePaper> {
    let urls = &desk.web.site.urls;
    let number = words::number(&case.dossier.row);
    let reply = case.dossier.application.round().issued.as_ref().map(|issued| issued.paper.paper);
    let is_served = case.dossier.application.round().served_on().is_some();
    let is_partly = !is_served && !case.dossier.application.round().services.is_empty();
    let open = match super::files::may_scan(desk, case) {
        Ok(()) => super::files::scannable(case),
        Err(_) => Vec::new(),
    };
    let is_open = desk.actor.must(Permission::OpenPapers, case.target(), case.dossier.today).is_ok();
    // as in the volume: a slip beside its letter, the proof of service beside the reply
    let mut papers: Vec<&PaperRow> = case.papers.iter().collect();
    papers.sort_by_key(|paper| place_of(&paper.kind).0);
    papers
        .into_iter()
        .map(|paper| {
            let title = file::title(&case.dossier.settings, paper);
            let state = match (paper.voided_on, reply == Some(paper.id)) {
                (Some(_), _) => "作废".to_owned(),
                (None, true) if is_served => "已送达".to_owned(),
                (None, true) if is_partly => "已送达部分申请人".to_owned(),
                (None, true) => "已编号".to_owned(),
                (None, false) => "已制发".to_owned(),
            };
            let id = paper.id.to_string();
            let file = |words: &str, format: &str| Link::new(words, urls.paper(number, &id, format));
            let mut links = Vec::new();
            if paper.scan.is_some() && is_open {
                links.push(file("送达文本（扫描件）", "scan"));
            }
            if paper.content.is_some() && is_open {
                links.extend([file("文本", "txt"), file("Word", "docx"), file("PDF", "pdf")]);
            }
            if open.iter().any(|choice| choice.value == id) {
                let to = with_query(urls.action(number, "scan"), &[("paper", &id)]);
                let words = if paper.scan.is_some() { "更换扫描件" } else { "上传扫描件" };
                links.push(Link::new(words, to));
            }
            CasePaper {
                title,
                number: paper.number_text.clone(),
                state,
                on: Day::of(paper.issued_on.unwrap_or(case.dossier.today)),
                files: links,
                is_void: paper.voided_on.is_some(),
            }
        })
        .collect()
}

/// Each of several applicants with the service of the reply in hand, its proof on file and what became of it.
fn services(case: &CaseView) -> Option<Table> {
    let round = case.dossier.application.round();
    let all = &case.dossier.applicants;
    if all.len() < 2 || round.issued.is_none() {
        return None;
    }
    let day = |on: Option<chrono::NaiveDate>| on.map_or(Cell::None, |on| Cell::Day(Day::of(on)));
    let rows = (1..).zip(all).flat_map(|(place, applicant): (u32, _)| {
        let who = words::recipient(Some(place), Some(applicant));
        let lines: Vec<Row> = round
            .services_on(place)
            .map(|record| {
                let service = &record.service;
                let result = match (record.returned, record.signed_on.or(service.signed_on)) {
                    (Some((on, why)), _) => Chip::Bad(format!("{}退回：{}", Day::of(on).words, why.label())),
                    (None, Some(_)) => Chip::Good("已签收".to_owned()),
                    (None, None) => Chip::Plain("待登记签收".to_owned()),
                };
                let by = if service.recipient.is_none() { "，由代表人代收" } else { "" };
                Row::new(
                    Cell::Two(who.clone(), service.number.clone().unwrap_or_default()),
                    vec![
                        Cell::Text(format!("{}{by}", service.method.label())),
                        day(service.sent_on),
                        day(record.signed_on.or(service.signed_on)),
                        Cell::Chip(result),
                    ],
                )
            })
            .collect();
        if lines.is_empty() {
            let open =
                vec![Cell::None, Cell::None, Cell::None, Cell::Chip(Chip::Doubt("尚未送达".to_owned()))];
            vec![Row::new(Cell::Text(who), open)]
        } else {
            lines
        }
    });
    Some(Table {
        id: "services".to_owned(),
        caption: "送达各共同申请人（全部送达后才算送达）".to_owned(),
        heads: ["受送达人", "方式", "寄出、发送", "签收", "结果"].into_iter().map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    })
}

/// Whom a letter went to, in a few words.
pub(super) fn consulted(with: Consulted) -> &'static str {
    match with {
        Consulted::ThirdParty => "第三方",
        Consulted::CoMaker => "共同制作机关",
        Consulted::OtherAgency => "其他机关",
    }
}

fn consultations(case: &CaseView) -> Option<Table> {
    let all = &case.dossier.application.consultations;
    let day = |on: Option<chrono::NaiveDate>| on.map_or(Cell::None, |on| Cell::Day(Day::of(on)));
    let rows = all.iter().map(|one| {
        let opinion = match (one.opinion, one.returned) {
            (Some(opinion), Some((on, _))) => {
                Cell::Two(opinion.label().to_owned(), format!("{}曾被退回", Day::of(on).words))
            }
            (Some(opinion), None) => Cell::Text(opinion.label().to_owned()),
            (None, Some((on, _))) => Cell::Text(format!("{}退回，没有送达", Day::of(on).words)),
            (None, None) => Cell::None,
        };
        Row::new(
            Cell::Two(case.dossier.text(one.addressee).to_owned(), consulted(one.with).to_owned()),
            vec![
                Cell::Day(Day::of(one.sent_on)),
                day(one.addressee_received_on),
                day(one.due_on(&case.dossier.calendar).ok().flatten()),
                day(one.opinion_received_on),
                opinion,
            ],
        )
    });
    (!all.is_empty()).then(|| Table {
        id: "consultations".to_owned(),
        caption: "征求意见（不计入答复期限）".to_owned(),
        heads: ["对方", "发出", "对方收到", "期限", "收到意见", "意见"].into_iter().map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    })
}

/// The reconsiderations and suits that concern it.
fn challenges(desk: &Desk, case: &CaseView) -> Option<Table> {
    let caption = "行政复议、行政诉讼";
    (!case.challenges.is_empty())
        .then(|| super::challenge::table(&desk.web.site.urls, &case.challenges, caption))
}

/// Where a reconsideration or a suit is registered, for whoever may.
fn register_challenge(desk: &Desk, case: &CaseView) -> Option<Link> {
    let may = desk.actor.must(Permission::ManageChallenges, case.target(), case.dossier.today);
    let page =
        with_query(desk.web.site.urls.challenge_new(), &[("application", words::number(&case.dossier.row))]);
    may.is_ok().then(|| Link::new("登记复议、诉讼", page))
}

/// One line of the log.
pub(super) fn log_line(happened: &Happened) -> LogLine {
    let label = happened.event.action().label();
    let on = happened.event.on().map(|on| format!("（{}）", plain_date(on))).unwrap_or_default();
    let rest = detail(&happened.event).map(|detail| format!("：{detail}")).unwrap_or_default();
    let said = happened.said.iter().flat_map(|(what, text)| {
        let mut lines = text.lines().map(str::to_owned);
        let first = lines.next().map(|first| format!("{what}：{first}"));
        first.into_iter().chain(lines)
    });
    LogLine {
        at: Moment::of(happened.at),
        who: happened.who.clone(),
        words: format!("{label}{on}{rest}"),
        said: said.collect(),
    }
}

/// What an event is about, in a few words.
fn detail(event: &Event) -> Option<String> {
    match event {
        Event::Registered { number, checks, .. } => {
            let checks: Vec<&str> = checks.iter().map(|check| check.name()).collect();
            let checks =
                if checks.is_empty() { String::new() } else { format!("，已核对{}", checks.join("、")) };
            Some(format!("{number}{checks}"))
        }
        Event::Confirmed { method, .. } => Some(method.label().to_owned()),
        Event::Withdrawn { way, by, .. } => {
            let who: Vec<String> = by.iter().map(|place| format!("第{place}申请人")).collect();
            let who = Some(who.join("、")).filter(|who| !who.is_empty());
            let parts: Vec<String> = who.into_iter().chain(way.map(|way| way.name().to_owned())).collect();
            Some(parts.join("，")).filter(|words| !words.is_empty())
        }
        Event::Paid { amount, .. } => Some(amount.to_string()),
        Event::Archived { retention, volume, .. } => {
            Some(format!("卷号{volume}，保管期限{}", retention.label()))
        }
        Event::StepSigned { step, .. } | Event::DraftReturned { step, .. } => Some(step.label().to_owned()),
        Event::ReplyDrafted { reply, draft, .. } => Some(format!("第{draft}稿，{}", reply.title())),
        Event::OpinionReceived { opinion, .. } => Some(opinion.label().to_owned()),
        Event::ExtensionApproved { by, .. } | Event::ExtensionProposed { by, .. } => Some(by.to_string()),
        Event::Served { service } | Event::NoticeServed { service, .. } => Some(match service.recipient {
            Some(place) => format!("{}，{}", service.method.label(), words::recipient(Some(place), None)),
            None => service.method.label().to_owned(),
        }),
        Event::ServiceSigned { recipient: Some(place), .. }
        | Event::ServiceReturned { recipient: Some(place), .. } => Some(words::recipient(Some(*place), None)),
        Event::TakenOver { number: Some(number), .. } => Some(format!("登记编号改为{number}")),
        Event::SplitFrom { on: Some(_), .. } => Some("沿用原申请的到达、确认和收到日期".to_owned()),
        Event::Issued { paper, .. }
        | Event::CorrectionAsked { paper, .. }
        | Event::ConsultationSent { paper, .. } => paper.number.clone(),
        _ => None,
    }
}
