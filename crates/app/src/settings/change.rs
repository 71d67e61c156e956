//! Change what an agency has set.
//!
//! Who: the head of the disclosure office or the system administrator. Precondition: what is set can be used as a whole.
//! Changes: the settings; a draft on its way keeps the chain of its day. Audit: `settings_changed` with the names of what
//! changed. Told: nobody.
//! Not here: which fields there are (`super`), what is wrong with them (`gongkai_domain::agency::settings`).

use super::{CHAIN, Group, Input};
use crate::actor::Actor;
use crate::office::{AGENCY_SETTINGS, Office};
use crate::refusal::{Fault, Refusal};
use chrono::NaiveDate;
use gongkai_domain::agency::AgencySettings;
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::ids::AgencyId;
use gongkai_domain::staff::{Permission, Target};
use gongkai_storage::NewAudit;
use serde_json::{Value, json};

/// The settings of one's own agency, for who may change them.
///
/// # Errors
/// [`Refusal::Denied`].
pub async fn settings(office: &Office, actor: &Actor) -> Result<Value, Refusal> {
    let agency = must(office, actor)?;
    let (_, settings) = office.agency(agency).await?;
    serde_json::to_value(settings).map_err(|e| Refusal::Defect(e.to_string()))
}

pub(super) fn must(office: &Office, actor: &Actor) -> Result<AgencyId, Refusal> {
    let agency = actor.member()?.person.agency;
    actor.must(Permission::ManageSettings, Target::agency(agency), office.today())?;
    Ok(agency)
}

/// A fault of a group: the fields have names made at run time, so that it stands at the group.
pub const FIELD: &str = "settings";

/// Changes the fields of a group; what was sent are pairs of place and text.
///
/// # Errors
/// [`Refusal::Denied`]; [`Refusal::Invalid`] with everything that is wrong.
pub async fn change(
    office: &Office,
    actor: &Actor,
    group: &Group,
    sent: &[(String, String)],
) -> Result<(), Refusal> {
    let agency = must(office, actor)?;
    let tx = office.storage.begin().await?;
    let before: AgencySettings = match tx.setting(Some(agency), AGENCY_SETTINGS).await? {
        Some(text) => serde_json::from_str(&text)
            .map_err(|e| Refusal::Defect(format!("settings of agency {agency}: {e}")))?,
        None => AgencySettings::default(),
    };
    let defect = |e: serde_json::Error| Refusal::Defect(e.to_string());
    let was = serde_json::to_value(&before).map_err(defect)?;
    let mut value = was.clone();
    let mut faults = Vec::new();
    let mut changed = Vec::new();
    for field in &group.fields {
        let Some((_, text)) = sent.iter().find(|(name, _)| *name == field.path) else { continue };
        if let Err(why) = put(&mut value, &field.path, &field.input, text.trim()) {
            faults.push(Fault::new(FIELD, format!("“{}”：{why}", field.label)));
        }
        if super::shown(&was, field) != super::shown(&value, field) {
            changed.push(field.path.clone());
        }
    }
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let after: AgencySettings = serde_json::from_value(value)
        .map_err(|e| Refusal::invalid(FIELD, format!("填写的内容无法保存：{e}")))?;
    let known = before.faults();
    let new = after.faults().into_iter().filter(|fault| !known.contains(fault));
    let faults: Vec<Fault> = new.map(|fault| Fault::new(FIELD, fault.to_string())).collect();
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    if changed.is_empty() {
        return Ok(());
    }
    let at = office.instant();
    let document = serde_json::to_string(&after).map_err(defect)?;
    tx.set_setting(Some(agency), AGENCY_SETTINGS, &document, at).await?;
    tx.note(NewAudit {
        at,
        agency: Some(agency),
        actor: actor.word(),
        action: "settings_changed".to_owned(),
        object_kind: "agency".to_owned(),
        object_id: Some(agency.0),
        document: json!({ "changed": changed }).to_string(),
    })
    .await?;
    Ok(tx.commit().await?)
}

/// Puts a text where its field belongs.
fn put(settings: &mut Value, path: &str, input: &Input, text: &str) -> Result<(), String> {
    if let Some(step) = path.strip_prefix(CHAIN) {
        return put_step(settings, step, text);
    }
    let value = match input {
        Input::Line | Input::Other => json!(text),
        Input::Number(_) => json!(text.parse::<u32>().map_err(|_| "应当是整数".to_owned())?),
        Input::YesNo => match text {
            "yes" => json!(true),
            "no" => json!(false),
            _ => return Err("选择“是”或者“否”".to_owned()),
        },
        Input::One(choices) => {
            if !choices.iter().any(|(key, _)| *key == text) {
                return Err("选择一项".to_owned());
            }
            json!(text)
        }
        Input::Lines => {
            json!(text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>())
        }
        Input::DatedNames => json!(dated_names(text)?),
        Input::Elsewhere => json!(elsewhere(text)?),
        Input::Day if text.is_empty() => Value::Null,
        Input::Day => json!(text.parse::<NaiveDate>().map_err(|_| "不是有效日期".to_owned())?),
    };
    let (parent, key) = path.rsplit_once('.').unwrap_or(("", path));
    let place = if parent.is_empty() {
        Some(settings)
    } else {
        parent.split('.').try_fold(settings, |value, key| value.get_mut(key))
    };
    let place = place.and_then(Value::as_object_mut).ok_or_else(|| "没有这一项设置".to_owned())?;
    if matches!(input, Input::One(_) | Input::Other) && text.is_empty() {
        place.remove(key);
    } else {
        place.insert(key.to_owned(), value);
    }
    Ok(())
}

