-- The serving database: every table, view and macro, each column commented with its meaning and unit.
-- Rules of the data (types, required columns, ranges, keys, references) are declared here and nowhere else:
-- `data.warehouse` reads them back from the catalogue to check every file before it loads it.
--
-- Conventions
--   *_zh, *_en     the same text in both languages
--   money          100 million yuan (亿元) unless the unit says otherwise; percentages as percent (3.5, not 0.035)
--   fact columns   source_id, confidence, recorded_at, return_id, retracted: a correction is a new row with the same key
--                  and a later recorded_at; the latest one with recorded_at <= known_at holds
--   <table>_known  the rows of a fact table as they were known at a moment

CREATE TYPE confidence       AS ENUM ('high', 'medium', 'low', 'none');
CREATE TYPE source_kind      AS ENUM ('official', 'press', 'filing', 'repost', 'unverified');
CREATE TYPE indicator_kind   AS ENUM ('stock', 'quota', 'ratio', 'coverage', 'frequency');
CREATE TYPE indicator_scope  AS ENUM ('province', 'leaders', 'clusters');
CREATE TYPE scope_kind       AS ENUM ('province', 'all_clusters', 'key_clusters', 'leaders', 'city', 'county', 'cluster',
                                      'department', 'enterprise', 'subset', 'country');
CREATE TYPE period_precision AS ENUM ('day', 'month', 'quarter', 'half', 'year', 'approximate');
CREATE TYPE qualifier        AS ENUM ('exact', 'at_least', 'about');
CREATE TYPE milestone_kind   AS ENUM ('leader', 'leader_adjusted', 'pool', 'share_reform', 'tutoring', 'listed', 'little_giant',
                                      'srdi', 'single_champion', 'single_champion_product', 'hightech', 'green_factory',
                                      'innovation_platform', 'standard', 'documented');
CREATE TYPE claim_kind       AS ENUM ('market_share', 'honour');
CREATE TYPE location_basis   AS ENUM ('address', 'county_seat');
CREATE TYPE rhythm_kind      AS ENUM ('monthly', 'quarterly', 'annual');
CREATE TYPE county_kind      AS ENUM ('district', 'city', 'county', 'autonomous_county');

-- Sources ------------------------------------------------------------------------------------------------------------

CREATE TABLE source (
    source_id    VARCHAR PRIMARY KEY,
    publisher    VARCHAR NOT NULL,
    title        VARCHAR NOT NULL,
    url          VARCHAR,
    published_on DATE,
    published_text VARCHAR,
    kind         source_kind NOT NULL
);

-- The plan -----------------------------------------------------------------------------------------------------------

