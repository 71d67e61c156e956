//! Pages and interfaces: the portal for citizens, the desk for the office, the public interface for programs.
//!
//! Not here: what a person may do (`gongkai-app`), documents for print (`gongkai-compose`).
