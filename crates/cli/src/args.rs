//! The words of the command line, in Chinese: names, explanations, and what is said about a slip.
//!
//! Not here: what the commands do (`crate::commands`).

use crate::commands;
use crate::exit;
use crate::help;
use crate::words::nearest;
use chrono::NaiveDate;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{
    Arg, ArgAction, Args, Command, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum,
};
use gongkai_checker::render::Language;
use gongkai_extract::{Deadline, Limits};
use std::ffi::OsString;
use std::time::Duration;

/// 政府信息公开：依申请公开的办理，年度报告的读取、检查与编制
#[derive(Debug, Parser)]
#[command(name = "gongkai", version, about = "政府信息公开：依申请公开的办理，年度报告的读取、检查与编制", after_help = exit::TABLE)]
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
    /// 输出语言：zh（默认）、en（级别、规则名、汇总和边框用英文；问题的说明、表格各项名称、帮助和出错信息仍用中文）
    #[arg(long, global = true, value_name = "语言", default_value = "zh", hide_possible_values = true)]
    pub(crate) lang: Lang,
    /// 文字输出的宽度（40至400），默认依次取环境变量 COLUMNS、终端宽度、80
    #[arg(long, global = true, value_name = "列数", value_parser = |text: &str| whole::<u16>(text, 40, 400))]
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
    /// 生成年度报告文档（docx、pdf、html、xlsx、md），或者空白表
    Write(commands::write::Options),
    /// 比较各年度的报告：逐项增减、文字沿用情况
    Compare(commands::compare::Options),
    /// 汇总多个单位的报告，追溯每个数的来源，与上级机关的报告核对
    Sum(commands::sum::Options),
    /// 表格数字不平时，找出能使各项等式成立的最小改动
    Repair(commands::repair::Options),
    /// 说明一条规则：查什么、依据、示例、如何修改
    Explain(commands::explain::Options),
    /// 列出全部规则
    Rules(commands::rules::Options),
    /// 工作日历与法定期限
    #[command(subcommand, arg_required_else_help = true)]
    Calendar(commands::calendar::Calendar),
    /// 演示：虚构的三个机关、人员和各种状态的申请，在本机打开
    Demo(commands::demo::Options),
    /// 运行依申请公开办公系统：门户、办公端、接口
    Serve(commands::serve::Options),
    /// 建立数据库，或者升级到本程序的版本
    Migrate(commands::migrate::Options),
    /// 导出办理记录：年度报告数据
    #[command(subcommand, arg_required_else_help = true)]
    Export(commands::export::Export),
    /// 审计：校验、导出事件链，重建列表
    #[command(subcommand, arg_required_else_help = true)]
    Audit(commands::audit::Audit),
    /// 备份数据库和附件；不必停止服务
    Backup(commands::backup::Backup),
    /// 恢复备份，并校验事件链
    Restore(commands::backup::Restore),
    /// 人员和密码
    #[command(subcommand, arg_required_else_help = true)]
    User(commands::user::User),
    /// 检查本程序自身：版本、规则、日历数据、字体
    Doctor(commands::doctor::Options),
    /// 显示某个命令的用法，如 gongkai help check
    Help {
        /// 命令，如 check 或者 calendar due；省略时为整个程序
        #[arg(value_name = "命令")]
        command: Vec<String>,
    },
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
#[command(next_help_heading = "单个文件的上限（调高后占用的内存随之增加）")]
pub(crate) struct Bounds {
    /// 文件大小，如 64M（默认）；可以带 K、M、G，也可以写作 KB、KiB 等，均按 1024 进位
    #[arg(long, value_name = "大小", value_parser = size)]
    max_bytes: Option<u64>,
    /// 文本文件（txt、md、html）大小，如 32M（默认）
    #[arg(long, value_name = "大小", value_parser = size)]
    max_text_bytes: Option<u64>,
    /// 解压后的大小，如 128M（默认）
    #[arg(long, value_name = "大小", value_parser = size)]
    max_unzipped: Option<u64>,
    /// 页数，默认 1000
    #[arg(long, value_name = "页数", value_parser = |text: &str| whole::<usize>(text, 1, MANY))]
    max_pages: Option<usize>,
    /// 表格单元格个数，默认 200000
    #[arg(long, value_name = "个数", value_parser = |text: &str| whole::<u64>(text, 1, MANY))]
    max_cells: Option<u64>,
    /// 段落（行）数，默认 50000
    #[arg(long, value_name = "个数", value_parser = |text: &str| whole::<u64>(text, 1, MANY))]
    max_paragraphs: Option<u64>,
    /// 字符数，默认 1000000
    #[arg(long, value_name = "个数", value_parser = |text: &str| whole::<u64>(text, 1, MANY))]
    max_chars: Option<u64>,
    /// 处理时间，秒，默认 30
    #[arg(long, value_name = "秒", default_value = "30", hide_default_value = true, value_parser = |text: &str| whole::<u64>(text, 1, 86_400))]
    timeout: u64,
}

