//! Samples of every page: empty, typical and extreme, so that each can be looked at and judged without a server.
//!
//! Not here: the judging (`tests/pages`, `tests/browser`) and the folder of files (`examples/gallery.rs`).

mod actions;
mod counter;
mod desk;
mod followed;
mod office;
mod other;
mod papers;
mod portal;

use crate::chrome::{Body, DeskPage, DoorPage, Place, PortalPage, Site, Staff, Theme, View};
use crate::components::{Entered, ErrorSummary, FieldError, Link};
use crate::day::{Day, Moment};
use crate::urls::Urls;
use chrono::NaiveDate;
use gongkai_deadline::Calendar;
use gongkai_deadline::timeline::{Consulted, Event, Timeline};
use gongkai_domain::application::CaseClock;
use std::cell::RefCell;

/// One page with one set of values.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The page: `portal/track`.
    pub page: &'static str,
    /// The set of values: `empty`, `typical`, `extreme`.
    pub sample: &'static str,
    /// The whole page.
    pub html: String,
}

/// Writes the words of samples; a hostile pen puts markup into every one of them.
#[derive(Debug, Clone, Copy)]
struct Pen {
    is_hostile: bool,
}

/// Markup that must never reach a page as markup.
pub const HOSTILE: &str = "<b>粗</b>\"'&";

impl Pen {
    /// The words.
    fn s(self, words: &str) -> String {
        if self.is_hostile { format!("{words}{HOSTILE}") } else { words.to_owned() }
    }

    /// Forty characters, as names of subordinate bodies really have.
    fn name40(self) -> String {
        self.s("云州市高新技术产业开发区管理委员会公共数据资源开发利用与政务信息公开事务服务中心筹备组")
    }

    /// A long text without a break in sight.
    fn long(self) -> String {
        self.s(&"关于二〇二四年至二〇二五年公共数据授权运营项目立项、采购、验收、付款及运维全过程的全部文件材料，".repeat(12))
    }

    /// A long word that no line holds.
    fn unbroken(self) -> String {
        self.s(&"A1b2C3d4E5f6G7h8".repeat(8))
    }
}

/// Collects samples in one theme.
struct Album {
    pen: Pen,
    theme: Theme,
    site: Site,
    calendar: Calendar,
    samples: RefCell<Vec<Sample>>,
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// The same, ready to print.
fn on(year: i32, month: u32, number: u32) -> Day {
    Day::of(day(year, month, number))
}

/// A moment of 2025, ready to print.
fn at(month: u32, number: u32, hour: u32, minute: u32) -> Moment {
    Moment::of(day(2025, month, number).and_hms_opt(hour, minute, 0).unwrap_or_default())
}

impl Album {
    fn urls(&self) -> Urls {
        self.site.urls.clone()
    }

    fn view(&self, page: &str) -> View {
        View { theme: self.theme, path: self.site.urls.at(&format!("/{page}")) }
    }

    fn portal(&self, page: &'static str, sample: &'static str, body: &impl Body) {
        let view = self.view(page);
        let html = PortalPage { site: &self.site, view: &view, body }.to_string();
        self.samples.borrow_mut().push(Sample { page, sample, html });
    }

    fn desk(&self, page: &'static str, sample: &'static str, place: Option<Place>, body: &impl Body) {
        let view = self.view(page);
        let staff = self.staff(sample == "extreme");
        let html = DeskPage { site: &self.site, view: &view, staff: &staff, place, body }.to_string();
        self.samples.borrow_mut().push(Sample { page, sample, html });
    }

    fn door(&self, page: &'static str, sample: &'static str, body: &impl Body) {
        let view = self.view(page);
        let html = DoorPage { site: &self.site, view: &view, body }.to_string();
        self.samples.borrow_mut().push(Sample { page, sample, html });
    }

    fn staff(&self, is_extreme: bool) -> Staff {
        let p = self.pen;
        let warning = is_extreme.then(|| {
            (
                p.s("2027年放假安排尚未导入，跨年度的期限为暂定。"),
                Link::new("导入放假安排", self.site.urls.calendar_import()),
            )
        });
        Staff {
            name: p.s(if is_extreme { "买买提·阿不都热依木·图尔荪" } else { "李敏" }),
            roles: p.s(if is_extreme {
                "承办人、审核员、工作机构负责人（代，至2026年3月31日）"
            } else {
                "承办人"
            }),
            agency: if is_extreme { p.name40() } else { p.s("云州市数据资源管理局") },
            places: vec![
                (Place::Inbox, Some(if is_extreme { 1280 } else { 9 })),
                (Place::Messages, Some(if is_extreme { 365 } else { 2 })),
                (Place::Register, None),
                (Place::Review, Some(4)),
                (Place::Ledger, None),
                (Place::Challenges, None),
                (Place::RecordCorrections, None),
                (Place::Complaints, None),
                (Place::Calendar, None),
                (Place::People, None),
                (Place::Audit, None),
                (Place::Settings, None),
            ],
            token: "sample-token".to_owned(),
            warning,
        }
    }

