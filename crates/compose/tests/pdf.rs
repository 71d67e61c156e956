//! PDF files say what the report says: to our own reader, to poppler, to the archive and to those who listen.
//!
//! Only the font compiled into the program is used, so that every machine gives the same bytes. Not here: how the pages
//! look, which a person has to see.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::NaiveDate;
use gongkai_checker::facts::read_document;
use gongkai_compose::draft::{Block, Draft, Face, Grid, GridCell, Mark, Run};
use gongkai_compose::fonts::Fonts;
use gongkai_compose::pdf::{Pdf, Typesetter};
use gongkai_compose::report::{self, Options};
use gongkai_domain::report::{CellRef, Form, Report, Role, Section, SectionKey};
use gongkai_extract::{Limits, read};
use gongkai_testkit::random::{self, Profile, Truth};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

static TYPESETTER: LazyLock<Typesetter> = LazyLock::new(|| Typesetter::new(Fonts::embedded()).unwrap());

fn drawn(seed: u64, form: Form, profile: Profile) -> Truth {
    let options = random::Options { form: Some(form), profile: Some(profile), ..random::Options::default() };
    random::report(seed, options)
}

fn draft_of(report: &Report) -> Draft {
    report::draft(report, &Options::default()).unwrap().draft
}

fn pdf(draft: &Draft) -> Pdf {
    TYPESETTER.pdf(draft).unwrap()
}

/// What a program of poppler prints about a file.
fn poppler(program: &str, options: &[&str], bytes: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let output = Command::new(program)
        .args(options)
        .arg(file.path())
        .args(if program == "pdftotext" { &["-"][..] } else { &[] })
        .stderr(Stdio::null())
        .output()
        .unwrap_or_else(|e| panic!("{program} of poppler-utils is needed: {e}"));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Runs of digits, with how often each stands there.
fn numbers<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for text in texts {
        for number in text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()) {
            *counts.entry(number.to_owned()).or_default() += 1;
        }
    }
    counts
}

/// All texts of a draft.
fn texts(draft: &Draft) -> Vec<&str> {
    let mut texts = vec![draft.title.as_str()];
    for block in &draft.blocks {
        match block {
            Block::Heading { text, .. }
            | Block::Note { text }
            | Block::Signature { text }
            | Block::SignedOn { text }
            | Block::Line { text, .. } => texts.push(text),
            Block::Gap => {}
            Block::Paragraph { runs } => texts.extend(runs.iter().map(|r| r.text.as_str())),
            Block::Table(grid) => texts.extend(grid.cells.iter().map(|c| c.text.as_str())),
        }
    }
    texts
}

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The prose of each section, without the places where lines end.
fn prose(report: &Report) -> BTreeMap<SectionKey, String> {
    report
        .sections
        .iter()
        .map(|s: &Section| (s.key, s.prose().iter().map(|p| without_space(&p.text)).collect()))
        .collect()
}

fn read_back(bytes: &[u8]) -> Report {
    let document = read(bytes, Some("report.pdf"), &Limits::default()).unwrap();
    let mut reports = read_document(&document, "report.pdf");
    assert_eq!(reports.len(), 1);
    reports.remove(0)
}

fn assert_same(truth: &Report, back: &Report, name: &str) {
    for (at, cell) in truth.cells() {
        assert_eq!(back.cell(at).and_then(|c| c.value), cell.value, "{name}: {at:?}");
    }
    assert_eq!(back.form, truth.form, "{name}");
    assert_eq!(back.agency.value, truth.agency.value, "{name}");
    assert_eq!(back.year.value, truth.year.value, "{name}");
    assert_eq!(back.signed_on.value, truth.signed_on.value, "{name}");
    assert_eq!(
        back.title.value.as_deref().map(without_space),
        truth.title.value.as_deref().map(without_space),
        "{name}"
    );
    assert_eq!(prose(back), prose(truth), "{name}");
}

#[test]
fn our_reader_gets_back_every_cell_and_every_sentence() {
    for form in [Form::Form2021, Form::Form2019] {
        for (n, profile) in Profile::EVERY.iter().enumerate() {
            let seed = 40 + n as u64;
            let truth = drawn(seed, form, *profile).report;
            let file = pdf(&draft_of(&truth));
            assert_eq!(file.missing_characters, Vec::<char>::new(), "seed {seed}");
            assert_same(&truth, &read_back(&file.bytes), &format!("{form} {profile:?} seed {seed}"));
        }
    }
}

