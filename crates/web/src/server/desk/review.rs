//! The queue of drafts that wait for a signature.
//!
//! Not here: signing (`super::act`), who may sign (`gongkai-domain`).

use super::entry::Desk;
use super::words;
use crate::chrome::Place;
use crate::components::{Empty, Link};
use crate::day::{Day, Moment};
use crate::pages::desk::review::{Queue, Waiting};
use axum::http::StatusCode;
use axum::response::Response;
use gongkai_app::query::inbox::queue as waiting_drafts;
use gongkai_domain::application::ActionKind;

pub(super) async fn queue(desk: Desk) -> Response {
    let (drafts, own) = match waiting_drafts(&desk.web.office, &desk.actor).await {
        Ok(found) => found,
        Err(refusal) => return desk.refused(&refusal),
    };
    let urls = &desk.web.site.urls;
    let waiting = drafts.iter().filter_map(|one| {
        let case = &one.view;
        let draft = case.dossier.application.draft()?;
        let number = words::number(&case.dossier.row);
        let sent = case.log.iter().rfind(|happened| happened.event.action() == ActionKind::DraftReply)?;
        Some(Waiting {
            link: Link::new(case.dossier.settings.title(draft.reply.into()), urls.action(number, "sign")),
            about: format!("{number} {}", words::subject(case)),
            step: one.step?.label().to_owned(),
            drafter: case.dossier.name(draft.drafter).to_owned(),
            since: Moment::of(sent.at),
            chip: words::chip(case.chip),
            due: case.clock.due_on().map(Day::of),
        })
    });
    let page = Queue {
        waiting: waiting.collect(),
        own,
        empty: Empty {
            words: "没有等待您审核的文书".to_owned(),
            reason: "轮到您的环节时，文书会出现在这里。".to_owned(),
            way: Some(Link::new("返回待办", urls.desk())),
        },
    };
    desk.show(Some(Place::Review), StatusCode::OK, &page)
}
