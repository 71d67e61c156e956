-- What lists are made from besides the row of an application: who is to co-sign, what is weighty, what goes over to
-- proactive disclosure.
CREATE TABLE application_mark (
    application {uuid} NOT NULL,
    kind {text} NOT NULL,
    place {int} NOT NULL,
    agency {uuid} NOT NULL,
    day {date} NOT NULL,
    department {uuid},
    person {uuid},
    is_open {bool} NOT NULL,
    PRIMARY KEY (application, kind, place)
) {end};
CREATE INDEX application_mark_by_agency ON application_mark (agency, kind, is_open, day, application);
