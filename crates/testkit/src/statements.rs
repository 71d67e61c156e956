//! Counts what a piece of work asks of the database, by the events that name each statement.
//!
//! Not here: who writes those events (`gongkai-storage` does, under a target of its own), what is too many.

use std::cell::RefCell;
use std::sync::OnceLock;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

thread_local! {
    /// The statements that this thread sends to the database while it counts them.
    static COUNTED: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Notes statements; one for the whole process, for what one thread listens to is switched off by others that come and go.
struct Count(&'static str);

impl<S: Subscriber> Layer<S> for Count {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        struct Text<'a>(&'a mut Vec<String>);
        impl Visit for Text<'_> {
            fn record_debug(&mut self, _: &Field, value: &dyn std::fmt::Debug) {
                self.0.push(format!("{value:?}"));
            }
        }
        if event.metadata().target() == self.0 {
            COUNTED.with_borrow_mut(|counted| {
                if let Some(counted) = counted {
                    event.record(&mut Text(counted));
                }
            });
        }
    }
}

/// What a piece of work gives, with the statements that were named under a target meanwhile on this thread: for tests that run
/// on one thread each.
pub async fn counted<T>(target: &'static str, work: impl Future<Output = T>) -> (T, Vec<String>) {
    static LISTENING: OnceLock<()> = OnceLock::new();
    LISTENING.get_or_init(|| {
        // another test may have been the first to listen, in the same way
        let _ = tracing::subscriber::set_global_default(Registry::default().with(Count(target)));
    });
    COUNTED.set(Some(Vec::new()));
    let done = work.await;
    (done, COUNTED.take().unwrap_or_default())
}
