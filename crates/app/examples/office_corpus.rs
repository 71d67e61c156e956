//! Fills a data directory, or a PostgreSQL database beside it, with as many applications as an office has after years: the cases
//! of the demonstration, told again and again with other days, numbers, contents and codes.
//!
//! Not here: asking the filled office for its pages (`bench/office.sh`).
//!
//! Everything is what the office itself would have written: events in one chain per agency, contents sealed anew, papers with
//! numbers of their series, rows projected from the folded events, query codes kept as digests. Cases that touch others (split,
//! joined, reopened) are left to the demonstration. The directory gets `keys.toml`, `site.toml` and `tracks.tsv` with some
//! references, registration numbers and query codes.
//!
//! `office_corpus DIRECTORY [--database URL] [--applications 100000] [--open 0.03] [--today 2026-01-12]`
#![expect(clippy::print_stdout, reason = "a tool tells what it made")]
#![expect(
    clippy::disallowed_methods,
    reason = "a tool at the edge reads its arguments, writes its files and looks at the clock"
)]

use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc};
use gongkai_app::application::case::{STREAM, fold, stream_of};
use gongkai_app::application::projection::project;
use gongkai_app::demo::{self, AGENCY, SetClock};
use gongkai_app::{Keys, Office};
use gongkai_deadline::Calendar;
use gongkai_domain::application::State;
use gongkai_domain::ids::{AgencyId, ApplicationId, ContentId, ContentRef, PaperId};
use gongkai_domain::number::Series;
use gongkai_storage::{
    ApplicationFilter, ApplicationRow, AttachmentRow, Blobs, Key, KeyMaterial, NewEvent, Order, PaperRow,
    Sealer, SeededEntropy, Storage, StoredEvent, Target, Tx, Vault, sm3,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

type Anyhow<T> = Result<T, Box<dyn std::error::Error>>;

/// Cases of one transaction.
const AT_A_TIME: usize = 250;
/// Cases whose numbers and codes are told.
const TOLD: usize = 2000;
/// Closed cases lie up to so many weeks back.
const WEEKS: u64 = 104;

struct Asked {
    directory: PathBuf,
    database: Option<String>,
    applications: usize,
    open: f64,
    today: NaiveDate,
}

fn asked() -> Anyhow<Asked> {
    let mut words = std::env::args().skip(1);
    let directory = words.next().ok_or("a directory is needed")?.into();
    let today = (Utc::now() + TimeDelta::hours(8)).date_naive();
    let mut asked = Asked { directory, database: None, applications: 100_000, open: 0.03, today };
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--database" => asked.database = Some(value),
            "--applications" => asked.applications = value.parse()?,
            "--open" => asked.open = value.parse()?,
            "--today" => asked.today = value.parse()?,
            other => return Err(format!("{other} is not known").into()),
        }
    }
    Ok(asked)
}

/// A case of the demonstration with everything that is kept of it.
struct Model {
    row: ApplicationRow,
    events: Vec<StoredEvent>,
    papers: Vec<PaperRow>,
    attachments: Vec<AttachmentRow>,
    contents: BTreeMap<ContentId, Vec<u8>>,
}

/// A choice that is the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit.max(1)
    }
}