#[test]
fn poppler_reads_every_number_once() {
    for (form, profile, seed) in [(Form::Form2021, Profile::Extreme, 7), (Form::Form2019, Profile::City, 8)] {
        let draft = draft_of(&drawn(seed, form, profile).report);
        let file = pdf(&draft);
        let read = poppler("pdftotext", &["-raw"], &file.bytes);
        let pages = read.matches('\u{c}').count();
        let printed: Vec<String> = (1..=pages).map(|n| n.to_string()).collect();
        let wanted = numbers(texts(&draft).into_iter().chain(printed.iter().map(String::as_str)));
        assert_eq!(numbers(read.lines()), wanted, "{form}");
        let all = without_space(&read);
        for text in texts(&draft).into_iter().filter(|t| t.chars().count() < 20) {
            assert!(all.contains(&without_space(text)) || text.contains(['（', '、']), "{form}: {text}");
        }
    }
}

#[test]
fn every_font_is_embedded() {
    let file = pdf(&draft_of(&drawn(1, Form::Form2021, Profile::County).report));
    let table = poppler("pdffonts", &[], &file.bytes);
    let fonts: Vec<&str> = table.lines().skip(2).collect();
    assert!(!fonts.is_empty());
    for font in fonts {
        let words: Vec<&str> = font.split_whitespace().rev().take(5).collect();
        // object, generation, unicode, subset, embedded, read from the right
        assert_eq!(words[2..], ["yes", "yes", "yes"], "{font}");
    }
}

/// The text of a file's XMP packet, which the archive wants to find without decompressing.
fn metadata(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let start = text.find("<?xpacket begin").expect("a packet in plain text");
    let end = text.find("<?xpacket end").expect("the end of the packet");
    text[start..end].to_owned()
}

#[test]
fn the_file_says_that_it_is_for_the_archive_and_for_everybody() {
    let truth = drawn(2, Form::Form2021, Profile::County).report;
    let undated = Draft { dated_on: None, ..draft_of(&truth) };
    let due = NaiveDate::from_ymd_opt(truth.year.value.unwrap() + 1, 1, 31).unwrap();
    let unknown = Draft { due_on: None, ..undated.clone() };
    for (draft, nominal) in
        [(draft_of(&truth), None), (undated, Some(due)), (unknown, NaiveDate::from_ymd_opt(2000, 1, 1))]
    {
        let file = pdf(&draft);
        assert_eq!(file.nominal_date, nominal);
        assert_eq!(pdf(&draft).bytes, file.bytes);
        let on = nominal.or(draft.dated_on).unwrap();
        let xmp = metadata(&file.bytes);
        for claim in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
            &format!("<xmp:CreateDate>{on}"),
            truth.title.value.as_deref().unwrap(),
            truth.agency.value.as_deref().unwrap(),
        ] {
            assert!(xmp.contains(claim), "{claim} in {xmp}");
        }
    }
}

#[test]
fn the_structure_names_headings_tables_and_header_cells() {
    let file = pdf(&draft_of(&drawn(3, Form::Form2021, Profile::County).report));
    let about = poppler("pdfinfo", &[], &file.bytes);
    assert!(about.contains("Tagged:          yes"), "{about}");
    let tree = poppler("pdfinfo", &["-struct"], &file.bytes);
    let count = |kind: &str| {
        tree.lines().filter(|l| l.split([' ', ':']).find(|w| !w.is_empty()) == Some(kind)).count()
    };
    assert_eq!(count("Table"), 3);
    // each value is a data cell, and nothing else is
    assert_eq!(count("TD"), 200);
    assert!(count("TH") > 60, "{}", count("TH"));
    assert_eq!(count("H1"), 6);
    assert!(count("P") > 6);
}

#[test]
fn the_same_draft_gives_the_same_bytes() {
    let draft = draft_of(&drawn(4, Form::Form2021, Profile::City).report);
    let first = pdf(&draft).bytes;
    assert_eq!(first, pdf(&draft).bytes);
    let another = Typesetter::new(Fonts::embedded()).unwrap();
    assert_eq!(first, another.pdf(&draft).unwrap().bytes);
}

fn plain(text: &str) -> Block {
    Block::Paragraph { runs: vec![Run { text: text.to_owned(), face: Face::FangSong }] }
}

fn with(blocks: Vec<Block>) -> Draft {
    Draft {
        title: "云岫县档案馆2025年政府信息公开工作年度报告".to_owned(),
        agency: "云岫县档案馆".to_owned(),
        dated_on: NaiveDate::from_ymd_opt(2026, 1, 20),
        due_on: None,
        letterhead: None,
        blocks,
    }
}

