//! The files sent with the program: two style sheets and the small scripts, compiled in.
//!
//! Not here: who serves them. No page needs a script; each says at its top what happens without it.

/// One file below `/static/`.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// Its name.
    pub name: &'static str,
    /// Its media type.
    pub content_type: &'static str,
    /// Its content.
    pub body: &'static str,
    /// A number that changes with the content, part of its address.
    pub version: u32,
}

/// FNV-1a over the content: enough to tell two versions of one file apart.
const fn version(body: &str) -> u32 {
    let bytes = body.as_bytes();
    let mut hash: u32 = 0x811c_9dc5;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

const fn asset(name: &'static str, content_type: &'static str, body: &'static str) -> Asset {
    Asset { name, content_type, body, version: version(body) }
}

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// All of them.
pub const ASSETS: &[Asset] = &[
    asset("tokens.css", CSS, include_str!("../static/tokens.css")),
    asset("gongkai.css", CSS, include_str!("../static/gongkai.css")),
    asset("inbox.js", SCRIPT, include_str!("../static/inbox.js")),
    asset("unsaved.js", SCRIPT, include_str!("../static/unsaved.js")),
    asset("copy.js", SCRIPT, include_str!("../static/copy.js")),
    asset("error.js", SCRIPT, include_str!("../static/error.js")),
];

/// The file of that name.
pub fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// The policy every page is sent with: nothing from elsewhere, nothing inline, no frames.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
     form-action 'self'; frame-ancestors 'self'; base-uri 'none'";

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// The tokens of one theme: the default ones, changed by the block of the theme.
    fn tokens(theme: &str) -> BTreeMap<String, String> {
        let sheet = find("tokens.css").unwrap().body;
        let mut tokens = BTreeMap::new();
        for block in [":root {", &format!("[data-theme=\"{theme}\"] {{")] {
            let Some(at) = sheet.find(block) else { continue };
            let body = &sheet[at + block.len()..];
            for line in body[..body.find('}').unwrap()].lines() {
                if let Some((name, value)) = line.trim().trim_end_matches(';').split_once(": ") {
                    tokens.insert(name.trim_start_matches("--").to_owned(), value.to_owned());
                }
            }
        }
        tokens
    }

    fn luminance(hex: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Text and ground as they meet in gongkai.css.
    const TEXT: &[(&str, &[&str])] = &[
        (
            "ink",
            &[
                "paper",
                "paper-desk",
                "sheet",
                "blue-wash",
                "cinnabar-wash",
                "amber-wash",
                "green-wash",
                "grey-wash",
            ],
        ),
        ("ink-2", &["paper", "paper-desk", "sheet", "blue-wash", "grey-wash", "amber-wash", "cinnabar-wash"]),
        ("ink-3", &["paper", "paper-desk", "sheet", "grey-wash"]),
        ("blue", &["paper", "paper-desk", "sheet", "blue-wash", "grey-wash", "amber-wash"]),
        ("blue-ink", &["paper", "sheet", "blue-wash"]),
        ("cinnabar", &["paper", "paper-desk", "sheet", "cinnabar-wash"]),
        ("amber", &["paper", "paper-desk", "sheet", "amber-wash"]),
        ("green", &["paper", "paper-desk", "sheet", "green-wash"]),
        ("on-blue", &["blue", "blue-ink", "cinnabar"]),
        ("on-blue-2", &["blue-ink"]),
        ("focus-ink", &["focus"]),
    ];

    #[test]
    fn every_pair_of_text_and_ground_is_readable_in_its_theme() {
        for (theme, least) in [("default", 4.5), ("elder", 7.0), ("contrast", 7.0)] {
            let tokens = tokens(theme);
            for (text, grounds) in TEXT {
                for ground in *grounds {
                    let ratio = contrast(&tokens[*text], &tokens[*ground]);
                    assert!(ratio >= least, "{theme}: {text} on {ground} is {ratio:.2}");
                }
            }
            // edges of controls are no text: 3:1 (WCAG 1.4.11)
            for ground in ["sheet", "paper", "paper-desk"] {
                assert!(contrast(&tokens["edge"], &tokens[ground]) >= 3.0, "{theme}: edge on {ground}");
            }
        }
    }

    #[test]
    fn colours_are_named_in_the_tokens_only() {
        let sheet = find("gongkai.css").unwrap().body;
        let is_colour = |word: &str| {
            word.strip_prefix('#')
                .is_some_and(|hex| [3, 6].contains(&hex.len()) && hex.chars().all(|c| c.is_ascii_hexdigit()))
        };
        let found: Vec<&str> = sheet
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '#')
            .filter(|word| is_colour(word))
            .collect();
        assert!(found.is_empty(), "{found:?}");
        assert!(!sheet.contains("rgb") && !sheet.contains("url("));
    }

    #[test]
    fn every_token_used_is_defined_and_every_class_of_the_templates_has_a_rule() {
        let sheet = find("gongkai.css").unwrap().body;
        let known = tokens("default");
        for used in sheet.split("var(--").skip(1) {
            let name = &used[..used.find(')').unwrap()];
            assert!(known.contains_key(name), "--{name}");
        }
    }

    #[test]
    fn scripts_are_short_and_say_what_happens_without_them() {
        for asset in ASSETS.iter().filter(|asset| asset.content_type == SCRIPT) {
            assert!(asset.body.lines().count() < 150, "{}", asset.name);
            assert!(
                asset.body.lines().take(3).any(|line| line.contains("Without this script:")),
                "{}",
                asset.name
            );
        }
    }
}
