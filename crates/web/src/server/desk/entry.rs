//! Who is at the desk: the session of the cookie, the person with the places of the rail, the form that was sent.
//!
//! Not here: signing in (`super::door`), what a person may do (`gongkai-app`).

use super::super::forms::{self, SentFile};
use super::super::{Web, respond};
use super::asked::on_the_way;
use crate::chrome::{Body, Place, Staff, View};
use crate::components::{Entered, FieldError, Link};
use crate::pages::portal::failure::Status;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use chrono::{Datelike, TimeDelta};
use gongkai_app::account::{Session, person, session};
use gongkai_app::calendar::import;
use gongkai_app::docket::ONCE_FIELD;
use gongkai_app::{Actor, Fault, Office, Refusal};
use gongkai_domain::staff::{Permission, Person, Reach, Role, Target, may, reach_on};
use std::sync::Arc;

/// Name of the cookie of a session.
pub(super) const COOKIE: &str = "desk";

/// Somebody who is signed in, with the request.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) web: Arc<Web>,
    pub(super) view: View,
    pub(super) session: Session,
    pub(super) actor: Actor,
    pub(super) staff: Staff,
    /// The token of this session's forms.
    pub(super) token: String,
    /// Whether a second factor must be bound before anything else is done.
    pub(super) must_bind: bool,
}

/// For how long the same form is known again.
const SENT_AGAIN: TimeDelta = TimeDelta::hours(12);

/// What is noted of a form that was sent more than once.
const TWIN: &str = "form of the desk, sent again";

/// A form of this session that is being taken.
pub(super) struct Press {
    form: String,
    /// Whether the same one was sent before.
    pub(super) is_again: bool,
}

impl Press {
    /// Whether the same form was sent before or has been sent since: of two presses at one moment either may be done first.
    pub(super) async fn has_twin(&self, desk: &Desk) -> Result<bool, Refusal> {
        Ok(self.is_again || !desk.is_first(TWIN, &self.form).await?)
    }
}

/// A form as it was sent: pairs in their order.
pub(super) type Sent = Vec<(String, String)>;

impl FromRequestParts<Arc<Web>> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Arc<Web>) -> Result<Self, Response> {
        let uri =
            parts.extensions.get::<OriginalUri>().map_or_else(|| parts.uri.clone(), |uri| uri.0.clone());
        let view = respond::view(&uri, &parts.headers);
        if parts.method != Method::GET && !forms::is_ours(parts, web) {
            return Err(lost(web, view, &parts.headers, Status::Forbidden, Some(FOREIGN.to_owned())).await);
        }
        let urls = &web.site.urls;
        let asked = uri.path_and_query().filter(|_| parts.method == Method::GET);
        let asked = asked.map_or("", axum::http::uri::PathAndQuery::as_str);
        match Box::pin(Self::open(web, view.clone(), &parts.headers)).await {
            Ok(desk) if desk.session.must_change && !is_own_account(parts.uri.path()) => {
                Err(Redirect::to(&on_the_way(urls, urls.account(), asked)).into_response())
            }
            Ok(desk) if desk.must_bind && !is_binding(parts.uri.path()) => {
                Err(Redirect::to(&web.site.urls.own_second_factor()).into_response())
            }
            Ok(desk) => Ok(desk),
            Err(Refusal::SignedOut) => {
                Err(Redirect::to(&on_the_way(urls, urls.sign_in(), asked)).into_response())
            }
            Err(refusal) => Err(respond::refused_at_desk(web, &view, None, &refusal)),
        }
    }
}

/// Where somebody whose password was set by another may go before changing it.
fn is_own_account(path: &str) -> bool {
    path.ends_with("/desk/account") || path.ends_with("/desk/account/password") || path.ends_with("/sign-out")
}

/// Where somebody who must bind a second factor may go before it is bound.
fn is_binding(path: &str) -> bool {
    is_own_account(path) || path.ends_with("/desk/account/second-factor")
}

