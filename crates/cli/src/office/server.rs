//! Answering on a port until somebody says stop.
//!
//! Not here: what is answered (`gongkai_web::server`).

use anyhow::Context as _;
use gongkai_web::server::{Web, router};
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Takes the address.
pub(crate) async fn listen(address: SocketAddr) -> anyhow::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address).await.with_context(|| format!("无法在 {address} 监听"))?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Answers until `stop`; what is under way is finished first.
pub(crate) async fn answer(
    listener: TcpListener,
    web: Arc<Web>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let service = router(web).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await.context("服务中断")
}

/// When somebody says stop: Ctrl-C, or SIGTERM where there is one.
async fn stopped() {
    let ctrl_c = async {
        if tokio::signal::ctrl_c().await.is_err() {
            // without the signal there is nothing to wait for, and stopping at once would be worse
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = ctrl_c => {}
        () = terminated() => {}
    }
}

/// The same word for several listeners: false until somebody says stop.
pub(crate) fn stop() -> watch::Receiver<bool> {
    let (say, hear) = watch::channel(false);
    tokio::spawn(async move {
        stopped().await;
        say.send_replace(true);
    });
    hear
}

/// When the word was said.
pub(crate) async fn heard(mut stop: watch::Receiver<bool>) {
    // an error means that nobody is left to say it
    let _said = stop.wait_for(|is_over| *is_over).await;
}

#[cfg(unix)]
async fn terminated() {
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
