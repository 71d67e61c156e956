//! The samples of the registry as files in a folder of their own, which goes with the test.
//!
//! Not here: who looks at them.

use gongkai_web::assets::ASSETS;
use gongkai_web::chrome::Theme;
use gongkai_web::registry::samples;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// One page as a file.
#[derive(Debug, Clone)]
pub(crate) struct Shot {
    /// Page, set of values and theme: `desk/inbox typical default`.
    pub(crate) name: String,
    /// Its file, within the folder.
    pub(crate) file: String,
    /// How many samples have exactly this HTML.
    pub(crate) times: usize,
}

/// All of them.
#[derive(Debug)]
pub(crate) struct Gallery {
    pub(crate) folder: TempDir,
    pub(crate) shots: Vec<Shot>,
}

impl Gallery {
    /// Writes the samples in these themes; those that are equal to the last letter are written once.
    pub(crate) fn of(themes: &[Theme]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("static")).unwrap();
        for asset in ASSETS {
            std::fs::write(folder.path().join("static").join(asset.name), asset.body).unwrap();
        }
        let mut shots: Vec<Shot> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for theme in themes {
            for sample in samples(*theme) {
                if let Some(place) = known.get(&sample.html) {
                    shots[*place].times += 1;
                    continue;
                }
                let name = format!("{} {} {}", sample.page, sample.sample, theme.key());
                let file = format!("{}.html", name.replace(['/', ' '], "-"));
                let html = sample.html.replace("\"/zwgk/yshqgk/static/", "\"static/");
                std::fs::write(folder.path().join(&file), html).unwrap();
                known.insert(sample.html, shots.len());
                shots.push(Shot { name, file, times: 1 });
            }
        }
        Self { folder, shots }
    }

    pub(crate) fn shot(&self, name: &str) -> &Shot {
        self.shots.iter().find(|shot| shot.name == name).unwrap_or_else(|| panic!("no sample {name}"))
    }

    /// Where a browser finds it.
    pub(crate) fn address(&self, shot: &Shot) -> String {
        format!("file://{}", self.path(shot).display())
    }

    pub(crate) fn path(&self, shot: &Shot) -> PathBuf {
        self.folder.path().join(&shot.file)
    }

    pub(crate) fn path_of_folder(&self) -> &Path {
        self.folder.path()
    }
}
