//! Bytes to located text (`gongkai-paper`). Never judges what it reads, never panics, always bounded.
