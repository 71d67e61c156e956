//! The Debian packages that the tests need: each with the question that tells whether it is there.
//!
//! Not here: Rust crates (cargo fetches them), what `bench/peers.sh` compares with.

use anyhow::{Context as _, Result, bail};
use std::process::{Command, Stdio};

/// A package, and the command that succeeds when what the tests need of it is there.
#[derive(Debug)]
struct Package {
    name: &'static str,
    probe: &'static [&'static str],
    /// What needs it.
    purpose: &'static str,
}

/// In the order of their use. Kept short: a test that can make its document in Rust does so.
const PACKAGES: &[Package] = &[
    Package { name: "gcc", probe: &["cc", "--version"], purpose: "linking the tests" },
    Package {
        name: "git",
        probe: &["git", "--version"],
        purpose: "showing that the tests left the tree as it was",
    },
    Package {
        name: "chromium",
        probe: &["chromium", "--version"],
        purpose: "looking at pages and using them as a reader does",
    },
    Package {
        name: "chromium-driver",
        probe: &["chromedriver", "--version"],
        purpose: "telling the browser what to do",
    },
    Package {
        name: "npm",
        probe: &["npm", "--version"],
        purpose: "fetching axe-core and the Nu checker, which judge whether a page is accessible and valid",
    },
    Package {
        name: "openjdk-17-jre-headless",
        probe: &["java", "-version"],
        purpose: "running the Nu checker over the HTML of every page",
    },
    Package {
        name: "libreoffice-writer-nogui",
        probe: &["soffice", "--version"],
        purpose: "opening every Word document that is written",
    },
    Package {
        name: "postgresql",
        probe: &["sh", "-c", "ls /usr/lib/postgresql/*/bin/initdb"],
        purpose: "running every test of the records on the second database",
    },
    Package {
        name: "python3-aiosmtpd",
        probe: &["/usr/bin/python3", "-c", "import aiosmtpd.smtp"],
        purpose: "taking the mails that are sent, as a mail server of others does",
    },
    Package {
        name: "openssl",
        probe: &["openssl", "version"],
        purpose: "making the certificate of that mail server",
    },
    Package {
        name: "poppler-utils",
        probe: &["pdftotext", "-v"],
        purpose: "reading every PDF file that is written with a program of others",
    },
];

/// Installs what is missing; an error says what to do by hand.
pub(crate) fn install_missing() -> Result<()> {
    let missing: Vec<&Package> = PACKAGES.iter().filter(|package| !answers(package.probe)).collect();
    if missing.is_empty() {
        println!("packages: {} present", PACKAGES.len());
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    for package in &missing {
        println!("packages: {} is missing ({})", package.name, package.purpose);
    }
    if !answers(&["apt-get", "--version"]) {
        bail!(
            "this is not a Debian-like system: install what gives the programs of {} by hand, then run again",
            names.join(", ")
        );
    }
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.starts_with(b"0\n"));
    if !is_root && !answers(&["sudo", "-n", "true"]) {
        bail!("not root and sudo asks for a password; run: sudo apt-get install -y {}", names.join(" "));
    }
    apt_get(is_root, &["update"])?;
    let mut install = vec!["install", "-y", "--no-install-recommends"];
    install.extend(&names);
    apt_get(is_root, &install)?;
    for package in missing {
        if !answers(package.probe) {
            bail!("{} was installed, but `{}` still fails", package.name, package.probe.join(" "));
        }
    }
    Ok(())
}

fn answers(command: &[&str]) -> bool {
    let Some((program, args)) = command.split_first() else { return false };
    let quiet = Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet.is_ok_and(|status| status.success())
}

fn apt_get(is_root: bool, args: &[&str]) -> Result<()> {
    let mut command = if is_root { Command::new("apt-get") } else { Command::new("sudo") };
    if !is_root {
        command.args(["-n", "apt-get"]);
    }
    let status = command
        .args(["-o", "Acquire::Retries=3"])
        .args(args)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .status()
        .context("cannot start apt-get")?;
    if !status.success() {
        bail!("apt-get {} ended with {status}; run it by hand and look at what it says", args.join(" "));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probe_succeeds_only_where_the_program_answers() {
        assert!(answers(&["sh", "-c", "exit 0"]));
        assert!(!answers(&["sh", "-c", "exit 1"]));
        assert!(!answers(&["a-program-that-nobody-has-written"]));
        assert!(!answers(&[]));
    }
}
