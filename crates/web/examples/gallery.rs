//! Writes every sample page in every theme as a file, to look at them in a browser:
//! `cargo run -p gongkai-web --example gallery -- FOLDER`.
//!
//! Not here: the samples (`gongkai_web::registry`).
#![expect(clippy::disallowed_methods, reason = "an example writes files")]

use gongkai_web::assets::ASSETS;
use gongkai_web::chrome::Theme;
use gongkai_web::registry::samples;
use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned()));
    std::fs::create_dir_all(folder.join("static"))?;
    for asset in ASSETS {
        std::fs::write(folder.join("static").join(asset.name), asset.body)?;
    }
    for theme in Theme::EVERY {
        for sample in samples(theme) {
            let name = format!("{}--{}--{}.html", sample.page.replace('/', "-"), sample.sample, theme.key());
            std::fs::write(folder.join(name), sample.html.replace("\"/zwgk/yshqgk/static/", "\"static/"))?;
        }
    }
    Ok(())
}