#[tokio::main]
async fn main() -> Anyhow<()> {
    let asked = asked()?;
    let clock = Arc::new(SetClock::at(demo::now()));
    let office = open(&asked, &clock).await?;
    let demo = demo::seed(&office, &clock).await.map_err(|refusal| format!("{refusal:?}"))?;
    let house = demo.houses.iter().find(|house| house.agency.code == AGENCY).ok_or("no agency")?;
    let agency = house.agency.id;
    let models = models(&office, agency).await?;
    clock.set(asked.today.and_hms_opt(9, 0, 0).ok_or("no such hour")?);

    let started = Instant::now();
    let mut chance = Chance(demo::SEED);
    let plan = plan(&models, &asked, &mut chance)?;
    let (mut done, mut events, mut tracks) = (0, 0, String::new());
    let told_of = plan.len().div_ceil(TOLD).max(1);
    for some in plan.chunks(AT_A_TIME) {
        let tx = office.storage.begin().await?;
        for (model, shift) in some {
            let made = tell_again(&office, &tx, &models[*model], *shift, asked.today).await?;
            events += models[*model].events.len();
            if done % told_of == 0 {
                writeln!(tracks, "{}\t{}\t{}", made.reference, made.registration, made.code)?;
            }
            done += 1;
        }
        tx.commit().await?;
        if done % 10_000 < AT_A_TIME {
            println!("{done} applications, {events} events, {:.0} s", started.elapsed().as_secs_f64());
        }
    }
    std::fs::write(asked.directory.join("tracks.tsv"), tracks)?;
    office.storage.close().await?;
    println!("{done} applications and {events} events in {:.0} s", started.elapsed().as_secs_f64());
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// An empty office with keys that a server accepts.
async fn open(asked: &Asked, clock: &Arc<SetClock>) -> Anyhow<Office> {
    let directory: &Path = &asked.directory;
    std::fs::create_dir_all(directory)?;
    let (sealing, digests) = (sm3(&[b"office corpus, sealing"]).0, sm3(&[b"office corpus, digests"]).0);
    let keys = format!("sealing = \"bench:aes-256-gcm:{}\"\ndigest = \"{}\"\n", hex(&sealing), hex(&digests));
    std::fs::write(directory.join("keys.toml"), keys)?;
    std::fs::write(
        directory.join("site.toml"),
        format!("agency = \"{AGENCY}\"\nproxies = [\"127.0.0.1\"]\nis_secure = false\n"),
    )?;
    let target = match &asked.database {
        Some(url) => Target::Postgres { url: url.clone() },
        None => Target::Sqlite { path: directory.join("gongkai.db") },
    };
    let entropy = Arc::new(SeededEntropy::new(demo::SEED));
    let key = Key { id: "bench".to_owned(), material: KeyMaterial::Aes256(sealing) };
    let storage =
        Storage::open(&target).await?.with_vault(Vault::new(Sealer::new(&key, &[]), entropy.clone()));
    storage.migrate().await?;
    let blobs = Blobs::local(directory.join("blobs"))?;
    let calendar = Calendar::national().map_err(|e| e.to_string())?;
    Ok(Office::new(storage, blobs, Keys { digests }, clock.clone(), entropy, calendar))
}

/// The cases of an agency that stand for themselves.
async fn models(office: &Office, agency: AgencyId) -> Anyhow<Vec<Model>> {
    let storage = &office.storage;
    let page = storage.applications(&ApplicationFilter::of(agency), Order::Oldest, None, 500).await?;
    let mut models = Vec::new();
    for row in page.rows {
        let events = storage.events_of(&stream_of(row.id)).await?;
        let application = fold(&events).map_err(|refusal| format!("{refusal:?}"))?;
        let is_alone = application.splitting.is_none()
            && application.split_from.is_none()
            && application.joined.is_empty()
            && application.rounds.len() == 1;
        let papers = storage.papers_of(row.id).await?;
        let is_alone = is_alone
            && application.papers.iter().all(|known| papers.iter().any(|row| row.id == known.paper.paper));
        if !is_alone {
            continue;
        }
        let attachments = storage.attachments_of(row.id.0).await?;
        let mut wanted = BTreeSet::new();
        for event in &events {
            contents_of(&serde_json::from_str(&event.payload)?, &mut wanted);
        }
        wanted.extend(papers.iter().filter_map(|paper| paper.content).map(|content| content.id));
        wanted.extend(attachments.iter().map(|attachment| attachment.file_name.id));
        let wanted: Vec<ContentId> = wanted.into_iter().collect();
        let contents = storage.contents(&wanted).await?;
        models.push(Model { row, events, papers, attachments, contents });
    }
    Ok(models)
}

/// A reference to a content, where this is one.
fn content_of(value: &Value) -> Option<ContentRef> {
    let fields = value.as_object()?;
    (fields.len() == 2 && fields.contains_key("digest"))
        .then(|| serde_json::from_value(value.clone()).ok())?
}

fn contents_of(value: &Value, found: &mut BTreeSet<ContentId>) {
    if let Some(content) = content_of(value) {
        found.insert(content.id);
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| contents_of(value, found)),
        Value::Object(fields) => fields.values().for_each(|value| contents_of(value, found)),
        _ => {}
    }
}

