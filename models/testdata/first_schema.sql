INSERT INTO users (id, email, name, role, created_at) VALUES (1, 'admin@example.org', 'Ada Ortiz', 'admin', '2026-01-01 00:00:00+00:00');
INSERT INTO campaigns (id, slug, code, state, topic, status, goal, created_at, updated_at) VALUES (1, 'az-one', 'one', 'az', 'vacatur', 'live', 100, '2026-01-01 00:00:00+00:00', '2026-01-01 00:00:00+00:00');
INSERT INTO petitions (id, campaign_id, version, hash, created_at) VALUES (1, 1, 1, X'aa', '2026-01-01 00:00:00+00:00');
INSERT INTO petition_texts (petition_id, lang, title, ask, summary, story) VALUES (1, 'en', 'One', 'Ask', 'Summary', 'Story');
UPDATE campaigns SET petition_id = 1;
INSERT INTO letter_variants (campaign_id, number, lang, subject, body) VALUES (1, 1, 'en', 'Subject', 'Body');
INSERT INTO districts (id, state, chamber, code, name, num_seats) VALUES (1, 'az', 'upper', '1', 'District 1', 1), (2, 'az', 'lower', '1', 'District 1', 2);
INSERT INTO seats (id, district_id, position) VALUES (1, 1, 1), (2, 2, 1);
INSERT INTO legislators (id, ocd_id, state, name, party, email, updated_at) VALUES (1, 'ocd-person/1', 'az', 'Hana Cole', 'Party', 'one@example.org', '2026-01-01 00:00:00+00:00'), (2, 'ocd-person/2', 'az', 'Omar Pike', 'Party', 'two@example.org', '2026-01-01 00:00:00+00:00');
INSERT INTO terms (id, seat_id, legislator_id, starts_at) VALUES (1, 1, 1, '2026-01-01 00:00:00+00:00'), (2, 2, 2, '2026-01-01 00:00:00+00:00');
INSERT INTO zip_districts (zip, district_id) VALUES ('85001', 1), ('85001', 2);
INSERT INTO signatures (id, ref, campaign_id, petition_id, email_index, household, name, email, zip, lang, display, updates, help, in_state, state, mails, mailed_at, created_at, counted_at, moved_at)
  VALUES (1, 'sig1', 1, 1, X'01', 1, X'01', X'01', X'01', 'en', 'hidden', FALSE, FALSE, TRUE, 'counted', 1, '2026-01-02 00:00:00+00:00', '2026-01-02 00:00:00+00:00', '2026-01-02 00:00:00+00:00', '2026-01-02 00:00:00+00:00');
INSERT INTO signature_counts (campaign_id, in_state) VALUES (1, 1);
INSERT INTO day_counts (campaign_id, day, in_state, out_of_state) VALUES (1, '2026-01-02', 1, 0);
INSERT INTO matches (signature_id, district_id, chamber, method, confidence, matched_at) VALUES (1, 1, 'upper', 'zip_unique', 'high', '2026-01-02 00:00:00+00:00'), (1, 2, 'lower', 'chosen', 'medium', '2026-01-02 00:00:00+00:00');
INSERT INTO district_counts (campaign_id, district_id, signatures) VALUES (1, 1, 1), (1, 2, 1);
INSERT INTO outbox (id, ref, kind, priority, state, campaign_id, signature_id, not_before, created_at, accepted_at, moved_at)
  VALUES (1, 'mail1', 'letter', 3, 'delivered', 1, 1, '2026-01-02 00:00:00+00:00', '2026-01-02 00:00:00+00:00', '2026-01-02 01:00:00+00:00', '2026-01-02 02:00:00+00:00');
INSERT INTO letters (id, ref, campaign_id, signature_id, number, subject, body, name, share_email, created_at, released_at) VALUES (1, 'letter1', 1, 1, 1, X'01', X'01', X'01', FALSE, '2026-01-02 00:00:00+00:00', '2026-01-02 00:00:00+00:00');
INSERT INTO deliveries (id, campaign_id, letter_id, seat_id, legislator_id, outbox_id, created_at) VALUES (1, 1, 1, 1, 1, 1, '2026-01-02 00:00:00+00:00'), (2, 1, 1, 2, 2, NULL, '2026-01-02 00:00:00+00:00');
INSERT INTO links (hash, kind, signature_id, letter_id, created_at, expires_at) VALUES (X'01', 'letters', 1, 1, '2026-01-02 00:00:00+00:00', '2027-01-02 00:00:00+00:00');
INSERT INTO links (hash, kind, user_id, created_at, expires_at) VALUES (X'02', 'sign_in', 1, '2026-01-02 00:00:00+00:00', '2027-01-02 00:00:00+00:00');
