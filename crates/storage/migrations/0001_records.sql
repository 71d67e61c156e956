-- Events, their chains, contents.
CREATE TABLE event (
    change {serial},
    agency {uuid} NOT NULL,
    chain_sequence {long} NOT NULL,
    stream_kind {text} NOT NULL,
    stream_id {uuid} NOT NULL,
    stream_sequence {long} NOT NULL,
    at {long} NOT NULL,
    actor {text} NOT NULL,
    kind {text} NOT NULL,
    payload {text} NOT NULL,
    previous {bytes} NOT NULL,
    digest {bytes} NOT NULL
) {end};
CREATE UNIQUE INDEX event_by_stream ON event (stream_id, stream_kind, stream_sequence);
CREATE UNIQUE INDEX event_by_chain ON event (agency, chain_sequence);

CREATE TABLE chain_head (
    agency {uuid} NOT NULL PRIMARY KEY,
    sequence {long} NOT NULL,
    digest {bytes} NOT NULL
) {end};

CREATE TABLE content (
    id {uuid} NOT NULL PRIMARY KEY,
    agency {uuid} NOT NULL,
    salt {bytes} NOT NULL,
    sealed {bytes} NOT NULL,
    key_id {text} NOT NULL,
    digest {bytes} NOT NULL,
    created_at {long} NOT NULL,
    destroyed_at {long}
) {end};
CREATE INDEX content_by_key ON content (key_id, id);

-- Projections.
CREATE TABLE application (
    id {uuid} NOT NULL PRIMARY KEY,
    agency {uuid} NOT NULL,
    reference {text} NOT NULL UNIQUE,
    registration {text},
    year {int} NOT NULL,
    state {text} NOT NULL,
    turn {text} NOT NULL,
    arrived_on {date} NOT NULL,
    received_on {date},
    due_on {date},
    due_key {date} NOT NULL CHECK (due_key = COALESCE(due_on, '9999-12-31')),
    is_provisional {bool} NOT NULL,
    replied_on {date},
    served_on {date},
    closed_on {date},
    applicant_kind {text} NOT NULL,
    channel {text} NOT NULL,
    handler {uuid},
    department {uuid},
    subject {bytes},
    applicant_masked {text} NOT NULL,
    reply_key {text},
    row_key {text},
    matters {int} NOT NULL,
    is_extended {bool} NOT NULL,
    query_code {bytes},
    applicant_key {bytes},
    sequence {long} NOT NULL,
    change {long} NOT NULL,
    document {text} NOT NULL
) {end};
CREATE UNIQUE INDEX application_by_registration ON application (agency, registration);
CREATE INDEX application_open_due ON application (agency, due_key, id) WHERE closed_on IS NULL;
CREATE INDEX application_inbox ON application (agency, turn, due_key, id, closed_on) WHERE closed_on IS NULL;
CREATE INDEX application_totals ON application (agency, year, row_key, applicant_kind, closed_on, is_extended);
CREATE INDEX application_sweep ON application (due_key, id) WHERE closed_on IS NULL;
CREATE INDEX application_open_handler ON application (handler, due_key, id) WHERE closed_on IS NULL;
CREATE INDEX application_by_state ON application (agency, state, due_key, id);
CREATE INDEX application_by_due ON application (agency, due_key, id);
CREATE INDEX application_by_arrival ON application (agency, arrived_on, id);
CREATE INDEX application_by_year ON application (agency, year, arrived_on, id);
CREATE INDEX application_by_applicant ON application (agency, applicant_key, received_on);

CREATE TABLE challenge (
    id {uuid} NOT NULL PRIMARY KEY,
    agency {uuid} NOT NULL,
    application {uuid},
    kind {text} NOT NULL,
    reference {text},
    year {int} NOT NULL,
    state {text} NOT NULL,
    received_on {date} NOT NULL,
    due_on {date},
    result_key {text},
    closed_on {date},
    handler {uuid},
    sequence {long} NOT NULL,
    change {long} NOT NULL,
    document {text} NOT NULL
) {end};
CREATE INDEX challenge_by_agency ON challenge (agency, id);
CREATE INDEX challenge_by_application ON challenge (application, received_on, id);