#[test]
fn nothing_that_people_wrote_is_a_command() {
    let hostile = [
        "#let x = 1; #x",
        "#panic(\"停\")",
        "#read(\"/etc/passwd\") #import \"@preview/x:1.0.0\"",
        "*粗* _斜_ `码` $x^2$ = 标题 <标签> @引用 //注 /*注*/ \\ ~ --- ... - 项",
        "<script>alert(1)</script> &lt; ]] } {{ %s \\u{41} \\n",
        "http://example.invalid/年报?x=1",
    ];
    let mut blocks: Vec<Block> = hostile.iter().map(|t| plain(t)).collect();
    blocks.push(Block::Heading { level: 1, text: hostile[0].to_owned() });
    blocks.push(Block::Table(grid_of(&hostile)));
    blocks.push(Block::Note { text: hostile[1].to_owned() });
    blocks.push(Block::Signature { text: hostile[3].to_owned() });
    let draft = Draft { title: hostile[2].to_owned(), agency: hostile[4].to_owned(), ..with(blocks) };
    let file = pdf(&draft);
    assert_eq!(file.missing_characters, Vec::<char>::new());
    let read = without_space(&poppler("pdftotext", &["-raw"], &file.bytes)).replace('\u{200b}', "");
    for text in hostile {
        assert!(read.matches(&without_space(text)).count() >= 2, "{text}\n{read}");
    }
}

fn grid_of(texts: &[&str]) -> Grid {
    let cell = |row, col, row_span, text: &str, role| GridCell {
        row,
        col,
        row_span,
        col_span: 1,
        text: text.to_owned(),
        role,
        at: None,
        sum_of: Vec::new(),
        mark: None,
    };
    let mut cells = vec![
        cell(0, 0, 1, "类别", Role::Header),
        cell(0, 1, 1, "事项", Role::Header),
        cell(0, 2, 1, "件数", Role::Header),
        cell(1, 0, texts.len(), "合并的类别", Role::Label),
    ];
    for (n, text) in texts.iter().enumerate() {
        cells.push(cell(n + 1, 1, 1, text, Role::Label));
        cells.push(cell(n + 1, 2, 1, &n.to_string(), Role::Value));
    }
    Grid {
        summary: "事项统计表".to_owned(),
        rows: texts.len() + 1,
        cols: 3,
        widths: vec![0.2, 0.6, 0.2],
        header_rows: 1,
        cells,
    }
}

#[test]
fn characters_that_no_font_has_are_shown_as_boxes_and_told() {
    let file = pdf(&with(vec![plain("甲😀乙\u{E123}丙\u{200D}丁ᚠ戊\u{1}己")]));
    assert_eq!(file.missing_characters, ['\u{1}', 'ᚠ', '\u{200D}', '\u{E123}', '😀']);
    let read = poppler("pdftotext", &["-raw"], &file.bytes);
    assert!(read.contains("甲□乙□丙丁□戊己"), "{read}");
}

#[test]
fn rare_characters_of_names_are_printed() {
    let names = "陈喆、王堃、朱镕、李𬭎、㛃、旻昇翀";
    let file = pdf(&with(vec![plain(names)]));
    assert_eq!(file.missing_characters, Vec::<char>::new());
    assert!(poppler("pdftotext", &["-raw"], &file.bytes).contains(names));
}

#[test]
fn the_faces_that_are_missing_are_told_once_each() {
    let file = pdf(&with(vec![plain("正文。")]));
    assert_eq!(file.missing_faces, [Face::Title, Face::FangSong, Face::Song]);
}

#[test]
fn endless_text_stays_on_its_pages() {
    let words = "a".repeat(3_000);
    let prose = "公开".repeat(50_000);
    let draft = with(vec![plain(&words), plain(&prose), Block::Table(grid_of(&[&words, "短"]))]);
    let file = pdf(&draft);
    let read = poppler("pdftotext", &["-raw"], &file.bytes);
    assert_eq!(read.matches('公').count(), 50_000 + 1); // and the title
    assert_eq!(read.matches('a').count(), 6_000);
    // what runs over the edge of the page is not found when only the page is looked at
    let inside =
        poppler("pdftotext", &["-raw", "-x", "70", "-y", "90", "-W", "470", "-H", "720"], &file.bytes);
    assert_eq!(inside.matches('a').count(), 6_000);
}