CREATE TABLE plan (
    plan_id   VARCHAR PRIMARY KEY,
    title_zh  VARCHAR NOT NULL,
    title_en  VARCHAR NOT NULL,
    issuer_zh VARCHAR NOT NULL,
    issuer_en VARCHAR NOT NULL,
    issued_on DATE NOT NULL,
    starts_on DATE NOT NULL,
    ends_on   DATE NOT NULL,
    leader_definition_zh VARCHAR NOT NULL,
    leader_definition_en VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL REFERENCES source (source_id),
    CHECK (starts_on <= ends_on)
);
CREATE TABLE action (
    action_id VARCHAR PRIMARY KEY,
    plan_id   VARCHAR NOT NULL REFERENCES plan (plan_id),
    name_zh   VARCHAR NOT NULL,
    name_en   VARCHAR NOT NULL,
    confirmed BOOLEAN NOT NULL,
    note_zh   VARCHAR,
    note_en   VARCHAR
);
CREATE TABLE measure (
    measure_id VARCHAR PRIMARY KEY,
    action_id  VARCHAR NOT NULL REFERENCES action (action_id),
    name_zh    VARCHAR NOT NULL,
    name_en    VARCHAR NOT NULL,
    summary_zh VARCHAR NOT NULL,
    summary_en VARCHAR NOT NULL,
    confirmed  BOOLEAN NOT NULL,
    note_zh    VARCHAR,
    note_en    VARCHAR
);
CREATE TABLE safeguard (
    safeguard_id VARCHAR PRIMARY KEY,
    plan_id      VARCHAR NOT NULL REFERENCES plan (plan_id),
    name_zh      VARCHAR NOT NULL,
    name_en      VARCHAR NOT NULL,
    summary_zh   VARCHAR NOT NULL,
    summary_en   VARCHAR NOT NULL
);
CREATE TABLE commitment (
    commitment_id VARCHAR PRIMARY KEY,
    measure_id    VARCHAR REFERENCES measure (measure_id),
    safeguard_id  VARCHAR REFERENCES safeguard (safeguard_id),
    text_zh       VARCHAR NOT NULL,
    text_en       VARCHAR NOT NULL,
    confirmed     BOOLEAN NOT NULL,
    note_zh       VARCHAR,
    note_en       VARCHAR,
    CHECK ((measure_id IS NULL) <> (safeguard_id IS NULL))
);
CREATE TABLE rhythm (
    rhythm_id    rhythm_kind PRIMARY KEY,
    safeguard_id VARCHAR NOT NULL REFERENCES safeguard (safeguard_id),
    name_zh      VARCHAR NOT NULL,
    name_en      VARCHAR NOT NULL
);
CREATE TABLE department (
    department_id VARCHAR PRIMARY KEY,
    name_zh       VARCHAR NOT NULL,
    name_en       VARCHAR NOT NULL,
    short_zh      VARCHAR NOT NULL,
    short_en      VARCHAR NOT NULL,
    confirmed     BOOLEAN NOT NULL,
    note_zh       VARCHAR,
    note_en       VARCHAR
);
CREATE TABLE measure_department (
    measure_id    VARCHAR REFERENCES measure (measure_id),
    department_id VARCHAR REFERENCES department (department_id),
    position      INTEGER NOT NULL CHECK (position >= 1),
    PRIMARY KEY (measure_id, department_id)
);
CREATE TABLE industry_group (
    group_id VARCHAR PRIMARY KEY,
    name_zh  VARCHAR NOT NULL,
    name_en  VARCHAR NOT NULL,
    colour   VARCHAR NOT NULL CHECK (regexp_full_match(colour, '#[0-9a-f]{6}'))
);
CREATE TABLE industry (
    industry_id VARCHAR PRIMARY KEY,
    name_zh     VARCHAR NOT NULL,
    name_en     VARCHAR NOT NULL,
    group_id    VARCHAR NOT NULL REFERENCES industry_group (group_id)
);
CREATE TABLE indicator (
    indicator_id  VARCHAR PRIMARY KEY,
    plan_id       VARCHAR REFERENCES plan (plan_id),
    measure_id    VARCHAR REFERENCES measure (measure_id),
    name_zh       VARCHAR NOT NULL,
    name_en       VARCHAR NOT NULL,
    definition_zh VARCHAR NOT NULL,
    definition_en VARCHAR NOT NULL,
    unit_zh       VARCHAR NOT NULL,
    unit_en       VARCHAR NOT NULL,
    kind          indicator_kind NOT NULL,
    scope         indicator_scope,
    headline      BOOLEAN NOT NULL,
    confirmed     BOOLEAN NOT NULL,
    cycle_days    INTEGER CHECK (cycle_days > 0),
    note_zh       VARCHAR,
    note_en       VARCHAR
);
CREATE TABLE indicator_context (
    indicator_id VARCHAR REFERENCES indicator (indicator_id),
    context_id   VARCHAR REFERENCES indicator (indicator_id),
    position     INTEGER NOT NULL,
    note_zh      VARCHAR NOT NULL,
    note_en      VARCHAR NOT NULL,
    PRIMARY KEY (indicator_id, context_id),
    CHECK (indicator_id <> context_id)
);
CREATE TABLE target (
    target_id    VARCHAR PRIMARY KEY,
    indicator_id VARCHAR NOT NULL REFERENCES indicator (indicator_id),
    due_on       DATE,
    per_year     BOOLEAN NOT NULL,
    lower        DOUBLE NOT NULL,
    upper        DOUBLE,
    strict       BOOLEAN NOT NULL,
    confirmed    BOOLEAN NOT NULL,
    note_zh      VARCHAR,
    note_en      VARCHAR,
    CHECK (upper >= lower),
    CHECK (lower > 0),
    CHECK (NOT (per_year AND due_on IS NOT NULL))
);
CREATE TABLE threshold (
    preset      VARCHAR,
    version     INTEGER,
    metric      VARCHAR NOT NULL CHECK (metric IN ('schedule_gap_pp', 'expected_ratio')),
    green_from  DOUBLE NOT NULL,
    yellow_from DOUBLE NOT NULL,
    valid_from  DATE NOT NULL,
    in_force    BOOLEAN NOT NULL,
    PRIMARY KEY (preset, version),
    CHECK (green_from >= yellow_from)
);
CREATE TABLE incentive (
    incentive_id VARCHAR PRIMARY KEY,
    measure_id   VARCHAR NOT NULL REFERENCES measure (measure_id),
    what_zh      VARCHAR NOT NULL,
    what_en      VARCHAR NOT NULL,
    rate         DOUBLE,
    cap_yuan     DOUBLE,
    amount_yuan  DOUBLE,
    condition_zh VARCHAR,
    condition_en VARCHAR,
    confirmed    BOOLEAN NOT NULL,
    note_zh      VARCHAR,
    note_en      VARCHAR
);

