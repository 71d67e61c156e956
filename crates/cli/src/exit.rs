//! What the program answers to whoever called it: the table of exit codes.
//!
//! Not here: which events lead to which code (each command knows its own).

use std::process::ExitCode;

/// The table as `--help` prints it.
pub(crate) const TABLE: &str = "退出码：
  0  没有达到 --fail-on 级别的问题
  1  有达到 --fail-on 级别（默认为错误）的问题
  2  用法不对，或者程序内部出错
  3  没有可以处理的文件
  4  有文件无法读取
同时符合几项的，依次取 2、4、1、3。sarif 格式下，有问题不影响退出码。";

/// What happened during a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Exit {
    /// Wrong usage, a broken sidecar, a defect of the program.
    pub(crate) is_internal: bool,
    /// Some input could not be read.
    pub(crate) has_unreadable: bool,
    /// Findings at or above the level asked for.
    pub(crate) has_findings: bool,
    /// There was nothing to do.
    pub(crate) is_nothing: bool,
}

impl Exit {
    /// Wrong usage or an internal error.
    pub(crate) fn internal() -> Self {
        Self { is_internal: true, ..Self::default() }
    }

    /// The number: several at once give the first of 2, 4, 1, 3.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self { is_internal: true, .. } => 2,
            Self { has_unreadable: true, .. } => 4,
            Self { has_findings: true, .. } => 1,
            Self { is_nothing: true, .. } => 3,
            _ => 0,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_codes_the_first_of_two_four_one_three_wins() {
        let mut exit = Exit::default();
        assert_eq!(exit.number(), 0);
        exit.is_nothing = true;
        assert_eq!(exit.number(), 3);
        exit.has_findings = true;
        assert_eq!(exit.number(), 1);
        exit.has_unreadable = true;
        assert_eq!(exit.number(), 4);
        exit.is_internal = true;
        assert_eq!(exit.number(), 2);
    }
}
