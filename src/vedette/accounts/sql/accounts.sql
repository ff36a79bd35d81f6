-- name: add_person
INSERT INTO people (key, name, role, password, made, issued) VALUES (:key, :name, :role, :password, :made, :issued);

-- name: person
SELECT * FROM people WHERE key = :key;

-- name: people
SELECT * FROM people WHERE state <> 'removed' ORDER BY key;

-- name: other_administrators
SELECT count(*) FROM people WHERE role = 'administrator' AND state = 'active' AND id <> :id;

-- name: set_role
UPDATE people SET role = :role WHERE id = :id;

-- name: set_state
UPDATE people SET state = :state WHERE id = :id;

-- name: set_password
UPDATE people SET password = :password, issued = :issued WHERE id = :id;

-- name: store_anew
UPDATE people SET password = :password WHERE id = :id;

-- name: signed_in
UPDATE people SET signed_in = :at WHERE id = :id;

-- name: begin_session
INSERT INTO sessions (digest, person, began, seen) VALUES (:digest, :person, :at, :at);

-- name: session
SELECT sessions.began, sessions.seen, people.* FROM sessions JOIN people ON people.id = sessions.person
WHERE digest = :digest AND people.state = 'active';

-- name: see_session
UPDATE sessions SET seen = :at WHERE digest = :digest;

-- name: end_session
DELETE FROM sessions WHERE digest = :digest;

-- name: end_sessions
DELETE FROM sessions WHERE person = :person AND digest <> :but;

-- name: end_old_sessions
DELETE FROM sessions WHERE began <= :began OR seen <= :seen;

-- name: count_sessions
SELECT person, count(*) AS count FROM sessions WHERE began > :began AND seen > :seen GROUP BY person;

-- name: add_token
INSERT INTO tokens (digest, label, role, made, expires) VALUES (:digest, :label, :role, :made, :expires);

-- name: tokens
SELECT * FROM tokens WHERE revoked IS NULL ORDER BY label;

-- name: token
SELECT * FROM tokens WHERE digest = :digest AND revoked IS NULL AND expires > :at;

-- name: use_token
UPDATE tokens SET used = :at WHERE id = :id;

-- name: revoke_token
UPDATE tokens SET revoked = :at WHERE label = :label AND revoked IS NULL;

-- name: tries
SELECT count, latest FROM tries WHERE key = :key;

-- name: try
INSERT INTO tries (key, count, latest) VALUES (:key, 1, :at)
ON CONFLICT (key) DO UPDATE SET count = count + 1, latest = :at;

-- name: take_back_try
UPDATE tries SET count = count - 1 WHERE key = :key AND count > 0;

-- name: forget_tries
DELETE FROM tries WHERE key = :key;

-- name: forget_old_tries
DELETE FROM tries WHERE latest <= :latest;

-- name: note
INSERT INTO log (at, who, what, about, address) VALUES (:at, :who, :what, :about, :address);

-- name: log
SELECT * FROM log WHERE seq < :before ORDER BY seq DESC LIMIT :limit;
