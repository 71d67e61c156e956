//! What a rectification of particulars (更正登记事项) changed, field by field, before and after; names, numbers and contacts masked
//! as everywhere on the page of a case.
//!
//! Not here: doing it (`crate::application::rectify`), the reason (`super::case`).

use crate::refusal::Refusal;
use gongkai_deadline::explain::plain_date;
use gongkai_domain::application::event::Recorded;
use gongkai_domain::application::records::Arrival;
use gongkai_domain::application::{Application, Event};
use gongkai_domain::ids::{ContentId, ContentRef};
use gongkai_domain::personal::applicant::{Agent, Guardian, IdentityDocument, Party};
use gongkai_domain::personal::{Applicant, mask};

/// What stands where a field is empty.
const NONE: &str = "（空）";
/// What stands for a record that was destroyed by rule.
const DESTROYED: &str = "（内容已销毁）";

/// The particulars as they stood before a rectification and after it.
#[derive(Debug, Clone)]
pub(super) struct Rectified {
    /// The place of the rectification in the stream.
    pub(super) sequence: u64,
    before: Arrival,
    after: Arrival,
}

impl Rectified {
    /// Every rectification of a case.
    ///
    /// # Errors
    /// [`Refusal::Defect`] for events that cannot have happened.
    pub(super) fn all(events: &[Recorded]) -> Result<Vec<Self>, Refusal> {
        let defect = |e: gongkai_domain::application::FoldError| Refusal::Defect(e.to_string());
        let mut all = Vec::new();
        for (place, recorded) in events.iter().enumerate() {
            if !matches!(recorded.event, Event::ParticularsRectified { .. }) {
                continue;
            }
            let mut application = Application::from_events(&events[..place]).map_err(defect)?;
            let before = application.arrival.clone();
            application.apply(recorded).map_err(defect)?;
            all.push(Self { sequence: recorded.sequence, before, after: application.arrival });
        }
        Ok(all)
    }

    /// The records of applicants that must be read to tell it.
    pub(super) fn contents(&self) -> impl Iterator<Item = ContentId> + '_ {
        [&self.before, &self.after].into_iter().flat_map(everybody).map(|reference| reference.id)
    }

    /// The applicants before and after, as far as their records are there.
    pub(super) fn people<'t>(&self, text: impl Fn(ContentId) -> Option<&'t str>) -> Vec<Applicant> {
        self.contents().filter_map(|id| serde_json::from_str(text(id)?).ok()).collect()
    }

    /// What changed, each field with what it was and what it is.
    pub(super) fn changes<'t>(&self, text: impl Fn(ContentId) -> Option<&'t str>) -> Vec<(String, String)> {
        let mut changes = Vec::new();
        let mut add = |field: String, before: String, after: String| {
            if before != after {
                let shown = |text: String| if text.is_empty() { NONE.to_owned() } else { text };
                changes.push((field, format!("{} → {}", shown(before), shown(after))));
            }
        };
        let (old, new) = (&self.before, &self.after);
        let channel = |arrival: &Arrival| {
            let oral = if arrival.is_oral { "（口头申请）" } else { "" };
            format!("{}{oral}", arrival.channel.label())
        };
        add("提交方式".to_owned(), channel(old), channel(new));
        add("收到日期".to_owned(), plain_date(old.arrived_on), plain_date(new.arrived_on));
        let column = |arrival: &Arrival| arrival.applicant_kind.column().label().to_owned();
        add("年度报告中的申请人类别".to_owned(), column(old), column(new));
        let provision = |arrival: &Arrival| {
            format!("{}，{}", arrival.provision.form.label(), arrival.provision.way.label())
        };
        add("获取信息的方式".to_owned(), provision(old), provision(new));
        let (before, after): (Vec<_>, Vec<_>) = (everybody(old).collect(), everybody(new).collect());
        for place in 0..before.len().max(after.len()) {
            let who = match before.len().max(after.len()) {
                1 => "申请人".to_owned(),
                _ => format!("第{}申请人", place + 1),
            };
            let (one, two) = (before.get(place), after.get(place));
            if one == two {
                continue;
            }
            let fields = |reference: Option<&&ContentRef>| match reference {
                None => Ok(None),
                Some(reference) => match text(reference.id).map(serde_json::from_str::<Applicant>) {
                    Some(Ok(applicant)) => Ok(Some(applicant)),
                    _ => Err(()),
                },
            };
            let (Ok(one), Ok(two)) = (fields(one), fields(two)) else {
                add(who, DESTROYED.to_owned(), format!("{DESTROYED} "));
                continue;
            };
            match (&one, &two) {
                (Some(one), Some(two)) => {
                    for ((field, before), (_, after)) in shown(one).into_iter().zip(shown(two)) {
                        if before.clear != after.clear {
                            // two that are masked alike are not the same
                            let hint = if before.masked == after.masked {
                                "（遮蔽部分有变动）"
                            } else {
                                ""
                            };
                            let now = format!("{}{hint}", after.masked);
                            add(format!("{who}{field}"), before.masked, now);
                        }
                    }
                }
                (None, Some(two)) => add(who, String::new(), format!("增加{}", two.masked_name())),
                (Some(one), None) => add(who, one.masked_name(), "删去".to_owned()),
                (None, None) => {}
            }
        }
        changes
    }
}

