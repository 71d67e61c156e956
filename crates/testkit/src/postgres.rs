//! A PostgreSQL cluster of one's own for a test run: made from Debian's package, reached on loopback, gone afterwards.
//!
//! Not here: tables and rows. Nothing is skipped: where PostgreSQL is missing, starting fails with the command that
//! installs it.
//!
//! The server runs below a small shell that waits on a pipe from the test process. However the tests end, the pipe
//! closes; then the shell stops the server by its process id and removes the directory.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{LazyLock, Mutex};
use std::thread::sleep;
use std::time::Duration;

/// A running cluster; stopped and removed when it is dropped or the process ends.
#[derive(Debug)]
pub struct Cluster {
    programs: PathBuf,
    directory: PathBuf,
    port: u16,
    keeper: Child,
}

/// How the account that owns the server is called where the tests run as root, which PostgreSQL refuses.
const ACCOUNT: &str = "postgres";

/// $1 program, $2 directory, $3 port.
const KEEPER: &str = r#"
"$1" -D "$2/records" -k "$2" -p "$3" -c listen_addresses=127.0.0.1 -c max_connections=300 \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB \
    </dev/null >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -INT "$server"
wait "$server"
rm -rf "$2"
"#;

impl Cluster {
    /// Makes and starts a cluster. Durability is switched off: it lives as long as the tests.
    pub fn start() -> Result<Self, String> {
        let programs = programs()?;
        let base = std::env::temp_dir().join("gongkai-postgres-XXXXXX");
        let directory = PathBuf::from(said(as_owner("mktemp").arg("-d").arg(base))?.trim());
        let records = directory.join("records");
        let mut initdb = as_owner(programs.join("initdb"));
        initdb.arg("-D").arg(records).args(["-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]);
        said(&mut initdb)?;
        let port = free_port()?;
        let mut keeper = as_owner("sh");
        keeper.arg("-c").arg(KEEPER).arg("keeper").arg(programs.join("postgres")).arg(&directory);
        let keeper = keeper.arg(port.to_string()).stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
        let keeper = keeper.map_err(|why| format!("sh: {why}"))?;
        let cluster = Self { programs, directory, port, keeper };
        cluster.wait_until_ready()?;
        Ok(cluster)
    }

    fn wait_until_ready(&self) -> Result<(), String> {
        let mut last = String::new();
        for _ in 0..300 {
            match self.run("SELECT 1") {
                Ok(()) => return Ok(()),
                Err(why) => last = why,
            }
            sleep(Duration::from_millis(100));
        }
        let log = said(Command::new("tail").arg("-n20").arg(self.directory.join("log"))).unwrap_or_default();
        Err(format!("PostgreSQL does not answer on port {}: {last}\n{log}", self.port))
    }

    fn run(&self, sql: &str) -> Result<(), String> {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-U", ACCOUNT, "-d", "postgres"]);
        said(psql.arg("-p").arg(self.port.to_string()).arg("-c").arg(sql)).map(drop)
    }

    /// The address of a database of the cluster.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{ACCOUNT}@127.0.0.1:{}/{database}", self.port)
    }

    /// Makes a database, empty or as a copy of another one to which nobody is connected; its address.
    pub fn create_database(&self, name: &str, template: Option<&str>) -> Result<String, String> {
        let template = template.unwrap_or("template0");
        self.run(&format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\""))?;
        Ok(self.url(name))
    }
}

/// The variable by which the tests of pages and use cases are run over a server: `postgresql`.
pub const WANTED: &str = "GONGKAI_TEST_DATABASE";

/// The address of a database for the test that keeps its files in this directory, where the environment asks for a server;
/// the same one for the same directory. None where the test uses a file.
///
/// The cluster is shared by the tests of a process and goes with it.
#[expect(clippy::disallowed_methods, reason = "the run of the tests is what is configured")]
pub fn wanted(directory: &Path) -> Result<Option<String>, String> {
    static CLUSTER: LazyLock<Result<Cluster, String>> = LazyLock::new(Cluster::start);
    static KNOWN: Mutex<BTreeMap<PathBuf, String>> = Mutex::new(BTreeMap::new());
    match std::env::var(WANTED).as_deref() {
        Ok("postgresql") => {}
        Ok("sqlite" | "") | Err(_) => return Ok(None),
        Ok(other) => return Err(format!("{WANTED}={other}: neither sqlite nor postgresql")),
    }
    let cluster = CLUSTER.as_ref().map_err(Clone::clone)?;
    let mut known = KNOWN.lock().map_err(|why| why.to_string())?;
    if let Some(url) = known.get(directory) {
        return Ok(Some(url.clone()));
    }
    let url = cluster.create_database(&format!("test_{}", known.len()), None)?;
    known.insert(directory.to_owned(), url.clone());
    Ok(Some(url))
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // the keeper ends by itself; there is nobody to tell if it does not
        let _ended = self.keeper.wait();
    }
}

/// The directory of the newest PostgreSQL's programs.
fn programs() -> Result<PathBuf, String> {
    let version = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    installed
        .map(|entry| entry.path())
        .filter(|path| path.join("bin/initdb").exists())
        .max_by_key(|path| version(path))
        .map(|path| path.join("bin"))
        .ok_or_else(|| "these tests need PostgreSQL: apt-get install --yes postgresql".to_owned())
}

/// A command that runs as the account that may own a server: oneself, or for root the package's own account.
fn as_owner(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let root = said(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    let mut command = if root {
        let mut command = Command::new("setpriv");
        let account = [("--reuid", ACCOUNT), ("--regid", ACCOUNT)];
        for (option, account) in account {
            command.arg(option).arg(account);
        }
        command.arg("--clear-groups").arg(program);
        command
    } else {
        Command::new(program)
    };
    // the tests' own directory may be closed to the account
    command.current_dir("/");
    command
}

/// Runs a command to its end; what it said, or its complaint.
fn said(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().map_err(|why| format!("{program}: {why}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("{program}: {}", String::from_utf8_lossy(&output.stderr).trim()))
    }
}

/// A port of loopback that nobody listens on.
fn free_port() -> Result<u16, String> {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    free.map(|address| address.port()).map_err(|why| format!("no free port: {why}"))
}
