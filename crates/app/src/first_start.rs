//! The first start of an empty office: agency, first administrator and calendar, kept in one transaction at the end.
//!
//! Who: whoever has read the one-time word that the server printed. Precondition: there is no agency yet. Changes: the agency
//! with its settings, the system administrator, a year of the calendar where one was given. Audit: `office_set_up`. Told: nobody.
//! Not here: the pages (`gongkai-web`), printing the word (`gongkai-cli`), agencies that come later (`crate::agency`).
//!
//! What was filled in so far waits as a sealed draft for some hours; nothing of the office exists before the last step.

use crate::account::{password, second_factor};
use crate::calendar;
use crate::office::Office;
use crate::refusal::{Fault, Refusal};
use crate::{setup, staff};
use chrono::TimeDelta;
use gongkai_deadline::calendar::YearDays;
use gongkai_domain::agency::settings::DatedName;
use gongkai_domain::agency::{Agency, AgencyKind, AgencySettings, Level, UnitWord, Validity};
use gongkai_domain::ids::{AgencyId, Digest, PersonId};
use gongkai_domain::staff::{Person, Role};
use gongkai_storage::{NewAudit, Once};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Name of the setting of the house that holds what is needed until the office is set up.
const SETTING: &str = "first_start";
/// What stands in it afterwards.
const DONE: &str = "\"done\"";
/// Characters of the word: 80 bits.
const WORD: usize = 16;
/// How many words are valid at once: one for each node that was started.
const WORDS: usize = 8;
/// Attempts at the word in a window.
const ATTEMPTS: i64 = 20;
/// Minutes of that window.
const WINDOW_MINUTES: i64 = 15;
/// Hours for which what was filled in is kept.
const HOURS: i64 = 12;

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    /// The id that the first agency will have; the portal knows it from the start.
    agency: AgencyId,
    words: Vec<Digest>,
}

/// What the server tells at the first start.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The id that the first agency will have.
    pub agency: AgencyId,
    /// The word to be typed into the first page.
    pub word: String,
}

/// The agency as it is asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct AgencyForm {
    /// The full name.
    pub name: String,
    /// The short name; the full one where it is empty.
    pub short_name: String,
    /// The code for addresses and commands.
    pub code: String,
    /// The key of its kind.
    pub kind: String,
    /// The key of its level.
    pub level: String,
    /// The key of the word for its units.
    pub unit_word: String,
    /// The pattern of registration numbers.
    pub pattern: String,
    /// The body that hears reconsiderations.
    pub reconsideration: String,
    /// The court.
    pub court: String,
}

/// The administrator as asked for.
#[derive(Clone, Default)]
pub struct AdministratorForm {
    /// The name.
    pub name: String,
    /// The name to sign in with.
    pub login: String,
    /// The password.
    pub password: String,
    /// The same again.
    pub again: String,
    /// A code of the authenticator, which proves that the secret was typed in.
    pub code: String,
}

impl std::fmt::Debug for AdministratorForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AdministratorForm").field("login", &self.login).finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Administrator {
    name: String,
    login: String,
    hash: String,
    step: i64,
}

/// How far the walk is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Walk {
    agency: AgencyForm,
    secret: Vec<u8>,
    administrator: Option<Administrator>,
}

impl Walk {
    /// The agency as it was filled in.
    pub fn agency(&self) -> &AgencyForm {
        &self.agency
    }

    /// The secret for the authenticator, as text.
    pub fn secret(&self) -> String {
        second_factor::as_text(&self.secret)
    }

    /// Whether the administrator was filled in.
    pub fn has_administrator(&self) -> bool {
        self.administrator.is_some()
    }
}

/// Whether the office still has to be set up. It never has to be again once it has an agency.
///
/// # Errors
/// Where the records cannot be read.
pub async fn is_open(office: &Office) -> Result<bool, Refusal> {
    // an office without this setting was made by other means, and has agencies
    if office.storage.setting(None, SETTING).await?.is_none_or(|text| text == DONE) {
        return Ok(false);
    }
    Ok(office.storage.agencies().await?.is_empty())
}

/// Readies the walk: the id of the first agency, the same for every node, and a new word. None where the office is set up.
///
/// # Errors
/// Where the records cannot be written.
pub async fn prepare(office: &Office) -> Result<Option<Prepared>, Refusal> {
    let at = office.instant();
    let tx = office.storage.begin().await?;
    if !tx.agencies().await?.is_empty() {
        return Ok(None);
    }
    let word = office.code(WORD);
    let mut kept = match tx.setting(None, SETTING).await? {
        Some(text) => read(&text)?,
        None => Kept { agency: AgencyId(office.entropy().id(at)), words: Vec::new() },
    };
    kept.words.push(office.recognise(SETTING, &word)?);
    let surplus = kept.words.len().saturating_sub(WORDS);
    kept.words.drain(..surplus);
    tx.set_setting(None, SETTING, &json(&kept)?, at).await?;
    tx.commit().await?;
    Ok(Some(Prepared { agency: kept.agency, word }))
}