/// The most that may be said for a number of things; more would be no bound.
const MANY: u64 = u32::MAX as u64;

impl Bounds {
    /// The bounds for one file, its time not yet running.
    pub(crate) fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        limits.max_bytes = self.max_bytes.unwrap_or(limits.max_bytes);
        limits.max_text_bytes = self.max_text_bytes.unwrap_or(limits.max_text_bytes);
        limits.max_unzipped = self.max_unzipped.unwrap_or(limits.max_unzipped);
        limits.max_pages = self.max_pages.unwrap_or(limits.max_pages);
        limits.max_cells = self.max_cells.unwrap_or(limits.max_cells);
        limits.max_paragraphs = self.max_paragraphs.unwrap_or(limits.max_paragraphs);
        limits.max_chars = self.max_chars.unwrap_or(limits.max_chars);
        limits.deadline = Deadline::never();
        limits
    }

    /// Time for one file.
    pub(crate) fn time(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }
}

/// A number of bytes such as `64M`, `64MB` or `64MiB`: all three go by 1024.
fn size(text: &str) -> Result<u64, String> {
    let lower = text.trim().to_ascii_lowercase();
    let at = lower.find(|c: char| !c.is_ascii_digit()).unwrap_or(lower.len());
    let (digits, unit) = lower.split_at(at);
    let shift = match unit.trim() {
        "" | "b" | "字节" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        _ => return Err("应当是数字，可以带 K、M、G，如 64M".to_owned()),
    };
    if digits.is_empty() {
        return Err("应当是数字，可以带 K、M、G，如 64M".to_owned());
    }
    let number = digits.parse::<u64>().ok().filter(|n| *n > 0);
    number
        .and_then(|n| n.checked_shl(shift).filter(|bytes| bytes >> shift == n))
        .ok_or_else(|| "超出范围".to_owned())
}

/// A whole number within bounds.
pub(crate) fn whole<T: TryFrom<u64>>(text: &str, least: u64, most: u64) -> Result<T, String> {
    let number = text.trim().parse::<u64>().ok().filter(|n| (least..=most).contains(n));
    number.and_then(|n| T::try_from(n).ok()).ok_or_else(|| format!("应当是{least}至{most}之间的整数"))
}

/// A date in any of the forms in which people write one.
pub(crate) fn date(text: &str) -> Result<NaiveDate, String> {
    let fail = || "日期应当写作 2025-09-10，也可以写作 2025年9月10日、2025/9/10 或者 20250910".to_owned();
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.strip_suffix(['日', '号']).unwrap_or(&text);
    let is_number = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let parts: Vec<&str> = match text.len() {
        8 if is_number(text) => vec![&text[..4], &text[4..6], &text[6..]],
        _ => text.split(['-', '/', '.', '年', '月', '－', '／', '．']).collect(),
    };
    let [year, month, day] = parts.as_slice() else { return Err(fail()) };
    if year.len() != 4 || ![year, month, day].into_iter().all(|part| is_number(part) && part.len() <= 4) {
        return Err(fail());
    }
    let (year, month, day) = (year.parse(), month.parse(), day.parse());
    let (Ok(year), Ok(month), Ok(day)) = (year, month, day) else { return Err(fail()) };
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| format!("没有{year}年{month}月{day}日这一天"))
}

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

/// The command that a line names, with everything it inherits, and its name such as `gongkai calendar due`.
fn named(words: &[OsString]) -> Command {
    let mut command = command();
    command.build();
    for word in words.iter().filter_map(|w| w.to_str()).filter(|w| !w.starts_with('-')) {
        if let Some(below) = command.find_subcommand(word) {
            command = below.clone();
        }
    }
    command
}

/// Reads the command line; `help X` is the same as `X --help`. An error comes with the words it is about.
pub(crate) fn read(words: Vec<OsString>, columns: usize) -> Result<Cli, (clap::Error, Vec<OsString>)> {
    let parse = |command: Command, words: &[OsString]| {
        command.try_get_matches_from(words).and_then(|matches| Cli::from_arg_matches(&matches))
    };
    let with_help = |words: Vec<OsString>| {
        parse(help::attach(command(), columns), &words).map_err(|error| (error, words))
    };
    match parse(command(), &words) {
        Ok(Cli { command: Commands::Help { command: path }, .. }) => {
            let path = path.into_iter().map(OsString::from);
            with_help(words.into_iter().take(1).chain(path).chain(["--help".into()]).collect())
        }
        Err(error) if error.kind() == ErrorKind::DisplayHelp => with_help(words),
        other => other.map_err(|error| (error, words)),
    }
}

