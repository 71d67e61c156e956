//! Licences, sources and bans of the crates from outside, by the lists of `deny.toml`.
//!
//! Not here: advisories, whose database is fetched over the network: run `cargo deny check advisories` for them.

use crate::Faults;
use crate::files;
use crate::house::{Guest, House, root};
use anyhow::{Context as _, Result};
use spdx::{Expression, ParseMode};

/// The lists of `deny.toml`.
#[derive(Debug, Default)]
struct Lists {
    licences: Vec<String>,
    /// Banned crates, each with the packages that may bring it all the same.
    bans: Vec<(String, Vec<String>)>,
    sources: Vec<String>,
}

impl Lists {
    fn parse(text: &str) -> Result<Self> {
        let table: toml::Table = text.parse().context("deny.toml is not TOML")?;
        let strings = |section: &str, key: &str| -> Vec<String> {
            let items = table.get(section).and_then(|s| s.get(key)).and_then(toml::Value::as_array);
            items.into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned)).collect()
        };
        let bans = table.get("bans").and_then(|s| s.get("deny")).and_then(toml::Value::as_array);
        let bans = bans.into_iter().flatten().filter_map(|ban| {
            let wrappers = ban.get("wrappers").and_then(toml::Value::as_array);
            let wrappers = wrappers.into_iter().flatten().filter_map(|w| w.as_str().map(str::to_owned));
            Some((ban.get("crate")?.as_str()?.to_owned(), wrappers.collect()))
        });
        let bans = bans.collect();
        Ok(Self {
            bans,
            licences: strings("licenses", "allow"),
            sources: strings("sources", "allow-registry"),
        })
    }

    /// Why a package may not come in; nothing when it may.
    fn objections(&self, guest: &Guest) -> Vec<String> {
        let mut objections = Vec::new();
        if let Some((_, wrappers)) = self.bans.iter().find(|(name, _)| *name == guest.name)
            && (wrappers.is_empty() || guest.needed_by.iter().any(|name| !wrappers.contains(name)))
        {
            objections.push("is banned by deny.toml".to_owned());
        }
        let registry = guest.source.strip_prefix("registry+").unwrap_or(&guest.source);
        if !self.sources.iter().any(|allowed| allowed == registry) {
            objections.push(format!("comes from `{}`, which deny.toml does not allow", guest.source));
        }
        match &guest.licence {
            None => objections.push("names no licence".to_owned()),
            Some(licence) => match Expression::parse_mode(licence, ParseMode::LAX) {
                Err(error) => objections.push(format!("has an unreadable licence: {}", error.reason)),
                Ok(expression) => {
                    if !expression.evaluate(|wanted| self.licences.contains(&wanted.to_string())) {
                        objections.push(format!("is under `{licence}`, which deny.toml does not allow"));
                    }
                }
            },
        }
        objections
    }
}

/// Checks every package that the lock file names.
pub(crate) fn check() -> Result<Faults> {
    let lists = Lists::parse(&files::read(&root().join("deny.toml"))?)?;
    let house = House::read()?;
    let mut faults = Faults::default();
    for guest in &house.guests {
        for objection in lists.objections(guest) {
            faults.add(format!("{} {}: {objection}", guest.name, guest.version));
        }
    }
    println!("licences: {} packages", house.guests.len());
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const DENY: &str = r#"
        licenses.allow = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"]
        bans.deny = [{ crate = "openssl" }, { crate = "time", wrappers = ["plist"] }]
        sources.allow-registry = ["https://github.com/rust-lang/crates.io-index"]
    "#;

    fn objections(name: &str, licence: Option<&str>, source: &str) -> usize {
        let guest = Guest {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: licence.map(str::to_owned),
            source: source.to_owned(),
            needed_by: BTreeSet::new(),
        };
        Lists::parse(DENY).unwrap().objections(&guest).len()
    }

    const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

    #[test]
    fn a_choice_of_licences_needs_one_that_is_allowed() {
        assert_eq!(objections("a", Some("GPL-3.0-only OR MIT"), CRATES_IO), 0);
        assert_eq!(objections("a", Some("MIT/Apache-2.0"), CRATES_IO), 0);
        assert_eq!(objections("a", Some("Apache-2.0 WITH LLVM-exception"), CRATES_IO), 0);
        assert_eq!(objections("a", Some("MIT AND GPL-3.0-only"), CRATES_IO), 1);
        assert_eq!(objections("a", None, CRATES_IO), 1);
    }

    #[test]
    fn a_banned_package_may_come_with_those_that_are_named_for_it_only() {
        let by = |names: &[&str]| {
            let guest = Guest {
                name: "time".to_owned(),
                version: "1.0.0".to_owned(),
                licence: Some("MIT".to_owned()),
                source: CRATES_IO.to_owned(),
                needed_by: names.iter().map(|n| (*n).to_owned()).collect(),
            };
            Lists::parse(DENY).unwrap().objections(&guest).len()
        };
        assert_eq!(by(&["plist"]), 0);
        assert_eq!(by(&["plist", "gongkai-cli"]), 1);
    }

    #[test]
    fn a_banned_package_and_a_foreign_source_are_faults() {
        assert_eq!(objections("openssl", Some("MIT"), CRATES_IO), 1);
        assert_eq!(objections("a", Some("MIT"), "git+https://example.org/a"), 1);
    }
}