/// Which case is told again, and how many days later; in the order of arrival.
fn plan(models: &[Model], asked: &Asked, chance: &mut Chance) -> Anyhow<Vec<(usize, TimeDelta)>> {
    let (open, closed): (Vec<usize>, Vec<usize>) =
        (0..models.len()).partition(|model| models[*model].row.closed_on.is_none());
    let weeks = (asked.today - demo::now().date()).num_weeks();
    let mut plan = Vec::with_capacity(asked.applications);
    for _ in 0..asked.applications {
        let is_open = (chance.below(1_000_000) as f64) < asked.open * 1_000_000.0;
        let (of, back) = if is_open { (&open, 2) } else { (&closed, WEEKS) };
        let model = *of.get(chance.below(of.len() as u64) as usize).ok_or("no model")?;
        plan.push((model, TimeDelta::weeks(weeks - i64::try_from(chance.below(back))?)));
    }
    plan.sort_by_key(|(model, shift)| models[*model].row.arrived_on + *shift);
    Ok(plan)
}

/// What is put in place of what, in one case.
struct Anew {
    shift: TimeDelta,
    contents: BTreeMap<ContentId, ContentRef>,
    papers: BTreeMap<PaperId, PaperId>,
    words: BTreeMap<String, String>,
}

impl Anew {
    fn apply(&self, value: &mut Value) {
        if let Some(content) = content_of(value) {
            if let Some(new) = self.contents.get(&content.id) {
                *value = serde_json::json!(new);
            }
            return;
        }
        match value {
            Value::Array(values) => values.iter_mut().for_each(|value| self.apply(value)),
            Value::Object(fields) => fields.values_mut().for_each(|value| self.apply(value)),
            Value::String(text) => {
                if let Some(new) = self.words.get(text.as_str()) {
                    text.clone_from(new);
                } else if let (10, Ok(day)) = (text.len(), text.parse::<NaiveDate>()) {
                    *text = (day + self.shift).to_string();
                } else if let (36, Ok(id)) = (text.len(), text.parse::<PaperId>())
                    && let Some(new) = self.papers.get(&id)
                {
                    *text = new.to_string();
                }
            }
            _ => {}
        }
    }

    fn json(&self, text: &str) -> Anyhow<String> {
        let mut value = serde_json::from_str(text)?;
        self.apply(&mut value);
        Ok(value.to_string())
    }

    fn day(&self, day: Option<NaiveDate>) -> Option<NaiveDate> {
        day.map(|day| day + self.shift)
    }

    fn at(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        at + self.shift
    }

    fn content(&self, content: Option<ContentRef>) -> Option<ContentRef> {
        content.map(|content| self.contents.get(&content.id).copied().unwrap_or(content))
    }
}

/// What an applicant would know of a case.
struct Made {
    reference: String,
    registration: String,
    code: String,
}

/// The number of a paper or a registration with another year and running number.
fn renumbered(text: &str, year: i32, number: u32) -> String {
    let head = text.split('〔').next().unwrap_or_default();
    format!("{head}〔{year}〕{number}号")
}

