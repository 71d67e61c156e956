//! `gongkai user`: people who may sign in, for the first ones and for whoever is locked out.
//!
//! Not here: the pages for people and roles (`gongkai-web`), the rules of roles (`gongkai_domain::staff`).

use crate::exit::Exit;
use crate::io;
use crate::office;
use crate::office::store::Place;
use crate::office::told::Told as _;
use anyhow::{Context as _, bail};
use chrono::{DateTime, TimeDelta, Utc};
use clap::{Args, Subcommand};
use gongkai_app::setup::{self, Cost};
use gongkai_checker::render::width;
use gongkai_domain::ids::PersonId;
use gongkai_domain::staff::{Person, Role};
use gongkai_storage::{Entropy as _, NewAudit, PersonRow, Storage, SystemEntropy, Tx};
use std::fmt::Write as _;

/// What can be done with people.
#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// 增加人员，显示一次性密码；首次登录时须修改
    Add(Add),
    /// 列出人员
    List(List),
    /// 重置密码并解除锁定，显示新的一次性密码
    Reset(Reset),
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    #[command(flatten)]
    place: Place,
    /// 机关代码
    #[arg(long, value_name = "代码")]
    agency: String,
    /// 登录名
    #[arg(long, value_name = "登录名")]
    login: String,
    /// 姓名
    #[arg(long, value_name = "姓名")]
    name: String,
    /// 角色，可以写多次；写代号或者名称，如 registrar、承办人
    #[arg(long = "role", value_name = "角色", required = true, value_parser = role)]
    roles: Vec<Role>,
    /// 所在科室（处室、股室）的名称
    #[arg(long, value_name = "名称")]
    department: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    place: Place,
    /// 只列这个机关的人员
    #[arg(long, value_name = "代码")]
    agency: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Reset {
    #[command(flatten)]
    place: Place,
    /// 登录名
    #[arg(long, value_name = "登录名")]
    login: String,
}

fn role(text: &str) -> Result<Role, String> {
    let text = text.trim();
    let known = Role::EVERY.iter().find(|role| role.key() == text || role.name() == text);
    let names =
        || Role::EVERY.iter().map(|role| format!("{}（{}）", role.key(), role.name())).collect::<Vec<_>>();
    known.copied().ok_or_else(|| format!("可以是 {}", names().join("、")))
}

/// The present instant, for the records.
fn instant() -> DateTime<Utc> {
    (io::now() - TimeDelta::hours(8)).and_utc()
}