#[test]
fn a_table_longer_than_a_page_repeats_its_head_and_its_group_labels() {
    let rows: Vec<String> = (0..120).map(|n| format!("第{n}项")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let file = pdf(&with(vec![Block::Table(grid_of(&rows))]));
    let read = poppler("pdftotext", &["-raw"], &file.bytes);
    let pages: Vec<&str> = read.split('\u{c}').filter(|p| !p.trim().is_empty()).collect();
    assert!(pages.len() > 2);
    for page in &pages {
        assert!(page.contains("件数"), "{page}");
        assert!(page.contains("合并的类别"), "{page}");
    }
    for row in rows {
        assert_eq!(
            pages.iter().filter(|p| p.lines().any(|l| l.split(' ').any(|w| w == row))).count(),
            1,
            "{row}"
        );
    }
}

/// The lowest word of each page above the page number, in points from the top.
fn bottoms(bytes: &[u8]) -> Vec<f64> {
    let boxes = poppler("pdftotext", &["-bbox"], bytes);
    let value = |line: &str| line.split("yMax=\"").nth(1)?.split('"').next()?.parse::<f64>().ok();
    let of_page = |page: &str| page.lines().filter_map(value).filter(|y| *y < 745.0).fold(0.0, f64::max);
    boxes.split("<page ").skip(1).map(of_page).collect()
}

#[test]
fn the_table_of_applications_begins_where_there_is_room_and_no_group_of_it_is_torn() {
    for lines in (0..22).step_by(3) {
        let form = if lines % 2 == 0 { Form::Form2021 } else { Form::Form2019 };
        let truth = drawn(11 + lines, form, Profile::City).report;
        let written = vec!["全年按时公开各类信息。".to_owned(); lines as usize];
        let prose = BTreeMap::from([(SectionKey::Overview, written)]);
        let draft = report::draft(&truth, &Options { prose, ..Options::default() }).unwrap().draft;
        let file = pdf(&draft);
        let read = poppler("pdftotext", &["-raw"], &file.bytes);
        let pages: Vec<String> = read.split('\u{c}').map(without_space).collect();
        let page_of = |text: &str| pages.iter().position(|page| page.contains(text)).unwrap();
        let begins = page_of("三、收到和处理政府信息公开申请情况");
        for text in ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "予以公开"]
        {
            assert!(pages[begins].contains(text), "{lines}: {text}\n{read}");
        }
        // the head is repeated where the table goes on
        assert!(pages[page_of("四、结转下年度继续办理")].contains("法人或其他组织"), "{lines}\n{read}");
        assert_eq!(page_of("属于国家秘密"), page_of("属于行政查询事项"), "{lines}\n{read}");
        // the pages before it are full but for the heading and the least with which it may begin
        let bottoms = bottoms(&file.bytes);
        assert!(bottoms[..begins].iter().all(|y| *y > 480.0), "{lines}: {bottoms:?}");
        let back = read_back(&file.bytes);
        for (at, cell) in truth.cells() {
            assert_eq!(back.cell(at).and_then(|c| c.value), cell.value, "{lines}: {at:?}");
        }
    }
}

#[test]
fn a_long_title_breaks_where_its_sense_allows() {
    let mut draft = with(Vec::new());
    draft.title = "政务服务和大数据管理局2025年政府信息公开工作年度报告".to_owned();
    draft.agency = "青溪县政务服务和大数据管理局".to_owned();
    let read = poppler("pdftotext", &["-raw"], &pdf(&draft).bytes);
    let lines: Vec<&str> = read.lines().take(2).collect();
    assert_eq!(lines, ["政务服务和大数据管理局2025年", "政府信息公开工作年度报告"], "{read}");
}

#[test]
fn a_mark_tints_the_cell_and_is_a_note_below_without_touching_the_number() {
    let truth = drawn(5, Form::Form2021, Profile::County).report;
    let at: BTreeSet<CellRef> = truth.cells().map(|(at, _)| at).step_by(50).collect();
    let marks = at.iter().map(|at| (*at, "原件不清，按合计推得。".to_owned())).collect();
    let draft = report::draft(&truth, &Options { marks, ..Options::default() }).unwrap().draft;
    let has_mark = |m: &Option<Mark>| m.is_some();
    assert_eq!(draft.tables().flat_map(|g| &g.cells).filter(|c| has_mark(&c.mark)).count(), at.len());
    let file = pdf(&draft);
    let read = poppler("pdftotext", &["-raw"], &file.bytes);
    // what is noted at several cells of a table is told once
    let tables = draft.tables().filter(|g| g.cells.iter().any(|c| has_mark(&c.mark))).count();
    assert_eq!(without_space(&read).matches("按合计推得").count(), tables);
    assert!(without_space(&read).contains("〔标注1：“"), "{read}");
    let back = read_back(&file.bytes);
    for (at, cell) in truth.cells() {
        assert_eq!(back.cell(at).and_then(|c| c.value), cell.value, "{at:?}");
    }
}

