//! What the renderers print for reports with known faults.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use gongkai_checker::example::{Example, parse};
use gongkai_checker::render::{
    Checked, Entry, Language, Outcome, Renderer, Source, Sources, Summary, Unreadable, Waived, WaiverNote,
    github::GitHub,
    html::Html,
    json::{Json, JsonLines},
    sarif::Sarif,
    schema,
    text::Text,
    width,
};
use gongkai_checker::{CheckedReport, Finding, Level, Spot};
use gongkai_domain::report::Place;
use serde_json::Value;

/// Three faults in the tables and one word that is not the form's.
const FAULTY: &str = "table3.granted.total = 9\ntable3.carried_out.natural_person = 1\ntable4.reconsideration_total = 空白\n\
    artefact label_variant 社会组织 -> 社会公益组织";

struct World {
    example: Example,
    result: CheckedReport,
    waived: Vec<Waived>,
    sources: Sources,
}

impl World {
    fn of(block: &str) -> Self {
        let example = parse(block).unwrap();
        let result = example.check();
        Self { example, result, waived: Vec::new(), sources: Sources::none() }
    }

    /// One finding of our own making in a text file.
    fn of_text(text: &str, finding: Finding) -> Self {
        let mut world = Self::of("");
        "甲.txt".clone_into(&mut world.result.source);
        world.result.findings = vec![finding];
        world.result.not_checkable.clear();
        world.sources = Sources::none().with(Source::of_text("甲.txt", text));
        world
    }

    fn entry(&self) -> Entry<'_> {
        let checked = Checked {
            report: &self.example.report,
            previous: self.example.previous.as_ref(),
            result: &self.result,
            waived: &self.waived,
            sources: &self.sources,
        };
        Entry { number: (0, 0), source: &self.result.source, outcome: Outcome::Checked(checked) }
    }

    fn print(&self, renderer: &dyn Renderer) -> String {
        let entry = self.entry();
        let mut summary = Summary { files: 1, ..Summary::default() };
        summary.add(&entry);
        renderer.begin() + &renderer.entry(&entry) + &renderer.end(&summary)
    }
}

fn finding(code: &'static str, level: Level, message: &str, spots: Vec<Spot>) -> Finding {
    let rule = gongkai_checker::registry::find(code).unwrap().name;
    let message = message.to_owned();
    Finding { code, rule, level, message, spots, equation: None, help: None, fix: None }
}

fn at(line: u32, column: u32, quote: &str, label: &str) -> Spot {
    let place = Place { line: Some(line), column: Some(column), ..Place::default() };
    Spot::at(Some(&place)).quoting(quote).labelled(label)
}

/// The columns under which a caret line has its carets.
fn caret_columns(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut marked = Vec::new();
    for pair in lines.windows(2) {
        let (line, below) = (pair[0], pair[1]);
        let Some(first) = below.find('^') else { continue };
        let from = width::of(&below[..first]);
        let to = from + below[first..].chars().take_while(|c| *c == '^').count();
        let mut at = 0;
        let words: String = line
            .chars()
            .filter(|c| {
                let here = at;
                at += width::of_char(*c);
                (from..to).contains(&here)
            })
            .collect();
        marked.push(words);
    }
    marked
}

#[test]
fn an_error_is_shown_with_its_equation_and_its_cells() {
    for width in [60, 80, 120] {
        let mut world = World::of(FAULTY);
        // only the sums: what other rules say about the sample is their own tests' business
        world.result.findings.retain(|f| f.code.starts_with('A'));
        world.result.not_checkable.retain(|n| n.code.starts_with('A'));
        let text = world.print(&Text { width, ..Text::default() });
        for line in text.lines() {
            assert!(width::of(line) <= width, "{width}: {line}");
        }
        insta::assert_snapshot!(format!("faulty_{width}"), text);
    }
}

#[test]
fn carets_stand_under_the_words_they_mean() {
    let line = "\t予以公开 局部公开 不予公开";
    let spots = vec![at(2, 7, "局部公开", "表中应为“部分公开”")];
    let mut finding = finding("S201", Level::Warning, "这一行的名称被改写：局部公开", spots);
    finding.help = Some("换回表中原有的名称".to_owned());
    let world = World::of_text(&format!("第一行\n{line}\n"), finding);
    let text = world.print(&Text { width: 80, ..Text::default() });
    assert_eq!(caret_columns(&text), ["局部公开"]);
    insta::assert_snapshot!("carets", text);
}