CREATE TABLE case_other (
    id {uuid} NOT NULL PRIMARY KEY,
    agency {uuid} NOT NULL,
    kind {text} NOT NULL,
    reference {text} NOT NULL UNIQUE,
    registration {text},
    year {int} NOT NULL,
    state {text} NOT NULL,
    arrived_on {date} NOT NULL,
    due_on {date},
    result_key {text},
    closed_on {date},
    handler {uuid},
    department {uuid},
    subject {bytes},
    applicant_masked {text} NOT NULL,
    query_code {bytes},
    applicant_key {bytes},
    sequence {long} NOT NULL,
    change {long} NOT NULL,
    document {text} NOT NULL
) {end};
CREATE INDEX case_other_by_agency ON case_other (agency, kind, id);

-- Numbers, papers, files.
CREATE TABLE number_series (
    agency {uuid} NOT NULL,
    series {text} NOT NULL,
    year {int} NOT NULL,
    last {long} NOT NULL,
    PRIMARY KEY (agency, series, year)
) {end};

CREATE TABLE paper (
    id {uuid} NOT NULL PRIMARY KEY,
    agency {uuid} NOT NULL,
    application {uuid},
    kind {text} NOT NULL,
    series {text},
    year {int},
    number {long},
    number_text {text},
    issued_on {date},
    voided_on {date},
    voided_by {uuid},
    voided_because {text},
    content {bytes},
    docx {bytes},
    pdf {bytes},
    scan {bytes},
    created_at {long} NOT NULL,
    document {text} NOT NULL
) {end};
CREATE UNIQUE INDEX paper_by_number ON paper (agency, series, year, number);
CREATE INDEX paper_by_application ON paper (application, created_at, id);

CREATE TABLE blob (
    name {bytes} NOT NULL PRIMARY KEY,
    agency {uuid} NOT NULL,
    salt {bytes} NOT NULL,
    key_id {text} NOT NULL,
    media_type {text} NOT NULL,
    size {long} NOT NULL,
    created_at {long} NOT NULL,
    destroyed_at {long}
) {end};

CREATE TABLE attachment (
    id {uuid} NOT NULL PRIMARY KEY,
    agency {uuid} NOT NULL,
    owner_kind {text} NOT NULL,
    owner {uuid} NOT NULL,
    purpose {text} NOT NULL,
    file_name {bytes} NOT NULL,
    blob {bytes} NOT NULL REFERENCES blob (name),
    created_at {long} NOT NULL,
    created_by {text} NOT NULL
) {end};
CREATE INDEX attachment_by_owner ON attachment (owner, created_at, id);
CREATE INDEX attachment_by_blob ON attachment (blob);

