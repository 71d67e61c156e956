//! The HTML of every sample and both style sheets under the Nu checker of the W3C: no error, no warning, no exclusion.
//!
//! Not here: accessibility (`sight`). The themes differ in one attribute, so one theme is enough.

use crate::gallery::Gallery;
use gongkai_testkit::browser::fetched;
use gongkai_web::assets::ASSETS;
use gongkai_web::chrome::Theme;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the checker says about these files, all in one run of Java.
fn said_about(files: &[PathBuf]) -> Vec<String> {
    let jar = fetched("vnu-jar/build/dist/vnu.jar").unwrap();
    let checked = Command::new("java")
        .args(["-Xss8m", "-jar"])
        .arg(jar)
        .args(["--format", "json", "--also-check-css", "--exit-zero-always"])
        .args(files)
        .output()
        .expect("java is missing: apt-get install --yes openjdk-17-jre-headless");
    let words = String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success(), "{words}");
    let told: Value = serde_json::from_str(&words).unwrap_or_else(|why| panic!("{why}: {words}"));
    let line = |message: &Value| {
        let text = |name: &str| message[name].as_str().unwrap_or_default().to_owned();
        let file = text("url");
        let file = Path::new(&file).file_name().map(|name| name.to_string_lossy().into_owned());
        let kind = if text("subType").is_empty() { text("type") } else { text("subType") };
        format!(
            "{}:{}: {kind}: {} {}",
            file.unwrap_or_default(),
            message["lastLine"],
            text("message"),
            text("extract")
        )
    };
    told["messages"].as_array().unwrap().iter().map(line).collect()
}

#[test]
#[ignore = "needs Java and the Nu checker"]
fn the_html_of_every_sample_is_valid() {
    let gallery = Gallery::of(&[Theme::Default]);
    let mut files: Vec<PathBuf> = gallery.shots.iter().map(|shot| gallery.path(shot)).collect();
    let sheets = ASSETS.iter().filter(|asset| asset.content_type.starts_with("text/css"));
    files.extend(sheets.map(|asset| gallery.path_of_folder().join("static").join(asset.name)));
    let said = said_about(&files);
    assert!(said.is_empty(), "{} of {} files\n{}", said.len(), files.len(), said.join("\n"));

    // a checker that finds nothing anywhere would prove nothing
    let spoilt = gallery.path_of_folder().join("spoilt.html");
    std::fs::write(&spoilt, "<!DOCTYPE html><html lang=\"zh-CN\"><title>甲</title><p><div></p></html>")
        .unwrap();
    let sheet = gallery.path_of_folder().join("spoilt.css");
    std::fs::write(&sheet, "p { colour: red; }").unwrap();
    let said = said_about(&[spoilt, sheet]);
    assert!(
        said.iter().any(|line| line.starts_with("spoilt.html:") && line.contains(": error: ")),
        "{said:?}"
    );
    assert!(
        said.iter().any(|line| line.starts_with("spoilt.css:") && line.contains(": error: ")),
        "{said:?}"
    );
}
