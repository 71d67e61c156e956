//! The settings of an agency: all of them to read, one group at a time to change.
//!
//! Not here: which there are (`gongkai_app::settings`), the agency itself (`super::agency`).

use super::entry::{Desk, Sent, entered, reasons_of, status_of, value};
use crate::chrome::Place;
use crate::components::form::Width;
use crate::components::{Chip, Choice, Control, Entered, Fact, Facts, FieldError, Form, Link};
use crate::pages::desk::administration::{Health, SettingGroup, Settings};
use crate::pages::desk::panel::{Panel, Part, Section};
use crate::server::forms::Sent as SentForm;
use crate::server::respond::Named;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::Datelike;
use gongkai_app::settings::{
    Field, Group, Input, change as changing, group as group_of, groups, series, shown, words,
};
use gongkai_app::{Fault, Refusal};
use gongkai_domain::number::Series;
use gongkai_domain::personal::normalise_number;
use gongkai_domain::staff::{Permission, Target, may};

pub(super) async fn all(desk: Desk) -> Response {
    match page(&desk).await {
        Ok(page) => desk.show(Some(Place::Settings), axum::http::StatusCode::OK, &page),
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn page(desk: &Desk) -> Result<Settings, Refusal> {
    let office = &desk.web.office;
    let value = changing::settings(office, &desk.actor).await?;
    let urls = &desk.web.site.urls;
    let mut shown_groups: Vec<SettingGroup> = groups()
        .iter()
        .map(|group| SettingGroup {
            id: group.key.to_owned(),
            heading: group.heading.to_owned(),
            facts: Facts::new(
                group
                    .fields
                    .iter()
                    // of the many papers only those that are treated otherwise
                    .filter(|field| field.input != Input::Other || !shown(&value, field).is_empty())
                    .map(|field| {
                        Fact::given(&field.label, words(&value, field)).change(urls.setting(group.key))
                    })
                    .collect(),
            ),
        })
        .map(|mut group| {
            if group.facts.rows.is_empty() {
                let usual = Fact::text("全部文书", "按通常规则").change(urls.setting(&group.id));
                group.facts.rows.push(usual);
            }
            group
        })
        .collect();
    let standing = series::standing(office, &desk.actor).await?;
    let of = |(series, last): &(Series, u32)| {
        let words = if *last == 0 { "尚未使用".to_owned() } else { format!("{last}号") };
        let term = format!("{}{}年已用至", series.label(), standing.year);
        Fact::text(term, words).change(urls.setting(SERIES))
    };
    let facts = Facts::new(standing.last.iter().map(of).collect());
    let used = SettingGroup { id: SERIES.to_owned(), heading: "编号使用情况".to_owned(), facts };
    shown_groups.insert(1, used);
    let member = desk.actor.member()?;
    let target = Target::agency(member.person.agency);
    if may(&member.person, Permission::ManagePeople, target, office.today()).is_ok() {
        let link = Link::new("机关和内设机构", urls.agency_tree());
        let facts = Facts::new(vec![Fact::new("机关树", crate::components::Value::Link(link))]);
        let agency = SettingGroup { id: "agency".to_owned(), heading: "机关".to_owned(), facts };
        shown_groups.insert(0, agency);
    }
    Ok(Settings { health: health(desk).await?, groups: shown_groups })
}

/// What of the running office an administrator should know.
async fn health(desk: &Desk) -> Result<Vec<Health>, Refusal> {
    let office = &desk.web.office;
    let calendar = office.calendar();
    let last = calendar.years().last().map_or(0, |year| year.year);
    let is_known = calendar.knows(office.today().year());
    let words = format!("已收录至{last}年");
    let chip = if is_known { Chip::Good(words) } else { Chip::Bad(words) };
    let note = format!("{}年放假安排公布后请导入", last + 1);
    let agency = desk.actor.member()?.person.agency;
    let (agency, settings) = office.agency(agency).await?;
    let missing = settings.contact.missing();
    let contact = if missing.is_empty() {
        (Chip::Good("齐全".to_owned()), "《政府信息公开条例》第十二条所列各项均已填写".to_owned())
    } else {
        (Chip::Doubt("不齐全".to_owned()), format!("缺少{}", missing.join("、")))
    };
    let doubt = agency.court_doubt(&settings.remedies, office.today());
    let court = match settings.remedies.court_on(office.today()) {
        Some(_) if doubt.is_some() => (Chip::Doubt("请核对".to_owned()), doubt.unwrap_or_default()),
        Some(court) => (Chip::Good("已填写".to_owned()), court.to_owned()),
        None => (Chip::Bad("未填写".to_owned()), "没有法院名称的，告知诉讼途径的文书不能制发".to_owned()),
    };
    let line = |what: &str, chip, note| Health { what: what.to_owned(), chip, note };
    Ok(vec![
        line("工作日历", chip, note),
        line("指南信息", contact.0, contact.1),
        line("救济途径", court.0, court.1),
    ])
}

fn control(entered: &Entered, field: &Field) -> Control {
    let keyed = |choices: &[(&'static str, &'static str)]| {
        choices.iter().map(|(key, words)| Choice::new(*key, *words)).collect::<Vec<_>>()
    };
    let control = match &field.input {
        Input::Line => Control::line(entered, &field.path, &field.label),
        Input::Other => Control::line(entered, &field.path, &field.label).optional(),
        Input::Number(unit) => Control::line(entered, &field.path, format!("{}（{unit}）", field.label))
            .inputmode("numeric")
            .width(Width::Short),
        Input::YesNo => {
            let choices = vec![Choice::new("yes", "是"), Choice::new("no", "否")];
            Control::one(entered, &field.path, &field.label, choices).inline()
        }
        Input::One(choices) => Control::one(entered, &field.path, &field.label, keyed(choices)),
        Input::Lines | Input::DatedNames | Input::Elsewhere => {
            Control::text(entered, &field.path, &field.label, 4).optional()
        }
        Input::Day => Control::day(entered, &field.path, &field.label).optional(),
    };
    if field.hint.is_empty() { control } else { control.hint(field.hint) }
}

fn panel(desk: &Desk, group: &Group, entered: &Entered) -> Panel {
    let urls = &desk.web.site.urls;
    let form = Form {
        action: urls.setting(group.key),
        token: desk.token.clone(),
        controls: group.fields.iter().map(|field| control(entered, field)).collect(),
        submit: "保存".to_owned(),
        cancel: Some(Link::new("不修改", urls.settings())),
        is_guarded: true,
        ..Form::default()
    };
    Panel {
        heading: format!("修改设置：{}", group.heading),
        has_errors: entered.has_errors(),
        summary: entered.summary(),
        sections: vec![Section::new("fields", group.heading, Part::Form(form))],
        crumbs: vec![Link::new("设置", urls.settings())],
        ..Panel::default()
    }
    .examined(entered, "fields")
}

/// The last part of the address of the page that lets the series go on.
const SERIES: &str = "series";

fn series_panel(desk: &Desk, standing: &series::Standing, entered: &Entered) -> Panel {
    let urls = &desk.web.site.urls;
    let control = |(series, last): &(Series, u32)| {
        let label = format!("{}{}年已用至（号）", series.label(), standing.year);
        Control::line(entered, series.key(), label)
            .hint(format!("系统内已用至{last}，只能改大；下一个编号从所填的下一号起"))
            .inputmode("numeric")
            .width(Width::Short)
    };
    let form = Form {
        action: urls.setting(SERIES),
        token: desk.token.clone(),
        controls: standing.last.iter().map(control).collect(),
        submit: "保存".to_owned(),
        cancel: Some(Link::new("不修改", urls.settings())),
        is_guarded: true,
        is_final: true,
        ..Form::default()
    };
    Panel {
        heading: "接续年度中已经使用的编号".to_owned(),
        has_errors: entered.has_errors(),
        summary: entered.summary(),
        sections: vec![Section::new("fields", "已用至", Part::Form(form))],
        crumbs: vec![Link::new("设置", urls.settings())],
        ..Panel::default()
    }
    .examined(entered, "fields")
}

pub(super) async fn series(desk: Desk) -> Response {
    match series::standing(&desk.web.office, &desk.actor).await {
        Ok(standing) => {
            let values = standing.last.iter().map(|(one, last)| (one.key().to_owned(), last.to_string()));
            let entered = Entered::new(values.collect(), Vec::new());
            desk.answer(Place::Settings, &series_panel(&desk, &standing, &entered))
        }
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn continue_series(desk: Desk, SentForm { pairs: sent, .. }: SentForm) -> Response {
    match continued(&desk, &sent).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn continued(desk: &Desk, sent: &Sent) -> Result<Response, Refusal> {
    let office = &desk.web.office;
    let standing = series::standing(office, &desk.actor).await?;
    if let Some(again) = desk.unfit(sent)? {
        let page = series_panel(desk, &standing, &again);
        return Ok(desk.show(Some(Place::Settings), status_of(&again), &page));
    }
    let mut wanted = Vec::new();
    let mut faults = Vec::new();
    for one in Series::EVERY {
        match normalise_number(value(sent, one.key())).parse() {
            Ok(number) => wanted.push((*one, number)),
            Err(_) => faults.push(Fault::new(one.key(), format!("{}：填写数字，没有用过的填0", one.label()))),
        }
    }
    if faults.is_empty() {
        match series::continue_after(office, &desk.actor, &wanted).await {
            Ok(()) => return Ok(Redirect::to(&desk.web.site.urls.settings()).into_response()),
            Err(Refusal::Invalid(found)) => faults = found,
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(desk.answer(Place::Settings, &series_panel(desk, &standing, &entered(sent, &faults))))
}

pub(super) async fn group(desk: Desk, Named(key): Named<String>) -> Response {
    let settings = match changing::settings(&desk.web.office, &desk.actor).await {
        Ok(settings) => settings,
        Err(refusal) => return desk.refused(&refusal),
    };
    let Some(group) = group_of(&key) else { return desk.refused(&Refusal::NotFound) };
    let values = group.fields.iter().map(|field| (field.path.clone(), shown(&settings, field))).collect();
    desk.answer(Place::Settings, &panel(&desk, &group, &Entered::new(values, Vec::new())))
}

pub(super) async fn change(
    desk: Desk,
    Named(key): Named<String>,
    SentForm { pairs: sent, .. }: SentForm,
) -> Response {
    let Some(group) = group_of(&key) else { return desk.refused(&Refusal::NotFound) };
    match desk.unfit(&sent) {
        Ok(None) => {}
        Ok(Some(again)) => {
            return desk.show(Some(Place::Settings), status_of(&again), &panel(&desk, &group, &again));
        }
        Err(refusal) => return desk.refused(&refusal),
    }
    match changing::change(&desk.web.office, &desk.actor, &group, &sent).await {
        Ok(()) => Redirect::to(&desk.web.site.urls.settings()).into_response(),
        Err(Refusal::Invalid(faults)) => {
            // every fault names its field in words; the fields themselves are made at run time
            let named = |fault: Fault| {
                let of = group.fields.iter().find(|field| {
                    fault.text.strip_prefix('“').is_some_and(|rest| rest.starts_with(&field.label))
                });
                let field = of.map_or(fault.field.to_owned(), |field| field.path.clone());
                FieldError { field, message: fault.text }
            };
            let entered = Entered::new(sent.clone(), faults.into_iter().map(named).collect());
            desk.answer(Place::Settings, &panel(&desk, &group, &entered))
        }
        Err(refusal) => match reasons_of(&refusal) {
            Some(reasons) if !matches!(refusal, Refusal::Denied(_)) => {
                let entered = entered(&sent, &[]).against(reasons);
                desk.show(Some(Place::Settings), status_of(&entered), &panel(&desk, &group, &entered))
            }
            _ => desk.refused(&refusal),
        },
    }
}
