//! The connected system of a test: it takes POSTs on a port and answers what it is told to.
//!
//! Not here: what is sent to it.

use gongkai_jobs::{Hook, Post};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the other side signs with, too.
pub(crate) const SECRET: &str = "3f9a1c77d2be48f0a6";

/// A delivery as it came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Delivery {
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

/// A running receiver.
pub(crate) struct Receiver {
    address: String,
    got: Arc<Mutex<Vec<Delivery>>>,
}

impl Receiver {
    /// Answers with these codes in turn, then with 204.
    pub(crate) async fn start(answers: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/gongkai", listener.local_addr().unwrap());
        let got = Arc::new(Mutex::new(Vec::new()));
        let (kept, mut answers) = (Arc::clone(&got), VecDeque::from(answers.to_vec()));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let delivery = take(stream, answers.pop_front().unwrap_or(204)).await;
                kept.lock().unwrap().push(delivery);
            }
        });
        Self { address, got }
    }

    /// The way to this receiver.
    pub(crate) fn post(&self) -> Post {
        let hook = || Some(Hook::new(&self.address, SECRET, None, "GONGKAI_WEBHOOK_SECRET").unwrap());
        Post { mail: None, text_messages: hook(), webhook: hook() }
    }

    /// What came so far.
    pub(crate) fn got(&self) -> Vec<Delivery> {
        self.got.lock().unwrap().clone()
    }
}

async fn take(stream: TcpStream, answer: u16) -> Delivery {
    let mut stream = BufReader::new(stream);
    let mut delivery = Delivery::default();
    let mut line = String::new();
    stream.read_line(&mut line).await.unwrap();
    assert!(line.starts_with("POST /gongkai HTTP/1.1"), "{line}");
    loop {
        line.clear();
        stream.read_line(&mut line).await.unwrap();
        let Some((name, value)) = line.trim().split_once(": ") else { break };
        delivery.headers.insert(name.to_lowercase(), value.to_owned());
    }
    let mut body = vec![0; delivery.headers["content-length"].parse().unwrap()];
    stream.read_exact(&mut body).await.unwrap();
    delivery.body = String::from_utf8(body).unwrap();
    let answer = format!("HTTP/1.1 {answer} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    stream.write_all(answer.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    delivery
}