#[test]
fn a_long_line_shows_the_words_around_the_carets_at_every_width() {
    let line = format!(
        "{}本年收到申请十二件，{}共办结十一件。",
        "全年工作平稳有序，".repeat(30),
        "其余各项另行说明，".repeat(30)
    );
    let first = line.chars().position(|c| c == '十').unwrap() as u32 + 1;
    let second = line.chars().count() as u32 - 3;
    let spots = vec![at(1, first, "十二件", "文中的收到件数"), at(1, second, "十一件", "文中的办结件数")];
    for width in [60, 80, 120] {
        let world = World::of_text(
            &line,
            finding("A001", Level::Error, &"前后两处数字不一致".repeat(6), spots.clone()),
        );
        let text = world.print(&Text { width, ..Text::default() });
        assert_eq!(caret_columns(&text), ["十二件", "十一件"], "{text}");
        assert!(text.lines().all(|l| width::of(l) <= width), "{text}");
        insta::assert_snapshot!(format!("long_line_{width}"), text);
    }
}

#[test]
fn colours_change_nothing_but_colours() {
    let world = World::of(FAULTY);
    let plain = world.print(&Text::default());
    let coloured = world.print(&Text { has_color: true, ..Text::default() });
    assert!(coloured.contains("\u{1b}["));
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some(at) = rest.find('\u{1b}') {
        stripped.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = &rest[rest.find('m').unwrap() + 1..];
    }
    stripped.push_str(rest);
    assert_eq!(stripped, plain);
}

#[test]
fn text_of_a_report_cannot_steer_the_terminal() {
    let spots = vec![at(1, 3, "五件", "\u{1b}[2J")];
    let world =
        World::of_text("公开五件\u{1b}]0;x\u{7}", finding("A001", Level::Note, "a\u{1b}[31mb", spots));
    let text = world.print(&Text::default());
    assert!(!text.contains(['\u{1b}', '\u{7}']), "{text:?}");
}

#[test]
fn english_words_and_rule_names_are_printed_on_request() {
    let text =
        World::of("table3.granted.total = 9").print(&Text { language: Language::English, ..Text::default() });
    assert!(text.contains("error[A003] row_sum_mismatch: "), "{text}");
    assert!(text.contains(" = basis: ") && text.contains("errors"), "{text}");
}

fn valid(schema: &Value, value: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).take(5).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

fn waive_first(world: &mut World) {
    let finding = world.result.findings.remove(0);
    let waiver = WaiverNote {
        code: finding.code.to_owned(),
        cell: None,
        reason: "上年口径不同".to_owned(),
        who: "王科长".to_owned(),
        until: "2026-12-31".to_owned(),
        file: "gongkai.toml".to_owned(),
    };
    world.waived.push(Waived { finding, waiver });
}

#[test]
fn check_json_fits_its_schema_with_findings_waivers_and_unreadable_files() {
    let schema = schema::check();
    for block in
        [FAULTY, "", "form = 2019\ntable3.granted.total = 9", "previous.table3.carried_out.total = 7"]
    {
        let mut world = World::of(block);
        if block == FAULTY {
            waive_first(&mut world);
        }
        let value: Value = serde_json::from_str(&world.print(&Json)).unwrap();
        valid(&schema, &value);
    }
    let why =
        Unreadable {
            code: "encrypted".into(), message: "设有密码。".into(), hint: "取消密码。".into()
        };
    let entry = Entry { number: (0, 0), source: "乙.pdf", outcome: Outcome::Unreadable(&why) };
    let text = Json.begin() + &Json.entry(&entry) + &Json.end(&Summary::default());
    let value: Value = serde_json::from_str(&text).unwrap();
    valid(&schema, &value);
    assert_eq!(value["files"][0]["unreadable"]["code"], "encrypted");
}

