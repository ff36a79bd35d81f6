-- Three roles without a log-in, to be given to those that have one. Run again after an update of Vedette.
DO $$
DECLARE
    home text := quote_ident(current_schema());
    facts text[] := ARRAY['sources', 'captures', 'documents', 'sightings', 'analyses', 'statements', 'mentions', 'links',
        'link_scores', 'retractions', 'corrections', 'annotations', 'observations', 'observation_about', 'observation_boxes',
        'failures', 'done', 'document_text', 'spots', 'spot_statements', 'document_list'];
    derived text[] := ARRAY['current_documents', 'current_analyses', 'listing', 'statement_tally', 'document_tally',
        'picture', 'statement_sides', 'events', 'event_accounts', 'event_sides', 'event_figures', 'event_boxes',
        'control', 'misgivings', 'threats'];
    one text;
BEGIN
    FOREACH one IN ARRAY ARRAY['vedette_reader', 'vedette_worker', 'vedette_owner'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = one) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', one);
        END IF;
        EXECUTE format('GRANT USAGE ON SCHEMA %s TO %I', home, one);
    END LOOP;
    -- Each may what the one before may.
    GRANT vedette_reader TO vedette_worker;
    GRANT vedette_worker TO vedette_owner;
    EXECUTE format('GRANT vedette_owner TO %I', current_user);
    EXECUTE format('GRANT CREATE ON SCHEMA %s TO vedette_owner', home);

    FOREACH one IN ARRAY facts || derived || ARRAY['schema_version'] LOOP
        EXECUTE format('ALTER TABLE %s.%I OWNER TO vedette_owner', home, one);
        EXECUTE format('GRANT SELECT ON %s.%I TO vedette_reader', home, one);
    END LOOP;
    FOREACH one IN ARRAY facts LOOP
        EXECUTE format('GRANT INSERT ON %s.%I TO vedette_worker', home, one);
    END LOOP;
    FOREACH one IN ARRAY derived LOOP
        EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %s.%I TO vedette_worker', home, one);
    END LOOP;
    -- To lock the rows it works on; changing them is refused by a trigger, to everybody.
    EXECUTE format('GRANT UPDATE (id) ON %s.captures, %s.documents TO vedette_worker', home, home);
    FOREACH one IN ARRAY ARRAY['statements_seq', 'events_seq'] LOOP
        EXECUTE format('ALTER SEQUENCE %s.%I OWNER TO vedette_owner', home, one);
    END LOOP;
    EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %s TO vedette_worker', home);
    FOREACH one IN ARRAY ARRAY['count_listed', 'count_unlisted', 'count_another_side', 'count_shown', 'refuse_change'] LOOP
        EXECUTE format('ALTER FUNCTION %s.%I() OWNER TO vedette_owner', home, one);
    END LOOP;
    EXECUTE format('ALTER DOMAIN %s.word OWNER TO vedette_owner', home);
END $$;