/// The field of the token of a form.
const TOKEN: &str = "token";

/// What is told of a form that was opened in another session.
const STALE: &str = "这个页面是在上一次登录时打开的，请核对后再提交";

/// What is told of a form that another site sent.
const FOREIGN: &str = "表单不是从本系统的页面提交的。";

/// The page of a failure below the desk, in the frame of whoever is signed in.
pub(crate) async fn lost(
    web: &Arc<Web>,
    view: View,
    headers: &HeaderMap,
    status: Status,
    more: Option<String>,
) -> Response {
    let desk = Desk::open(web, view.clone(), headers).await.ok();
    respond::failure_at_desk(web, &view, desk.as_ref().map(|desk| &desk.staff), status, more)
}

/// The token that the browser keeps.
pub(super) fn token_of(headers: &HeaderMap) -> Option<String> {
    CookieJar::from_headers(headers).get(COOKIE).map(|cookie| cookie.value().to_owned())
}

/// The cookie of a session; an empty one takes it away.
pub(super) fn cookie(web: &Web, token: String) -> Cookie<'static> {
    let is_over = token.is_empty();
    let mut cookie = Cookie::new(COOKIE, token);
    cookie.set_path(web.site.urls.home());
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(web.is_secure);
    if is_over {
        cookie.make_removal();
    }
    cookie
}

/// Places of the rail, with what somebody must be permitted to enter them: one of these, or nothing.
const PLACES: [(Place, &[Permission]); 14] = [
    (Place::Inbox, &[Permission::SeeApplications]),
    (Place::Register, &[Permission::FileAtCounter]),
    (Place::Review, &[Permission::SeeApplications]),
    (Place::Ledger, &[Permission::SeeLedger]),
    (Place::Challenges, &[Permission::ManageChallenges]),
    (Place::RecordCorrections, &[Permission::ManageRecordCorrections]),
    (Place::Complaints, &[Permission::HandleComplaints]),
    (Place::Proactive, &[Permission::PromoteToProactive]),
    (Place::Supervision, &[Permission::SuperviseSubordinates]),
    (Place::Calendar, &[]),
    (Place::People, &[Permission::ManagePeople, Permission::GrantRoles]),
    (Place::Audit, &[Permission::ReadAudit, Permission::VerifyChain]),
    (Place::Settings, &[Permission::ManageSettings]),
    (Place::System, &[Permission::ManageSystem]),
];

/// What every page tells whoever can mend it.
async fn warning(
    web: &Web,
    actor: &Actor,
    person: &Person,
    is_without_second_factor: bool,
) -> Option<(String, Link)> {
    let (office, urls) = (&web.office, &web.site.urls);
    let today = office.today();
    if import::must(office, actor).await.is_ok() {
        // the arrangement of a year is announced in November of the year before
        let missing = [today.year(), today.year() + i32::from(today.month() == 12)];
        let calendar = office.calendar();
        if let Some(year) = missing.into_iter().find(|year| !calendar.knows(*year)) {
            let words = format!("{year}年放假安排尚未导入，落在这一年的期限为暂定。");
            return Some((words, Link::new("导入放假安排", urls.calendar_import())));
        }
    }
    if is_without_second_factor && person.roles.iter().any(|role| role.is_administrator()) {
        let words = "管理员账号尚未绑定动态口令。".to_owned();
        return Some((words, Link::new("绑定动态口令", urls.own_second_factor())));
    }
    None
}

