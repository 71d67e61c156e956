//! Samples of the counter: recording what came in, and the receipt that is handed over.
//!
//! Not here: the other pages of the office (`desk`, `office`).

use super::Album;
use crate::chrome::Place;
use crate::components::{Entered, Fact, Facts, Link};
use crate::pages::desk::receipt::ReceiptPage;
use crate::pages::desk::register::{self, Size};

const REGISTER: &[(&str, &str)] = &[
    ("channel", "registered_mail"),
    ("arrived_on", "2025-10-22"),
    ("kind", "natural_person"),
    ("name", "王建国"),
    ("phone", "13900000000"),
    ("matter.0.title", "云数函〔2025〕12号"),
    ("way", "post"),
    ("enclosure", ""),
    ("joint.0.name", "李秀兰"),
];

pub(super) fn add(album: &Album) {
    registering(album);
    receipt(album);
}

fn registering(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let hint = p.s("今天是2025年10月22日（周三）");
    let known = register::Known { once: "once", today: &hint, clerk: "陈芳", files: &[] };
    let one = Size { matters: 1, ..Size::default() };
    let page = register::page(&urls, "sample-token", &Entered::default(), one, &known);
    album.desk("desk/register", "empty", Some(Place::Register), &page);
    let files = [p.s("申请表.pdf（申请材料）"), p.s("信封.jpg（信封、邮件面单）")];
    let typical = Size { matters: 2, joint: 1, has_agent: true, has_guardian: false };
    let with_files = register::Known { files: &files, ..known.clone() };
    let page = register::page(&urls, "sample-token", &album.entered(REGISTER, false), typical, &with_files);
    album.desk("desk/register", "typical", Some(Place::Register), &page);
    let long = p.long();
    let extreme: Vec<(&str, &str)> = REGISTER.iter().map(|(name, _)| (*name, long.as_str())).collect();
    let size = Size { matters: 12, joint: 5, has_agent: true, has_guardian: true };
    let long_files = [p.unbroken(), p.long()];
    let with_files = register::Known { files: &long_files, ..known };
    let page = register::page(&urls, "sample-token", &album.entered(&extreme, true), size, &with_files);
    album.desk("desk/register", "extreme", Some(Place::Register), &page);
}

fn receipt(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let typical = ReceiptPage {
        urls: urls.clone(),
        number: "SQ202500001ABCD".to_owned(),
        agency: p.s("云州市数据资源管理局"),
        keep: vec![("申请编号".to_owned(), p.s("SQ202500001ABCD")), ("查询码".to_owned(), p.s("ABCD 2345"))],
        is_code_shown: true,
        prints_code: true,
        facts: Facts::new(vec![
            Fact::text("申请人", p.s("王＊＊")),
            Fact::text("提交方式", "当面提交"),
            Fact::text("答复期限", "2025年11月19日前（含当日）"),
        ]),
        requests: vec![p.s("云数函〔2025〕12号")],
        next: vec![p.s("本机关自收到申请之日起20个工作日内答复。")],
        office: vec![p.s("联系电话：0999-8123456")],
        file: Link::new("打印登记回执（PDF）", urls.action("SQ202500001ABCD", "receipt.pdf")),
    };
    album.desk("desk/receipt", "typical", Some(Place::Register), &typical);
    let empty = ReceiptPage {
        keep: vec![("申请编号".to_owned(), p.s("SQ202500001ABCD"))],
        is_code_shown: false,
        prints_code: false,
        office: Vec::new(),
        ..typical.clone()
    };
    album.desk("desk/receipt", "empty", Some(Place::Register), &empty);
    let extreme = ReceiptPage {
        agency: p.name40(),
        facts: Facts::new(vec![Fact::text("申请人", p.long()), Fact::text("来件邮件号", p.unbroken())]),
        requests: (0..20).map(|_| p.long()).collect(),
        next: vec![p.long(), p.unbroken()],
        office: vec![p.long(), p.unbroken()],
        ..typical
    };
    album.desk("desk/receipt", "extreme", Some(Place::Register), &extreme);
}
