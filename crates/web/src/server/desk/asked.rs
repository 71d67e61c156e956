//! The page that was asked for before somebody was signed in: it travels through the door and is opened behind it.
//!
//! Not here: signing in (`super::door`), a form that arrives after the session ended (`super::ended`).

use crate::urls::{Urls, with_query};

/// The field with its address, in addresses and forms of the door.
pub(super) const ASKED: &str = "to";
/// Longer addresses are none of ours.
const MOST: usize = 2000;
/// What no one wants to come back to: the door itself.
const DOOR: [&str; 3] = ["/sign-in", "/sign-out", "/setup"];

/// The address, if it is that of a page of this desk: no other host, no way up, no file (a browser that fetches one stays where
/// it is, before the door).
pub(super) fn page_of_ours(urls: &Urls, text: &str) -> Option<String> {
    let rest = text.strip_prefix(&urls.desk())?;
    let path = rest.split('?').next().unwrap_or_default();
    let is_below = rest.is_empty() || rest.starts_with(['/', '?']);
    let is_plain = text.len() <= MOST
        && text.bytes().all(|byte| byte.is_ascii_graphic())
        && !text.contains(['\\', '#'])
        && !text.contains("//");
    let is_up = |part: &str| matches!(part.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    let is_door = DOOR.iter().any(|door| path.starts_with(door));
    let is_file = path.contains("/files/") || path.rsplit('/').next().is_some_and(|last| last.contains('.'));
    let is_ours = is_below && is_plain && !path.split('/').any(is_up) && !is_door && !is_file;
    is_ours.then(|| text.to_owned())
}

/// A page of the door that knows what was asked for; the start of the desk needs no word.
pub(super) fn on_the_way(urls: &Urls, door: String, asked: &str) -> String {
    match page_of_ours(urls, asked).filter(|asked| *asked != urls.desk()) {
        Some(asked) => with_query(door, &[(ASKED, &asked)]),
        None => door,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_of_this_desk_is_come_back_to() {
        for prefix in ["", "/gk"] {
            let urls = Urls::under(prefix);
            let ours = |text: &str| page_of_ours(&urls, text);
            for rest in
                ["", "?pile=mine", "/ledger?year=2025&q=%2F%2Fa", "/applications/%E4%BE%9D/draft", "/review"]
            {
                let text = format!("{prefix}/desk{rest}");
                assert_eq!(ours(&text), Some(text.clone()), "{text}");
            }
            for rest in [
                "x",
                "@evil.example/",
                ".evil.example",
                "/../../evil",
                "/%2e%2E/track",
                "/./ledger",
                "//evil.example",
                "/ledger//evil.example",
                "/\\evil.example",
                "/ledger\n",
                "/ledger?q=依",
                "/ledger#x",
                "/sign-in?to=/desk",
                "/sign-out",
                "/setup",
                "/ledger.csv?year=2025",
                "/applications/a/files/b",
                "/applications/a/volume.zip",
            ] {
                let text = format!("{prefix}/desk{rest}");
                assert_eq!(ours(&text), None, "{text}");
            }
            for text in [
                "https://evil.example/desk",
                "//evil.example/desk",
                "/\\evil.example/desk",
                "\\desk",
                "javascript:alert(1)",
                "/track",
                "desk",
                " /desk",
                "",
            ] {
                assert_eq!(ours(text), None, "{text}");
            }
            assert_eq!(ours(&format!("{prefix}/desk?q={}", "a".repeat(2000))), None);
        }
        assert_eq!(page_of_ours(&Urls::under("/gk"), "/desk/ledger"), None, "another office of this host");
    }
}