impl Desk {
    async fn open(web: &Arc<Web>, view: View, headers: &HeaderMap) -> Result<Self, Refusal> {
        let office = &web.office;
        let token = token_of(headers).ok_or(Refusal::SignedOut)?;
        let (session, signed_in) = session::signed_in(office, &token).await?;
        let actor = person::actor_of(office, &signed_in.person).await?;
        let member = actor.member()?.person.clone();
        if !member.is_active {
            return Err(Refusal::SignedOut);
        }
        let today = office.today();
        let known = office.known(member.agency).await?;
        let roles: Vec<&str> = member.roles_on(today).into_iter().map(|held| Role::name(held.role)).collect();
        let reaches = |permission: Permission| {
            let (reach, _) = reach_on(&member, permission, today);
            reach > Reach::Nothing || may(&member, permission, Target::agency(member.agency), today).is_ok()
        };
        let is_open = |of: &[Permission]| of.is_empty() || of.iter().any(|permission| reaches(*permission));
        let mut places: Vec<(Place, Option<u32>)> =
            PLACES.iter().filter(|(_, of)| is_open(of)).map(|(place, _)| (*place, None)).collect();
        // everybody has messages; the number tells how many are new
        let unread = u32::try_from(signed_in.unread).unwrap_or(u32::MAX);
        let inbox = places.iter().position(|(place, _)| *place == Place::Inbox);
        let after_inbox = inbox.map_or(places.len(), |inbox| inbox + 1);
        places.insert(after_inbox, (Place::Messages, Some(unread).filter(|unread| *unread > 0)));
        let warning = warning(web, &actor, &member, signed_in.is_without_second_factor).await;
        let form_token = session.form_token(office)?;
        let is_administrator = member.roles_on(today).into_iter().any(|held| held.role.is_administrator());
        let must_bind =
            known.settings.second_factor.binds(is_administrator) && signed_in.is_without_second_factor;
        let staff = Staff {
            name: member.name.clone(),
            roles: roles.join("、"),
            agency: known.agency.short_name.clone(),
            places,
            token: form_token.clone(),
            warning,
        };
        Ok(Self { web: Arc::clone(web), view, session, actor, staff, token: form_token, must_bind })
    }

    /// Refuses a form whose token is not the one of this session. One that was made in an earlier session has a fault of no
    /// field: whatever shows faults shows it again with everything that was typed.
    pub(super) fn check(&self, sent: &Sent) -> Result<(), Refusal> {
        let token = value(sent, TOKEN);
        match self.session.must_be_ours(&self.web.office, token) {
            Err(Refusal::Denied(_)) if !token.is_empty() => Err(Refusal::invalid(TOKEN, STALE)),
            checked => checked,
        }
    }

    /// What a form shows again that cannot be taken as it is, because it was made in an earlier session or a text in it is
    /// longer than any: nothing is done, and nothing is lost. None where it can be taken.
    pub(super) fn unfit(&self, sent: &Sent) -> Result<Option<Entered>, Refusal> {
        match self.check(sent) {
            Ok(()) => Ok(too_long(sent)),
            Err(Refusal::Invalid(faults)) => Ok(Some(entered(sent, &faults))),
            Err(refusal) => Err(refusal),
        }
    }

    /// Refuses whoever has a permission nowhere today: before a form is shown, and before anything of it is kept.
    pub(super) fn must_reach(&self, permission: Permission) -> Result<(), Refusal> {
        let person = &self.actor.member()?.person;
        if reach_on(person, permission, self.web.office.today()).0 == Reach::Nothing {
            self.must_here(permission)?;
        }
        Ok(())
    }

    /// Refuses whoever has a permission not for the whole of their own agency.
    pub(super) fn must_here(&self, permission: Permission) -> Result<(), Refusal> {
        let agency = self.actor.member()?.person.agency;
        self.actor.must(permission, Target::agency(agency), self.web.office.today())
    }

    /// Notes that this very form was sent in this session. What comes of a second press of the button, or of a page sent again,
    /// is for the caller: only where the one has done it, the other has nothing left to do.
    pub(super) async fn pressed(
        &self,
        path: &str,
        sent: &Sent,
        files: &[SentFile],
    ) -> Result<Press, Refusal> {
        // the token among the pairs is that of the session
        let mut form = vec![path.to_owned()];
        form.extend(sent.iter().flat_map(|(name, value)| [name.clone(), value.clone()]));
        form.extend(files.iter().map(|file| format!("{} {:?}", file.name, Office::digest_of(&file.bytes))));
        let form = serde_json::to_string(&form).map_err(|e| Refusal::Defect(e.to_string()))?;
        let is_again = !self.is_first("form of the desk", &form).await?;
        if is_again {
            // before the step: whoever meets what the step has done finds this
            self.is_first(TWIN, &form).await?;
        }
        Ok(Press { form, is_again })
    }