/// One line a matter of another body, its cells divided by `|`.
fn elsewhere(text: &str) -> Result<Vec<Value>, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split(['|', '｜']).map(str::trim).collect();
            let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
            let several = |at: usize, between: &[char]| -> Vec<String> {
                cell(at)
                    .split(between)
                    .map(str::trim)
                    .filter(|one| !one.is_empty())
                    .map(str::to_owned)
                    .collect()
            };
            if cells.len() > 5 || cell(0).is_empty() {
                return Err(format!("“{line}”应当写作：事项|机关|联系方式|网址|识别词"));
            }
            Ok(json!({
                "subject": cell(0),
                "body": cell(1),
                "contact": several(2, &['；', ';']),
                "website": cell(3),
                "words": several(4, &['、', '，', ',']),
            }))
        })
        .collect()
}

/// One line a name: the name, its first day, and its last day where it has one.
fn dated_names(text: &str) -> Result<Vec<Value>, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let wrong = || {
                format!("“{line}”应当写作：名称 起始日期 截止日期（没有的不写），如 甲区人民法院 2024-01-01")
            };
            let mut parts: Vec<&str> = line.split_whitespace().collect();
            let mut days: Vec<NaiveDate> = Vec::new();
            while days.len() < 2
                && let Some(day) = parts.last().and_then(|part| part.parse().ok())
            {
                days.insert(0, day);
                parts.pop();
            }
            let (Some(from), false) = (days.first(), parts.is_empty()) else { return Err(wrong()) };
            let validity = match days.get(1) {
                Some(until) => json!({ "from": from, "until": until }),
                None => json!({ "from": from }),
            };
            Ok(json!({ "name": parts.join(" "), "validity": validity }))
        })
        .collect()
}

/// Puts a step of the chain in its usual place, changes when it is needed, or takes it out.
fn put_step(settings: &mut Value, step: &str, needed: &str) -> Result<(), String> {
    let known = SignOffStep::EVERY.iter().position(|known| known.key() == step);
    let place = known.ok_or_else(|| "没有这个环节".to_owned())?;
    if !matches!(needed, "" | "always" | "when_refusing" | "when_releasing" | "when_named") {
        return Err("选择一项".to_owned());
    }
    let steps = settings.pointer_mut("/handling/chain/steps").and_then(Value::as_array_mut);
    let steps = steps.ok_or_else(|| "没有这一项设置".to_owned())?;
    match (steps.iter().position(|known| known["step"] == step), needed) {
        (Some(at), "") => drop(steps.remove(at)),
        (Some(at), needed) => steps[at]["needed"] = json!(needed),
        (None, "") => {}
        (None, needed) => {
            let usual = |value: &Value| {
                SignOffStep::EVERY.iter().position(|known| value["step"] == known.key()).unwrap_or(0)
            };
            let at = steps.iter().position(|known| usual(known) > place).unwrap_or(steps.len());
            steps.insert(at, json!({ "step": step, "needed": needed }));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{at, groups, shown};
    use super::*;

    #[test]
    fn every_field_of_every_group_is_found_in_the_settings_and_put_back_as_it_was_shown() {
        let mut before = AgencySettings::default();
        before.scope.elsewhere = vec![gongkai_domain::agency::settings::Elsewhere {
            subject: "不动产登记资料查询".to_owned(),
            body: "甲市不动产登记中心".to_owned(),
            contact: vec!["电话0999-8000001".to_owned(), "和平路2号".to_owned()],
            website: String::new(),
            words: vec!["不动产".to_owned(), "房产证".to_owned()],
        }];
        let court = "甲区人民法院 2024-01-01 2025-12-31";
        let was = serde_json::to_value(&before).unwrap();
        let mut value = was.clone();
        put(&mut value, "remedies.courts", &Input::DatedNames, court).unwrap();
        before = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(before.remedies.courts[0].name, "甲区人民法院");
        for group in groups() {
            for field in &group.fields {
                let text = shown(&value, field);
                let mut again = value.clone();
                put(&mut again, &field.path, &field.input, &text).unwrap();
                let read: AgencySettings = serde_json::from_value(again).unwrap();
                assert_eq!(read, before, "{}", field.path);
                let is_there = at(&value, &field.path).is_some()
                    || ["by_outcome", "titles.", "numbers.documents", "local_rows", "counting.results"]
                        .iter()
                        .any(|place| field.path.contains(place));
                assert!(is_there || field.path.starts_with(CHAIN), "{}", field.path);
            }
        }
    }

    #[test]
    fn a_step_taken_out_of_the_chain_comes_back_in_its_usual_place() {
        let mut value = serde_json::to_value(AgencySettings::default()).unwrap();
        put_step(&mut value, "legality_review", "").unwrap();
        put_step(&mut value, "legality_review", "always").unwrap();
        let settings: AgencySettings = serde_json::from_value(value).unwrap();
        let steps: Vec<&str> = settings.handling.chain.steps.iter().map(|step| step.step.key()).collect();
        assert_eq!(steps[3], "legality_review");
        assert!(put_step(&mut serde_json::json!({}), "proposal", "sometimes").is_err());
    }
}