-- Places -------------------------------------------------------------------------------------------------------------

CREATE TABLE city (
    city_id VARCHAR PRIMARY KEY,
    name_zh VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    lon     DOUBLE NOT NULL CHECK (lon BETWEEN 113 AND 120),
    lat     DOUBLE NOT NULL CHECK (lat BETWEEN 36 AND 43),
    position INTEGER NOT NULL
);
CREATE TABLE county (
    adcode  VARCHAR PRIMARY KEY CHECK (regexp_full_match(adcode, '13[0-9]{4}')),
    name_zh VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    city_id VARCHAR NOT NULL REFERENCES city (city_id),
    kind    county_kind NOT NULL,
    lon     DOUBLE NOT NULL CHECK (lon BETWEEN 113 AND 120),
    lat     DOUBLE NOT NULL CHECK (lat BETWEEN 36 AND 43),
    label_lon DOUBLE NOT NULL,
    label_lat DOUBLE NOT NULL
);
CREATE TABLE boundary (
    layer    VARCHAR,
    adcode   VARCHAR,
    name_zh  VARCHAR NOT NULL,
    name_en  VARCHAR NOT NULL,
    svg_path VARCHAR NOT NULL,
    PRIMARY KEY (layer, adcode)
);
CREATE TABLE boundary_layer (
    layer VARCHAR PRIMARY KEY,
    url   VARCHAR NOT NULL
);

-- Facts --------------------------------------------------------------------------------------------------------------

