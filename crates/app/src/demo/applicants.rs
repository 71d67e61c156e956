//! The invented applicants of the demonstration. Their document numbers prove themselves, but belong to a region that does
//! not exist.
//!
//! Not here: what they apply for (`super::cases`).

use chrono::NaiveDate;
use gongkai_domain::personal::applicant::{
    Agent, Applicant, Contact, DeliveryConfirmation, DocumentKind, IdentityDocument, Lawyer, NaturalPerson,
    Organisation, OrganisationKind, Party, PowerOfAttorney,
};
use gongkai_domain::personal::{Personal, credit_code, resident_id};

/// Citizens: name, date of birth, address.
const CITIZENS: [(&str, &str, &str); 12] = [
    ("李秀兰", "19681103", "云州市云城区文昌街12号2单元301室"),
    ("王建军", "19750621", "云州市青石县城关镇建设路45号"),
    ("张丽", "19890214", "云州市云城区学院路6号"),
    ("刘洋", "19930917", "云州市东湖区滨河新村8幢102室"),
    ("赵国庆", "19581001", "青石县河口镇柳林村3组"),
    ("吴晓明", "19820730", "云州市云城区人民路210号"),
    ("孙桂英", "19630308", "青石县城关镇北街77号"),
    ("徐浩", "19960525", "云州市东湖区创业大道99号"),
    ("胡志强", "19710812", "云州市云城区古塔街33号"),
    ("朱婷婷", "19911226", "云州市东湖区湖滨花园15幢"),
    ("欧阳文博", "19850419", "云州市云城区书院巷5号"),
    ("沈卫东", "19660505", "青石县双溪乡上湾村"),
];

/// Organisations: name, kind, the person in charge.
const ORGANISATIONS: [(&str, OrganisationKind, &str); 6] = [
    ("云州恒信建设工程有限公司", OrganisationKind::CommercialEnterprise, "钱卫平"),
    ("青石县绿源物业服务有限公司", OrganisationKind::CommercialEnterprise, "方志明"),
    ("云州社会治理研究中心", OrganisationKind::ResearchInstitution, "邵启明"),
    ("云州市蓝天环境保护协会", OrganisationKind::PublicWelfareOrganisation, "顾海燕"),
    ("江南明理律师事务所", OrganisationKind::LegalServiceInstitution, "范正"),
    ("青石县城关镇北街社区居民委员会", OrganisationKind::OtherOrganisation, "石玉珍"),
];

/// How many applicants there are: citizens first.
pub(super) const COUNT: usize = CITIZENS.len() + ORGANISATIONS.len();

/// The first of the organisations.
pub(super) const FIRST_ORGANISATION: usize = CITIZENS.len();

/// A number of a resident whose last character proves the others.
fn resident(born: &str, turn: usize) -> String {
    let bare = format!("990101{born}{:03}", 11 + turn * 7);
    let last = "0123456789X".chars().find(|last| resident_id(&format!("{bare}{last}")).is_ok());
    format!("{bare}{}", last.unwrap_or('0'))
}

fn document(born: &str, turn: usize) -> IdentityDocument {
    IdentityDocument { kind: DocumentKind::ResidentId, number: resident(born, turn).into() }
}

fn code(turn: usize) -> String {
    let bare = format!("91990100MA{turn:07}");
    let fits = |last: &char| credit_code(&format!("{bare}{last}")).is_ok();
    let last = "0123456789ABCDEFGHJKLMNPQRTUWXY".chars().find(fits).unwrap_or('0');
    format!("{bare}{last}")
}

/// An applicant by number; the number wraps.
pub(super) fn applicant(turn: usize, on: NaiveDate) -> Applicant {
    let turn = turn % COUNT;
    let phone: Personal = format!("138000000{turn:02}").into();
    if let Some((name, born, address)) = CITIZENS.get(turn) {
        let address: Personal = (*address).into();
        return Applicant {
            party: Party::NaturalPerson(NaturalPerson {
                name: (*name).into(),
                document: document(born, turn),
                guardian: None,
            }),
            // one of them acts through a lawyer
            agent: (turn == 8).then(|| Agent {
                name: "范正".into(),
                document: document("19790606", 40),
                authority: PowerOfAttorney {
                    scope: "代为申请政府信息公开、签收答复文书".to_owned(),
                    from: on,
                    until: None,
                },
                lawyer: Some(Lawyer {
                    licence: "19901200910000001".into(),
                    firm: "江南明理律师事务所".to_owned(),
                }),
            }),
            contact: Contact {
                phone,
                email: format!("shenqing{turn:02}@mail.example").into(),
                postal_address: address.clone(),
                post_code: "330000".into(),
                ..Contact::default()
            },
            delivery: Some(DeliveryConfirmation {
                address,
                recipient: (*name).into(),
                agrees_online: turn.is_multiple_of(2),
                confirmed_on: on,
            }),
        };
    }
    let (name, kind, head) = ORGANISATIONS[turn - CITIZENS.len()];
    Applicant {
        party: Party::Organisation(Organisation {
            name: name.into(),
            kind,
            credit_code: code(turn).into(),
            legal_representative: head.into(),
            representative_document: None,
            contact_person: head.into(),
        }),
        agent: None,
        contact: Contact {
            phone,
            postal_address: "云州市云城区府前路9号".into(),
            post_code: "330000".into(),
            ..Contact::default()
        },
        delivery: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_applicant_is_without_fault_and_each_column_of_table_3_has_one() {
        let on = NaiveDate::from_ymd_opt(2024, 1, 2).unwrap();
        let columns: BTreeSet<_> = (0..COUNT)
            .map(|turn| {
                let applicant = applicant(turn, on);
                assert_eq!(applicant.faults(on), [], "{turn}");
                applicant.column()
            })
            .collect();
        assert_eq!(columns.len(), 6);
    }
}
