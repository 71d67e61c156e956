//! What is printed: the application page of the desk, the receipt and the page with the reply, as PDF out of the browser,
//! read by a program of others.
//!
//! Not here: the papers of the office themselves (`gongkai-compose`).

use crate::gallery::Gallery;
use crate::sight::window;
use fantoccini::Client;
use fantoccini::wd::PrintConfigurationBuilder;
use gongkai_testkit::browser::Driver;
use gongkai_web::chrome::Theme;
use std::path::Path;
use std::process::Command;

/// The words of a PDF with the right edge of each, page by page; and how wide the pages are.
fn words_on(file: &Path) -> (Vec<Vec<(f64, String)>>, f64) {
    let told = Command::new("pdftotext").arg("-bbox").arg(file).arg("-").output().unwrap();
    assert!(told.status.success());
    let told = String::from_utf8(told.stdout).unwrap();
    let number = |line: &str, name: &str| -> f64 {
        let (_, rest) = line.split_once(&format!("{name}=\"")).unwrap();
        rest.split('"').next().unwrap().parse().unwrap()
    };
    let (mut pages, mut width) = (Vec::<Vec<(f64, String)>>::new(), 0.0);
    for line in told.lines().map(str::trim) {
        if line.starts_with("<page ") {
            width = number(line, "width");
            pages.push(Vec::new());
        } else if line.starts_with("<word ") {
            let text = line.split_once('>').unwrap().1.trim_end_matches("</word>").to_owned();
            pages.last_mut().unwrap().push((number(line, "xMax"), text));
        }
    }
    (pages, width)
}

/// The page as it would be printed. The driver gives the browser ten seconds, which a busy machine may need for its fonts.
async fn printed(browser: &Client) -> Vec<u8> {
    let wanted = || PrintConfigurationBuilder::default().build().unwrap();
    for _ in 0..3 {
        if let Ok(paper) = browser.print(wanted()).await {
            return paper;
        }
    }
    browser.print(wanted()).await.unwrap()
}

#[tokio::test]
#[ignore = "needs Chromium and pdftotext"]
async fn the_application_the_receipt_and_the_reply_fit_on_paper_without_what_only_a_screen_needs() {
    let gallery = Gallery::of(&[Theme::Default]);
    let driver = Driver::start().unwrap();
    let browser = window(&driver, 1280).await;
    // the name of the sample, the most pages, and what must be read on them
    let wanted: &[(&str, usize, &[&str])] = &[
        ("desk/application typical default", 5, &["答复期限", "申请内容", "文书", "经过"]),
        ("portal/receipt typical default", 2, &["查询码", "答复期限", "接下来"]),
        ("portal/tracked answered default", 3, &["答复结果", "文书和信息", "如果不服"]),
    ];
    for (name, most, needed) in wanted {
        browser.goto(&gallery.address(gallery.shot(name))).await.unwrap();
        let paper = printed(&browser).await;
        let file = gallery.path_of_folder().join("printed.pdf");
        std::fs::write(&file, paper).unwrap();
        let (pages, width) = words_on(&file);
        assert!((1..=*most).contains(&pages.len()), "{name}: {} pages", pages.len());
        let all: String = pages.iter().flatten().map(|(_, word)| word.as_str()).collect();
        for words in *needed {
            assert!(all.contains(words), "{name}: {words} in {all}");
        }
        for words in ["跳到正文", "高对比", "长辈", "显示方式", "退出", "显示申请人信息"]
        {
            assert!(!all.contains(words), "{name}: {words} is for a screen: {all}");
        }
        let cut: Vec<&(f64, String)> =
            pages.iter().flatten().filter(|(right, _)| *right > width - 20.0).collect();
        assert!(cut.is_empty(), "{name}: over the edge {cut:?}");
        for (number, page) in pages.iter().enumerate() {
            assert!(page.len() > 3, "{name}: page {number} is all but empty: {page:?}");
        }
    }
    browser.close().await.unwrap();
}
