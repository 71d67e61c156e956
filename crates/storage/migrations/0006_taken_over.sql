-- After a reform the files of an agency go to the one that takes over: where a file was before, and in which years it counts with whom.
ALTER TABLE application ADD COLUMN came_from {uuid};
ALTER TABLE application ADD COLUMN held_from {int};
CREATE TABLE application_held (
    application {uuid} NOT NULL,
    place {int} NOT NULL,
    agency {uuid} NOT NULL,
    from_year {int},
    until_year {int} NOT NULL,
    PRIMARY KEY (application, place)
) {end};
CREATE INDEX application_held_by_agency ON application_held (agency, until_year, application);
