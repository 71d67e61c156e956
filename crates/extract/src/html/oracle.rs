//! Compares the reader of web pages with a browser-grade parser on pages broken at random.
//!
//! Not here: anything that runs outside tests. The oracle (html5ever) builds the tree that a browser builds; text and
//! tables are then taken from that tree in the plainest way.

use std::cell::RefCell;

use gongkai_paper::Block;
use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, parse_document};
use proptest::prelude::*;

use crate::{Limits, text};

#[derive(Debug)]
enum Node {
    Element(QualName),
    Text(String),
    Other,
}

/// A node, its parent and its children.
type Entry = (Node, Option<usize>, Vec<usize>);

#[derive(Default)]
struct Tree {
    nodes: RefCell<Vec<Entry>>,
}

impl Tree {
    fn add(&self, node: Node) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push((node, None, Vec::new()));
        nodes.len() - 1
    }

    fn insert(&self, parent: usize, at: usize, child: NodeOrText<usize>) {
        let id = match child {
            NodeOrText::AppendNode(id) => id,
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let before = at.checked_sub(1).map(|i| nodes[parent].2[i]);
                if let Some(before) = before
                    && let Node::Text(old) = &mut nodes[before].0
                {
                    old.push_str(&text);
                    return;
                }
                drop(nodes);
                self.add(Node::Text(text.to_string()))
            }
        };
        self.detach(id);
        let mut nodes = self.nodes.borrow_mut();
        let at = at.min(nodes[parent].2.len());
        nodes[parent].2.insert(at, id);
        nodes[id].1 = Some(parent);
    }

    fn detach(&self, id: usize) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[id].1.take() {
            nodes[parent].2.retain(|&c| c != id);
        }
    }

    fn position(&self, id: usize) -> Option<(usize, usize)> {
        let nodes = self.nodes.borrow();
        let parent = nodes[id].1?;
        Some((parent, nodes[parent].2.iter().position(|&c| c == id)?))
    }
}

/// Name of an element apart from the tree it stands in.
#[derive(Debug)]
struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }
    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for Tree {
    type Handle = usize;
    type Output = Self;
    type ElemName<'a> = Name;

    fn finish(self) -> Self {
        self
    }
    fn parse_error(&self, _: std::borrow::Cow<'static, str>) {}
    fn get_document(&self) -> usize {
        0
    }
    fn elem_name<'a>(&'a self, target: &'a usize) -> Name {
        match &self.nodes.borrow()[*target].0 {
            Node::Element(name) => Name(name.clone()),
            other => panic!("no element: {other:?}"),
        }
    }
    fn create_element(&self, name: QualName, _: Vec<Attribute>, _: ElementFlags) -> usize {
        self.add(Node::Element(name))
    }
    fn create_comment(&self, _: StrTendril) -> usize {
        self.add(Node::Other)
    }
    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        self.add(Node::Other)
    }
    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        let end = self.nodes.borrow()[*parent].2.len();
        self.insert(*parent, end, child);
    }
    fn append_based_on_parent_node(&self, element: &usize, previous: &usize, child: NodeOrText<usize>) {
        if self.nodes.borrow()[*element].1.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}
    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }
    fn same_node(&self, x: &usize, y: &usize) -> bool {
        x == y
    }
    fn set_quirks_mode(&self, _: QuirksMode) {}
    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        if let Some((parent, at)) = self.position(*sibling) {
            self.insert(parent, at, child);
        }
    }
    fn add_attrs_if_missing(&self, _: &usize, _: Vec<Attribute>) {}
    fn remove_from_parent(&self, target: &usize) {
        self.detach(*target);
    }
    fn reparent_children(&self, node: &usize, parent: &usize) {
        let children = self.nodes.borrow()[*node].2.clone();
        for child in children {
            self.append(parent, NodeOrText::AppendNode(child));
        }
    }
}

fn tree(source: &str) -> Tree {
    let tree = Tree::default();
    tree.add(Node::Other);
    parse_document(tree, ParseOpts::default()).one(source)
}