/// What is said about a slip on the command line, and how the command is used.
pub(crate) fn explain(error: &clap::Error, words: &[OsString]) -> String {
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
    let command = named(words);
    let below = || {
        let names = command.get_subcommands().filter(|c| !c.is_hide_set()).map(Command::get_name);
        names.collect::<Vec<_>>().join("、")
    };
    let said = match error.kind() {
        ErrorKind::UnknownArgument if !argument().starts_with('-') => format!("多了“{}”", argument()),
        ErrorKind::UnknownArgument => {
            format!("没有“{}”这个选项{}", argument(), maybe(ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidSubcommand => {
            let given = get(ContextKind::InvalidSubcommand).unwrap_or_default();
            let names = below();
            let meant = nearest(&given, names.split('、')).map(|name| format!("，是否指 {name}"));
            format!("没有“{given}”这个命令{}；可以是：{names}", meant.unwrap_or_default())
        }
        ErrorKind::InvalidValue => {
            let valid = match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(names)) => names.as_slice(),
                _ => &[],
            };
            let meant = nearest(&value(), valid.iter().map(String::as_str));
            let meant = meant.map(|name| format!("，是否指 {name}")).unwrap_or_default();
            let can = if valid.is_empty() {
                String::new()
            } else {
                format!("{meant}，可以是：{}", valid.join("、"))
            };
            if value().is_empty() {
                format!("“{}”后面缺少取值{can}", argument())
            } else {
                format!("“{}”的取值“{}”不对{can}", argument(), value())
            }
        }
        ErrorKind::ValueValidation => format!("“{}”的取值“{}”不对{}", argument(), value(), source()),
        ErrorKind::MissingRequiredArgument => format!("缺少：{}", argument()),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            format!("没有说明要做什么；可以是：{}", below())
        }
        ErrorKind::ArgumentConflict => match get(ContextKind::PriorArg) {
            Some(other) if other != argument() => format!("“{}”不能与“{other}”同时使用", argument()),
            _ => format!("“{}”只能写一次", argument()),
        },
        ErrorKind::TooManyValues => format!("“{}”后面不能有“{}”", argument(), value()),
        ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("“{}”的取值个数不对", argument())
        }
        ErrorKind::NoEquals => format!("“{}”与取值之间要有等号", argument()),
        ErrorKind::InvalidUtf8 => {
            let broken = words.iter().find(|word| word.to_str().is_none());
            let broken = broken.map(|word| format!("“{}”", crate::io::shown(&word.to_string_lossy())));
            format!("参数{}中有无法识别的字符，请改用 UTF-8 编码的文字", broken.unwrap_or_default())
        }
        _ => "命令行有误".to_owned(),
    };
    let name = command.get_bin_name().unwrap_or("gongkai").to_owned();
    format!("{said}。\n用法：{}\n用 {name} --help 查看全部说明。", help::usage(&command))
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
        for text in ["1k", "1K", "1kb", "1KiB", " 1 KB ", "1024", "1024b", "1024字节"] {
            assert_eq!(size(text), Ok(1024), "{text}");
        }
        assert_eq!(size("300M"), Ok(300 << 20));
        assert_eq!(size("7"), Ok(7));
        for text in ["0", "M", "1T", "1KM", "-1", "", "1.5M", "99999999999G", "99999999999999999999"] {
            assert!(size(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_date_may_be_written_as_people_write_it() {
        let day = NaiveDate::from_ymd_opt(2021, 9, 1).unwrap();
        for text in [
            "2021-09-01",
            "2021-9-1",
            "2021年9月1日",
            "2021年09月01日",
            "2021 年 9 月 1 日",
            "2021/9/1",
            "2021.9.1",
            "20210901",
            "2021年9月1号",
        ] {
            assert_eq!(date(text), Ok(day), "{text}");
        }
        for text in ["21-9-1", "2021", "202191", "9月1日", "2021-9-1-1", "2021-+9-1", "昨天", "2021--1"] {
            assert!(date(text).unwrap_err().contains("日期应当写作"), "{text}");
        }
        assert_eq!(date("2021-02-30").unwrap_err(), "没有2021年2月30日这一天");
    }
}