    /// The clock of the case that the sketches show: consultation of another agency over the autumn holiday.
    fn clock(&self, today: NaiveDate) -> Option<CaseClock> {
        let events = [
            Event::Received { on: day(2025, 9, 16) },
            Event::ConsultationSent {
                on: day(2025, 9, 23),
                id: 1,
                with: Consulted::OtherAgency,
                within: None,
            },
            Event::OpinionReceived { on: day(2025, 9, 29), id: 1 },
        ];
        self.clock_of(&events, today)
    }

    fn clock_of(&self, events: &[Event], today: NaiveDate) -> Option<CaseClock> {
        let clock = Timeline::from_events(events).ok()?.reply_clock(&self.calendar, Some(today)).ok()?;
        Some(CaseClock::of_reply(clock))
    }

    /// Values for every field named, and with `faults` a fault for each.
    fn entered(&self, fields: &[(&str, &str)], faults: bool) -> Entered {
        let p = self.pen;
        let values = fields.iter().map(|(name, value)| ((*name).to_owned(), p.s(value))).collect();
        let fault = |(name, _): &(&str, &str)| FieldError {
            field: (*name).to_owned(),
            message: p.s("请填写这一项"),
        };
        Entered::new(values, if faults { fields.iter().map(fault).collect() } else { Vec::new() })
    }

    /// Values for every field named, and a fault for each that stands in `form`, as a handler would give them.
    fn refused(&self, fields: &[(&str, &str)], form: &str) -> Entered {
        let p = self.pen;
        let is_here = |name: &str| form.contains(&format!("id=\"f-{}\"", name.replace('.', "-")));
        let values = fields.iter().map(|(name, value)| ((*name).to_owned(), p.s(value))).collect();
        let faults = fields
            .iter()
            .filter(|(name, _)| is_here(name))
            .map(|(name, _)| FieldError { field: (*name).to_owned(), message: p.s("请填写这一项") });
        Entered::new(values, faults.collect())
    }

    /// The summary with only those faults whose field stands in `form`, as a handler would give them.
    fn faults_in(&self, fields: &[(&str, &str)], form: &str) -> ErrorSummary {
        let is_here =
            |(name, _): &(&str, &str)| form.contains(&format!("id=\"f-{}\"", name.replace('.', "-")));
        let fields: Vec<(&str, &str)> = fields.iter().copied().filter(is_here).collect();
        self.entered(&fields, true).summary()
    }
}

fn album(theme: Theme, is_hostile: bool) -> Vec<Sample> {
    let pen = Pen { is_hostile };
    let Ok(calendar) = Calendar::national() else { return Vec::new() };
    let site = Site {
        urls: Urls::under("/zwgk/yshqgk"),
        agency: pen.s("云州市数据资源管理局"),
        host: Some(Link::new(pen.s("云州市人民政府"), "https://www.example.gov.cn/")),
        organiser: pen.s("云州市数据资源管理局"),
        operator: Some(pen.s("云州市数据资源管理局办公室")),
        phone: Some(pen.s("0999-8123456")),
        site_code: Some(pen.s("9999990001")),
        icp: Some(pen.s("某ICP备00000000号")),
        police_record: None,
        is_demo: true,
        ..Site::default()
    };
    let album = Album { pen, theme, site, calendar, samples: RefCell::default() };
    portal::add(&album);
    desk::add(&album);
    counter::add(&album);
    papers::add(&album);
    office::add(&album);
    actions::add(&album);
    other::add(&album);
    album.samples.into_inner()
}

/// Every page with every set of values, in one theme.
pub fn samples(theme: Theme) -> Vec<Sample> {
    album(theme, false)
}

/// The same with [`HOSTILE`] markup in every word that does not belong to the program.
pub fn hostile_samples() -> Vec<Sample> {
    album(Theme::Default, true)
}
