-- After a reform the files of an agency go to the one that takes over: where a file was before, and from which year it counts there.
ALTER TABLE application ADD COLUMN came_from {uuid};
ALTER TABLE application ADD COLUMN held_from {int};
CREATE INDEX application_came_from ON application (came_from, year, id) WHERE came_from IS NOT NULL;
