//! The words of the command line, in Chinese: names, explanations, and what is said about a slip.
//!
//! Not here: what the commands do (`crate::commands`).

use crate::commands;
use crate::exit;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Args, Command, CommandFactory as _, Parser, Subcommand, ValueEnum};
use gongkai_checker::render::Language;
use gongkai_extract::{Deadline, Limits};
use std::time::Duration;

/// 政府信息公开工作年度报告的读取与检查
#[derive(Debug, Parser)]
#[command(name = "gongkai", version, about = "政府信息公开工作年度报告的读取与检查", after_help = exit::TABLE)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Commands,
    #[command(flatten)]
    pub(crate) look: Look,
}

/// What holds for every command.
#[derive(Debug, Clone, Args)]
pub(crate) struct Look {
    /// 何时使用颜色：auto（默认，遵从 NO_COLOR）、always、never
    #[arg(long, global = true, value_name = "何时", default_value = "auto", hide_possible_values = true)]
    pub(crate) color: Color,
    /// 输出语言：zh（默认）、en（固定用语与规则名用英文）
    #[arg(long, global = true, value_name = "语言", default_value = "zh", hide_possible_values = true)]
    pub(crate) lang: Lang,
    /// 文字输出的宽度，默认取终端宽度，没有终端时为 80
    #[arg(long, global = true, value_name = "列数", value_parser = clap::value_parser!(u16).range(40..=400))]
    pub(crate) width: Option<u16>,
}

impl Look {
    /// Columns to fill.
    pub(crate) fn columns(&self) -> usize {
        self.width.map_or_else(crate::io::terminal_width, usize::from)
    }

    /// The choice for the stream of results.
    pub(crate) fn color_choice(&self) -> anstream::ColorChoice {
        match self.color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
    }

    /// The language of fixed words.
    pub(crate) fn language(&self) -> Language {
        match self.lang {
            Lang::Zh => Language::Chinese,
            Lang::En => Language::English,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    Zh,
    En,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Commands {
    /// 检查年度报告，指出错误、疑点和无法核对之处
    #[command(after_help = exit::TABLE)]
    Check(commands::check::Options),
    /// 读取年度报告，输出为数据（JSON 或 CSV）
    #[command(after_help = exit::TABLE)]
    Read(commands::read::Options),
    /// 说明一条规则：查什么、依据、示例、如何修改
    Explain(commands::explain::Options),
    /// 列出全部规则
    Rules(commands::rules::Options),
    /// 工作日历与法定期限
    #[command(subcommand, arg_required_else_help = true)]
    Calendar(commands::calendar::Calendar),
    /// 检查本程序自身：版本、规则、日历数据
    Doctor(commands::doctor::Options),
    /// 生成命令行补全脚本
    Completions(commands::completions::Options),
    /// 生成手册页
    #[command(hide = true)]
    Man(commands::man::Options),
    /// 输出 JSON 结构说明（JSON Schema）
    #[command(hide = true)]
    Schema(commands::schema::Options),
}

/// Bounds for one file.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "单个文件的上限")]
pub(crate) struct Bounds {
    /// 文件大小，如 64M（默认）
    #[arg(long, value_name = "大小", value_parser = size)]
    max_bytes: Option<u64>,
    /// 解压后的大小，如 128M（默认）
    #[arg(long, value_name = "大小", value_parser = size)]
    max_unzipped: Option<u64>,
    /// 页数，默认 1000
    #[arg(long, value_name = "页数")]
    max_pages: Option<usize>,
    /// 表格单元格个数，默认 200000
    #[arg(long, value_name = "个数")]
    max_cells: Option<u64>,
    /// 处理时间，秒，默认 30
    #[arg(long, value_name = "秒", default_value = "30", hide_default_value = true, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
}

impl Bounds {
    /// The bounds for one file, its time not yet running.
    pub(crate) fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        limits.max_bytes = self.max_bytes.unwrap_or(limits.max_bytes);
        limits.max_unzipped = self.max_unzipped.unwrap_or(limits.max_unzipped);
        limits.max_pages = self.max_pages.unwrap_or(limits.max_pages);
        limits.max_cells = self.max_cells.unwrap_or(limits.max_cells);
        limits.deadline = Deadline::never();
        limits
    }

    /// Time for one file.
    pub(crate) fn time(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }
}

/// A number of bytes such as `64M`.
fn size(text: &str) -> Result<u64, String> {
    let upper = text.trim().to_ascii_uppercase();
    let digits = upper.trim_end_matches('B');
    let (digits, shift) = match digits.strip_suffix(['K', 'M', 'G']) {
        Some(rest) if digits.ends_with('K') => (rest, 10),
        Some(rest) if digits.ends_with('M') => (rest, 20),
        Some(rest) => (rest, 30),
        None => (digits, 0),
    };
    let number: u64 = digits.trim().parse().map_err(|_| "应当是数字，可以带 K、M、G，如 64M".to_owned())?;
    number.checked_shl(shift).filter(|n| n >> shift == number && *n > 0).ok_or_else(|| "超出范围".to_owned())
}

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The command with every word in Chinese, for help, completions and manual pages.
pub(crate) fn command() -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let version = version.help("显示版本").help_heading("选项");
    localised(Cli::command(), true).disable_version_flag(true).arg(version)
}

fn localised(command: Command, is_top: bool) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示帮助");
    let mut command = command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(!is_top)
        .arg(help)
        .help_template(TEMPLATE)
        .subcommand_value_name("命令")
        .subcommand_help_heading("命令");
    command = command.mut_args(|arg| {
        let arg = match arg.get_help_heading() {
            Some(_) => arg,
            None if arg.is_positional() => arg.help_heading("参数"),
            None => arg.help_heading("选项"),
        };
        // the explanations say in Chinese what may be written and what holds otherwise
        if arg.get_action().takes_values() {
            arg.hide_default_value(true).hide_possible_values(true)
        } else {
            arg
        }
    });
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, |sub| localised(sub, false));
    }
    command
}

