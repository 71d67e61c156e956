//! What the counter notes of an application that comes in on paper or by word of mouth, beside what the law asks for: postal
//! number and postmark, who wrote down what was said and that it was read back. Kept apart from the events, as content.
//!
//! Not here: filing (`super::file`), the days of receipt (`gongkai_domain::application::channel`).

use chrono::NaiveDate;
use gongkai_domain::notice::paper::chinese_date;
use serde::{Deserialize, Serialize};

/// What was noted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Intake {
    /// 邮件号 of the letter that came in.
    pub tracking: String,
    /// 邮戳日期.
    pub postmarked_on: Option<NaiveDate>,
    /// Who wrote down an oral application (《条例》第二十九条第一款).
    pub written_down_by: String,
    /// Whether it was read back to the applicant, who signed it.
    pub is_read_back: bool,
    /// 备注.
    pub remarks: String,
}

impl Intake {
    /// Whether anything was noted.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Who wrote down an oral application; the office where no name was noted.
    pub fn writer(&self) -> String {
        match self.written_down_by.trim() {
            "" => "政府信息公开工作机构".to_owned(),
            name => name.to_owned(),
        }
    }

    /// What was noted, line by line.
    pub fn lines(&self, is_oral: bool) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.tracking.trim().is_empty() {
            lines.push(format!("邮件号{}", self.tracking.trim()));
        }
        if let Some(on) = self.postmarked_on {
            lines.push(format!("邮戳日期{}", chinese_date(on)));
        }
        if is_oral {
            lines.push(format!("口头申请，由{}代为填写", self.writer()));
            if self.is_read_back {
                lines.push("记录已向申请人宣读，申请人确认无误并签名（捺印）".to_owned());
            }
        }
        if !self.remarks.trim().is_empty() {
            lines.push(self.remarks.trim().to_owned());
        }
        lines
    }
}
