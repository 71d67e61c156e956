//! Answering on a port until somebody says stop.
//!
//! Not here: what is answered (`gongkai_web::server`).

use anyhow::Context as _;
use axum::Router;
use axum::extract::ConnectInfo;
use gongkai_web::server::{Web, router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use tower::Service as _;
use tower_http::timeout::{RequestBodyDeadlineLayer, RequestBodyTimeoutLayer};

/// Takes the address.
pub(crate) async fn listen(address: SocketAddr) -> anyhow::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address).await.with_context(|| format!("无法在 {address} 监听"))?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// For how long is waited.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// Until the next request is whole up to its body.
    header: Duration,
    /// Until something more comes of a body that has begun.
    pause: Duration,
    /// Until a body is whole.
    body: Duration,
    /// Until what is under way has ended after somebody has said stop.
    grace: Duration,
}

impl Patience {
    const USUAL: Self = Self {
        // longer than the sixty seconds for which proxies commonly keep a connection that is at rest, so that the proxy is the
        // one that closes it
        header: Duration::from_secs(75),
        pause: Duration::from_secs(30),
        // 32 MB over a slow line
        body: Duration::from_secs(15 * 60),
        grace: Duration::from_secs(10),
    };
}

/// How long is waited where a connection cannot be taken, for want of file handles.
const NAP: Duration = Duration::from_secs(1);

/// Answers until somebody says stop; what is under way is finished first, but who sends too slowly is not waited for.
pub(crate) async fn answer(listener: TcpListener, web: Arc<Web>, stop: watch::Receiver<bool>) {
    within(Patience::USUAL, listener, router(web), stop).await;
}

async fn within(patience: Patience, listener: TcpListener, routes: Router, stop: watch::Receiver<bool>) {
    let routes = routes
        .layer(RequestBodyTimeoutLayer::new(patience.pause))
        .layer(RequestBodyDeadlineLayer::new(patience.body));
    let mut connections = JoinSet::new();
    let mut over = pin!(heard(stop.clone()));
    loop {
        tokio::select! {
            () = &mut over => break,
            Some(ended) = connections.join_next(), if !connections.is_empty() => told(ended),
            taken = listener.accept() => match taken {
                Ok((stream, peer)) => {
                    // small answers go at once
                    let _is_set = stream.set_nodelay(true);
                    connections.spawn(one(stream, peer, routes.clone(), stop.clone(), patience.header));
                }
                // gone again before it was taken
                Err(error) if is_of_the_connection(&error) => {}
                Err(error) => {
                    tracing::error!(error = %error, "a connection was not taken");
                    tokio::time::sleep(NAP).await;
                }
            },
        }
    }
    drop(listener);
    let rest = async {
        while let Some(ended) = connections.join_next().await {
            told(ended);
        }
    };
    if tokio::time::timeout(patience.grace, rest).await.is_err() {
        connections.shutdown().await;
    }
}

fn is_of_the_connection(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// A connection that ended in a panic is a defect; how it ended otherwise is the visitor's affair.
fn told(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        tracing::error!(error = %error, "a connection ended badly");
    }
}

/// Answers on one connection until it ends, or until somebody says stop and the request under way is answered.
async fn one(
    stream: TcpStream,
    peer: SocketAddr,
    routes: Router,
    stop: watch::Receiver<bool>,
    header: Duration,
) {
    let service = tower::service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        routes.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(header)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = heard(stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(error = %error, "a connection broke off");
    }
}

/// The same word for several listeners: false until somebody says stop. From here on a signal does not end the program, so that
/// it can clean up.
pub(crate) fn stop() -> watch::Receiver<bool> {
    let (say, hear) = watch::channel(false);
    let stopped = stopped();
    tokio::spawn(async move {
        stopped.await;
        say.send_replace(true);
    });
    hear
}

/// When somebody says stop: Ctrl-C or SIGTERM; they are listened to from the call on.
#[cfg(unix)]
fn stopped() -> impl Future<Output = ()> + Send + 'static {
    use tokio::signal::unix::{SignalKind, signal};
    let signals = [SignalKind::interrupt(), SignalKind::terminate()].map(signal);
    async move {
        let [interrupt, terminate] = signals.map(|signal| async move {
            match signal {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                // without the signal there is nothing to wait for, and stopping at once would be worse
                Err(_) => std::future::pending().await,
            }
        });
        tokio::select! {
            () = interrupt => {}
            () = terminate => {}
        }
    }
}

/// When somebody says stop: Ctrl-C.
#[cfg(not(unix))]
fn stopped() -> impl Future<Output = ()> + Send + 'static {
    async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// When the word was said.
pub(crate) async fn heard(mut stop: watch::Receiver<bool>) {
    // an error means that nobody is left to say it
    let _said = stop.wait_for(|is_over| *is_over).await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::post;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::task::JoinHandle;

    const SHORT: Duration = Duration::from_millis(100);
    const LONG: Duration = Duration::from_secs(600);

    /// A server that tells the bytes of what it was sent; the word that stops it.
    async fn serving(patience: Patience) -> (SocketAddr, watch::Sender<bool>, JoinHandle<()>) {
        let routes =
            Router::new().route("/", post(|body: axum::body::Bytes| async move { body.len().to_string() }));
        let (listener, at) = listen(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let (say, hear) = watch::channel(false);
        (at, say, tokio::spawn(within(patience, listener, routes, hear)))
    }

    /// What is answered to these bytes, until the connection is closed.
    async fn answer_to(at: SocketAddr, bytes: &str) -> String {
        let mut stream = TcpStream::connect(at).await.unwrap();
        stream.write_all(bytes.as_bytes()).await.unwrap();
        let mut answer = String::new();
        // a connection that is cut off is as good as one that is closed
        let _read = stream.read_to_string(&mut answer).await;
        answer
    }

    #[tokio::test]
    async fn who_sends_nothing_half_a_head_or_half_a_body_is_not_waited_for() {
        let patience = Patience { header: SHORT, pause: SHORT, body: LONG, grace: LONG };
        let (at, _say, _server) = serving(patience).await;
        assert_eq!(answer_to(at, "").await, "");
        assert!(!answer_to(at, "POST / HTTP/1.1\r\nHost: a").await.contains(" 200 "));
        let half = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf";
        assert!(answer_to(at, half).await.starts_with("HTTP/1.1 4"));
        let whole = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nfour";
        assert!(answer_to(at, whole).await.ends_with("\r\n\r\n4"));
    }

    #[tokio::test]
    async fn who_holds_half_a_request_does_not_keep_the_server_from_stopping() {
        let (at, say, server) =
            serving(Patience { header: LONG, pause: LONG, body: LONG, grace: SHORT }).await;
        let mut head = TcpStream::connect(at).await.unwrap();
        head.write_all(b"POST / HTTP/1.1\r\nHost: a").await.unwrap();
        let mut body = TcpStream::connect(at).await.unwrap();
        body.write_all(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n")
            .await
            .unwrap();
        // the server has taken both: it asks for the body of the later one
        let mut asked = [0; 12];
        body.read_exact(&mut asked).await.unwrap();
        assert_eq!(&asked, b"HTTP/1.1 100");
        say.send_replace(true);
        server.await.unwrap();
        assert!(TcpStream::connect(at).await.is_err(), "nobody listens any longer");
    }
}
