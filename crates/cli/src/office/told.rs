//! What a refusal of the records or of a use case means to whoever runs a command, in Chinese.
//!
//! Not here: what pages say of a refusal (`gongkai-web`).

use crate::words;
use gongkai_app::Refusal;
use gongkai_storage::{Broken, Fault, StorageError};

/// Why the records could not be read or kept.
pub(crate) fn storage(error: &StorageError) -> String {
    match error {
        StorageError::Conflict { .. } => "记录已被他人更改，请重试".to_owned(),
        StorageError::Taken(_) => "已经存在，不能重复".to_owned(),
        StorageError::NotFound { .. } => "没有这项记录".to_owned(),
        StorageError::NoVault => "没有密钥，无法读取加密内容".to_owned(),
        StorageError::UnknownKey(id) => format!("密钥中没有“{id}”，无法读取以它加密的内容"),
        StorageError::Sealed(_) => "加密内容无法打开：已被改动，或者密钥不对".to_owned(),
        StorageError::Altered(_) => "内容与其摘要不符，已被改动".to_owned(),
        StorageError::Destroyed(_) => "内容已按规定销毁".to_owned(),
        StorageError::Chain(broken) => self::broken(broken),
        StorageError::Schema { found: 0, .. } => "数据库中还没有表，请先运行 gongkai migrate".to_owned(),
        StorageError::Schema { found, known } if found < known => {
            format!("数据库的版本是{found}，本程序需要{known}，请先备份，再运行 gongkai migrate")
        }
        StorageError::Schema { found, known } => {
            format!("数据库的版本是{found}，本程序只认识到{known}，请使用新版程序")
        }
        StorageError::Unreadable(what) => format!("数据库或者备份中有无法辨认的内容（{what}）"),
        StorageError::File { path, source } => format!("{path}：{}", words::io(source)),
        StorageError::Busy => "数据库正被其他操作占用，请稍后重试".to_owned(),
        StorageError::Database(error) => format!("数据库无法访问（{error}）"),
    }
}

/// Where a chain breaks first.
pub(crate) fn broken(broken: &Broken) -> String {
    let why = match &broken.fault {
        Fault::Sequence { expected, found } => {
            format!("链上序号应为{expected}，实际为{found}，有事件缺失、重复或者错位")
        }
        Fault::OtherAgency(_) => "属于其他机关的链".to_owned(),
        Fault::Previous => "与上一事件的摘要不衔接".to_owned(),
        Fault::Handing => "移交（承接）案卷，而另一机关的链中没有相应的事件".to_owned(),
        Fault::Digest => "内容与摘要不符，已被改动".to_owned(),
        Fault::Unreadable(why) => format!("无法辨认（{why}）"),
        Fault::Head { sequence, .. } => format!("链在此中断，而记录的链尾是第{sequence}个事件"),
    };
    format!("第{}个事件：{why}", broken.position)
}

/// Why a use case did nothing.
pub(crate) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::SignedOut => "没有登录".to_owned(),
        Refusal::Denied(why) => why.clone(),
        Refusal::Blocked(reasons) => reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("；"),
        Refusal::Invalid(faults) => {
            faults.iter().map(|fault| fault.text.as_str()).collect::<Vec<_>>().join("；")
        }
        Refusal::Conflict { .. } => "记录已被他人更改，请重试".to_owned(),
        Refusal::NotFound => "没有这项记录".to_owned(),
        Refusal::TooMany { minutes } => format!("尝试次数过多，请{minutes}分钟后再试"),
        Refusal::Busy => "正在处理的请求较多，请稍后再试".to_owned(),
        Refusal::Classified => "文件带有密级标志，未予接收".to_owned(),
        Refusal::Storage(error) => storage(error),
        Refusal::Defect(why) => format!("程序内部出错（{why}）"),
    }
}

/// A result whose fault is told in Chinese.
pub(crate) trait Told<T> {
    /// The same with the fault in words.
    fn told(self) -> anyhow::Result<T>;
}

impl<T> Told<T> for Result<T, StorageError> {
    fn told(self) -> anyhow::Result<T> {
        self.map_err(|error| anyhow::anyhow!(storage(&error)))
    }
}

impl<T> Told<T> for Result<T, Refusal> {
    fn told(self) -> anyhow::Result<T> {
        self.map_err(|error| anyhow::anyhow!(refusal(&error)))
    }
}
