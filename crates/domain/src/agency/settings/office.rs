//! What the 指南 prints about the disclosure office, and by which channels applications may come.
//!
//! Not here: which day a channel makes the day of receipt (`crate::application`), the page of the 指南 (`gongkai-web`).

use crate::application::Channel;
use serde::{Deserialize, Serialize};

/// The channels an agency has opened besides the basic ones, which may never be refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChannelSettings {
    /// The online form. Default open, because it comes with this program.
    pub internet: bool,
    /// E-mail, an internet channel by its day of receipt. Default not announced.
    pub email: bool,
    /// Fax. Default not announced.
    pub fax: bool,
}

impl Default for ChannelSettings {
    fn default() -> Self {
        Self { internet: true, email: false, fax: false }
    }
}

impl ChannelSettings {
    /// Whether an application may come by the channel. In person and by post are always open (国办公开办函〔2017〕19号).
    pub fn is_open(&self, channel: Channel) -> bool {
        match channel {
            Channel::InPerson | Channel::RegisteredMail | Channel::OrdinaryMail => true,
            Channel::Internet => self.internet,
            Channel::Email => self.email,
            Channel::Fax => self.fax,
        }
    }

    /// The open channels.
    pub fn open(&self) -> Vec<Channel> {
        Channel::EVERY.iter().copied().filter(|&channel| self.is_open(channel)).collect()
    }
}

/// The particulars of the disclosure office (《条例》第十二条). Defaults are empty: nothing is invented in their place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OfficeContact {
    /// 工作机构名称.
    pub office_name: String,
    /// 办公地址.
    pub address: String,
    /// 办公时间.
    pub hours: String,
    /// 联系电话.
    pub phone: String,
    /// 传真号码.
    pub fax: String,
    /// 电子邮箱.
    pub email: String,
    /// 互联网联系方式: an address on the web.
    pub website: String,
    /// 邮政编码.
    pub post_code: String,
}

impl OfficeContact {
    /// What 《条例》第十二条 asks for and is not entered, by its Chinese name. E-mail or web address is enough for 互联网联系
    /// 方式; the post code belongs to the address and is no item of its own.
    pub fn missing(&self) -> Vec<&'static str> {
        let items = [
            ("机构名称", !self.office_name.trim().is_empty()),
            ("办公地址", !self.address.trim().is_empty()),
            ("办公时间", !self.hours.trim().is_empty()),
            ("联系电话", !self.phone.trim().is_empty()),
            ("传真号码", !self.fax.trim().is_empty()),
            ("互联网联系方式", !self.email.trim().is_empty() || !self.website.trim().is_empty()),
        ];
        items.into_iter().filter(|(_, is_given)| !is_given).map(|(name, _)| name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_person_and_post_are_open_whatever_is_set() {
        let closed = ChannelSettings { internet: false, email: false, fax: false };
        assert_eq!(closed.open(), [Channel::InPerson, Channel::RegisteredMail, Channel::OrdinaryMail]);
        let mail = ChannelSettings { email: true, ..closed };
        assert!(mail.is_open(Channel::Email) && !mail.is_open(Channel::Internet), "the form is another way");
    }

    #[test]
    fn what_the_guide_lacks_is_named_and_one_internet_contact_is_enough() {
        assert_eq!(OfficeContact::default().missing().len(), 6);
        let contact = OfficeContact {
            office_name: "政府信息公开办公室".into(),
            address: "和平路1号".into(),
            hours: "工作日9:00—17:00".into(),
            phone: "0531-00000000".into(),
            email: "gk@example.invalid".into(),
            fax: " ".into(),
            ..OfficeContact::default()
        };
        assert_eq!(contact.missing(), ["传真号码"]);
    }
}
