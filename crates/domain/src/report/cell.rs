//! One cell of a report: its value, how it was read, where it stands, and the proof when it was not simply printed.
//!
//! Not here: how cells are read and decided (`gongkai-checker`), what a cell given as JSON has to keep to (`super::contract`).

use super::contract::MAX_MAGNITUDE;
use super::equation::EquationId;
use super::money::WanYuan;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// How a cell came by its value. A blank is not a zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellKind {
    /// What is printed there; with a proof where digits that touched could be divided in one way only.
    Number,
    /// An empty cell.
    Blank,
    /// A stroke, a slash or 无 says that nothing applies.
    NotApplicable,
    /// The cell is missing from the document.
    Absent,
    /// There is something, but it cannot be decided what it says.
    Illegible,
    /// Worked out: no other value fulfils the equations of the form (always with a proof).
    Derived,
}

impl CellKind {
    /// Every kind.
    pub const EVERY: &[Self] =
        &[Self::Number, Self::Blank, Self::NotApplicable, Self::Absent, Self::Illegible, Self::Derived];

    /// Key of the JSON contract.
    pub fn key(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Blank => "blank",
            Self::NotApplicable => "not_applicable",
            Self::Absent => "absent",
            Self::Illegible => "illegible",
            Self::Derived => "derived",
        }
    }

    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Number => "数值",
            Self::Blank => "空白",
            Self::NotApplicable => "不适用",
            Self::Absent => "缺失",
            Self::Illegible => "无法辨认",
            Self::Derived => "推算",
        }
    }
}

/// The value of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Value {
    /// A count of items; negative only for a signed change (本年增/减).
    Count(i64),
    /// An amount of money.
    Amount(WanYuan),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(n) => write!(f, "{n}"),
            Self::Amount(a) => write!(f, "{a}"),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Count(n) => s.serialize_i64(*n),
            Self::Amount(a) => s.collect_str(a),
        }
    }
}

/// Where something stands in the source file. All members are 1-based; what the format does not know is null.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Line of a text file.
    #[serde(default)]
    pub line: Option<u32>,
    /// Column in characters within the line.
    #[serde(default)]
    pub column: Option<u32>,
    /// Page.
    #[serde(default)]
    pub page: Option<u32>,
    /// Number of the table in the document.
    #[serde(default)]
    pub table: Option<u32>,
    /// Row of the table.
    #[serde(default)]
    pub row: Option<u32>,
    /// Column of the table's grid.
    #[serde(default)]
    pub col: Option<u32>,
    /// Number of the paragraph, tables not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<u32>,
    /// Box on the page in points: left, top, right, bottom from the top left corner.
    #[serde(default, rename = "box", skip_serializing_if = "Option::is_none")]
    pub bbox: Option<[f32; 4]>,
    /// Sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Cell address in the sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Number of characters, where more than a point is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
}

impl Place {
    /// The place in the words of a clerk, such as `第44行第9列` or `第3表第5行第2列`; empty when nothing is known.
    pub fn describe(&self) -> String {
        use std::fmt::Write as _;
        let mut s = String::new();
        let mut put = |unit: &str, n: Option<u32>| {
            if let Some(n) = n {
                let _ = write!(s, "第{n}{unit}");
            }
        };
        if let Some(line) = self.line {
            put("行", Some(line));
            put("列", self.column);
            return s;
        }
        put("页", self.page);
        if let (Some(sheet), Some(address)) = (&self.sheet, &self.address) {
            let _ = write!(s, "工作表“{sheet}”{address}");
            return s;
        }
        let mut put = |unit: &str, n: Option<u32>| {
            if let Some(n) = n {
                let _ = write!(s, "第{n}{unit}");
            }
        };
        if self.table.is_some() {
            put("表", self.table);
            put("行", self.row);
            put("列", self.col);
        } else {
            put("段", self.paragraph);
        }
        s
    }
}

/// Why a value that was not printed plainly is nevertheless certain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proof {
    /// The argument, for a person.
    pub text: String,
    /// The equations that were used: a rule must not test the value against them.
    pub equations: Vec<EquationId>,
}

impl Proof {
    /// A proof that used no equation.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), equations: Vec::new() }
    }

    /// Whether the equation was used to find the value.
    pub fn used(&self, id: EquationId) -> bool {
        self.equations.contains(&id)
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        if !self.equations.is_empty() {
            f.write_str(" [")?;
            for (i, id) in self.equations.iter().enumerate() {
                if i > 0 {
                    f.write_str(", ")?;
                }
                write!(f, "{id}")?;
            }
            f.write_str("]")?;
        }
        Ok(())
    }
}

impl Serialize for Proof {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Proof {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let whole = String::deserialize(d)?;
        if let Some(head) = whole.strip_suffix(']')
            && let Some(at) = head.rfind(" [")
        {
            let ids: Result<Vec<EquationId>, _> = head[at + 2..].split(", ").map(str::parse).collect();
            if let Ok(equations) = ids {
                return Ok(Self { text: head[..at].to_owned(), equations });
            }
        }
        Ok(Self::plain(whole))
    }
}

/// One cell of a table. From JSON only a cell whose value goes with its kind is taken.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// The value, for the kinds that have one: what was printed or worked out.
    pub value: Option<Value>,
    /// How it was read.
    pub kind: CellKind,
    /// The text found, as printed; empty when there is no cell.
    pub raw: String,
    /// Where it stands; null when there is no cell.
    #[serde(rename = "where")]
    pub place: Option<Place>,
    /// The argument for a value that was split out or derived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

impl Cell {
    /// A cell that the document does not have.
    pub fn absent() -> Self {
        Self { value: None, kind: CellKind::Absent, raw: String::new(), place: None, proof: None }
    }

    /// A plainly printed count, as a program that counts records writes it.
    pub fn count(n: i64) -> Self {
        Self {
            value: Some(Value::Count(n)),
            kind: CellKind::Number,
            raw: n.to_string(),
            place: None,
            proof: None,
        }
    }

    /// A plainly printed amount.
    pub fn amount(amount: WanYuan) -> Self {
        Self {
            value: Some(Value::Amount(amount)),
            kind: CellKind::Number,
            raw: amount.to_string(),
            place: None,
            proof: None,
        }
    }

    /// The count, when the cell has one of a size that can be: so sums over the cells of reports never overflow.
    pub fn as_count(&self) -> Option<i64> {
        match self.value {
            Some(Value::Count(n)) if n.unsigned_abs() <= MAX_MAGNITUDE.unsigned_abs() => Some(n),
            _ => None,
        }
    }

    /// Whether the value stands without the help of the given equation.
    pub fn is_certain_without(&self, id: EquationId) -> bool {
        self.value.is_some() && self.proof.as_ref().is_none_or(|p| !p.used(id))
    }
}
