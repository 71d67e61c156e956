-- By what a registration number is looked for, however it is typed; for what is here already the program works it out.
ALTER TABLE application ADD COLUMN number_key {text};
CREATE INDEX application_by_number ON application (number_key, agency);