/// The help text with the few words that clap puts in itself turned into Chinese.
pub(crate) fn chinese(help: &str) -> String {
    let line = |line: &str| match line.strip_suffix(':').filter(|title| !title.starts_with(' ')) {
        Some(title) => format!("{title}：\n"),
        None => line.replace("[OPTIONS]", "[选项]") + "\n",
    };
    help.lines().map(line).collect()
}

/// What is said about a slip on the command line.
pub(crate) fn explain(error: &clap::Error) -> String {
    let get = |kind: ContextKind| {
        error.get(kind).map(|value| match value {
            ContextValue::Strings(many) => many.join("、"),
            ContextValue::StyledStrs(many) => {
                many.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
            }
            other => other.to_string(),
        })
    };
    let argument = || get(ContextKind::InvalidArg).unwrap_or_default();
    let value = || get(ContextKind::InvalidValue).unwrap_or_default();
    let maybe = |kind| {
        let names = error.get(kind).map(|value| match value {
            ContextValue::Strings(many) => many.clone(),
            other => vec![other.to_string()],
        });
        // the likeliest comes last; hidden commands are not suggested
        let likely = names.unwrap_or_default().into_iter().rfind(|n| !matches!(n.as_str(), "man" | "schema"));
        likely.map(|name| format!("，是否指 {name}")).unwrap_or_default()
    };
    let source = || {
        let inner = std::error::Error::source(error).map(ToString::to_string);
        inner.map(|s| format!("：{s}")).unwrap_or_default()
    };
    let words = match error.kind() {
        ErrorKind::UnknownArgument => {
            format!("没有“{}”这个选项{}", argument(), maybe(ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidSubcommand => format!(
            "没有“{}”这个命令{}",
            get(ContextKind::InvalidSubcommand).unwrap_or_default(),
            maybe(ContextKind::SuggestedSubcommand)
        ),
        ErrorKind::InvalidValue if value().is_empty() => format!("“{}”后面缺少取值", argument()),
        ErrorKind::InvalidValue => {
            let valid = get(ContextKind::ValidValue).map(|v| format!("，可以是：{v}")).unwrap_or_default();
            format!("“{}”的取值“{}”不对{valid}", argument(), value())
        }
        ErrorKind::ValueValidation => format!("“{}”的取值“{}”不对{}", argument(), value(), source()),
        ErrorKind::MissingRequiredArgument => format!("缺少：{}", argument()),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "没有说明要做什么".to_owned()
        }
        ErrorKind::ArgumentConflict => {
            format!("“{}”不能与“{}”同时使用", argument(), get(ContextKind::PriorArg).unwrap_or_default())
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("“{}”的取值个数不对", argument())
        }
        ErrorKind::InvalidUtf8 => "参数中有无法识别的字符".to_owned(),
        _ => format!("命令行有误（{}）", error.kind()),
    };
    format!("{words}。\n用 gongkai --help 查看用法，用 gongkai 命令 --help 查看某个命令的用法。")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn a_size_may_have_a_unit() {
        assert_eq!(size("64M"), Ok(64 << 20));
        assert_eq!(size("1kb"), Ok(1024));
        assert_eq!(size("7"), Ok(7));
        assert!(size("0").is_err() && size("M").is_err() && size("99999999999G").is_err());
    }
}
