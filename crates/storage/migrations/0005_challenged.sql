-- Which applications a challenge concerns: one reply may have answered several.
CREATE TABLE challenge_application (
    challenge {uuid} NOT NULL,
    application {uuid} NOT NULL,
    PRIMARY KEY (challenge, application)
) {end};
CREATE INDEX challenge_application_by_application ON challenge_application (application, challenge);
INSERT INTO challenge_application (challenge, application)
SELECT DISTINCT c.id, {concerned_id} FROM challenge c
JOIN event e ON e.stream_id = c.id AND e.stream_kind = 'challenge' AND e.stream_sequence = 1
CROSS JOIN {concerned};
DROP INDEX challenge_by_application;
