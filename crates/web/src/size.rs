//! The size of a file, as people read it.
//!
//! Not here: how large a file may be (`gongkai_app::upload`).

/// A number of bytes in bytes, KB or MB.
pub(crate) fn words(bytes: i64) -> String {
    match bytes {
        ..1024 => format!("{bytes} 字节"),
        1024..1_048_576 => format!("{} KB", (bytes + 512) / 1024),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_size_is_told_in_the_unit_that_fits() {
        assert_eq!([words(37), words(2048), words(1_310_720)], ["37 字节", "2 KB", "1.2 MB"]);
    }
}
