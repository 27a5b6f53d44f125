-- +goose Up
CREATE TABLE petition_drafts (
  campaign_id integer PRIMARY KEY REFERENCES campaigns (id),
  template text NOT NULL DEFAULT '',
  revision integer NOT NULL,
  saved_by integer NOT NULL REFERENCES users (id),
  saved_at timestamp NOT NULL,
  submitted_by integer REFERENCES users (id),
  submitted_at timestamp,
  claimed_by integer REFERENCES users (id),
  claimed_at timestamp
);
CREATE INDEX petition_drafts_waiting ON petition_drafts (submitted_at) WHERE submitted_at IS NOT NULL;

CREATE TABLE petition_draft_texts (
  campaign_id integer NOT NULL REFERENCES petition_drafts (campaign_id),
  lang text NOT NULL,
  title text NOT NULL,
  ask text NOT NULL,
  summary text NOT NULL,
  story text NOT NULL,
  PRIMARY KEY (campaign_id, lang)
);

CREATE TABLE rejection_reasons (
  id integer PRIMARY KEY AUTOINCREMENT,
  code text NOT NULL UNIQUE,
  title_en text NOT NULL,
  title_es text NOT NULL,
  text_en text NOT NULL,
  text_es text NOT NULL,
  final boolean NOT NULL,
  retired_at timestamp
);

CREATE TABLE petition_reviews (
  id integer PRIMARY KEY AUTOINCREMENT,
  campaign_id integer NOT NULL REFERENCES campaigns (id),
  user_id integer NOT NULL REFERENCES users (id),
  decision text NOT NULL CHECK (decision IN ('published','rejected')),
  petition_id integer REFERENCES petitions (id),
  reason_id integer REFERENCES rejection_reasons (id),
  note text NOT NULL DEFAULT '',
  at timestamp NOT NULL,
  CHECK ((decision = 'published') = (petition_id IS NOT NULL)),
  CHECK ((decision = 'rejected') = (reason_id IS NOT NULL))
);
CREATE INDEX petition_reviews_campaign ON petition_reviews (campaign_id, id);

CREATE TABLE affirmations (
  signature_id integer NOT NULL REFERENCES signatures (id),
  petition_id integer NOT NULL REFERENCES petitions (id),
  before_id integer NOT NULL REFERENCES petitions (id),
  at timestamp NOT NULL,
  PRIMARY KEY (signature_id, petition_id)
);

ALTER TABLE users ADD COLUMN trusted_at timestamp;


CREATE VIRTUAL TABLE petition_words USING fts5 (title, ask, summary, petition_id UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2');
INSERT INTO petition_words (title, ask, summary, petition_id) SELECT title, ask, summary, petition_id FROM petition_texts;
-- +goose StatementBegin
CREATE TRIGGER petition_texts_words AFTER INSERT ON petition_texts BEGIN
  INSERT INTO petition_words (title, ask, summary, petition_id) VALUES (new.title, new.ask, new.summary, new.petition_id);
END;
-- +goose StatementEnd

INSERT INTO rejection_reasons (code, title_en, title_es, text_en, text_es, final) VALUES
  ('duplicate', 'Another campaign asks for the same', 'Otra campaña pide lo mismo', 'There is already a campaign in your state with this ask. Join it: two petitions for one ask split its signatures.', 'Ya hay una campaña en su estado con esta petición. Únase a ella: dos peticiones por lo mismo dividen las firmas.', false),
  ('not_state_law', 'Not something this state’s law can change', 'No es algo que la ley de este estado pueda cambiar', 'The ask is for a court, an agency or Congress. Say what the legislature of the state should change.', 'La petición se dirige a un tribunal, una agencia o el Congreso. Diga qué debe cambiar la legislatura del estado.', false),
  ('unclear_ask', 'The ask is not clear', 'La petición no está clara', 'A reader cannot tell what would be different once the law changed. Name the section and what it should say.', 'Quien lee no puede saber qué cambiaría con la ley. Nombre la sección y lo que debería decir.', false),
  ('no_source', 'A figure or a fact lacks its source', 'Una cifra o un dato no tiene fuente', 'Every figure needs a source and a date that anybody can look up. Add them, or leave the figure out.', 'Cada cifra necesita una fuente y una fecha que cualquiera pueda consultar. Añádalas o quite la cifra.', false),
  ('private_person', 'It names a private person', 'Nombra a una persona particular', 'The text names or describes somebody who holds no public office. It may put them, or a survivor, in danger.', 'El texto nombra o describe a alguien que no ocupa un cargo público. Puede poner en peligro a esa persona o a una sobreviviente.', false),
  ('words', 'Its words hurt the people it is about', 'Sus palabras hieren a las personas de las que trata', 'Please speak of survivors and young people as persons, and of what was done to them.', 'Hable de las sobrevivientes y de los jóvenes como personas, y de lo que se les hizo.', false),
  ('hate', 'It attacks people', 'Ataca a personas', 'The text calls for violence or attacks people for who they are.', 'El texto llama a la violencia o ataca a personas por ser quienes son.', true);
