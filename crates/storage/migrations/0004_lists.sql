-- What a list, a filter of the ledger or the count of new messages asks for, without going through what is closed or read.
CREATE INDEX message_unread ON message (person) WHERE read_at IS NULL;
CREATE INDEX application_open_arrival ON application (agency, arrived_on, id) WHERE closed_on IS NULL;
CREATE INDEX application_by_state_arrival ON application (agency, state, arrived_on, id);
CREATE INDEX application_by_row_arrival ON application (agency, row_key, arrived_on, id);
