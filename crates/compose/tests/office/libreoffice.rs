//! Another program opens what was written: LibreOffice makes PDF and Word documents of it that say the same.
//!
//! Not here: our own reader alone (`round_trip`). The Debian packages are libreoffice-writer-nogui and poppler-utils.

use crate::support::{To, differences, draft_of, facts, parts, reports, with_gaps};
use gongkai_compose::report;
use gongkai_domain::report::{Form, Report};
use gongkai_extract::Limits;
use std::path::Path;
use std::process::Command;

/// Runs a program and answers what it printed.
fn run(program: &str, args: &[&str]) -> String {
    let out = Command::new(program)
        .args(args)
        .output()
        .unwrap_or_else(|e| panic!("{program}: {e}; install libreoffice-writer-nogui and poppler-utils"));
    assert!(out.status.success(), "{program}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}

/// Converts files in one run, with a profile of its own beside them.
fn convert(dir: &Path, to: &str, out: &str, names: &[String]) {
    let profile = format!("-env:UserInstallation=file://{}", dir.join("profile").display());
    let out = dir.join(out).display().to_string();
    let files: Vec<String> = names.iter().map(|n| dir.join(n).display().to_string()).collect();
    let mut args = vec![profile.as_str(), "--headless", "--norestore", "--convert-to", to, "--outdir", &out];
    args.extend(files.iter().map(String::as_str));
    run("soffice", &args);
}

fn read(path: &Path) -> Report {
    let file = std::fs::File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let bytes: Vec<u8> = std::io::Read::bytes(std::io::BufReader::new(file)).map(Result::unwrap).collect();
    facts(&gongkai_extract::read(&bytes, path.file_name().unwrap().to_str(), &Limits::default()).unwrap())
}

fn save(path: &Path, bytes: &[u8]) {
    std::io::Write::write_all(&mut std::fs::File::create(path).unwrap(), bytes).unwrap();
}

#[test]
fn libreoffice_reads_in_the_document_what_the_report_says() {
    let dir = tempfile::tempdir().unwrap();
    let mut truths: Vec<Report> = reports(30..31).map(|(_, report)| report).collect();
    truths.push(with_gaps(truths[1].clone(), 7));
    let names: Vec<String> = (0..truths.len()).map(|n| format!("{n}.docx")).collect();
    for (name, truth) in names.iter().zip(&truths) {
        save(&dir.path().join(name), &To::Docx.write(&draft_of(truth)).unwrap());
    }
    save(
        &dir.path().join("blank.docx"),
        &To::Docx.write(&report::blank(Form::Form2021, "青溪县档案馆", 2025).unwrap()).unwrap(),
    );
    let mut all = names.clone();
    all.push("blank.docx".to_owned());
    convert(dir.path(), "pdf", "pdf", &all);
    convert(dir.path(), "docx:MS Word 2007 XML", "again", &names);

    for (n, truth) in truths.iter().enumerate() {
        // the same document, as LibreOffice understood it
        let again = dir.path().join(format!("again/{n}.docx"));
        assert_eq!(differences(truth, &read(&again)), Vec::<String>::new(), "{n}.docx");

        let pdf = dir.path().join(format!("pdf/{n}.pdf")).display().to_string();
        let information = run("pdfinfo", &[&pdf]);
        let value = |key: &str| {
            let line =
                information.lines().find_map(|l| l.strip_prefix(key)).unwrap_or_else(|| panic!("{key}"));
            line.trim().to_owned()
        };
        let pages: usize = value("Pages:").parse().unwrap();
        assert!((3..=12).contains(&pages), "{n}: {pages} pages");
        assert!(value("Page size:").ends_with("(A4)"), "{information}");
        assert_eq!(Some(value("Title:")), truth.title.value);
        assert_eq!(Some(value("Author:")), truth.agency.value);

        let text = run("pdftotext", &["-layout", &pdf, "-"]);
        let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let by_page: Vec<String> = text.split('\u{C}').map(squeezed).filter(|p| !p.is_empty()).collect();
        assert_eq!(by_page.len(), pages);
        for (number, page) in by_page.iter().enumerate() {
            assert!(page.contains(&format!("—{}—", number + 1)), "page {} has its number", number + 1);
        }
        // a page on which table 3 goes on has its header again
        for page in by_page.iter().filter(|p| p.contains("（七）总计") || p.contains("（一）予以公开"))
        {
            assert!(page.contains("申请人情况"), "header on every page of table 3: {page}");
        }
        let raw = squeezed(&run("pdftotext", &["-raw", &pdf, "-"]));
        for section in &truth.sections {
            assert!(raw.contains(&squeezed(&section.title)), "{}", section.title);
        }
        // title, in its lines
        assert!(raw.starts_with(&squeezed(truth.title.value.as_deref().unwrap())), "{raw:.80}");
    }
    assert!(parts(&To::Docx.write(&draft_of(&truths[0])).unwrap()).contains_key("word/comments.xml"));
}