/// Visible characters in order, and the cells of every row.
fn expected(tree: &Tree) -> (String, Vec<Vec<String>>) {
    let nodes = tree.nodes.borrow();
    let mut rows = Vec::new();
    for (node, _, children) in nodes.iter() {
        if is_one_of(node, &["tr"]) {
            let cells = children.iter().filter(|&&c| is_one_of(&nodes[c].0, &["td", "th"]));
            rows.push(cells.map(|&c| content(&nodes, c)).collect());
        }
    }
    rows.retain(|r: &Vec<String>| !r.is_empty());
    (content(&nodes, 0), rows)
}

fn is_one_of(node: &Node, names: &[&str]) -> bool {
    matches!(node, Node::Element(name) if names.contains(&&*name.local))
}

fn content(nodes: &[Entry], root: usize) -> String {
    let (mut out, mut stack) = (String::new(), vec![root]);
    while let Some(id) = stack.pop() {
        if is_one_of(&nodes[id].0, &["script", "style", "title"]) {
            continue;
        }
        if let Node::Text(text) = &nodes[id].0 {
            out.push_str(text);
        }
        stack.extend(nodes[id].2.iter().rev());
    }
    visible(&out)
}

fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn found(source: &str) -> (String, Vec<Vec<String>>) {
    let limits = Limits::default();
    let Ok(decoded) = text::decode(source.as_bytes(), None, &limits) else { return Default::default() };
    let document = super::read(decoded, &limits).expect("a page within the limits");
    let (mut all, mut rows) = (String::new(), Vec::new());
    for block in &document.blocks {
        match block {
            Block::Paragraph(p) => all.push_str(&p.text),
            Block::Table(t) => {
                for row in 0..t.rows {
                    let cells: Vec<String> = t.row(row).iter().map(|c| visible(&c.text)).collect();
                    t.row(row).iter().for_each(|c| all.push_str(&c.text));
                    rows.push(cells);
                }
            }
        }
    }
    rows.retain(|r| !r.is_empty());
    (visible(&all), rows)
}

/// Pieces of pages; any of them may be missing, doubled or in the wrong place.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<td rowspan=2>",
        "<td colspan='3' class=\"a>b\">",
        "<th>",
        "</th>",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<span style='color:red'>",
        "</span>",
        "<b>",
        "</b>",
        "<br>",
        "<tbody>",
        "</tbody>",
        "<thead>",
        "<h2>",
        "</h2>",
        "<!-- x -->",
        "<![if !a]>",
        "&nbsp;",
        "&#19968;",
        "&lt;",
        "&amp",
        " ",
        "\n",
        "甲",
        "乙丙",
        "12",
        "0",
        "3<4",
        "</",
        "<o:p></o:p>",
        "<li>",
        "<ul>",
        "</ul>",
        "<script>var a='<td>';</script>",
        "<img alt=x>",
        "<col>",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// One table with broken insides between two paragraphs: every visible character is found, and the rows are those
    /// of a browser. (Text between cells is moved before the table by both; only its order among itself may differ.)
    #[test]
    fn broken_tables_are_read_as_a_browser_shows_them(pieces in prop::collection::vec(piece(), 0..40)) {
        let source = format!("<!doctype html><p>始</p><table><tr><td>一<td>二</tr>{}</table><p>终", pieces.concat());
        let tree = tree(&source);
        let (all, rows) = expected(&tree);
        let (ours, our_rows) = found(&source);
        let sorted = |text: &str| {
            let mut chars: Vec<char> = text.chars().collect();
            chars.sort_unstable();
            chars
        };
        prop_assert_eq!(sorted(&all), sorted(&ours), "{}", source);
        prop_assert_eq!(rows, our_rows, "{}", source);
    }

    /// Text outside tables keeps its order.
    #[test]
    fn running_text_keeps_its_order(pieces in prop::collection::vec(piece(), 0..40)) {
        let source = format!("<!doctype html><p>始{}", pieces.concat());
        prop_assert_eq!(expected(&tree(&source)).0, found(&source).0, "{}", source);
    }

    /// Whatever the characters are, there is an answer.
    #[test]
    fn no_page_breaks_the_reader(source in "(<[a-z/!]{0,6}[ =\"'a-z0-9]{0,8}>?|[&#;x0-9a-z]{0,6}|\\PC{0,4}){0,40}") {
        let _ = found(&source);
    }
}
