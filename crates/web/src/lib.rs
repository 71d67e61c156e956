//! Pages and interfaces: the portal for citizens, the desk for the office, the public interface for programs.
//!
//! Not here: what a person may do (`gongkai-app`), documents for print (`gongkai-compose`).

pub mod assets;
pub mod chrome;
pub mod components;
pub mod day;
pub mod pages;
pub mod registry;
pub mod server;
mod size;
pub mod urls;