/// A password to be changed at once: four groups that can be read aloud.
fn one_time_password() -> String {
    const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let mut bytes = [0; 16];
    SystemEntropy.fill(&mut bytes);
    let letters: Vec<char> = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// Does it.
pub(crate) fn run(user: &User) -> anyhow::Result<Exit> {
    match user {
        User::Add(options) => add(options),
        User::List(options) => list(options),
        User::Reset(options) => reset(options),
    }
}

/// What was done from the command line stands in the audit log like anything else.
async fn note(tx: &Tx, row: &PersonRow, action: &str, at: DateTime<Utc>) -> anyhow::Result<()> {
    tx.note(NewAudit {
        at,
        agency: row.agency,
        actor: "command_line".to_owned(),
        action: action.to_owned(),
        object_kind: "person".to_owned(),
        object_id: Some(row.id.0),
        document: "{}".to_owned(),
    })
    .await
    .told()
}

async fn give_password(tx: &Tx, row: &PersonRow, at: DateTime<Utc>) -> anyhow::Result<String> {
    let password = one_time_password();
    let hash = setup::hash_password(&password, Cost::USUAL, &SystemEntropy).told()?;
    tx.set_password(row.id, &hash, true, "{}", at).await.told()?;
    Ok(password)
}

async fn by_login(storage: &Storage, login: &str) -> anyhow::Result<PersonRow> {
    storage.person_by_login(login).await.told()?.with_context(|| format!("没有登录名为“{login}”的人员"))
}

fn add(options: &Add) -> anyhow::Result<Exit> {
    let (login, name) = (options.login.trim(), options.name.trim());
    if login.is_empty() || name.is_empty() {
        bail!("登录名和姓名不能空着");
    }
    let password = office::run(async {
        let storage = options.place.open().await?;
        let agency = storage.agency_by_code(&options.agency).await.told()?;
        let agency = agency.with_context(|| format!("没有代码为“{}”的机关", options.agency))?;
        if storage.person_by_login(login).await.told()?.is_some() {
            bail!("登录名“{login}”已有人使用");
        }
        let department = match &options.department {
            None => None,
            Some(name) => {
                let all = storage.departments(agency.id).await.told()?;
                let found = all.iter().find(|row| row.name == name.trim());
                Some(found.with_context(|| format!("{}没有“{name}”", agency.name))?.id)
            }
        };
        let at = instant();
        let person = Person {
            id: PersonId(SystemEntropy.id(at)),
            name: name.to_owned(),
            agency: agency.id,
            department,
            roles: options.roles.iter().copied().collect(),
            acting_for: Vec::new(),
            is_active: true,
        };
        let tx = storage.begin().await.told()?;
        setup::keep_person(&tx, &person, login, io::today(), &SystemEntropy, at).await.told()?;
        let row = tx.person(person.id).await.told()?.context("人员没有保存")?;
        let password = give_password(&tx, &row, at).await?;
        note(&tx, &row, "person_added", at).await?;
        tx.commit().await.told()?;
        storage.close().await.told()?;
        Ok(password)
    })?;
    io::print(&format!("已增加 {name}（{login}）。一次性密码：{password}\n"))?;
    Ok(Exit::default())
}

fn reset(options: &Reset) -> anyhow::Result<Exit> {
    let login = options.login.trim();
    let password = office::run(async {
        let storage = options.place.open().await?;
        let row = by_login(&storage, login).await?;
        let (tx, at) = (storage.begin().await.told()?, instant());
        let password = give_password(&tx, &row, at).await?;
        note(&tx, &row, "password_reset", at).await?;
        tx.commit().await.told()?;
        storage.close().await.told()?;
        Ok(password)
    })?;
    io::print(&format!("已重置 {login} 的密码。一次性密码：{password}\n"))?;
    Ok(Exit::default())
}

fn list(options: &List) -> anyhow::Result<Exit> {
    let (people, text) = office::run(async {
        let storage = options.place.open().await?;
        let agencies = storage.agencies().await.told()?;
        let wanted = match &options.agency {
            None => None,
            Some(code) => {
                let found = agencies.iter().find(|row| row.code == *code);
                Some(found.with_context(|| format!("没有代码为“{code}”的机关"))?.id)
            }
        };
        let mut people = storage.all_people().await.told()?;
        people.retain(|row| wanted.is_none() || row.agency == wanted);
        let left = people.iter().map(|row| width::of(&row.login)).max().unwrap_or(0) + 2;
        let mut text = String::new();
        for row in &people {
            let roles = storage.roles_on(row.id, io::today()).await.told()?;
            let name = |key: &str| {
                key.parse::<Role>().map_or_else(|_| key.to_owned(), |role| role.name().to_owned())
            };
            let roles: Vec<String> = roles.iter().map(|role| name(&role.role)).collect();
            let agency = agencies.iter().find(|agency| Some(agency.id) == row.agency);
            let agency = agency.map_or("", |agency| agency.code.as_str());
            let left = width::pad(&row.login, left);
            let state = if row.is_active { "" } else { "（已停用）" };
            let _ =
                writeln!(text, "{left}{}{state}  {agency}  {}", width::pad(&row.name, 8), roles.join("、"));
        }
        storage.close().await.told()?;
        Ok((people.len(), text))
    })?;
    io::print(&text)?;
    Ok(Exit { is_nothing: people == 0, ..Exit::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_named_by_key_or_name_and_an_unknown_one_is_answered_with_all() {
        assert_eq!(role("registrar"), Ok(Role::Registrar));
        assert_eq!(role(" 承办人 "), Ok(Role::CaseHandler));
        assert!(role("管理员").unwrap_err().contains("system_admin（系统管理员）"));
    }

    #[test]
    fn one_time_passwords_are_long_and_differ() {
        let (one, other) = (one_time_password(), one_time_password());
        assert_ne!(one, other);
        assert_eq!((one.len(), one.matches('-').count()), (19, 3));
    }
}