async fn tell_again(
    office: &Office,
    tx: &Tx,
    model: &Model,
    shift: TimeDelta,
    today: NaiveDate,
) -> Anyhow<Made> {
    let agency = model.row.agency;
    let entropy = office.entropy();
    let mut anew = Anew { shift, contents: BTreeMap::new(), papers: BTreeMap::new(), words: BTreeMap::new() };
    if let (Some(number), Some(received_on)) = (&model.row.registration, model.row.received_on) {
        let year = (received_on + shift).year();
        let running = tx.next_number(agency, Series::Registration.key(), year).await?;
        anew.words.insert(number.clone(), renumbered(number, year, running));
    }
    let mut papers = Vec::new();
    for paper in &model.papers {
        let mut paper = paper.clone();
        paper.issued_on = anew.day(paper.issued_on);
        if let (Some(series), Some(text), Some(on)) = (&paper.series, &paper.number_text, paper.issued_on) {
            let running = tx.next_number(agency, series, on.year()).await?;
            let new = renumbered(text, on.year(), running);
            anew.words.insert(text.clone(), new.clone());
            (paper.year, paper.number, paper.number_text) =
                (Some(on.year()), Some(running.into()), Some(new));
        }
        let id = PaperId(entropy.id(anew.at(paper.created_at)));
        anew.papers.insert(paper.id, id);
        paper.id = id;
        papers.push(paper);
    }
    let at = anew.at(model.events.first().ok_or("no events")?.at);
    for (id, plain) in &model.contents {
        let mut text = String::from_utf8(plain.clone())?;
        for (old, new) in &anew.words {
            if text.contains(old.as_str()) {
                text = text.replace(old.as_str(), new);
            }
        }
        let content = tx.put_content(agency, text.as_bytes(), at).await?;
        anew.contents.insert(*id, content);
    }
    let id = ApplicationId(entropy.id(at));
    for mut paper in papers {
        (paper.application, paper.created_at) = (Some(id), anew.at(paper.created_at));
        (paper.content, paper.voided_on) = (anew.content(paper.content), anew.day(paper.voided_on));
        paper.document = anew.json(&paper.document)?;
        tx.save_paper(&paper).await?;
    }
    for attachment in &model.attachments {
        let created_at = anew.at(attachment.created_at);
        let file_name = anew.contents.get(&attachment.file_name.id).copied().unwrap_or(attachment.file_name);
        let attachment = AttachmentRow {
            id: entropy.id(created_at),
            owner: id.0,
            file_name,
            created_at,
            ..attachment.clone()
        };
        tx.attach(&attachment).await?;
    }
    let events = model.events.iter().map(|event| {
        let payload = anew.json(&event.payload)?;
        Ok(NewEvent { at: anew.at(event.at), actor: event.actor.clone(), kind: event.kind.clone(), payload })
    });
    let events = events.collect::<Anyhow<Vec<_>>>()?;
    debug_assert_eq!(stream_of(id).kind, STREAM);
    let stored = tx.append(agency, &stream_of(id), 0, events).await?;
    let application = fold(&stored).map_err(|refusal| format!("{refusal:?}"))?;
    let mut row = ApplicationRow { id, ..model.row.clone() };
    let year = (row.arrived_on + shift).year();
    let serial = tx.next_number(agency, "reference", year).await?;
    let reference = format!("SQ{year}{serial:05}{}", office.code(4));
    let code = office.code(8);
    row.subject = anew.content(row.subject);
    let digest = office.recognise("query code", &format!("{reference} {code}"));
    row.query_code = Some(digest.map_err(|refusal| format!("{refusal:?}"))?);
    let applicant = office.recognise("applicant", &reference);
    row.applicant_key = Some(applicant.map_err(|refusal| format!("{refusal:?}"))?);
    row.reference.clone_from(&reference);
    project(&mut row, &application, &office.calendar(), today).map_err(|refusal| format!("{refusal:?}"))?;
    row.change = stored.last().map_or(0, |event| event.change);
    tx.save_application(&row).await?;
    debug_assert_eq!(application.state() == State::Archived, model.row.state == State::Archived.key());
    Ok(Made { reference, registration: row.registration.unwrap_or_default(), code })
}
