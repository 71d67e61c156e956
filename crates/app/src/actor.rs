//! Who acts: the applicant of a case, a person of an agency, or the program by rule.
//!
//! Not here: which role may do what (`gongkai_domain::staff`), passwords and sessions (`crate::account`).

use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::ids::{ApplicationId, PersonId};
use gongkai_domain::staff::{Permission, Person, Target, may, may_as};

/// A person of an agency who is signed in.
#[derive(Debug, Clone)]
pub struct Member {
    /// The person with roles and acting-for.
    pub person: Person,
}

/// Who acts.
#[derive(Debug, Clone)]
pub enum Actor {
    /// The applicant of this case, known by reference and query code.
    Applicant(ApplicationId),
    /// Somebody who files an application.
    Public,
    /// A person of an agency.
    Member(Box<Member>),
    /// The program, by rule: a sweep, an import, the demonstration.
    Program(&'static str),
}

impl Actor {
    /// The word that the event log keeps: a person's id or a word, never an applicant's name.
    pub fn word(&self) -> String {
        match self {
            Self::Applicant(_) | Self::Public => "applicant".to_owned(),
            Self::Member(member) => member.person.id.to_string(),
            Self::Program(word) => (*word).to_owned(),
        }
    }

    /// The person, where it is one of an agency.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Member(member) => Some(member.person.id),
            _ => None,
        }
    }

    /// The person who is signed in.
    ///
    /// # Errors
    /// [`Refusal::SignedOut`] for anybody else.
    pub fn member(&self) -> Result<&Member, Refusal> {
        match self {
            Self::Member(member) => Ok(member),
            _ => Err(Refusal::SignedOut),
        }
    }

    /// Refuses unless the person may do this here on this day. The program may what its rule says.
    ///
    /// # Errors
    /// [`Refusal::SignedOut`], [`Refusal::Denied`] with the reason.
    pub fn must(&self, permission: Permission, target: Target<'_>, on: NaiveDate) -> Result<(), Refusal> {
        if matches!(self, Self::Program(_)) {
            return Ok(());
        }
        may(&self.member()?.person, permission, target, on)
            .map_err(|denied| Refusal::Denied(denied.to_string()))
    }

    /// The same for a signature: who acts in somebody's place does not sign there what that person drafted.
    ///
    /// # Errors
    /// [`Refusal::SignedOut`], [`Refusal::Denied`] with the reason.
    pub fn must_sign(
        &self,
        permission: Permission,
        target: Target<'_>,
        drafter: Option<PersonId>,
        on: NaiveDate,
    ) -> Result<(), Refusal> {
        if matches!(self, Self::Program(_)) {
            return Ok(());
        }
        let places = may_as(&self.member()?.person, permission, target, on);
        let places = places.map_err(|denied| Refusal::Denied(denied.to_string()))?;
        if places.iter().all(|place| Some(*place) == drafter && self.person() != drafter) {
            let why = "代行拟稿人职责的，不能代其签署拟稿人自己拟制的文稿";
            return Err(Refusal::Denied(why.to_owned()));
        }
        Ok(())
    }
}
