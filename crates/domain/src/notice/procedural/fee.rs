//! The fee notice: method, every line of the tariff, amount, way of paying, and what follows if nothing is paid.
//!
//! Not here: the tariff (`crate::fee`), when a fee may be asked for (`crate::application`).

use crate::fee::{Fee, Method, Yuan, by_item, by_quantity, is_chargeable};
use crate::notice::field::{Input, choice, fields};
use crate::notice::kind::{PaperKind, Procedural};
use crate::notice::paper::{Table, chinese_date};
use crate::notice::parts::Part;
use crate::notice::sheet::{FEE_MEASURES, Sheet};
use crate::notice::template::Template;
use chrono::NaiveDate;
use gongkai_deadline::statute::PAYMENT;

choice! {
    /// How the application is charged (《信息处理费管理办法》第三条).
    ChargedBy {
        /// 第四条.
        Item = "by_item", "按件计收";
        /// 第五条.
        Quantity = "by_quantity", "按量计收";
    }
}

fields! {
    /// Fields of [`Procedural::FeeNotice`].
    FeeNoticeFields of PaperKind::Procedural(Procedural::FeeNotice);
    method: Option<ChargedBy> = Input::Choice(ChargedBy::CHOICES), required, "收费方式", "同一申请只能选择一种。";
    first_ordinal: u16 = Input::Count, optional, "当月第几件", "按件计收的，空着即按登记簿清点的序号；更正的应当写明理由。";
    items: u16 = Input::Count, optional, "件数", "按件计收的填写：按一事一申请拆分后的件数，空着为1。";
    pages: u32 = Input::Count, optional, "页数", "按量计收的填写：A4及以下幅面单面为1页。";
    payment_way: String = Input::Text, required, "缴费方式", "缴款码、账户、窗口地址等；开具财政票据。";
    pay_due_on: Option<NaiveDate> = Input::Date, optional, "缴费截止日期", "已知送达日期的，由系统计算。";
}

impl FeeNoticeFields {
    /// What is owed.
    pub fn fee(&self) -> Option<Fee> {
        match self.method? {
            ChargedBy::Item if self.first_ordinal > 0 && self.items > 0 => {
                Some(by_item(self.first_ordinal, self.items))
            }
            ChargedBy::Quantity if self.pages > 0 => Some(by_quantity(self.pages)),
            _ => None,
        }
    }
}

impl Template for FeeNoticeFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.address_applicant();
        let received = sheet.application_received();
        sheet.body(received);
        sheet.requested();
        let (you, we) = (sheet.you(), sheet.we());
        let method = sheet.chosen(Part::Amount, "method", "收费方式", self.method);
        let (field, wanting) = match method {
            Some(ChargedBy::Quantity) => ("pages", "按量计收应当填写页数"),
            _ => ("first_ordinal", "按件计收应当填写当月第几件和件数"),
        };
        let fee = self.fee();
        sheet.need(Part::Amount, method.is_none() || fee.is_some(), Some(field), wanting);
        let owes = fee.as_ref().is_none_or(|fee| fee.total > Yuan(0));
        sheet.need(Part::Amount, owes, Some(field), "计算结果为不收费，不需要发出收费通知");
        let chargeable = sheet.case.received_on.is_none_or(is_chargeable);
        sheet.need(Part::Basis, chargeable, None, "2021年1月1日前收到的申请不收取信息处理费");
        let under = sheet.under(&["第四十二条"]);
        sheet.part(Part::Facts);
        sheet.body(format!(
            "{you}申请公开政府信息的数量、频次明显超过合理范围。{under}和{FEE_MEASURES}（国办函〔2020〕109号），\
             {we}决定对该申请收取信息处理费。"
        ));
        match &fee {
            None => sheet.body("〔收费方式和数量〕"),
            Some(fee) => write_lines(sheet, fee),
        }
        let way = sheet.sentence(Part::Provision, "payment_way", "缴费方式", &self.payment_way);
        sheet.body(format!("缴费方式：{way}"));
        sheet.cite(PAYMENT.article);
        let until = match self.pay_due_on {
            None => String::new(),
            Some(on) => {
                let is_later = on > sheet.issue.issued_on;
                sheet.need(Part::Period, is_later, Some("pay_due_on"), "缴费截止日期应当晚于成文日期");
                format!("，即{}前（含当日）", chinese_date(on))
            }
        };
        sheet.part(Part::Period);
        sheet.part(Part::Consequence);
        sheet.body(format!(
            "请{you}自收到本通知书次日起{}内{until}缴纳。逾期未缴纳的，视为放弃申请，{we}不再处理该政府信息公开申请；\
             缴纳后，答复期限自缴费完成次日起重新计算。",
            PAYMENT.length
        ));
        sheet.part(Part::Remedy);
        sheet.body(format!(
            "对收取信息处理费的决定有异议的，不能单独就该决定申请行政复议或者提起行政诉讼；缴费期满后，\
             可以就{we}不再处理该政府信息公开申请的行为，依照{}第五十一条的规定投诉、举报，或者依法申请行政复议、提起行政诉讼。",
            crate::notice::sheet::REGULATION
        ));
        sheet.end("特此通知。");
    }
}

/// The calculation, one row a band.
fn write_lines(sheet: &mut Sheet<'_>, fee: &Fee) {
    let unit = fee.method.unit();
    let rows = fee.lines.iter().map(|line| {
        let range = if line.from == line.to {
            format!("第{}{unit}", line.from)
        } else {
            format!("第{}{unit}至第{}{unit}", line.from, line.to)
        };
        let rate =
            if line.rate == Yuan(0) { "不收费".to_owned() } else { format!("每{unit}{}", line.rate) };
        vec![range, (line.to - line.from + 1).to_string(), rate, line.amount.to_string()]
    });
    let mut rows: Vec<Vec<String>> = rows.collect();
    rows.push(vec!["合计".to_owned(), String::new(), String::new(), fee.total.to_string()]);
    let law = match fee.method {
        Method::ByItem => "第四条",
        Method::ByQuantity => "第五条",
    };
    sheet.cite(format!("《政府信息公开信息处理费管理办法》{law}"));
    sheet.body(format!(
        "收费方式为{}（{FEE_MEASURES}{law}），应缴金额{}，计算如下：",
        fee.method.name(),
        fee.total
    ));
    let count = if unit == "件" { "件数" } else { "页数" };
    sheet.table(Table::listed("信息处理费计算表", &["范围", count, "标准", "金额"], rows));
}