/// Everybody who applies, the first first.
fn everybody(arrival: &Arrival) -> impl Iterator<Item = &ContentRef> {
    std::iter::once(&arrival.applicant).chain(&arrival.joint_applicants)
}

/// A field in clear, to be compared only, and as it is shown.
#[derive(Debug)]
struct Shown {
    clear: String,
    masked: String,
}

impl Shown {
    fn new(clear: &str, masked: impl Fn(&str) -> String) -> Self {
        Self { clear: clear.to_owned(), masked: masked(clear) }
    }
}

/// The fields of an applicant, always the same in the same order.
fn shown(applicant: &Applicant) -> Vec<(&'static str, Shown)> {
    let open = |text: &str| Shown::new(text, str::to_owned);
    let document = |document: Option<&IdentityDocument>| {
        let of = |number: &dyn Fn(&str) -> String| {
            document
                .map_or_else(String::new, |one| format!("{}{}", one.kind.name(), number(one.number.reveal())))
        };
        Shown { clear: of(&str::to_owned), masked: of(&mask::id_number) }
    };
    let (person, organisation) = match &applicant.party {
        Party::NaturalPerson(person) => (Some(person), None),
        Party::Organisation(organisation) => (None, Some(organisation)),
    };
    let kind = organisation.map_or("自然人", |organisation| organisation.kind.name());
    let name = Shown { clear: applicant.name().reveal().to_owned(), masked: applicant.masked_name() };
    let guardian = |of: &dyn Fn(&Guardian) -> String| {
        person.and_then(|person| person.guardian.as_ref()).map_or_else(String::new, of)
    };
    let agent = |of: &dyn Fn(&Agent) -> String| applicant.agent.as_ref().map_or_else(String::new, of);
    let authority = agent(&|agent| {
        let until = agent.authority.until.map_or_else(|| "未写明".to_owned(), plain_date);
        format!("{}，{}至{until}", agent.authority.scope, plain_date(agent.authority.from))
    });
    let lawyer = |of: &dyn Fn(&str) -> String| {
        agent(&|agent| {
            let lawyer = agent.lawyer.as_ref();
            lawyer.map_or_else(String::new, |one| format!("{}，{}", one.firm, of(one.licence.reveal())))
        })
    };
    let delivery = |of: &dyn Fn(&str, &str) -> String| {
        applicant.delivery.as_ref().map_or_else(String::new, |one| {
            let online = if one.agrees_online { "，同意网上送达" } else { "" };
            format!("{}{online}", of(one.address.reveal(), one.recipient.reveal()))
        })
    };
    let text = |of: &dyn Fn(&gongkai_domain::personal::Organisation) -> String| {
        organisation.map_or_else(String::new, of)
    };
    let contact = &applicant.contact;
    vec![
        ("类别", open(kind)),
        ("姓名（名称）", name),
        ("身份证明", document(person.map(|person| &person.document))),
        ("统一社会信用代码", Shown::new(&text(&|one| one.credit_code.reveal().to_owned()), mask::id_number)),
        (
            "法定代表人（负责人）",
            Shown::new(&text(&|one| one.legal_representative.reveal().to_owned()), mask::name),
        ),
        (
            "法定代表人（负责人）身份证明",
            document(organisation.and_then(|one| one.representative_document.as_ref())),
        ),
        ("联系人", Shown::new(&text(&|one| one.contact_person.reveal().to_owned()), mask::name)),
        ("联系电话", Shown::new(contact.phone.reveal(), mask::phone)),
        ("电子邮箱", Shown::new(contact.email.reveal(), mask::email)),
        ("通信地址", Shown::new(contact.postal_address.reveal(), mask::address)),
        ("邮政编码", Shown::new(contact.post_code.reveal(), mask::id_number)),
        ("传真", Shown::new(contact.fax.reveal(), mask::phone)),
        (
            "送达地址确认",
            Shown {
                clear: delivery(&|address, who| format!("{address}{who}")),
                masked: delivery(&|address, _| mask::address(address)),
            },
        ),
        (
            "监护人",
            Shown {
                clear: guardian(&|one| format!("{}（{}）", one.name.reveal(), one.relation)),
                masked: guardian(&|one| format!("{}（{}）", mask::name(one.name.reveal()), one.relation)),
            },
        ),
        (
            "监护人身份证明",
            document(person.and_then(|person| person.guardian.as_ref()).map(|one| &one.document)),
        ),
        ("代理人", Shown::new(&agent(&|one| one.name.reveal().to_owned()), mask::name)),
        ("代理人身份证明", document(applicant.agent.as_ref().map(|one| &one.document))),
        ("委托权限和期限", open(&authority)),
        ("代理律师", Shown { clear: lawyer(&str::to_owned), masked: lawyer(&mask::id_number) }),
    ]
}
