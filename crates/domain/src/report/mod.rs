//! The annual report as facts: its forms, rows, columns, cells, equations, and the JSON contract that others rely on.
//!
//! Not here: how facts are read from a document, and what is wrong with them (`gongkai-checker`).

pub mod aggregate;
pub mod cell;
pub mod compare;
pub mod contract;
pub mod equation;
pub mod facts;
pub mod keys;
pub mod mapping;
pub mod money;
pub mod sheet;
pub mod tally;

pub use cell::{Cell, CellKind, Place, Proof, Value};
pub use contract::ContractError;
pub use equation::{CellRef, Equation, EquationId};
pub use facts::{Artefact, Located, Prose, Report, Section, SectionKey, Table3};
pub use keys::{Column, Form, Row, Table2Key, Table4Key};
pub use money::WanYuan;
pub use sheet::{Role, Sheet, SheetCell, TableKey};
