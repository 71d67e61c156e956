//! The command line of Gongkai.
fn main() {}