CREATE TABLE county_cluster (
    cluster_id    VARCHAR NOT NULL,
    name_zh       VARCHAR NOT NULL,
    name_en       VARCHAR NOT NULL,
    product_zh    VARCHAR,
    product_en    VARCHAR,
    industry_id   VARCHAR NOT NULL REFERENCES industry (industry_id),
    county_adcode VARCHAR NOT NULL REFERENCES county (adcode),
    in_plan       BOOLEAN NOT NULL,
    key_cluster   BOOLEAN NOT NULL,
    lon           DOUBLE NOT NULL,
    lat           DOUBLE NOT NULL,
    pinyin        VARCHAR NOT NULL,
    initials      VARCHAR NOT NULL,
    note_zh       VARCHAR,
    note_en       VARCHAR,
    source_id     VARCHAR NOT NULL REFERENCES source (source_id),
    confidence    confidence NOT NULL,
    recorded_at   TIMESTAMP NOT NULL,
    return_id     VARCHAR,
    retracted     BOOLEAN NOT NULL,
    PRIMARY KEY (cluster_id, recorded_at)
);
CREATE TABLE cluster_county (
    cluster_id    VARCHAR,
    county_adcode VARCHAR REFERENCES county (adcode),
    PRIMARY KEY (cluster_id, county_adcode)
);
CREATE TABLE cluster_alias (
    alias_zh   VARCHAR PRIMARY KEY,
    cluster_id VARCHAR NOT NULL,
    note       VARCHAR
);
CREATE TABLE measure_cluster (
    measure_id VARCHAR REFERENCES measure (measure_id),
    cluster_id VARCHAR,
    confirmed  BOOLEAN NOT NULL,
    note_zh    VARCHAR,
    note_en    VARCHAR,
    PRIMARY KEY (measure_id, cluster_id)
);
CREATE TABLE measure_industry (
    measure_id  VARCHAR REFERENCES measure (measure_id),
    industry_id VARCHAR REFERENCES industry (industry_id),
    name_zh     VARCHAR NOT NULL,
    name_en     VARCHAR NOT NULL,
    PRIMARY KEY (measure_id, industry_id)
);
CREATE TABLE claim (
    claim_id    VARCHAR NOT NULL,
    cluster_id  VARCHAR NOT NULL,
    kind        claim_kind NOT NULL,
    text_zh     VARCHAR NOT NULL,
    text_en     VARCHAR NOT NULL,
    period_end  DATE,
    period_text VARCHAR,
    rank        INTEGER NOT NULL,
    source_id   VARCHAR NOT NULL REFERENCES source (source_id),
    confidence  confidence NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    return_id   VARCHAR,
    retracted   BOOLEAN NOT NULL,
    PRIMARY KEY (claim_id, recorded_at)
);
CREATE TABLE enterprise (
    enterprise_id  VARCHAR NOT NULL,
    name_zh        VARCHAR NOT NULL,
    name_en        VARCHAR NOT NULL,
    former_name_zh VARCHAR,
    credit_code    VARCHAR CHECK (regexp_full_match(credit_code, '[0-9A-HJ-NPQRTUWXY]{18}')),
    cluster_id     VARCHAR,
    county_adcode  VARCHAR REFERENCES county (adcode),
    lon            DOUBLE,
    lat            DOUBLE,
    location_basis location_basis,
    product_zh     VARCHAR,
    product_en     VARCHAR,
    board          VARCHAR,
    stock_code     VARCHAR,
    pinyin         VARCHAR NOT NULL,
    initials       VARCHAR NOT NULL,
    note_zh        VARCHAR,
    note_en        VARCHAR,
    source_id      VARCHAR NOT NULL REFERENCES source (source_id),
    confidence     confidence NOT NULL,
    recorded_at    TIMESTAMP NOT NULL,
    return_id      VARCHAR,
    retracted      BOOLEAN NOT NULL,
    PRIMARY KEY (enterprise_id, recorded_at),
    CHECK ((lon IS NULL) = (location_basis IS NULL))
);
CREATE TABLE milestone (
    milestone_id   VARCHAR NOT NULL,
    enterprise_id  VARCHAR NOT NULL,
    kind           milestone_kind NOT NULL,
    reached_on     DATE,
    ended_on       DATE,
    date_precision period_precision,
    detail_zh      VARCHAR,
    detail_en      VARCHAR,
    source_id      VARCHAR NOT NULL REFERENCES source (source_id),
    confidence     confidence NOT NULL,
    recorded_at    TIMESTAMP NOT NULL,
    return_id      VARCHAR,
    retracted      BOOLEAN NOT NULL,
    PRIMARY KEY (milestone_id, recorded_at),
    CHECK (ended_on >= reached_on),
    CHECK ((reached_on IS NULL) = (date_precision IS NULL))
);
CREATE TABLE observation (
    observation_id   VARCHAR NOT NULL,
    indicator_id     VARCHAR NOT NULL REFERENCES indicator (indicator_id),
    scope_kind       scope_kind NOT NULL,
    scope_id         VARCHAR NOT NULL,
    period_start     DATE,
    period_end       DATE,
    period_text      VARCHAR NOT NULL,
    period_precision period_precision NOT NULL,
    value            DOUBLE NOT NULL,
    qualifier        qualifier NOT NULL,
    basis_zh         VARCHAR NOT NULL,
    basis_en         VARCHAR NOT NULL,
    preferred        BOOLEAN NOT NULL,
    note_zh          VARCHAR,
    note_en          VARCHAR,
    source_id        VARCHAR NOT NULL REFERENCES source (source_id),
    confidence       confidence NOT NULL,
    recorded_at      TIMESTAMP NOT NULL,
    return_id        VARCHAR,
    retracted        BOOLEAN NOT NULL,
    PRIMARY KEY (observation_id, recorded_at),
    CHECK (period_start <= period_end),
    CHECK (isfinite(value))
);
CREATE TABLE event (
    event_id    VARCHAR NOT NULL,
    happened_on DATE NOT NULL,
    title_zh    VARCHAR NOT NULL,
    title_en    VARCHAR NOT NULL,
    note_zh     VARCHAR,
    note_en     VARCHAR,
    source_id   VARCHAR NOT NULL REFERENCES source (source_id),
    confidence  confidence NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    return_id   VARCHAR,
    retracted   BOOLEAN NOT NULL,
    PRIMARY KEY (event_id, recorded_at)
);
CREATE TABLE allocation (
    allocation_id VARCHAR NOT NULL,
    indicator_id  VARCHAR NOT NULL REFERENCES indicator (indicator_id),
    scope_kind    scope_kind NOT NULL,
    scope_id      VARCHAR NOT NULL,
    due_on        DATE NOT NULL,
    lower         DOUBLE NOT NULL,
    upper         DOUBLE,
    source_id     VARCHAR NOT NULL REFERENCES source (source_id),
    confidence    confidence NOT NULL,
    recorded_at   TIMESTAMP NOT NULL,
    return_id     VARCHAR,
    retracted     BOOLEAN NOT NULL,
    PRIMARY KEY (allocation_id, recorded_at),
    CHECK (upper >= lower),
    CHECK (lower > 0)
);
CREATE TABLE unplaced (
    unplaced_id VARCHAR PRIMARY KEY,
    what        VARCHAR NOT NULL,
    reason_zh   VARCHAR NOT NULL,
    reason_en   VARCHAR NOT NULL,
    source_id   VARCHAR REFERENCES source (source_id)
);