fn read(text: &str) -> Result<Kept, Refusal> {
    serde_json::from_str(text).map_err(|e| Refusal::Defect(format!("first start: {e}")))
}

fn json(value: &impl Serialize) -> Result<String, Refusal> {
    serde_json::to_string(value).map_err(|e| Refusal::Defect(e.to_string()))
}

async fn kept(office: &Office) -> Result<Kept, Refusal> {
    if !is_open(office).await? {
        return Err(Refusal::NotFound);
    }
    let text = office.storage.setting(None, SETTING).await?.ok_or(Refusal::NotFound)?;
    read(&text)
}

/// First step: the word and the agency. Answers with the token under which the walk is kept.
///
/// # Errors
/// [`Refusal::NotFound`] once the office is set up; [`Refusal::Invalid`], [`Refusal::TooMany`].
pub async fn begin(office: &Office, word: &str, form: AgencyForm) -> Result<String, Refusal> {
    let kept = kept(office).await?;
    let now = office.instant();
    let minutes = now.timestamp().div_euclid(60);
    let window = now
        - TimeDelta::seconds(now.timestamp().rem_euclid(60))
        - TimeDelta::minutes(minutes.rem_euclid(WINDOW_MINUTES));
    if office.storage.attempt(SETTING, window).await? > ATTEMPTS {
        return Err(Refusal::TooMany { minutes: WINDOW_MINUTES });
    }
    let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let mut faults = Vec::new();
    if !kept.words.contains(&office.recognise(SETTING, &word)?) {
        faults.push(Fault::new("word", "安装口令不正确，请输入服务启动时显示的口令"));
    }
    faults.extend(agency_faults(&form));
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let token = office.code(32);
    let walk = Walk { agency: form, secret: second_factor::new_secret(office).to_vec(), administrator: None };
    keep(office, &token, &walk).await?;
    Ok(token)
}

async fn keep(office: &Office, token: &str, walk: &Walk) -> Result<(), Refusal> {
    let now = office.instant();
    let plain = json(walk)?;
    let tx = office.storage.begin().await?;
    tx.save_draft(key(token), plain.as_bytes(), now, now + TimeDelta::hours(HOURS)).await?;
    Ok(tx.commit().await?)
}

fn key(token: &str) -> Digest {
    Office::digest(&format!("{SETTING} {token}"))
}

/// What was filled in so far.
///
/// # Errors
/// [`Refusal::NotFound`] once the office is set up, [`Refusal::SignedOut`] where nothing is kept under the token.
pub async fn walk(office: &Office, token: &str) -> Result<Walk, Refusal> {
    kept(office).await?;
    let draft = office.storage.draft(key(token), office.instant()).await?.ok_or(Refusal::SignedOut)?;
    serde_json::from_slice(&draft.plain).map_err(|e| Refusal::Defect(format!("first start: {e}")))
}

/// What a form of the walk carries, so that no other page can send one.
///
/// # Errors
/// Where the digest cannot be made.
pub fn form_token(office: &Office, token: &str) -> Result<String, Refusal> {
    Ok(office.recognise("form of the first start", token)?.to_string())
}

fn agency_faults(form: &AgencyForm) -> Vec<Fault> {
    let mut faults = Vec::new();
    if form.name.trim().is_empty() {
        faults.push(Fault::new("name", "填写机关全称，与印章一致"));
    }
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if form.code.trim().is_empty() || !form.code.trim().chars().all(is_plain) {
        faults.push(Fault::new("code", "机关代码由小写字母、数字和“-”组成"));
    }
    if form.kind.parse::<AgencyKind>().is_err() {
        faults.push(Fault::new("kind", "选择机关类型"));
    }
    if form.level.parse::<Level>().is_err() {
        faults.push(Fault::new("level", "选择机关层级"));
    }
    if form.unit_word.parse::<UnitWord>().is_err() {
        faults.push(Fault::new("unit_word", "选择内设机构的称呼"));
    }
    let settings = settings(form, Validity::from(chrono::NaiveDate::MIN));
    faults.extend(settings.faults().into_iter().map(|fault| Fault::new("pattern", fault.to_string())));
    faults
}

fn settings(form: &AgencyForm, validity: Validity) -> AgencySettings {
    let mut settings = AgencySettings::default();
    settings.unit_word = form.unit_word.parse().unwrap_or(settings.unit_word);
    form.pattern.trim().clone_into(&mut settings.numbers.registration);
    if !form.court.trim().is_empty() {
        settings.remedies.courts = vec![DatedName { name: form.court.trim().to_owned(), validity }];
    }
    settings
}