#[test]
fn read_json_fits_its_schema_for_every_form_and_a_wrong_cell_does_not() {
    let schema = schema::read();
    for block in ["", "form = 2019", "one_other_row", "table3.granted.total = 推算 5 [T3-ROW(granted)]"] {
        let report = serde_json::to_value(parse(block).unwrap().report).unwrap();
        valid(&schema, &report);
        valid(&schema, &serde_json::json!([report, report]));
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut report = serde_json::to_value(parse("").unwrap().report).unwrap();
    report["table3"]["granted"]["total"]["kind"] = "blank".into();
    assert!(!validator.is_valid(&report), "a blank has no value");
    let mut report = serde_json::to_value(parse("").unwrap().report).unwrap();
    report["table3"].as_object_mut().unwrap().remove("granted");
    assert!(!validator.is_valid(&report), "every row is there");
}

#[test]
fn the_schema_files_are_those_of_the_program() {
    for (name, schema) in [
        ("report", (include_str!("../../../docs/schema/report.schema.json"), schema::read())),
        ("check", (include_str!("../../../docs/schema/check.schema.json"), schema::check())),
    ] {
        let file: Value = serde_json::from_str(schema.0).unwrap();
        assert_eq!(
            file, schema.1,
            "docs/schema/{name}.schema.json is stale: gongkai schema prints the new one"
        );
    }
}

#[test]
fn json_lines_are_one_object_per_file_and_the_summary() {
    let text = World::of(FAULTY).print(&JsonLines);
    let lines: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["schema_version"], 1);
    assert_eq!(
        lines[1]["summary"]["errors"],
        lines[0]["findings"].as_array().unwrap().iter().filter(|f| f["level"] == "error").count()
    );
}

#[test]
fn bytes_of_a_span_are_those_of_the_decoded_text() {
    let text = "公开\n共五件。\n";
    let world = World::of_text(text, finding("A001", Level::Error, "m", vec![at(2, 2, "五件", "")]));
    let value: Value = serde_json::from_str(&world.print(&Json)).unwrap();
    let bytes = &value["files"][0]["findings"][0]["where"][0]["byte"];
    let (from, to) = (bytes[0].as_u64().unwrap() as usize, bytes[1].as_u64().unwrap() as usize);
    assert_eq!(&text[from..to], "五件");
}

/// The official schema. One pattern of it has a bracket too many, which a strict validator refuses to compile.
fn sarif_schema() -> Value {
    let text = include_str!("vendor/sarif-schema-2.1.0.json");
    let wrong = "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$";
    assert!(text.contains(wrong), "the published schema was mended: this repair can go");
    serde_json::from_str(&text.replace(wrong, "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$")).unwrap()
}

