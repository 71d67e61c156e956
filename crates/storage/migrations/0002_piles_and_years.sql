-- On which pile of the inbox a case lies, and in which year of table 3 it is counted, answered by indexes.
ALTER TABLE application ADD COLUMN waits_until {date};
ALTER TABLE application ADD COLUMN result_year {int};
ALTER TABLE application ADD COLUMN is_counted {bool} NOT NULL DEFAULT FALSE;

UPDATE application SET waits_until = '9999-12-31' WHERE turn IN ('applicant', 'other');
UPDATE application SET is_counted = TRUE WHERE received_on IS NOT NULL AND state <> 'split_up';
UPDATE application SET result_year = CAST(SUBSTR(CAST(replied_on AS text), 1, 4) AS integer) WHERE replied_on IS NOT NULL;

DROP INDEX application_inbox;
CREATE INDEX application_inbox ON application (agency, state, due_key, waits_until, closed_on) WHERE closed_on IS NULL;
DROP INDEX application_totals;
CREATE INDEX application_totals ON application (agency, year, row_key, applicant_kind, result_year, is_counted, closed_on, is_extended);
CREATE INDEX application_carried ON application (agency, arrived_on, id) WHERE is_counted AND (result_year IS NULL OR result_year > year);
