//! Works on many files at once and hands the results over in the order of the inputs, holding only a few at a time.
//!
//! Not here: what is done with one file (the commands).

use crate::words;
use anyhow::Context as _;
use gongkai_checker::render::Unreadable;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Stack of the thread that reads one file; deep nesting is bounded by the readers' own limit.
const STACK_BYTES: usize = 16 << 20;

/// Readers that look at their own clock end so long before the file is given up from outside: their message is the
/// better one, and no thread is left behind. Never more than a tenth of the limit.
const EARLIER: Duration = Duration::from_secs(1);

/// How long a reader that looks at its own clock may take, out of the time for a file.
pub(crate) fn own_time(limit: Duration) -> Duration {
    limit.saturating_sub(EARLIER.min(limit / 10))
}

thread_local! {
    static LAST_PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps what a panic says for the report to the user, instead of printing it at once.
pub(crate) fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|l| format!("{}:{}", l.file(), l.line())).unwrap_or_default();
        let payload = info.payload();
        let words = payload
            .downcast_ref::<&str>()
            .map(|s| (*s).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        LAST_PANIC.with_borrow_mut(|last| *last = Some(format!("{place} {words}")));
    }));
}

/// Says that the program itself failed, and what to report.
pub(crate) fn internal_error() -> Unreadable {
    let what = LAST_PANIC.with_borrow_mut(Option::take).unwrap_or_default();
    Unreadable {
        code: INTERNAL.to_owned(),
        message: format!("程序内部出错（{what}）。"),
        hint: format!(
            "这是程序的缺陷，不是文件的问题。请把上面括号中的文字、文件和版本号（{}）一并报告给维护者。",
            env!("CARGO_PKG_VERSION")
        ),
    }
}

/// Code of a failure of the program itself.
pub(crate) const INTERNAL: &str = "internal_error";

/// Does something with one file in a thread of its own: a panic or an endless loop ends that file only.
/// `limit` is the time for the file as a whole, `left` what is left of it.
pub(crate) fn guard<T: Send + 'static>(
    limit: Duration,
    left: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Unreadable> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let spawned = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || {
        let result = caught(work);
        // nobody listens any more when the file was given up
        let _ = sender.send(result);
    });
    if let Err(error) = spawned {
        return Err(Unreadable {
            code: "no_thread".to_owned(),
            message: format!("系统资源不足，无法处理（{}）。", words::io(&error)),
            hint: "请关闭其他程序，或者用 --jobs 1 重试。".to_owned(),
        });
    }
    match receiver.recv_timeout(left) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => Err(Unreadable {
            code: "took_too_long".to_owned(),
            message: format!("处理用时超过 {} 秒，已放弃。", limit.as_secs()),
            hint: format!(
                "请确认选对了文件；确有需要的可以调高上限，如 --timeout {}。",
                limit.as_secs().saturating_mul(4)
            ),
        }),
        Err(RecvTimeoutError::Disconnected) => Err(internal_error()),
    }
}

/// Does something in this thread; a panic becomes a reason.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Unreadable> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| internal_error())
}

/// Works on all inputs, each with its number, with so many threads; `take` gets the results in the order of the inputs and may stop.
pub(crate) fn run<I: Sync, T: Send>(
    inputs: &[I],
    jobs: usize,
    work: impl Fn(usize, &I) -> T + Sync,
    mut take: impl FnMut(&I, T) -> anyhow::Result<ControlFlow<()>>,
) -> anyhow::Result<()> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build().context("无法建立工作线程")?;
    // enough to keep every thread busy while one file takes long, little enough to keep memory flat
    let window = pool.current_num_threads() * 8;
    let work = &work;
    pool.in_place_scope(|scope| {
        let mut waiting = VecDeque::with_capacity(window);
        let mut rest = inputs.iter().enumerate();
        loop {
            while waiting.len() < window {
                let Some((number, input)) = rest.next() else { break };
                let (sender, receiver) = mpsc::sync_channel(1);
                scope.spawn(move |_| {
                    let _ = sender.send(work(number, input));
                });
                waiting.push_back((input, receiver));
            }
            let Some((input, receiver)) = waiting.pop_front() else { return Ok(()) };
            let result = receiver.recv().context("工作线程意外结束")?;
            if take(input, result)?.is_break() {
                return Ok(());
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_inputs_whatever_takes_longer() {
        let inputs: Vec<u64> = (0..40).collect();
        let mut seen = Vec::new();
        let work = |_, n: &u64| {
            thread::sleep(Duration::from_millis((40 - n) % 7));
            n * 2
        };
        run(&inputs, 4, work, |_, r| {
            seen.push(r);
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
        assert_eq!(seen, inputs.iter().map(|n| n * 2).collect::<Vec<_>>());
    }

    #[test]
    fn a_panic_ends_one_file_and_says_what_to_report() {
        install_panic_hook();
        let why = guard(Duration::from_secs(5), Duration::from_secs(5), || panic!("row 7 is upside down"))
            .map(|()| 0)
            .unwrap_err();
        assert_eq!(why.code, INTERNAL);
        assert!(why.message.contains("row 7 is upside down") && why.message.contains("batch.rs"));
        assert!(why.hint.contains("报告给维护者"));
    }

    #[test]
    fn a_file_that_never_ends_is_given_up() {
        let limit = Duration::from_millis(300);
        let start = std::time::Instant::now();
        let why = guard(limit, limit, || thread::sleep(Duration::from_secs(30))).unwrap_err();
        assert_eq!(why.code, "took_too_long");
        assert!(start.elapsed() >= limit && start.elapsed() < Duration::from_secs(15));
        assert!(own_time(limit) < limit && own_time(Duration::from_secs(30)) == Duration::from_secs(29));
    }
}
