//! The case of an application: on real calendar dates, in every state with every step, and in random histories.
//!
//! Not here: the limits themselves (`gongkai-deadline`).
#![cfg(test)]

mod cases;
mod history;
mod letters;
mod loose;
mod matrix;
mod random;
mod second_opinion;
mod support;