#[test]
fn sarif_is_valid_by_the_official_schema() {
    let schema = sarif_schema();
    let mut world = World::of(FAULTY);
    waive_first(&mut world);
    let value: Value = serde_json::from_str(&world.print(&Sarif)).unwrap();
    valid(&schema, &value);
    let run = &value["runs"][0];
    assert_eq!(run["results"].as_array().unwrap().len(), world.result.findings.len() + 1);
    assert!(run["results"].as_array().unwrap().iter().any(|r| r["suppressions"][0]["kind"] == "external"));
    let index = run["results"][0]["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], run["results"][0]["ruleId"]);
    let text = World::of_text("公开五件", finding("A001", Level::Error, "m", vec![at(1, 3, "五件", "")]))
        .print(&Sarif);
    let value: Value = serde_json::from_str(&text).unwrap();
    valid(&schema, &value);
    let region = &value["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((region["startColumn"].as_u64(), region["endColumn"].as_u64()), (Some(3), Some(5)));
    let mut summary = Summary::default();
    let why =
        Unreadable {
            code: "encrypted".into(), message: "设有密码。".into(), hint: "取消密码。".into()
        };
    summary.add(&Entry { number: (0, 0), source: "乙 丙.pdf", outcome: Outcome::Unreadable(&why) });
    let value: Value = serde_json::from_str(&(Sarif.begin() + &Sarif.end(&summary))).unwrap();
    valid(&schema, &value);
    assert_eq!(value["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn workflow_commands_are_one_line_per_finding() {
    let text = World::of(FAULTY).print(&GitHub);
    let world = World::of(FAULTY);
    assert_eq!(text.lines().count(), world.result.findings.len() + 1);
    for line in text.lines() {
        assert!(["::error ", "::warning ", "::notice "].iter().any(|c| line.starts_with(c)), "{line}");
    }
}

/// A page is sound when tags are closed in order, ids are unique and every link of the page leads somewhere.
fn sound(page: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut ids: Vec<&str> = Vec::new();
    let mut links: Vec<&str> = Vec::new();
    let body = &page[page.find("<body>").unwrap()..];
    for tag in body.split('<').skip(1) {
        let tag = &tag[..tag.find('>').unwrap()];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name).filter(|n| *n != "html").or(None), "closing {name}");
            continue;
        }
        open.push(tag.split([' ', '\n']).next().unwrap());
        for (attribute, list) in [(" id=\"", &mut ids), (" href=\"#", &mut links)] {
            if let Some(at) = tag.find(attribute) {
                let rest = &tag[at + attribute.len()..];
                list.push(&rest[..rest.find('"').unwrap()]);
            }
        }
    }
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(all, ids.len(), "ids are unique");
    for link in links {
        assert!(ids.contains(&link), "no target for #{link}");
    }
}

#[test]
fn every_finding_of_the_page_leads_to_its_cell() {
    for block in
        [FAULTY, "form = 2019\ntable3.granted.total = 9", "one_other_row", "table3.granted = 无法辨认", ""]
    {
        let page = World::of(block).print(&Html);
        sound(page.trim_end().trim_end_matches("</html>"));
        assert!(!page.contains("<script"));
    }
    let page = World::of(FAULTY).print(&Html);
    assert!(
        page.contains("href=\"#r1-1-table3.granted.total\"")
            && page.contains("id=\"r1-1-table3.granted.total\"")
    );
}

#[test]
fn the_page_shows_each_kind_of_cell_by_a_word() {
    let block = "table3.granted.total = 推算 5 [T3-ROW(granted)]\ntable3.granted.natural_person = 空白\n\
        table3.carried_in.total = 缺失\ntable3.carried_in.natural_person = 无法辨认\ntable3.carried_out.total = 切分 0 [T3-ROW(carried_out)]";
    let page = World::of(block).print(&Html);
    for word in ["推算", "空白", "缺失", "无法辨认", "切分"] {
        assert!(page.contains(&format!("<small>{word}</small>")), "{word}");
    }
}

#[test]
fn the_page_has_the_official_merged_headers() {
    let page = World::of("").print(&Html);
    for cell in [
        "<th colspan=\"7\" scope=\"colgroup\">申请人情况</th>",
        "<th colspan=\"5\" scope=\"colgroup\">法人或其他组织</th>",
        "<th rowspan=\"22\" scope=\"rowgroup\">三、本年度办理结果</th>",
        "<th rowspan=\"8\" scope=\"rowgroup\">（三）不予公开</th>",
        "<th colspan=\"10\" scope=\"colgroup\">行政诉讼</th>",
        "<th colspan=\"4\" scope=\"colgroup\">第二十条第（八）项</th>",
    ] {
        assert!(page.contains(cell), "{cell}");
    }
    // 10, 175 and 15 cells
    assert_eq!(page.matches("<td ").count(), 200);
}

#[test]
fn a_hostile_report_stays_text() {
    let block = "agency = <img src=x onerror=alert(1)>\noverview = <script>alert(1)</script>\n";
    let page = World::of(block).print(&Html);
    assert!(!page.contains("<img") && !page.contains("<script>"));
    assert!(page.contains("&lt;script&gt;"));
}

#[test]
fn rows_of_a_document_without_lines_are_quoted() {
    use gongkai_paper::{Block, Cell, Document, Format, Place as Where, Table};
    let cell = |col: u32, text: &str| Cell {
        row: 4,
        col,
        row_span: 1,
        col_span: 1,
        text: text.into(),
        place: Where::default(),
    };
    let mut document = Document::new(Format::Docx);
    let cells = vec![cell(0, "（一）予以公开"), cell(1, "3"), cell(2, ""), cell(3, "7")];
    document.blocks.push(Block::Table(Table { number: 3, rows: 5, cols: 4, cells, place: Where::default() }));
    let place = Place { table: Some(3), row: Some(5), col: Some(4), ..Place::default() };
    let spot =
        Spot { cell: Some("table3.granted.total".to_owned()), ..Spot::at(Some(&place)).labelled("应为3") };
    let mut world = World::of_text("", finding("A003", Level::Error, "总计不符", vec![spot]));
    world.result.source = "乙.docx".to_owned();
    world.sources = Sources::none().with(Source::new("乙.docx", std::sync::Arc::new(document)));
    let text = world.print(&Text::default());
    assert_eq!(caret_columns(&text), ["7"]);
    insta::assert_snapshot!("docx_row", text);
}

/// The table of a run over reports of the given agencies, each with two faults.
fn summary_of(agencies: &[&str], width: usize) -> String {
    let mut summary =
        Summary { agencies: Some(gongkai_checker::render::AgencyTable::new()), ..Summary::default() };
    for (n, agency) in agencies.iter().enumerate() {
        let world = World::of(&format!("agency = {agency}\nkind = department\n{FAULTY}"));
        let entry = Entry { number: (n, 0), ..world.entry() };
        summary.files += 1;
        summary.add(&entry);
    }
    Text { width, is_summary: true, ..Text::default() }.end(&summary)
}

#[test]
fn a_summary_of_few_reports_has_rules_as_rows_and_fits_eighty_columns() {
    let text = summary_of(&["云岭市水务局", "云岭市林业和草原生态保护修复事务管理局"], 80);
    assert!(text.lines().all(|l| width::of(l) <= 80), "{text}");
    assert!(text.contains("[1] 云岭市林业") && text.contains("[2] 云岭市水务局（2025年）"), "{text}");
    let row = text.lines().find(|l| l.starts_with("A003 ")).unwrap();
    assert!(row.contains("行总计不等于各类申请人之和"), "{text}");
    let counts: Vec<&str> = row.split_whitespace().rev().take(3).collect();
    assert_eq!(counts, ["4", "2", "2"], "{text}");
}

#[test]
fn a_summary_of_many_reports_has_a_line_for_each_and_the_titles_below() {
    let names: Vec<String> = "甲乙丙丁戊己庚辛".chars().map(|c| format!("云岭市{c}城区水务局")).collect();
    let text = summary_of(&names.iter().map(String::as_str).collect::<Vec<_>>(), 80);
    assert!(text.lines().all(|l| width::of(l) <= 80), "{text}");
    for name in &names {
        let line = text.lines().find(|l| l.starts_with(name.as_str())).unwrap();
        assert!(line.contains("A003×2"), "{text}");
    }
    assert!(text.lines().any(|l| l.trim_start().starts_with("A003 行总计")), "{text}");
}

#[test]
fn what_could_not_be_checked_is_named_in_chinese_and_by_its_id_for_programs() {
    let world = World::of("table3.granted.natural_person = 无法辨认");
    for printed in [world.print(&Text::default()), world.print(&Html)] {
        let line: String = printed.split_whitespace().collect();
        assert!(line.contains("第三部分自然人列合计"), "{printed}");
        assert!(!printed.contains("T3-SUM"), "{printed}");
    }
    assert!(world.print(&Json).contains("\"T3-SUM(natural_person)\""));
}

#[test]
fn reports_of_one_file_are_told_apart_by_agency_and_year() {
    let text = World::of("table3.granted.natural_person = 空白").print(&Text::default());
    assert!(text.contains("示例2025.txt 云岭市水务局（2025年）："), "{text}");
}

#[test]
fn what_json_quotes_is_what_stands_at_the_place() {
    let text = "标题\n　一、行 12　3 0\n";
    let row = Spot { label: Some("一、行".to_owned()), quote: None, ..at(2, 6, "", "") };
    let loose = at(2, 6, "12 3", "两个数");
    let world = World::of_text(text, finding("S206", Level::Warning, "多了数值", vec![row, loose]));
    let printed: Value = serde_json::from_str(&world.print(&Json)).unwrap();
    let places = printed["files"][0]["findings"][0]["where"].as_array().unwrap();
    assert_eq!(places.len(), 2);
    for (place, words) in places.iter().zip(["12", "12　3"]) {
        assert_eq!(place["quote"], words);
        assert_eq!(place["length"], words.chars().count());
        let byte = |i: usize| usize::try_from(place["byte"][i].as_u64().unwrap()).unwrap();
        assert_eq!(&text[byte(0)..byte(1)], words);
    }
}

#[test]
fn a_note_on_the_page_is_as_large_and_dark_as_any_finding() {
    let html = World::of("table3.granted.total = 推算 25 [T3-ROW(granted)]").print(&Html);
    assert!(html.contains("class=\"finding note\""));
    let shrinks = html.lines().filter(|l| l.contains("font-size") && l.contains(".note"));
    assert_eq!(shrinks.count(), 0);
}

#[test]
fn a_derived_value_is_told_at_its_row_and_what_has_no_place_comes_last() {
    let mut example = parse(
        "table3.new_received.total = 46\ntable3.granted.total = 推算 25 [T3-ROW(granted)]\n\
         table4.reconsideration_total = 7\n-section problems",
    )
    .unwrap();
    let cell = example.report.cell_mut("table3.granted.total".parse().unwrap());
    cell.place = None;
    let codes: Vec<&str> = example.check().findings.iter().map(|f| f.code).collect();
    let place = |code: &str| codes.iter().position(|c| *c == code).unwrap();
    assert!(place("A001") < place("S304"), "{codes:?}");
    assert!(place("S304") < place("A004"), "{codes:?}");
    assert_eq!(codes.last(), Some(&"S101"), "{codes:?}");
}
