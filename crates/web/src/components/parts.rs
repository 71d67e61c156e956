//! The smaller parts: links, facts, figures, steps of an explanation, page links, tasks, actions, empty states,
//! confirmations and remedies.
//!
//! Not here: forms (`form`), tables (`table`) and the clock of a case (`clock`).

use super::chip::Chip;
use crate::day::{Day, Moment};
use askama::Template;

/// Words that lead somewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// The words.
    pub words: String,
    /// The address.
    pub href: String,
}

impl Link {
    /// A link.
    pub fn new(words: impl Into<String>, href: impl Into<String>) -> Self {
        Self { words: words.into(), href: href.into() }
    }
}

/// The value of a fact.
#[derive(Debug, Clone)]
pub enum Value {
    /// Words.
    Text(String),
    /// Several lines, kept as lines.
    Lines(Vec<String>),
    /// A day.
    Day(Day),
    /// A moment.
    Moment(Moment),
    /// A link.
    Link(Link),
    /// Links, one a line.
    Links(Vec<Link>),
    /// A chip.
    Chip(Chip),
    /// A number to hold on to, with a button to copy it where scripts run.
    Copyable(String),
    /// Nothing was given.
    Missing(String),
}

/// One row of facts.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What it is.
    pub term: String,
    /// Its value.
    pub value: Value,
    /// A smaller line: source or article.
    pub note: Option<String>,
    /// A way to change it; the hidden words say what is changed.
    pub change: Option<Link>,
}

impl Fact {
    /// A fact.
    pub fn new(term: impl Into<String>, value: Value) -> Self {
        Self { term: term.into(), value, note: None, change: None }
    }

    /// A fact in words.
    pub fn text(term: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(term, Value::Text(value.into()))
    }

    /// A fact in words where there are some, else 未填写.
    pub fn given(term: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        let value =
            if value.is_empty() { Value::Missing("未填写".to_owned()) } else { Value::Text(value) };
        Self::new(term, value)
    }

    /// With a smaller line.
    #[must_use]
    pub fn note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }

    /// With a way to change it.
    #[must_use]
    pub fn change(self, href: impl Into<String>) -> Self {
        let words = self.term.clone();
        Self { change: Some(Link::new(words, href)), ..self }
    }
}

/// Facts, one below the other.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/facts.html")]
pub struct Facts {
    /// The rows.
    pub rows: Vec<Fact>,
}

impl Facts {
    /// The rows.
    pub fn new(rows: Vec<Fact>) -> Self {
        Self { rows }
    }
}

/// A number with what it counts; large.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The number in words, `131` or `98.5%`.
    pub number: String,
    /// What it counts, with its unit.
    pub words: String,
    /// What it counts, one by one.
    pub href: Option<String>,
}

/// One step of an explanation.
#[derive(Debug, Clone)]
pub struct StepLine {
    /// The day, or the first of several.
    pub from: Day,
    /// The last of several.
    pub until: Option<Day>,
    /// What it tells.
    pub text: String,
    /// Law and article.
    pub article: Option<String>,
    /// Whether it is the result.
    pub is_result: bool,
}

/// 为什么是这一天: the steps of a count as the deadline crate words them.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/steps.html")]
pub struct Steps {
    /// The steps in order.
    pub lines: Vec<StepLine>,
}

impl Steps {
    /// The steps of a due date.
    pub fn of(due: &gongkai_deadline::Due) -> Self {
        let is_result =
            |step: &gongkai_deadline::explain::Step| step.kind == gongkai_deadline::explain::StepKind::Due;
        let line = |step: &gongkai_deadline::explain::Step| StepLine {
            from: Day::of(step.date),
            until: step.until.map(Day::of),
            text: step.text.clone().into_owned(),
            article: step.article.map(str::to_owned),
            is_result: is_result(step),
        };
        Self { lines: due.steps.iter().map(line).collect() }
    }
}

/// Links between the pages of a list.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/pagination.html")]
pub struct Pagination {
    /// What the list is, for its label.
    pub label: String,
    /// Number of the first and last line shown, and of all lines; none where they are not counted.
    pub shown: Option<(u64, u64, u64)>,
    /// The first page, for whoever is not on it and cannot go back page by page.
    pub first: Option<String>,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Numbers to jump to; a link without address is the page shown, one without words a gap.
    pub pages: Vec<Link>,
}