-- Agencies, people, sign-in.
CREATE TABLE agency (
    id {uuid} NOT NULL PRIMARY KEY,
    code {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    parent {uuid} REFERENCES agency (id) DEFERRABLE INITIALLY IMMEDIATE,
    successor {uuid} REFERENCES agency (id) DEFERRABLE INITIALLY IMMEDIATE,
    valid_from {date} NOT NULL,
    valid_until {date},
    document {text} NOT NULL
) {end};

CREATE TABLE department (
    id {uuid} NOT NULL PRIMARY KEY,
    agency {uuid} NOT NULL REFERENCES agency (id),
    name {text} NOT NULL,
    place {int} NOT NULL,
    valid_from {date} NOT NULL,
    valid_until {date},
    document {text} NOT NULL
) {end};
CREATE INDEX department_by_agency ON department (agency, place);

CREATE TABLE person (
    id {uuid} NOT NULL PRIMARY KEY,
    agency {uuid} REFERENCES agency (id),
    department {uuid} REFERENCES department (id),
    login {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    is_active {bool} NOT NULL,
    document {text} NOT NULL
) {end};
CREATE INDEX person_by_agency ON person (agency, login);

CREATE TABLE role (
    id {uuid} NOT NULL PRIMARY KEY,
    person {uuid} NOT NULL REFERENCES person (id),
    agency {uuid} REFERENCES agency (id),
    role {text} NOT NULL,
    acting_for {uuid} REFERENCES person (id),
    valid_from {date} NOT NULL,
    valid_until {date}
) {end};
CREATE INDEX role_by_person ON role (person, role);
CREATE INDEX role_by_agency ON role (agency, role);

CREATE TABLE setting (
    agency {uuid} NOT NULL,
    name {text} NOT NULL,
    document {text} NOT NULL,
    changed_at {long} NOT NULL,
    PRIMARY KEY (agency, name)
) {end};

CREATE TABLE credential (
    person {uuid} NOT NULL PRIMARY KEY REFERENCES person (id),
    password_hash {text} NOT NULL,
    password_changed_at {long} NOT NULL,
    must_change {bool} NOT NULL,
    totp_sealed {bytes},
    totp_key_id {text},
    totp_last_step {long},
    failed_count {int} NOT NULL,
    locked_until {long},
    document {text} NOT NULL
) {end};

CREATE TABLE session (
    id_hash {bytes} NOT NULL PRIMARY KEY,
    person {uuid} NOT NULL REFERENCES person (id),
    created_at {long} NOT NULL,
    last_seen_at {long} NOT NULL,
    expires_at {long} NOT NULL,
    csrf_secret {bytes} NOT NULL,
    document {text} NOT NULL
) {end};
CREATE INDEX session_by_person ON session (person, expires_at);
CREATE INDEX session_by_end ON session (expires_at);

CREATE TABLE audit (
    id {serial},
    at {long} NOT NULL,
    agency {uuid},
    actor {text} NOT NULL,
    action {text} NOT NULL,
    object_kind {text} NOT NULL,
    object_id {uuid},
    document {text} NOT NULL
) {end};
CREATE INDEX audit_by_agency ON audit (agency, id);
CREATE INDEX audit_by_actor ON audit (actor, id);
CREATE INDEX audit_by_object ON audit (object_id, id);

-- The portal's short-lived records.
CREATE TABLE draft (
    token_hash {bytes} NOT NULL PRIMARY KEY,
    sealed {bytes} NOT NULL,
    key_id {text} NOT NULL,
    changed_at {long} NOT NULL,
    expires_at {long} NOT NULL
) {end};
CREATE INDEX draft_by_end ON draft (expires_at);

CREATE TABLE form_token (
    token_hash {bytes} NOT NULL PRIMARY KEY,
    expires_at {long} NOT NULL
) {end};
CREATE INDEX form_token_by_end ON form_token (expires_at);

CREATE TABLE rate_counter (
    subject {text} NOT NULL,
    window_at {long} NOT NULL,
    hits {long} NOT NULL,
    PRIMARY KEY (subject, window_at)
) {end};
CREATE INDEX rate_counter_by_window ON rate_counter (window_at);

CREATE TABLE once (
    idempotency_key {text} NOT NULL PRIMARY KEY,
    fingerprint {bytes} NOT NULL,
    result {text},
    expires_at {long} NOT NULL
) {end};
CREATE INDEX once_by_end ON once (expires_at);

-- Calendars.
CREATE TABLE calendar_year (
    region {text} NOT NULL,
    year {int} NOT NULL,
    source {text} NOT NULL,
    imported_at {long} NOT NULL,
    imported_by {text} NOT NULL,
    document {text} NOT NULL,
    PRIMARY KEY (region, year)
) {end};

-- What is to be done outside the transaction.
CREATE TABLE outbox (
    id {uuid} NOT NULL PRIMARY KEY,
    agency {uuid},
    kind {text} NOT NULL,
    target {text} NOT NULL,
    payload {bytes},
    dedupe_key {text} UNIQUE,
    created_at {long} NOT NULL,
    run_at {long} NOT NULL,
    attempts {int} NOT NULL,
    lease_owner {text},
    lease_until {long},
    done_at {long},
    given_up_at {long},
    last_error {text}
) {end};
CREATE INDEX outbox_due ON outbox (run_at, id) WHERE done_at IS NULL AND given_up_at IS NULL;

CREATE TABLE lease (
    name {text} NOT NULL PRIMARY KEY,
    owner {text} NOT NULL,
    until {long} NOT NULL
) {end};

CREATE TABLE message (
    id {uuid} NOT NULL PRIMARY KEY,
    person {uuid} NOT NULL REFERENCES person (id),
    at {long} NOT NULL,
    kind {text} NOT NULL,
    object_kind {text} NOT NULL,
    object_id {uuid},
    document {text} NOT NULL,
    read_at {long}
) {end};
CREATE INDEX message_by_person ON message (person, id);
