//! Somebody before a page: finds fields by their labels and buttons by their words, with a mouse or with keys alone.
//!
//! Not here: what is done on which page. When something is missing, the address, the words of the page and a picture of it
//! (below `target/story`) are told.

use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use gongkai_testkit::browser::{Driver, LOOK, Window, fetched};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long something may take to appear.
const PATIENCE: Duration = Duration::from_secs(15);
/// Between two looks.
const GLANCE: Duration = Duration::from_millis(50);
/// More steps of the Tab key than any page needs: then the focus is trapped, or the field cannot be reached.
const MOST_TABS: usize = 150;
/// Fewer rules than this that found something to agree with: then axe did not look.
const LEAST_RULES: u64 = 15;

/// By what means a page is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Means {
    Mouse,
    /// Tab, Enter, Space and arrows; nothing is clicked, and the focus must be seen wherever it goes.
    Keys,
}

/// Somebody with a browser.
pub(crate) struct Visitor {
    client: Client,
    home: String,
    name: String,
    means: Means,
    has_scripts: bool,
    sight: Option<Sight>,
    /// Ended last.
    _driver: Driver,
}

/// What judges each page that is come to.
struct Sight {
    width: u32,
    axe: String,
    /// Pages judged, and what is wrong with them.
    found: RefCell<(usize, Vec<String>)>,
}

/// Whether the element with the focus is marked as such and within the window.
const FOCUS: &str =
    "const at = document.activeElement, look = getComputedStyle(at), box = at.getBoundingClientRect();
    const row = at.closest('.choice') || at;
    const marked = (one) => { const l = getComputedStyle(one);
      return (l.outlineStyle !== 'none' && parseFloat(l.outlineWidth) > 0) || l.boxShadow !== 'none'; };
    return {tag: at.tagName, words: (at.textContent || at.id || '').trim().slice(0, 40),
      seen: (marked(at) || marked(row)) && look.visibility === 'visible' && box.width > 0 && box.height > 0
        && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth}";

impl Visitor {
    pub(crate) async fn new(name: &str, home: &str, has_scripts: bool, means: Means) -> Self {
        let window = Window::wide(1280);
        let window = if has_scripts { window } else { window.without_scripts() };
        Self::before(name, home, window, means, None).await
    }

    /// Somebody with a mouse who judges each page that is come to, in a window so wide.
    pub(crate) async fn looking(name: &str, home: &str, width: u32) -> Self {
        let axe = std::fs::read_to_string(fetched("axe-core/axe.min.js").unwrap()).unwrap();
        let sight = Sight { width, axe, found: RefCell::default() };
        Self::before(name, home, Window::wide(width), Means::Mouse, Some(sight)).await
    }

    async fn before(name: &str, home: &str, window: Window, means: Means, sight: Option<Sight>) -> Self {
        let driver = Driver::start().unwrap();
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(window.capabilities())
            .connect(&driver.address())
            .await
            .unwrap();
        let (home, name) = (home.to_owned(), name.to_owned());
        Self { client, home, name, means, has_scripts: window.has_scripts, sight, _driver: driver }
    }

    /// Judges the page by the rules that the samples are under, where that is what one is here for.
    pub(crate) async fn looks_around(&self, place: &str) {
        let Some(sight) = &self.sight else { return };
        self.client.execute(&sight.axe, Vec::new()).await.unwrap();
        let asked = vec![json!([""]), json!(sight.width > 1000)];
        let told = self.client.execute_async(LOOK, asked).await.unwrap();
        let Some(faults) = told[0]["faults"].as_array() else {
            self.gives_up(&format!("{place} cannot be judged: {told}")).await
        };
        let ran = told[0]["ran"].as_u64().unwrap_or_default();
        let mut found = sight.found.borrow_mut();
        found.0 += 1;
        if ran < LEAST_RULES {
            found.1.push(format!("{place} at {}: axe ran {ran} rules", sight.width));
        }
        let fault = |fault: &Value| {
            format!("{} {place} at {}: {}", self.name, sight.width, fault.as_str().unwrap_or_default())
        };
        found.1.extend(faults.iter().map(fault));
    }

    /// How many pages were judged, and what is wrong with them.
    pub(crate) fn found(&self) -> (usize, Vec<String>) {
        self.sight.as_ref().map(|sight| sight.found.borrow().clone()).unwrap_or_default()
    }