    async fn is_first(&self, what: &'static str, form: &str) -> Result<bool, Refusal> {
        let office = &self.web.office;
        let key = office.recognise(what, form)?;
        let tx = office.storage.begin().await?;
        let is_first = tx.use_form_token(key, office.instant() + SENT_AGAIN).await?;
        tx.commit().await?;
        Ok(is_first)
    }

    /// A page of the desk.
    pub(super) fn show<B: Body>(&self, place: Option<Place>, status: StatusCode, body: &B) -> Response {
        respond::desk(&self.web, &self.view, &self.staff, place, status, body)
    }

    /// A page that came from a form: shown again where something is wrong with it.
    pub(super) fn answer<B: Body>(&self, place: Place, body: &B) -> Response {
        let status = if body.has_errors() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        self.show(Some(place), status, body)
    }

    /// The page of a refusal that no form can show.
    pub(super) fn refused(&self, refusal: &Refusal) -> Response {
        respond::refused_at_desk(&self.web, &self.view, Some(&self.staff), refusal)
    }
}

/// The value of a field; empty where it was not sent.
pub(super) fn value<'a>(sent: &'a [(String, String)], name: &str) -> &'a str {
    sent.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

/// All values of a field.
pub(super) fn values<'a>(sent: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    sent.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
}

/// What was sent with its faults, for showing the form again.
pub(super) fn entered(sent: &Sent, faults: &[Fault]) -> Entered {
    let (of_session, of_fields): (Vec<&Fault>, Vec<&Fault>) =
        faults.iter().partition(|fault| [TOKEN, ONCE_FIELD].contains(&fault.field));
    let errors = of_fields
        .into_iter()
        .map(|fault| FieldError { field: fault.field.to_owned(), message: fault.text.clone() })
        .collect();
    let reasons = of_session.into_iter().map(|fault| fault.text.clone()).collect();
    Entered::new(sent.clone(), errors).against(reasons)
}

/// The form without its word where that was used for something else: shown again it gets a new one.
pub(super) fn under_new_word(mut sent: Sent, faults: &[Fault]) -> Sent {
    if faults.iter().any(|fault| fault.field == ONCE_FIELD) {
        sent.retain(|(name, _)| name != ONCE_FIELD);
    }
    sent
}

/// Most letters of a field; a file holds what is longer.
const MOST_LETTERS: usize = 10_000;

/// What was sent with the fields that are too long, if there are some.
fn too_long(sent: &Sent) -> Option<Entered> {
    let long = sent.iter().map(|(field, text)| (field, text.chars().count()));
    let long = long.filter(|(_, letters)| *letters > MOST_LETTERS).map(|(field, letters)| FieldError {
        field: field.clone(),
        message: format!("不超过{MOST_LETTERS}字，现有{letters}字；更长的内容请作为附件上传"),
    });
    let errors: Vec<FieldError> = long.collect();
    (!errors.is_empty()).then(|| Entered::new(sent.clone(), errors))
}

/// The status of a page that came from a form: refused by the records, by its fields, or not.
pub(super) fn status_of(entered: &Entered) -> StatusCode {
    match (entered.is_refused(), entered.has_errors()) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, false) => StatusCode::OK,
    }
}

/// Why nothing was done, in words, where the records and not the fields stand against it.
pub(super) fn reasons_of(refusal: &Refusal) -> Option<Vec<String>> {
    match refusal {
        Refusal::Blocked(reasons) => Some(reasons.iter().map(ToString::to_string).collect()),
        Refusal::Denied(why) => Some(vec![why.clone()]),
        _ => None,
    }
}