/// Second step: the administrator, who has typed the secret into an authenticator.
///
/// # Errors
/// As [`walk`]; [`Refusal::Invalid`] with everything that is wrong.
pub async fn administrator(office: &Office, token: &str, form: &AdministratorForm) -> Result<(), Refusal> {
    let mut walk = walk(office, token).await?;
    let mut faults = staff::add::faults(&form.name, &form.login);
    if let Some(fault) = password::fault(&form.password, form.login.trim()) {
        faults.push(Fault::new("password", fault));
    }
    if form.password != form.again {
        faults.push(Fault::new("again", "两次输入的密码不一致"));
    }
    let step = second_factor::step(&walk.secret, &form.code, office.instant())?;
    if step.is_none() {
        faults.push(Fault::new("code", "动态口令不正确，请核对密钥和手机时间"));
    }
    let (Some(step), true) = (step, faults.is_empty()) else { return Err(Refusal::Invalid(faults)) };
    walk.administrator = Some(Administrator {
        name: form.name.trim().to_owned(),
        login: form.login.trim().to_owned(),
        hash: password::hash(office, &form.password).await?,
        step,
    });
    keep(office, token, &walk).await
}

/// Last step: everything is kept, and the walk is closed for good. Answers with the recovery codes of the administrator.
///
/// # Errors
/// As [`walk`]; [`Refusal::Conflict`] where somebody else set the office up meanwhile.
pub async fn finish(office: &Office, token: &str, years: Vec<YearDays>) -> Result<Vec<String>, Refusal> {
    let walk = walk(office, token).await?;
    let administrator = walk.administrator.as_ref().ok_or(Refusal::SignedOut)?;
    let (at, today) = (office.instant(), office.today());
    let gone = || Refusal::Conflict { by: None, at: None, what: "完成首次设置".to_owned() };
    let id = kept(office).await?.agency;
    let validity = Validity::from(today);
    let agency = agency(id, &walk.agency, validity);
    let person = Person {
        id: PersonId(office.entropy().id(at)),
        name: administrator.name.clone(),
        agency: id,
        department: None,
        roles: BTreeSet::from([Role::SystemAdmin]),
        acting_for: Vec::new(),
        is_active: true,
    };
    let tx = office.storage.begin().await?;
    // two who finish at once wait for each other here
    let turn = tx.begin_once(SETTING, Office::digest(SETTING), at + TimeDelta::days(1)).await?;
    if turn != Once::First || !tx.agencies().await?.is_empty() {
        return Err(gone());
    }
    setup::keep_agency(&tx, &agency).await?;
    setup::keep_settings(&tx, &agency, &settings(&walk.agency, validity), at).await?;
    setup::keep_person(&tx, &person, &administrator.login, today, office.entropy(), at).await?;
    tx.set_password(person.id, &administrator.hash, false, "{}", at).await?;
    tx.set_totp(person.id, Some(&walk.secret)).await?;
    tx.use_totp_step(person.id, administrator.step).await?;
    let codes = second_factor::new_codes(office, &tx, person.id).await?;
    for year in &years {
        tx.save_calendar_year(&calendar::row(year, at, &person.id.to_string())?).await?;
    }
    tx.note(NewAudit {
        at,
        agency: Some(id),
        actor: person.id.to_string(),
        action: "office_set_up".to_owned(),
        object_kind: "agency".to_owned(),
        object_id: Some(id.0),
        document: "{}".to_owned(),
    })
    .await?;
    tx.drop_draft(key(token)).await?;
    tx.set_setting(None, SETTING, DONE, at).await?;
    tx.finish_once(SETTING, &id.to_string()).await?;
    tx.commit().await?;
    office.name(&agency.full_name);
    calendar::refresh(office).await?;
    Ok(codes)
}

fn agency(id: AgencyId, form: &AgencyForm, validity: Validity) -> Agency {
    let kind = form.kind.parse().unwrap_or(AgencyKind::Department);
    let name = form.name.trim();
    let short = form.short_name.trim();
    let body = Some(form.reconsideration.trim().to_owned()).filter(|body| !body.is_empty());
    let mut agency = Agency {
        id,
        code: form.code.trim().to_owned(),
        credit_code: String::new(),
        full_name: name.to_owned(),
        short_name: if short.is_empty() { name.to_owned() } else { short.to_owned() },
        kind,
        level: form.level.parse().unwrap_or(Level::County),
        parent: None,
        same_level_government: None,
        next_higher_government: None,
        superior_department: None,
        seat_government: None,
        validity,
    };
    // the body is entered by what the law calls it for this kind of agency (《行政复议法》第二十四条至第二十七条)
    match kind {
        AgencyKind::Government | AgencyKind::Township | AgencyKind::DispatchedOrgan => {
            agency.next_higher_government = body;
        }
        AgencyKind::VerticallyLed => agency.superior_department = body,
        _ => agency.same_level_government = body,
    }
    agency
}