    /// The addresses in the content of this page that begin so.
    pub(crate) async fn addresses(&self, begin: &str) -> Vec<String> {
        let all = "return [...new Set([...document.querySelectorAll('main a[href]')].map((a) => a.getAttribute('href')))]";
        let all = self.client.execute(all, Vec::new()).await.unwrap();
        let all = all.as_array().unwrap().iter().filter_map(Value::as_str);
        all.filter(|address| address.starts_with(begin)).map(str::to_owned).collect()
    }

    pub(crate) async fn goes_away(self) {
        self.client.close().await.unwrap();
    }

    /// Opens a page by its address below the portal.
    pub(crate) async fn opens(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.home)).await.unwrap();
    }

    pub(crate) fn has_scripts(&self) -> bool {
        self.has_scripts
    }

    /// The words of the page.
    pub(crate) async fn words(&self) -> String {
        match self.client.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(why) => why.to_string(),
        }
    }

    /// Tells what is wrong with all that is there to see.
    pub(crate) async fn gives_up(&self, why: &str) -> ! {
        let address = self.client.current_url().await.map_or_else(|e| e.to_string(), |url| url.to_string());
        let words = self.words().await;
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/story");
        let picture = folder.join(format!("{}.png", self.name));
        if let Ok(bytes) = self.client.screenshot().await {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&picture, bytes).unwrap();
        }
        panic!("{}: {why}\nat {address}, see {}\n{words}", self.name, picture.display());
    }

    /// The page says this.
    pub(crate) async fn sees(&self, wanted: &str) {
        let here = format!("//body[contains(normalize-space(.), '{wanted}')]");
        if self.client.wait().at_most(PATIENCE).for_element(Locator::XPath(&here)).await.is_err() {
            self.gives_up(&format!("the page does not say {wanted}")).await;
        }
    }

    /// The page says the one or the other.
    pub(crate) async fn sees_either(&self, one: &str, other: &str) {
        let says = |words: &str| format!("contains(normalize-space(.), '{words}')");
        let here = format!("//body[{} or {}]", says(one), says(other));
        if self.client.wait().at_most(PATIENCE).for_element(Locator::XPath(&here)).await.is_err() {
            self.gives_up(&format!("the page says neither {one} nor {other}")).await;
        }
    }

    /// The page does not say this.
    pub(crate) async fn does_not_see(&self, unwanted: &str) {
        if self.words().await.contains(unwanted) {
            self.gives_up(&format!("the page says {unwanted}")).await;
        }
    }

    /// The page of this heading.
    pub(crate) async fn is_at(&self, heading: &str) {
        let here = format!("//h1[contains(normalize-space(.), '{heading}')]");
        if self.client.wait().at_most(PATIENCE).for_element(Locator::XPath(&here)).await.is_err() {
            self.gives_up(&format!("this is not the page {heading}")).await;
        }
        self.looks_around(heading).await;
    }

    /// Whether the page says this.
    pub(crate) async fn reads(&self, wanted: &str) -> bool {
        self.words().await.contains(wanted)
    }

    /// What stands beside a term in a list of facts.
    pub(crate) async fn fact(&self, term: &str) -> String {
        let at = format!("//dt[normalize-space(.)='{term}']/following-sibling::dd[1]/*[1]");
        let Ok(found) = self.client.find(Locator::XPath(&at)).await else {
            self.gives_up(&format!("no fact {term}")).await
        };
        found.text().await.unwrap().trim().to_owned()
    }

    /// The value that a form shows locked.
    pub(crate) async fn locked(&self, label: &str) -> String {
        let at = format!("//p[starts-with(normalize-space(.), '{label}')]/following-sibling::p[1]");
        let Ok(found) = self.client.find(Locator::XPath(&at)).await else {
            self.gives_up(&format!("no locked value {label}")).await
        };
        found.text().await.unwrap().trim().to_owned()
    }

    /// The first element of these that can be seen and used.
    async fn shown(&self, paths: &[String], what: &str) -> Element {
        let wait = self.client.wait().at_most(PATIENCE);
        let any = paths.join(" | ");
        if wait.for_element(Locator::XPath(&any)).await.is_ok() {
            for path in paths {
                for found in self.client.find_all(Locator::XPath(path)).await.unwrap() {
                    if found.is_displayed().await.unwrap_or(false) {
                        return found;
                    }
                }
            }
        }
        self.gives_up(&format!("there is no {what}")).await
    }

    /// The field of a label that is or begins with these words.
    async fn field(&self, label: &str) -> Element {
        let words = "normalize-space(.)";
        let labels = [
            format!("//label[not(ancestor::*[@aria-hidden])][{words}='{label}']"),
            format!("//label[not(ancestor::*[@aria-hidden])][starts-with({words}, '{label}')]"),
        ];
        let found = self.shown(&labels, &format!("field {label}")).await;
        let Ok(Some(id)) = found.attr("for").await else {
            self.gives_up(&format!("the label {label} is of no field")).await
        };
        self.client.find(Locator::Id(&id)).await.unwrap()
    }

    /// Presses a key.
    async fn key(&self, key: Key) {
        let value = char::from(key);
        let strokes = KeyActions::new("keys".to_owned());
        let strokes = strokes.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        self.client.perform_actions(strokes).await.unwrap();
    }

    /// Where the focus is; it must be seen.
    async fn focus(&self) -> String {
        let look = self.client.execute(FOCUS, Vec::new()).await.unwrap();
        let tag = look["tag"].as_str().unwrap_or_default().to_owned();
        if tag != "BODY" && look["seen"] != json!(true) {
            self.gives_up(&format!("the focus cannot be seen: {look}")).await;
        }
        tag
    }

    async fn is_focused(&self, element: &Element) -> bool {
        let active = self.client.active_element().await.unwrap();
        active.element_id() == element.element_id()
    }

    /// Goes to an element with the Tab key.
    async fn reaches(&self, element: &Element, what: &str) {
        let mut before = None;
        for _ in 0..MOST_TABS {
            if self.is_focused(element).await {
                self.focus().await;
                return;
            }
            self.key(Key::Tab).await;
            let tag = self.focus().await;
            let active = self.client.active_element().await.unwrap().element_id();
            // a day has three parts for the Tab key; elsewhere a stroke that moves nothing is a trap
            if before.as_ref() == Some(&active) && tag != "INPUT" && tag != "BODY" {
                self.gives_up(&format!("the focus is trapped before {what}")).await;
            }
            before = Some(active);
        }
        self.gives_up(&format!("no way to {what} with the Tab key")).await;
    }

    /// Writes into the field of a label.
    pub(crate) async fn writes(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        if self.means == Means::Keys {
            self.reaches(&field, label).await;
        } else {
            field.clear().await.unwrap();
        }
        field.send_keys(text).await.unwrap();
    }

    /// Enters a day.
    pub(crate) async fn dates(&self, label: &str, day: &str) {
        let field = self.field(label).await;
        let parts: Vec<&str> = day.split('-').collect();
        field.send_keys(&format!("{}{}{}", parts[1], parts[2], parts[0])).await.unwrap();
        let value = field.prop("value").await.unwrap();
        if value.as_deref() != Some(day) {
            self.gives_up(&format!("{label} reads {value:?}")).await;
        }
    }

    /// Chooses an option that has a label of its own.
    pub(crate) async fn chooses(&self, words: &str) {
        let option = self.field(words).await;
        if option.is_selected().await.unwrap() {
            return;
        }
        if self.means == Means::Mouse {
            option.click().await.unwrap();
        } else if option.attr("type").await.unwrap().as_deref() == Some("checkbox") {
            self.reaches(&option, words).await;
            self.key(Key::Space).await;
        } else {
            self.reaches_group(&option, words).await;
        }
        if !option.is_selected().await.unwrap() {
            self.gives_up(&format!("{words} does not stay chosen")).await;
        }
    }

    /// Goes to a group of options with the Tab key, then to one of them with the arrows.
    async fn reaches_group(&self, option: &Element, words: &str) {
        let group = option.attr("name").await.unwrap().unwrap();
        for _ in 0..MOST_TABS {
            let active = self.client.active_element().await.unwrap();
            if active.attr("name").await.unwrap().as_ref() == Some(&group)
                && active.attr("type").await.unwrap().as_deref() == Some("radio")
            {
                break;
            }
            self.key(Key::Tab).await;
            self.focus().await;
        }
        if self.is_focused(option).await {
            self.key(Key::Space).await;
            return;
        }
        for _ in 0..30 {
            self.key(Key::Down).await;
            self.focus().await;
            if self.is_focused(option).await {
                return;
            }
        }
        self.gives_up(&format!("no way to {words} with the arrows")).await;
    }

    /// Chooses from the list of a label.
    pub(crate) async fn selects(&self, label: &str, words: &str) {
        let list = self.field(label).await;
        let chosen =
            "const all = arguments[0].selectedOptions; return all.length ? all[0].textContent.trim() : ''";
        if self.means == Means::Mouse {
            let path = format!(".//option[contains(normalize-space(.), '{words}')]");
            let Ok(option) = list.find(Locator::XPath(&path)).await else {
                self.gives_up(&format!("{label} has no {words}")).await
            };
            option.click().await.unwrap();
        } else {
            self.reaches(&list, label).await;
            for _ in 0..60 {
                let now = self.client.execute(chosen, vec![json!(list)]).await.unwrap();
                if now.as_str().is_some_and(|now| now.contains(words)) {
                    return;
                }
                self.key(Key::Down).await;
            }
        }
        let now: Value = self.client.execute(chosen, vec![json!(list)]).await.unwrap();
        if !now.as_str().is_some_and(|now| now.contains(words)) {
            self.gives_up(&format!("{label} stays at {now}")).await;
        }
    }

    /// Gives a file to the field of a label. The window of the system in which a person picks it is no page.
    pub(crate) async fn attaches(&self, label: &str, file: &Path) {
        let field = self.field(label).await;
        if self.means == Means::Keys {
            self.reaches(&field, label).await;
        }
        field.send_keys(&file.display().to_string()).await.unwrap();
    }

    async fn uses(&self, element: Element, words: &str) {
        if self.means == Means::Mouse {
            if let Err(why) = element.click().await {
                self.gives_up(&format!("{words} cannot be clicked: {why}")).await;
            }
        } else {
            self.reaches(&element, words).await;
            self.key(Key::Enter).await;
        }
    }

    /// Presses the button with these words, and waits until the page on which it stood is gone: what the next
    /// page says may stand on this one too, and somebody else may look before the press has arrived.
    pub(crate) async fn presses(&self, words: &str) {
        let button = "//button[not(@aria-hidden)]";
        let buttons = [
            format!("{button}[normalize-space(.)='{words}']"),
            format!("{button}[starts-with(normalize-space(.), '{words}')]"),
        ];
        let button = self.shown(&buttons, &format!("button {words}")).await;
        let page = self.client.find(Locator::Css("html")).await.unwrap();
        self.uses(button, words).await;
        let patience = Instant::now() + PATIENCE;
        while page.tag_name().await.is_ok() {
            if Instant::now() > patience {
                self.gives_up(&format!("the button {words} leads nowhere")).await;
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    fn links(words: &str) -> [String; 3] {
        let text = "normalize-space(.)";
        [
            format!("//main//a[{text}='{words}']"),
            format!("//main//a[contains({text}, '{words}')]"),
            format!("//a[contains({text}, '{words}')]"),
        ]
    }

    /// Follows the link with these words.
    pub(crate) async fn follows(&self, words: &str) {
        let link = self.shown(&Self::links(words), &format!("link {words}")).await;
        self.uses(link, words).await;
    }

    /// What the link with these words leads to, fetched with the cookies of this browser.
    pub(crate) async fn fetches(&self, words: &str) -> Vec<u8> {
        let link = self.shown(&Self::links(words), &format!("link {words}")).await;
        let path = link.attr("href").await.unwrap().unwrap();
        let cookies = self.client.get_all_cookies().await.unwrap();
        let cookies: Vec<String> =
            cookies.iter().map(|cookie| format!("{}={}", cookie.name(), cookie.value())).collect();
        let host = self.home.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\nConnection: close\r\n\r\n",
            cookies.join("; ")
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        if !answer.starts_with(b"HTTP/1.1 200") {
            let told = String::from_utf8_lossy(&answer[..answer.len().min(300)]).into_owned();
            self.gives_up(&format!("{words} is not given: {told}")).await;
        }
        let body = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
        answer.split_off(body)
    }
}