#[test]
fn marks_at_a_whole_row_take_nothing_from_the_report_that_is_read_back() {
    for seed in 0..1 {
        let truth = drawn(seed, Form::Form2021, Profile::County).report;
        let is_marked = |at: &CellRef| at.to_string().contains("total");
        let marks = truth.cells().map(|(at, _)| at).filter(is_marked);
        let marks = marks.map(|at| (at, "推算的数值，原件没有印出：各列之和".to_owned())).collect();
        let marked = report::draft(&truth, &Options { marks, ..Options::default() }).unwrap().draft;
        let (back, plain) = (read_back(&pdf(&marked).bytes), read_back(&pdf(&draft_of(&truth)).bytes));
        for (at, cell) in plain.cells() {
            assert_eq!(back.cell(at).and_then(|c| c.value), cell.value, "seed {seed} {at:?}");
        }
        let texts = |r: &Report| r.sections.iter().map(|s| s.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&back), texts(&plain), "seed {seed}");
    }
}

#[test]
fn a_label_of_many_rows_is_said_again_where_its_rows_go_on_and_listeners_hear_it_once() {
    let mut divided = 0;
    for seed in 0..5 {
        let file = pdf(&draft_of(&drawn(seed, Form::Form2021, Profile::County).report));
        let page = |n: usize| {
            let number = n.to_string();
            poppler("pdftotext", &["-layout", "-f", &number, "-l", &number], &file.bytes)
        };
        let holds_rows = |text: &str| text.contains("部分公开（区分") || text.contains("重复申请");
        let pages: Vec<String> = (1..8).map(page).filter(|text| holds_rows(text)).collect();
        divided += usize::from(pages.len() > 1);
        assert!(pages.iter().all(|text| text.matches("三、本").count() == 1), "seed {seed}: {pages:?}");
        let heard = poppler("pdfinfo", &["-struct-text"], &file.bytes);
        assert_eq!(heard.matches("\"三、本").count(), 1, "seed {seed}");
    }
    assert!(divided > 0, "no table went over two pages");
}

#[test]
fn the_empty_form_can_be_printed() {
    for form in [Form::Form2021, Form::Form2019] {
        let file = pdf(&report::blank(form, "青溪县档案馆", 2025).unwrap());
        assert_eq!(file.nominal_date, NaiveDate::from_ymd_opt(2026, 1, 31));
        assert!(poppler("pdftotext", &["-raw"], &file.bytes).contains("填写说明"));
    }
}

#[test]
fn a_draft_without_anything_is_a_page() {
    let draft = Draft {
        title: String::new(),
        agency: String::new(),
        dated_on: None,
        due_on: None,
        letterhead: None,
        blocks: Vec::new(),
    };
    assert!(pdf(&draft).bytes.starts_with(b"%PDF-1.7"));
    let lone = with(vec![
        Block::Heading { level: 2, text: "（一）开头".to_owned() },
        Block::Heading { level: 1, text: " ".to_owned() },
        Block::SignedOn { text: "2026年1月20日".to_owned() },
    ]);
    assert!(poppler("pdftotext", &["-raw"], &pdf(&lone).bytes).contains("（一）开头"));
}

#[test]
fn the_text_layer_of_a_small_report_in_each_form() {
    for form in [Form::Form2021, Form::Form2019] {
        let file = pdf(&draft_of(&drawn(21, form, Profile::Quiet).report));
        let read = poppler("pdftotext", &["-raw"], &file.bytes).replace('\u{c}', "-------- page --------\n");
        insta::assert_snapshot!(format!("text_layer_{form}"), read);
    }
}

#[test]
fn short_sections_that_begin_with_figures_and_names_of_every_kind_come_back() {
    let said = "2024年本机关没有行政复议、行政诉讼案件。\n12条意见已经答复。\n1.其余事项同上。";
    for name in ["青溪市发展和改革委员会（市粮食和物资储备局、市能源局）", "拱北海关", "青溪市图书馆"]
    {
        let mut truth = drawn(3, Form::Form2021, Profile::County).report;
        for section in &mut truth.sections {
            section.text = said.to_owned();
            section.paragraphs.clear();
        }
        truth.agency.value = Some(name.to_owned());
        truth.title.value = Some(format!("{name}2024年政府信息公开工作年度报告"));
        truth.year.value = Some(2024);
        let back = read_back(&pdf(&draft_of(&truth)).bytes);
        assert_eq!(back.agency.value.as_deref(), Some(name));
        assert_eq!(back.sections.len(), truth.sections.len(), "{name}");
        for section in &back.sections {
            assert_eq!(section.text, said, "{name} {}", section.title);
        }
    }
}
