//! The house as cargo sees it: the root, the crates, what they depend on, and running programs in it.
//!
//! Not here: which dependency is allowed (`layers`, `licences`).

use crate::files;
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder that holds the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or_else(|| Path::new("."))
}

/// A path as it is written in documents: relative to the root, with slashes.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string().replace('\\', "/")
}

/// How one crate of the house uses another crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Use {
    Normal,
    Build,
    Dev,
}

/// A crate of the house.
#[derive(Debug)]
pub(crate) struct Room {
    /// Folder name below `crates/`, or `xtask`.
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    /// Other crates of the house that it names, and how.
    pub(crate) uses: BTreeSet<(String, Use)>,
}

impl Room {
    /// Names of all packages that are compiled into it (normal and build dependencies, at any depth) when it is built alone:
    /// the features that its neighbours switch on in packages they share are no concern of this room, and neither is what
    /// its tests need.
    pub(crate) fn reaches(&self) -> Result<BTreeSet<String>> {
        let package = format!("gongkai-{}", self.name);
        let tree = ["tree", "--quiet", "--edges", "normal,build", "--target", "all", "--prefix", "none"];
        let text = output(cargo().args(tree).args(["--format", "{p}", "--package", &package]))?;
        let own = text.lines().filter_map(|line| line.split_whitespace().next());
        Ok(own.filter(|name| *name != package).map(str::to_owned).collect())
    }
}

/// A package from outside.
#[derive(Debug)]
pub(crate) struct Guest {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) licence: Option<String>,
    pub(crate) source: String,
    /// Names of the packages that depend on it, of the house and from outside.
    pub(crate) needed_by: BTreeSet<String>,
}

/// Everything that `cargo metadata` says and the tasks ask for.
#[derive(Debug)]
pub(crate) struct House {
    pub(crate) rooms: Vec<Room>,
    pub(crate) guests: Vec<Guest>,
}

impl House {
    /// Asks cargo.
    pub(crate) fn read() -> Result<Self> {
        let text = output(cargo().args(["metadata", "--format-version", "1"]))?;
        let metadata: Value = serde_json::from_str(&text).context("cargo metadata printed no JSON")?;
        let members: BTreeSet<&str> =
            list(&metadata["workspace_members"]).filter_map(Value::as_str).collect();

        let mut names = BTreeMap::new();
        for package in list(&metadata["packages"]) {
            names.insert(string(&package["id"]), string(&package["name"]));
        }
        let mut needed_by: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for node in list(&metadata["resolve"]["nodes"]) {
            let name = names.get(string(&node["id"])).copied().unwrap_or_default();
            for dep in list(&node["deps"]) {
                needed_by.entry(string(&dep["pkg"])).or_default().insert(name.to_owned());
            }
        }
        let mut guests = Vec::new();
        for package in list(&metadata["packages"]) {
            if !members.contains(string(&package["id"])) {
                guests.push(Guest {
                    name: string(&package["name"]).to_owned(),
                    version: string(&package["version"]).to_owned(),
                    licence: package["license"].as_str().map(str::to_owned),
                    source: string(&package["source"]).to_owned(),
                    needed_by: needed_by.remove(string(&package["id"])).unwrap_or_default(),
                });
            }
        }

        let mut rooms = Vec::new();
        for package in list(&metadata["packages"]).filter(|p| members.contains(string(&p["id"]))) {
            let manifest = Path::new(string(&package["manifest_path"]));
            let folder = manifest.parent().context("a manifest lies in a folder")?.to_path_buf();
            let uses = list(&package["dependencies"])
                .filter(|dep| dep["path"].is_string())
                .map(|dep| {
                    let how = match dep["kind"].as_str() {
                        Some("dev") => Use::Dev,
                        Some("build") => Use::Build,
                        _ => Use::Normal,
                    };
                    (folder_name(Path::new(string(&dep["path"]))), how)
                })
                .collect();
            rooms.push(Room { name: folder_name(&folder), folder, uses });
        }
        Ok(Self { rooms, guests })
    }
}

fn folder_name(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn string(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The cargo that runs this task.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(files::variable("CARGO").unwrap_or_else(|| "cargo".to_owned()));
    command.current_dir(root());
    command
}

/// What a program printed; its failure is an error that quotes what it said.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let shown = format!("{command:?}");
    let out = command.output().with_context(|| format!("cannot start {shown}"))?;
    if !out.status.success() {
        bail!("{shown} ended with {}\n{}", out.status, String::from_utf8_lossy(&out.stderr).trim_end());
    }
    String::from_utf8(out.stdout).with_context(|| format!("{shown} printed something that is not UTF-8"))
}

/// Builds the program and answers the path of the debug binary.
///
/// The whole workspace is selected, as the tests select it: another selection would choose other features of the
/// dependencies and compile all of them once more.
pub(crate) fn build_program() -> Result<PathBuf> {
    let text = output(cargo().args([
        "build",
        "--quiet",
        "--workspace",
        "--bin",
        "gongkai",
        "--message-format",
        "json-render-diagnostics",
    ]))?;
    text.lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == "gongkai")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .context("cargo build named no executable")
}