impl Pagination {
    /// The place of a page in a list that is read from a cursor on: `skipped` lines stand before it, as the address tells. None
    /// where that cannot be, because the list has changed meanwhile or the address was made by hand.
    pub fn place(skipped: u64, here: usize, all: u64) -> Option<(u64, u64, u64)> {
        let last = skipped.checked_add(u64::try_from(here).ok()?)?;
        (here > 0 && last <= all).then_some((skipped + 1, last, all))
    }
}

/// How far a task is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskState {
    /// 已完成.
    Done,
    /// 待办理.
    Open,
    /// Not yet, with the reason.
    Blocked(String),
}

/// One task of a list.
#[derive(Debug, Clone)]
pub struct Task {
    /// Its words and its page.
    pub link: Link,
    /// How far it is.
    pub state: TaskState,
    /// One more line.
    pub note: Option<String>,
}

/// Tasks with their states.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/task_list.html")]
pub struct TaskList {
    /// Unique on its page.
    pub id: String,
    /// The tasks in order.
    pub tasks: Vec<Task>,
}

/// An action that can be taken now.
#[derive(Debug, Clone)]
pub struct Choosable {
    /// Its words and page.
    pub link: Link,
    /// What it would do, with the new date where one follows.
    pub effect: Option<String>,
    /// Whether it is what the case waits for.
    pub is_next: bool,
}

/// An action that cannot be taken now, with every reason.
#[derive(Debug, Clone)]
pub struct Blocked {
    /// Its words.
    pub words: String,
    /// All reasons, as the refusal would print them.
    pub reasons: Vec<String>,
}

/// The column of actions: what can be done, and why the rest cannot.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/actions.html")]
pub struct Actions {
    /// What can be done.
    pub open: Vec<Choosable>,
    /// What cannot, and why.
    pub blocked: Vec<Blocked>,
}

/// Why a list is empty, and one way on.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/empty.html")]
pub struct Empty {
    /// What is not there.
    pub words: String,
    /// Why.
    pub reason: String,
    /// The one way on.
    pub way: Option<Link>,
}

/// The panel after something was done: what to hold on to.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/confirmation.html")]
pub struct Confirmation {
    /// The h1.
    pub heading: String,
    /// What to keep: term and value.
    pub keep: Vec<(String, String)>,
}

/// The remedies of a paper: locked paragraphs, printed as they stand in it.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/remedy.html")]
pub struct Remedy {
    /// The paragraphs.
    pub paragraphs: Vec<String>,
    /// Until when, term by term.
    pub until: Vec<(String, Day)>,
    /// From when these days are counted.
    pub counted: String,
}

askama_html_safe!(Facts, Steps, Pagination, TaskList, Actions, Empty, Confirmation, Remedy);

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use gongkai_deadline::Calendar;
    use gongkai_deadline::timeline::{Event, Timeline};

    #[test]
    fn the_steps_of_a_due_date_name_their_articles_and_end_with_the_result() {
        let calendar = Calendar::national().unwrap();
        let received = Event::Received { on: NaiveDate::from_ymd_opt(2025, 9, 16).unwrap() };
        let clock = Timeline::from_events(&[received]).unwrap().reply_clock(&calendar, None).unwrap();
        let due = clock.due.unwrap();
        let steps = Steps::of(&due);
        let printed = steps.to_string();
        let articles: Vec<&str> = due.steps.iter().filter_map(|step| step.article).collect();
        assert!(
            !articles.is_empty() && articles.iter().all(|article| printed.contains(article)),
            "{printed}"
        );
        let results: Vec<bool> = steps.lines.iter().map(|line| line.is_result).collect();
        assert_eq!(results.iter().filter(|is_result| **is_result).count(), 1, "{results:?}");
        assert_eq!(results.last(), Some(&true), "the result is read last");
    }

    #[test]
    fn the_paragraphs_of_remedies_are_printed_as_they_stand_in_the_paper() {
        let paragraphs = ["如不服本答复，", "可以依法申请行政复议。"].map(str::to_owned).to_vec();
        let printed = Remedy { paragraphs: paragraphs.clone(), ..Remedy::default() }.to_string();
        let wanted: Vec<String> = paragraphs.iter().map(|paragraph| format!("<p>{paragraph}</p>")).collect();
        let wanted = wanted.concat();
        assert!(printed.contains(&wanted), "{printed}");
    }
}
