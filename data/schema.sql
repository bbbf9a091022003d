-- The serving database: every table, view and macro, each column commented with its meaning and unit.
-- Rules of the data (types, required columns, ranges, keys, references) are declared here and nowhere else:
-- `data.checks` reads them back from the catalogue to check every file before it is loaded.
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
CREATE TYPE return_state     AS ENUM ('accepted');
CREATE TYPE paper_state      AS ENUM ('issued');
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
CREATE TABLE reporting_duty (
    indicator_id VARCHAR REFERENCES indicator (indicator_id),
    scope_kind   scope_kind NOT NULL,
    scope_id     VARCHAR NOT NULL,
    cycle_days   INTEGER CHECK (cycle_days > 0),
    due_day      INTEGER CHECK (due_day BETWEEN 1 AND 31),
    PRIMARY KEY (indicator_id, scope_kind, scope_id)
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
    west     DOUBLE NOT NULL,
    south    DOUBLE NOT NULL,
    east     DOUBLE NOT NULL,
    north    DOUBLE NOT NULL,
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
    CHECK (lower > 0),
    CHECK (scope_kind NOT IN ('province', 'all_clusters', 'key_clusters', 'leaders', 'country'))  -- whole goals are targets
);
CREATE TABLE goal_note (
    note_id      VARCHAR NOT NULL,
    indicator_id VARCHAR NOT NULL REFERENCES indicator (indicator_id),
    period_end   DATE NOT NULL,
    author       VARCHAR NOT NULL,
    status_note  VARCHAR,
    problem      VARCHAR,
    next_step    VARCHAR,
    due_on       DATE,
    source_id    VARCHAR NOT NULL REFERENCES source (source_id),
    confidence   confidence NOT NULL,
    recorded_at  TIMESTAMP NOT NULL,
    return_id    VARCHAR,
    retracted    BOOLEAN NOT NULL,
    PRIMARY KEY (note_id, recorded_at),
    CHECK (coalesce(status_note, problem, next_step) IS NOT NULL)
);
CREATE TABLE "return" (
    return_id     VARCHAR PRIMARY KEY,
    "by"          VARCHAR NOT NULL,
    department_id VARCHAR REFERENCES department (department_id),
    city_id       VARCHAR REFERENCES city (city_id),
    message       VARCHAR,
    reverts       VARCHAR,
    state         return_state NOT NULL,
    hash          VARCHAR NOT NULL,
    previous_hash VARCHAR NOT NULL,
    recorded_at   TIMESTAMP NOT NULL
);
CREATE TABLE paper (
    code        VARCHAR PRIMARY KEY CHECK (regexp_full_match(code, '[0-9A-HJKMNP-TV-Z]{10}')),
    kind        rhythm_kind NOT NULL,
    lang        VARCHAR NOT NULL CHECK (lang IN ('zh', 'en')),
    as_of       DATE NOT NULL,
    known_at    TIMESTAMP,
    city_id     VARCHAR REFERENCES city (city_id),
    state       paper_state NOT NULL,
    fingerprint VARCHAR NOT NULL,
    issued_at   TIMESTAMP NOT NULL,
    "by"        VARCHAR NOT NULL
);
CREATE TABLE searchable (
    kind VARCHAR NOT NULL,
    id   VARCHAR NOT NULL,
    text VARCHAR NOT NULL
);
CREATE TABLE unplaced (
    unplaced_id VARCHAR PRIMARY KEY,
    what        VARCHAR NOT NULL,
    reason_zh   VARCHAR NOT NULL,
    reason_en   VARCHAR NOT NULL,
    source_id   VARCHAR REFERENCES source (source_id)
);

-- What every column means ------------------------------------------------------------------------------------------

COMMENT ON COLUMN source.source_id IS 'id: "plan", or "s" and the first 8 hex digits of the SHA-1 of the address as gathered';
COMMENT ON COLUMN source.publisher IS 'who published it, as a Chinese reader knows it';
COMMENT ON COLUMN source.title IS 'what the page is about, in our words; its own title for documents';
COMMENT ON COLUMN source.url IS 'where it was read; not linked on screen for reposts';
COMMENT ON COLUMN source.published_on IS 'day of publication where known';
COMMENT ON COLUMN source.published_text IS 'time of publication in words where the day is not known';
COMMENT ON COLUMN source.kind IS 'official, press, filing, repost (a copy on another site), unverified (address not recorded)';
COMMENT ON COLUMN plan.plan_id IS 'id of the plan, the year of issue';
COMMENT ON COLUMN plan.title_zh IS 'title in Chinese';
COMMENT ON COLUMN plan.title_en IS 'title in English';
COMMENT ON COLUMN plan.issuer_zh IS 'who issued it, in Chinese';
COMMENT ON COLUMN plan.issuer_en IS 'who issued it, in English';
COMMENT ON COLUMN plan.issued_on IS 'day of issue';
COMMENT ON COLUMN plan.starts_on IS 'first day of the plan: a figure up to it is a baseline';
COMMENT ON COLUMN plan.ends_on IS 'last day of the plan';
COMMENT ON COLUMN plan.leader_definition_zh IS 'what a leader enterprise is, in Chinese';
COMMENT ON COLUMN plan.leader_definition_en IS 'what a leader enterprise is, in English';
COMMENT ON COLUMN plan.source_id IS 'who says so: source.source_id';
COMMENT ON COLUMN action.action_id IS 'action of the plan, "1" to "6"';
COMMENT ON COLUMN action.plan_id IS 'the plan it belongs to: plan.plan_id';
COMMENT ON COLUMN action.name_zh IS 'name in Chinese';
COMMENT ON COLUMN action.name_en IS 'name in English';
COMMENT ON COLUMN action.confirmed IS 'false where the Chinese original could not be checked or is doubtful; the note says why';
COMMENT ON COLUMN action.note_zh IS 'what a reader must know, in Chinese';
COMMENT ON COLUMN action.note_en IS 'what a reader must know, in English';
COMMENT ON COLUMN measure.measure_id IS 'measure as numbered in the plan, "1.1" to "6.4"';
COMMENT ON COLUMN measure.action_id IS 'action of the plan, "1" to "6"';
COMMENT ON COLUMN measure.name_zh IS 'name in Chinese';
COMMENT ON COLUMN measure.name_en IS 'name in English';
COMMENT ON COLUMN measure.summary_zh IS 'what it asks, in our own Chinese words';
COMMENT ON COLUMN measure.summary_en IS 'what it asks, in our own English words';
COMMENT ON COLUMN measure.confirmed IS 'false where the Chinese original could not be checked or is doubtful; the note says why';
COMMENT ON COLUMN measure.note_zh IS 'what a reader must know, in Chinese';
COMMENT ON COLUMN measure.note_en IS 'what a reader must know, in English';
COMMENT ON COLUMN safeguard.safeguard_id IS 'safeguard of the plan, "3.1" to "3.5"';
COMMENT ON COLUMN safeguard.plan_id IS 'the plan it belongs to: plan.plan_id';
COMMENT ON COLUMN safeguard.name_zh IS 'name in Chinese';
COMMENT ON COLUMN safeguard.name_en IS 'name in English';
COMMENT ON COLUMN safeguard.summary_zh IS 'what it asks, in our own Chinese words';
COMMENT ON COLUMN safeguard.summary_en IS 'what it asks, in our own English words';
COMMENT ON COLUMN commitment.commitment_id IS 'id: clause and running number';
COMMENT ON COLUMN commitment.measure_id IS 'measure as numbered in the plan, "1.1" to "6.4"';
COMMENT ON COLUMN commitment.safeguard_id IS 'safeguard of the plan, "3.1" to "3.5"';
COMMENT ON COLUMN commitment.text_zh IS 'the words, in Chinese';
COMMENT ON COLUMN commitment.text_en IS 'the words, in English';
COMMENT ON COLUMN commitment.confirmed IS 'false where the Chinese original could not be checked or is doubtful; the note says why';
COMMENT ON COLUMN commitment.note_zh IS 'what a reader must know, in Chinese';
COMMENT ON COLUMN commitment.note_en IS 'what a reader must know, in English';
COMMENT ON COLUMN rhythm.rhythm_id IS 'monthly scheduling, quarterly notification, annual assessment';
COMMENT ON COLUMN rhythm.safeguard_id IS 'safeguard of the plan, "3.1" to "3.5"';
COMMENT ON COLUMN rhythm.name_zh IS 'name in Chinese';
COMMENT ON COLUMN rhythm.name_en IS 'name in English';
COMMENT ON COLUMN department.department_id IS 'department: department.department_id';
COMMENT ON COLUMN department.name_zh IS 'name in Chinese';
COMMENT ON COLUMN department.name_en IS 'name in English';
COMMENT ON COLUMN department.short_zh IS 'short name in Chinese';
COMMENT ON COLUMN department.short_en IS 'short name in English';
COMMENT ON COLUMN department.confirmed IS 'false where the Chinese original could not be checked or is doubtful; the note says why';
COMMENT ON COLUMN department.note_zh IS 'what a reader must know, in Chinese';
COMMENT ON COLUMN department.note_en IS 'what a reader must know, in English';
COMMENT ON COLUMN measure_department.measure_id IS 'measure as numbered in the plan, "1.1" to "6.4"';
COMMENT ON COLUMN measure_department.department_id IS 'department: department.department_id';
COMMENT ON COLUMN measure_department.position IS 'order in the text; 1 is read as the lead (our reading)';
COMMENT ON COLUMN industry_group.group_id IS 'industry group, the colour key of the maps';
COMMENT ON COLUMN industry_group.name_zh IS 'name in Chinese';
COMMENT ON COLUMN industry_group.name_en IS 'name in English';
COMMENT ON COLUMN industry_group.colour IS 'colour on maps, #rrggbb';
COMMENT ON COLUMN industry.industry_id IS 'industry: industry.industry_id';
COMMENT ON COLUMN industry.name_zh IS 'name in Chinese';
COMMENT ON COLUMN industry.name_en IS 'name in English';
COMMENT ON COLUMN industry.group_id IS 'industry group, the colour key of the maps';
COMMENT ON COLUMN indicator.indicator_id IS 'what is counted: indicator.indicator_id';
COMMENT ON COLUMN indicator.plan_id IS 'the plan it belongs to: plan.plan_id';
COMMENT ON COLUMN indicator.measure_id IS 'measure as numbered in the plan, "1.1" to "6.4"';
COMMENT ON COLUMN indicator.name_zh IS 'name in Chinese';
COMMENT ON COLUMN indicator.name_en IS 'name in English';
COMMENT ON COLUMN indicator.definition_zh IS 'what is counted and how, in Chinese';
COMMENT ON COLUMN indicator.definition_en IS 'what is counted and how, in English';
COMMENT ON COLUMN indicator.unit_zh IS 'unit in Chinese';
COMMENT ON COLUMN indicator.unit_en IS 'unit in English';
COMMENT ON COLUMN indicator.kind IS 'stock: as of a day; quota: new in a year; ratio: percent; coverage: percent of a whole; frequency: times a year, judged like a quota';
COMMENT ON COLUMN indicator.scope IS 'what the plan counts it in; empty for context series';
COMMENT ON COLUMN indicator.headline IS 'one of the four main goals';
COMMENT ON COLUMN indicator.confirmed IS 'false where the Chinese original could not be checked or is doubtful; the note says why';
COMMENT ON COLUMN indicator.cycle_days IS 'days between reports; empty: 184';
COMMENT ON COLUMN indicator.note_zh IS 'what a reader must know, in Chinese';
COMMENT ON COLUMN indicator.note_en IS 'what a reader must know, in English';
COMMENT ON COLUMN indicator_context.indicator_id IS 'what is counted: indicator.indicator_id';
COMMENT ON COLUMN indicator_context.context_id IS 'the series that stands beside the goal: indicator.indicator_id';
COMMENT ON COLUMN indicator_context.position IS '1: nearest evidence';
COMMENT ON COLUMN indicator_context.note_zh IS 'why it is not the goal''s own figure, in Chinese';
COMMENT ON COLUMN indicator_context.note_en IS 'why it is not the goal''s own figure, in English';
COMMENT ON COLUMN target.target_id IS 'indicator and year, "@year" for yearly quotas';
COMMENT ON COLUMN target.indicator_id IS 'what is counted: indicator.indicator_id';
COMMENT ON COLUMN target.due_on IS 'deadline; empty where the plan gives none';
COMMENT ON COLUMN target.per_year IS 'true: a quota for every year of the plan';
COMMENT ON COLUMN target.lower IS 'the number itself, or the floor of a range, in the unit of the indicator';
COMMENT ON COLUMN target.upper IS 'top of a range; empty unless the plan gives a range';
COMMENT ON COLUMN target.strict IS 'true: the plan says "exceed", so the number itself is not enough';
COMMENT ON COLUMN target.confirmed IS 'false where the Chinese original could not be checked or is doubtful; the note says why';
COMMENT ON COLUMN target.note_zh IS 'what a reader must know, in Chinese';
COMMENT ON COLUMN target.note_en IS 'what a reader must know, in English';
COMMENT ON COLUMN threshold.preset IS 'name of the set of thresholds';
COMMENT ON COLUMN threshold.version IS 'version of the preset';
COMMENT ON COLUMN threshold.metric IS 'schedule_gap_pp: gap to the path in percentage points; expected_ratio: 100 × figure / expected';
COMMENT ON COLUMN threshold.green_from IS 'green from this value of the metric up';
COMMENT ON COLUMN threshold.yellow_from IS 'yellow from this value up to green; red below';
COMMENT ON COLUMN threshold.valid_from IS 'known from this day';
COMMENT ON COLUMN threshold.in_force IS 'false: no longer used';
COMMENT ON COLUMN reporting_duty.indicator_id IS 'what is counted: indicator.indicator_id';
COMMENT ON COLUMN reporting_duty.scope_kind IS 'kind of scope the figure is counted in';
COMMENT ON COLUMN reporting_duty.scope_id IS 'id within that kind of scope: city_id, adcode, cluster_id …';
COMMENT ON COLUMN reporting_duty.cycle_days IS 'days between reports; empty: 184';
COMMENT ON COLUMN reporting_duty.due_day IS 'day of the month by which the figure is due';
COMMENT ON COLUMN incentive.incentive_id IS 'id';
COMMENT ON COLUMN incentive.measure_id IS 'measure as numbered in the plan, "1.1" to "6.4"';
COMMENT ON COLUMN incentive.what_zh IS 'what is given, in Chinese';
COMMENT ON COLUMN incentive.what_en IS 'what is given, in English';
COMMENT ON COLUMN incentive.rate IS 'rate in percent';
COMMENT ON COLUMN incentive.cap_yuan IS 'most that one enterprise gets, yuan';
COMMENT ON COLUMN incentive.amount_yuan IS 'fixed amount, yuan';
COMMENT ON COLUMN incentive.condition_zh IS 'condition, in Chinese';
COMMENT ON COLUMN incentive.condition_en IS 'condition, in English';
COMMENT ON COLUMN incentive.confirmed IS 'false where the Chinese original could not be checked or is doubtful; the note says why';
COMMENT ON COLUMN incentive.note_zh IS 'what a reader must know, in Chinese';
COMMENT ON COLUMN incentive.note_en IS 'what a reader must know, in English';
COMMENT ON COLUMN city.city_id IS 'GB/T 2260 code of the prefecture, 130682 Dingzhou, 130181 Xinji, xiongan';
COMMENT ON COLUMN city.name_zh IS 'name in Chinese';
COMMENT ON COLUMN city.name_en IS 'name in English';
COMMENT ON COLUMN city.lon IS 'longitude in degrees, CGCS2000 (as WGS84)';
COMMENT ON COLUMN city.lat IS 'latitude in degrees, CGCS2000 (as WGS84)';
COMMENT ON COLUMN city.position IS 'order in which the province lists its units';
COMMENT ON COLUMN county.adcode IS 'GB/T 2260 code of six digits';
COMMENT ON COLUMN county.name_zh IS 'name in Chinese';
COMMENT ON COLUMN county.name_en IS 'name in English';
COMMENT ON COLUMN county.city_id IS 'the unit it reports to: city.city_id';
COMMENT ON COLUMN county.kind IS 'district, city, county, autonomous county';
COMMENT ON COLUMN county.lon IS 'longitude in degrees, CGCS2000 (as WGS84)';
COMMENT ON COLUMN county.lat IS 'latitude in degrees, CGCS2000 (as WGS84)';
COMMENT ON COLUMN county.label_lon IS 'longitude of the label point, inside the outline';
COMMENT ON COLUMN county.label_lat IS 'latitude of the label point, inside the outline';
COMMENT ON COLUMN boundary.layer IS 'layer of outlines: counties, cities, outline, neighbours';
COMMENT ON COLUMN boundary.adcode IS 'code of the unit outlined';
COMMENT ON COLUMN boundary.name_zh IS 'name in Chinese';
COMMENT ON COLUMN boundary.name_en IS 'name in English';
COMMENT ON COLUMN boundary.svg_path IS 'outline as an SVG path in degrees, longitude then latitude, north upwards';
COMMENT ON COLUMN boundary.west IS 'westernmost longitude';
COMMENT ON COLUMN boundary.south IS 'southernmost latitude';
COMMENT ON COLUMN boundary.east IS 'easternmost longitude';
COMMENT ON COLUMN boundary.north IS 'northernmost latitude';
COMMENT ON COLUMN boundary_layer.layer IS 'layer of outlines: counties, cities, outline, neighbours';
COMMENT ON COLUMN boundary_layer.url IS 'address of the GeoJSON on this server';
COMMENT ON COLUMN county_cluster.cluster_id IS 'cluster slug: county_cluster.cluster_id';
COMMENT ON COLUMN county_cluster.name_zh IS 'name in Chinese';
COMMENT ON COLUMN county_cluster.name_en IS 'name in English';
COMMENT ON COLUMN county_cluster.product_zh IS 'what it makes, in Chinese';
COMMENT ON COLUMN county_cluster.product_en IS 'what it makes, in English';
COMMENT ON COLUMN county_cluster.industry_id IS 'industry: industry.industry_id';
COMMENT ON COLUMN county_cluster.county_adcode IS 'county of its seat: county.adcode';
COMMENT ON COLUMN county_cluster.in_plan IS 'named in the plan by its own name';
COMMENT ON COLUMN county_cluster.key_cluster IS 'a source calls it one of the 107 key clusters of the province';
COMMENT ON COLUMN county_cluster.lon IS 'longitude in degrees, CGCS2000 (as WGS84)';
COMMENT ON COLUMN county_cluster.lat IS 'latitude in degrees, CGCS2000 (as WGS84)';
COMMENT ON COLUMN county_cluster.pinyin IS 'Chinese name in pinyin, lower case, no spaces, for the search';
COMMENT ON COLUMN county_cluster.initials IS 'initials of the pinyin, for the search';
COMMENT ON COLUMN county_cluster.note_zh IS 'what a reader must know, in Chinese';
COMMENT ON COLUMN county_cluster.note_en IS 'what a reader must know, in English';
COMMENT ON COLUMN county_cluster.source_id IS 'who says so: source.source_id';
COMMENT ON COLUMN county_cluster.confidence IS 'high: official or press naming it; medium: one step removed; low: unverified; none: no figure found';
COMMENT ON COLUMN county_cluster.recorded_at IS 'when the row entered the record (UTC); the latest not after known_at holds';
COMMENT ON COLUMN county_cluster.return_id IS 'the return that brought the row; empty for facts shipped in files';
COMMENT ON COLUMN county_cluster.retracted IS 'true where this row takes the fact back';
COMMENT ON COLUMN cluster_county.cluster_id IS 'cluster slug: county_cluster.cluster_id';
COMMENT ON COLUMN cluster_county.county_adcode IS 'county by GB/T 2260 code: county.adcode';
COMMENT ON COLUMN cluster_alias.alias_zh IS 'another spelling of the cluster';
COMMENT ON COLUMN cluster_alias.cluster_id IS 'cluster slug: county_cluster.cluster_id';
COMMENT ON COLUMN cluster_alias.note IS 'why they are the same';
COMMENT ON COLUMN measure_cluster.measure_id IS 'measure as numbered in the plan, "1.1" to "6.4"';
COMMENT ON COLUMN measure_cluster.cluster_id IS 'cluster slug: county_cluster.cluster_id';
COMMENT ON COLUMN measure_cluster.confirmed IS 'false where the Chinese original could not be checked or is doubtful; the note says why';
COMMENT ON COLUMN measure_cluster.note_zh IS 'what a reader must know, in Chinese';
COMMENT ON COLUMN measure_cluster.note_en IS 'what a reader must know, in English';
COMMENT ON COLUMN measure_industry.measure_id IS 'measure as numbered in the plan, "1.1" to "6.4"';
COMMENT ON COLUMN measure_industry.industry_id IS 'industry: industry.industry_id';
COMMENT ON COLUMN measure_industry.name_zh IS 'the industry in the words of the plan, in Chinese';
COMMENT ON COLUMN measure_industry.name_en IS 'the industry in the words of the plan, in English';
COMMENT ON COLUMN claim.claim_id IS 'id: cluster and running number';
COMMENT ON COLUMN claim.cluster_id IS 'cluster slug: county_cluster.cluster_id';
COMMENT ON COLUMN claim.kind IS 'market_share or honour; as reported, never ranked between clusters';
COMMENT ON COLUMN claim.text_zh IS 'the words, in Chinese';
COMMENT ON COLUMN claim.text_en IS 'the words, in English';
COMMENT ON COLUMN claim.period_end IS 'last day of the stated period; empty where its year is unknown';
COMMENT ON COLUMN claim.period_text IS 'the period in the words of the source';
COMMENT ON COLUMN claim.rank IS '1: strongest and best dated of its cluster';
COMMENT ON COLUMN claim.source_id IS 'who says so: source.source_id';
COMMENT ON COLUMN claim.confidence IS 'high: official or press naming it; medium: one step removed; low: unverified; none: no figure found';
COMMENT ON COLUMN claim.recorded_at IS 'when the row entered the record (UTC); the latest not after known_at holds';
COMMENT ON COLUMN claim.return_id IS 'the return that brought the row; empty for facts shipped in files';
COMMENT ON COLUMN claim.retracted IS 'true where this row takes the fact back';
COMMENT ON COLUMN enterprise.enterprise_id IS 'enterprise slug: enterprise.enterprise_id';
COMMENT ON COLUMN enterprise.name_zh IS 'name in Chinese';
COMMENT ON COLUMN enterprise.name_en IS 'name in English';
COMMENT ON COLUMN enterprise.former_name_zh IS 'former names';
COMMENT ON COLUMN enterprise.credit_code IS 'unified social credit code of 18 characters';
COMMENT ON COLUMN enterprise.cluster_id IS 'its cluster; empty where none is known';
COMMENT ON COLUMN enterprise.county_adcode IS 'county by GB/T 2260 code: county.adcode';
COMMENT ON COLUMN enterprise.lon IS 'longitude in degrees, CGCS2000 (as WGS84)';
COMMENT ON COLUMN enterprise.lat IS 'latitude in degrees, CGCS2000 (as WGS84)';
COMMENT ON COLUMN enterprise.location_basis IS 'address, or county_seat where only the county is known';
COMMENT ON COLUMN enterprise.product_zh IS 'what it makes, in Chinese';
COMMENT ON COLUMN enterprise.product_en IS 'what it makes, in English';
COMMENT ON COLUMN enterprise.board IS 'board it is listed on';
COMMENT ON COLUMN enterprise.stock_code IS 'stock code';
COMMENT ON COLUMN enterprise.pinyin IS 'Chinese name in pinyin, lower case, no spaces, for the search';
COMMENT ON COLUMN enterprise.initials IS 'initials of the pinyin, for the search';
COMMENT ON COLUMN enterprise.note_zh IS 'what a reader must know, in Chinese';
COMMENT ON COLUMN enterprise.note_en IS 'what a reader must know, in English';
COMMENT ON COLUMN enterprise.source_id IS 'who says so: source.source_id';
COMMENT ON COLUMN enterprise.confidence IS 'high: official or press naming it; medium: one step removed; low: unverified; none: no figure found';
COMMENT ON COLUMN enterprise.recorded_at IS 'when the row entered the record (UTC); the latest not after known_at holds';
COMMENT ON COLUMN enterprise.return_id IS 'the return that brought the row; empty for facts shipped in files';
COMMENT ON COLUMN enterprise.retracted IS 'true where this row takes the fact back';
COMMENT ON COLUMN milestone.milestone_id IS 'id: enterprise and kind';
COMMENT ON COLUMN milestone.enterprise_id IS 'enterprise slug: enterprise.enterprise_id';
COMMENT ON COLUMN milestone.kind IS 'what was reached; documented: a source speaks of the enterprise';
COMMENT ON COLUMN milestone.reached_on IS 'when; empty where unknown';
COMMENT ON COLUMN milestone.ended_on IS 'when it ceased to hold';
COMMENT ON COLUMN milestone.date_precision IS 'how exactly the date is known';
COMMENT ON COLUMN milestone.detail_zh IS 'detail in Chinese';
COMMENT ON COLUMN milestone.detail_en IS 'detail in English';
COMMENT ON COLUMN milestone.source_id IS 'who says so: source.source_id';
COMMENT ON COLUMN milestone.confidence IS 'high: official or press naming it; medium: one step removed; low: unverified; none: no figure found';
COMMENT ON COLUMN milestone.recorded_at IS 'when the row entered the record (UTC); the latest not after known_at holds';
COMMENT ON COLUMN milestone.return_id IS 'the return that brought the row; empty for facts shipped in files';
COMMENT ON COLUMN milestone.retracted IS 'true where this row takes the fact back';
COMMENT ON COLUMN observation.observation_id IS 'id: indicator, scope and period';
COMMENT ON COLUMN observation.indicator_id IS 'what is counted: indicator.indicator_id';
COMMENT ON COLUMN observation.scope_kind IS 'kind of scope the figure is counted in';
COMMENT ON COLUMN observation.scope_id IS 'id within that kind of scope: city_id, adcode, cluster_id …';
COMMENT ON COLUMN observation.period_start IS 'first day of the period; empty for a stock as of a day';
COMMENT ON COLUMN observation.period_end IS 'last day of the stated period; empty where its year is unknown';
COMMENT ON COLUMN observation.period_text IS 'the period in the words of the source';
COMMENT ON COLUMN observation.period_precision IS 'how exactly the period is known';
COMMENT ON COLUMN observation.value IS 'the figure, in the unit of the indicator';
COMMENT ON COLUMN observation.qualifier IS 'exact; at_least: "more than"; about: rounded or "nearly"';
COMMENT ON COLUMN observation.basis_zh IS 'what exactly is measured and covered, in Chinese';
COMMENT ON COLUMN observation.basis_en IS 'what exactly is measured and covered, in English';
COMMENT ON COLUMN observation.preferred IS 'the one that is used where several speak of one period';
COMMENT ON COLUMN observation.note_zh IS 'what a reader must know, in Chinese';
COMMENT ON COLUMN observation.note_en IS 'what a reader must know, in English';
COMMENT ON COLUMN observation.source_id IS 'who says so: source.source_id';
COMMENT ON COLUMN observation.confidence IS 'high: official or press naming it; medium: one step removed; low: unverified; none: no figure found';
COMMENT ON COLUMN observation.recorded_at IS 'when the row entered the record (UTC); the latest not after known_at holds';
COMMENT ON COLUMN observation.return_id IS 'the return that brought the row; empty for facts shipped in files';
COMMENT ON COLUMN observation.retracted IS 'true where this row takes the fact back';
COMMENT ON COLUMN event.event_id IS 'id';
COMMENT ON COLUMN event.happened_on IS 'day; the first of the month where only the month is known (the note says so)';
COMMENT ON COLUMN event.title_zh IS 'title in Chinese';
COMMENT ON COLUMN event.title_en IS 'title in English';
COMMENT ON COLUMN event.note_zh IS 'what a reader must know, in Chinese';
COMMENT ON COLUMN event.note_en IS 'what a reader must know, in English';
COMMENT ON COLUMN event.source_id IS 'who says so: source.source_id';
COMMENT ON COLUMN event.confidence IS 'high: official or press naming it; medium: one step removed; low: unverified; none: no figure found';
COMMENT ON COLUMN event.recorded_at IS 'when the row entered the record (UTC); the latest not after known_at holds';
COMMENT ON COLUMN event.return_id IS 'the return that brought the row; empty for facts shipped in files';
COMMENT ON COLUMN event.retracted IS 'true where this row takes the fact back';
COMMENT ON COLUMN allocation.allocation_id IS 'id';
COMMENT ON COLUMN allocation.indicator_id IS 'what is counted: indicator.indicator_id';
COMMENT ON COLUMN allocation.scope_kind IS 'kind of scope the figure is counted in';
COMMENT ON COLUMN allocation.scope_id IS 'id within that kind of scope: city_id, adcode, cluster_id …';
COMMENT ON COLUMN allocation.due_on IS 'deadline; empty where the plan gives none';
COMMENT ON COLUMN allocation.lower IS 'the number itself, or the floor of a range, in the unit of the indicator';
COMMENT ON COLUMN allocation.upper IS 'top of a range; empty unless the plan gives a range';
COMMENT ON COLUMN allocation.source_id IS 'who says so: source.source_id';
COMMENT ON COLUMN allocation.confidence IS 'high: official or press naming it; medium: one step removed; low: unverified; none: no figure found';
COMMENT ON COLUMN allocation.recorded_at IS 'when the row entered the record (UTC); the latest not after known_at holds';
COMMENT ON COLUMN allocation.return_id IS 'the return that brought the row; empty for facts shipped in files';
COMMENT ON COLUMN allocation.retracted IS 'true where this row takes the fact back';
COMMENT ON COLUMN goal_note.note_id IS 'id, the key that a correction repeats';
COMMENT ON COLUMN goal_note.indicator_id IS 'the goal: indicator.indicator_id';
COMMENT ON COLUMN goal_note.period_end IS 'last day of the period that the note speaks of';
COMMENT ON COLUMN goal_note.author IS 'who wrote it';
COMMENT ON COLUMN goal_note.status_note IS 'how the goal stands, in the words of the author';
COMMENT ON COLUMN goal_note.problem IS 'what stands in the way';
COMMENT ON COLUMN goal_note.next_step IS 'what is done next';
COMMENT ON COLUMN goal_note.due_on IS 'day by which the next step is to be done';
COMMENT ON COLUMN goal_note.source_id IS 'who says so: source.source_id';
COMMENT ON COLUMN goal_note.confidence IS 'how sure the reading of the source is';
COMMENT ON COLUMN goal_note.recorded_at IS 'when it was recorded: the latest row of a key holds';
COMMENT ON COLUMN goal_note.return_id IS 'the return that brought it';
COMMENT ON COLUMN goal_note.retracted IS 'true where this row takes the fact back';
COMMENT ON COLUMN "return".return_id IS 'id: the time it was recorded and six random letters';
COMMENT ON COLUMN "return"."by" IS 'who handed it in';
COMMENT ON COLUMN "return".department_id IS 'the department that reports: department.department_id';
COMMENT ON COLUMN "return".city_id IS 'the city that reports: city.city_id';
COMMENT ON COLUMN "return".message IS 'what whoever handed it in says of it';
COMMENT ON COLUMN "return".reverts IS 'the return that this one takes back; empty for any other';
COMMENT ON COLUMN "return".state IS 'accepted: its rows hold';
COMMENT ON COLUMN "return".hash IS 'SHA-256 over the hash before it, this row and all rows of the return';
COMMENT ON COLUMN "return".previous_hash IS 'hash of the return before it, empty for the first';
COMMENT ON COLUMN "return".recorded_at IS 'when it was recorded, UTC';
COMMENT ON COLUMN paper.code IS 'verification code: the first 50 bits of the SHA-256 of what the paper was drawn from, in Crockford''s base 32 (no I, L, O, U); printed as two groups of five';
COMMENT ON COLUMN paper.kind IS 'the meeting it is for: monthly scheduling, quarterly notification, annual assessment';
COMMENT ON COLUMN paper.lang IS 'language: zh or en';
COMMENT ON COLUMN paper.as_of IS 'the day as of which it speaks';
COMMENT ON COLUMN paper.known_at IS 'the moment (UTC) as of whose knowledge it speaks; empty: all that was known when it was issued';
COMMENT ON COLUMN paper.city_id IS 'the city it is for; empty: the province';
COMMENT ON COLUMN paper.state IS 'issued: it was handed out';
COMMENT ON COLUMN paper.fingerprint IS 'the state of the data that it was drawn from';
COMMENT ON COLUMN paper.issued_at IS 'when it was issued, UTC';
COMMENT ON COLUMN paper."by" IS 'who had it made';
COMMENT ON COLUMN searchable.kind IS 'cluster, enterprise, goal, measure, department, city, county';
COMMENT ON COLUMN searchable.id IS 'id of that kind';
COMMENT ON COLUMN searchable.text IS 'what the search looks through, in lower case: names, other names, products, places, codes, pinyin, initials; filled from searchable_now when the database is built';
COMMENT ON COLUMN unplaced.unplaced_id IS 'id';
COMMENT ON COLUMN unplaced.what IS 'what the raw material says';
COMMENT ON COLUMN unplaced.reason_zh IS 'why it is not in the tables, in Chinese';
COMMENT ON COLUMN unplaced.reason_en IS 'why it is not in the tables, in English';
COMMENT ON COLUMN unplaced.source_id IS 'who says so: source.source_id';

-- Facts as they were known at a moment -------------------------------------------------------------------------------
-- `known_at` NULL means now. The latest row of a key holds, unless it retracts the fact. (Asking for no later row is three times as
-- fast as numbering the rows of each key.) `recorded_by` keeps only facts that were on record by that moment, as they are known at
-- `known_at`: what was known then, with its corrections.

CREATE MACRO county_cluster_known(known_at) AS TABLE
SELECT * FROM county_cluster f WHERE f.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity') AND NOT f.retracted AND NOT EXISTS (
    FROM county_cluster later WHERE later.cluster_id = f.cluster_id AND later.recorded_at > f.recorded_at
        AND later.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity'));

CREATE MACRO claim_known(known_at) AS TABLE
SELECT * FROM claim f WHERE f.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity') AND NOT f.retracted AND NOT EXISTS (
    FROM claim later WHERE later.claim_id = f.claim_id AND later.recorded_at > f.recorded_at
        AND later.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity'));

CREATE MACRO enterprise_known(known_at) AS TABLE
SELECT * FROM enterprise f WHERE f.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity') AND NOT f.retracted AND NOT EXISTS (
    FROM enterprise later WHERE later.enterprise_id = f.enterprise_id AND later.recorded_at > f.recorded_at
        AND later.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity'));

CREATE MACRO milestone_known(known_at) AS TABLE
SELECT * FROM milestone f WHERE f.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity') AND NOT f.retracted AND NOT EXISTS (
    FROM milestone later WHERE later.milestone_id = f.milestone_id AND later.recorded_at > f.recorded_at
        AND later.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity'));

CREATE MACRO observation_known(known_at, recorded_by := NULL) AS TABLE
SELECT * FROM observation f WHERE f.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity') AND NOT f.retracted AND NOT EXISTS (
    FROM observation later WHERE later.observation_id = f.observation_id AND later.recorded_at > f.recorded_at
        AND later.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity'))
    AND f.observation_id IN (SELECT o.observation_id FROM observation o WHERE o.recorded_at <= coalesce(recorded_by, TIMESTAMP 'infinity'));

CREATE MACRO event_known(known_at) AS TABLE
SELECT * FROM event f WHERE f.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity') AND NOT f.retracted AND NOT EXISTS (
    FROM event later WHERE later.event_id = f.event_id AND later.recorded_at > f.recorded_at
        AND later.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity'));

CREATE MACRO allocation_known(known_at) AS TABLE
SELECT * FROM allocation f WHERE f.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity') AND NOT f.retracted AND NOT EXISTS (
    FROM allocation later WHERE later.allocation_id = f.allocation_id AND later.recorded_at > f.recorded_at
        AND later.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity'));

CREATE MACRO goal_note_known(known_at) AS TABLE
SELECT * FROM goal_note f WHERE f.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity') AND NOT f.retracted AND NOT EXISTS (
    FROM goal_note later WHERE later.note_id = f.note_id AND later.recorded_at > f.recorded_at
        AND later.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity'));

-- When the first fact entered the record and when the last one did, UTC.
CREATE VIEW recording AS
SELECT min(recorded_at) AS first_at, max(recorded_at) AS last_at
FROM (SELECT recorded_at FROM observation UNION ALL SELECT recorded_at FROM allocation UNION ALL SELECT recorded_at FROM goal_note
      UNION ALL SELECT recorded_at FROM county_cluster UNION ALL SELECT recorded_at FROM claim UNION ALL SELECT recorded_at FROM enterprise
      UNION ALL SELECT recorded_at FROM milestone UNION ALL SELECT recorded_at FROM event);

-- What the scopes of figures and goals are called where a line names them, departments by their short names, with the city that each
-- lies in (NULL: in none); those that there is one of (the province, all clusters …) have no row.
CREATE MACRO scope_name(known_at) AS TABLE
SELECT 'city' AS scope_kind, city_id AS scope_id, city_id, name_zh, name_en FROM city
UNION ALL SELECT 'county', adcode, city_id, name_zh, name_en FROM county
UNION ALL SELECT 'cluster', k.cluster_id, n.city_id, k.name_zh, k.name_en
    FROM county_cluster_known(known_at) k JOIN county n ON n.adcode = k.county_adcode
UNION ALL SELECT 'enterprise', e.enterprise_id, n.city_id, e.name_zh, e.name_en
    FROM enterprise_known(known_at) e LEFT JOIN county n ON n.adcode = e.county_adcode
UNION ALL SELECT 'department', department_id, NULL, short_zh, short_en FROM department;

-- How a goal is judged -----------------------------------------------------------------------------------------------

-- The scope a goal of the plan is counted in, as scope_kind and scope_id of its observations, and the life of its plan.
CREATE VIEW goal_scope AS
SELECT i.indicator_id, i.kind, i.cycle_days, p.starts_on, p.ends_on,
       CASE i.scope WHEN 'clusters' THEN 'all_clusters' ELSE i.scope::VARCHAR END::scope_kind AS scope_kind,
       CASE i.scope WHEN 'province' THEN '130000' WHEN 'clusters' THEN 'all_clusters' ELSE i.scope::VARCHAR END AS scope_id
FROM indicator i JOIN plan p USING (plan_id);

-- The path (序时进度) at a day: straight lines through knots, a list of {day, value} in order of time; level after the last
-- knot, NULL before the first.
CREATE MACRO path_at(knots, x) AS
CASE
    WHEN len(knots) = 0 OR x < knots[1].day THEN NULL
    WHEN x >= knots[-1].day THEN knots[-1].value
    ELSE list_extract(list_transform(
        list_zip(knots[:-2], knots[2:]),
        lambda leg: CASE WHEN x >= leg[1].day AND x < leg[2].day THEN
            leg[1].value + (leg[2].value - leg[1].value) * (x - leg[1].day) / (leg[2].day - leg[1].day) END
    ).list_filter(lambda y: y IS NOT NULL), 1)
END;

-- The Theil–Sen slope per month (a month is 365.25 / 12 days) of figures, a list of {day, value}; NULL for fewer than three.
-- Sen, P. K. (1968), "Estimates of the regression coefficient based on Kendall's tau", JASA 63: the median of the slopes
-- between all pairs, so that one odd figure does not bend it.
CREATE MACRO theil_sen_per_month(figures) AS
CASE WHEN len(figures) >= 3 THEN
    list_aggregate(flatten(list_transform(figures, lambda p:
        list_transform(list_filter(figures, lambda q: q.day > p.day), lambda q:
            (q.value - p.value) / (q.day - p.day)))), 'median') * 365.25 / 12
END;

-- A figure meets a target: at or above its floor, above it where the plan says "exceed".
CREATE MACRO meets(value, lower, strict) AS CASE WHEN strict THEN value > lower ELSE value >= lower END;

-- An "about" figure within 2 % of a target proves neither that it is met nor that it is missed.
CREATE MACRO too_close(value, qualifier, lower) AS qualifier = 'about' AND abs(value - lower) <= 0.02 * lower;

-- How a difference of two figures, {value, qualifier, day}, is known: `exact`, `about`, `at_least` where only the later figure is a
-- floor; NULL where nothing can be said: the earlier figure is a floor, or the later a floor over one that is rough or higher.
CREATE MACRO difference_qualifier(earlier, later) AS
CASE WHEN earlier['qualifier'] = 'at_least' THEN NULL
     WHEN later['qualifier'] = 'at_least' THEN
         CASE WHEN earlier['qualifier'] = 'exact' AND later['value'] >= earlier['value'] THEN 'at_least' END
     WHEN earlier['day'] = later['day'] AND earlier['value'] = later['value'] THEN 'exact'  -- the same figure still
     WHEN 'about' IN (earlier['qualifier'], later['qualifier']) THEN 'about'
     WHEN earlier['value'] IS NOT NULL AND later['value'] IS NOT NULL THEN 'exact' END;

-- The judgement of every goal as of a day, with what was known at a moment (NULL: now), under a preset of thresholds
-- (`green_from` and `yellow_from` override those of the table). One row per (indicator, scope, target date or quota year).
-- `baseline_id`, `actual_id` and `judged_id` name the observations of these figures; `shown_precision` is how finely the day of
-- the figure that the light speaks of, the judged one, else the latest, is known. `in_question` marks the row of each indicator and
-- scope that is in question on the day: the next deadline, after the last one the last. Nothing else judges.
-- Between two moments one thing can be moved at a time: only figures on record by `recorded_by`, allocations as known at
-- `allocated_at`, the thresholds in force at `ruled_at` (NULL: as known_at and as_of say).
-- Steps: goal -> evidence -> path -> measured -> verdict.
CREATE MACRO goal_status(as_of, known_at, preset, green_from := NULL, yellow_from := NULL, recorded_by := NULL,
                         allocated_at := NULL, ruled_at := NULL) AS TABLE
WITH rule AS (
    SELECT t.preset AS preset_name, t.version, t.metric,
           coalesce(green_from, t.green_from) AS green_at, coalesce(yellow_from, t.yellow_from) AS yellow_at
    FROM threshold t
    WHERE t.preset = preset AND t.in_force AND t.valid_from <= coalesce(ruled_at, known_at, TIMESTAMP 'infinity')
    ORDER BY t.version DESC LIMIT 1
),
aim AS (  -- targets of the plan in the scope of their indicator, and allocations in their own
    SELECT i.indicator_id, i.scope_kind, i.scope_id, i.starts_on, i.ends_on, i.cycle_days,
           t.per_year AS quota, t.due_on, NULL::BIGINT AS year, t.lower, t.upper, t.strict
    FROM target t JOIN goal_scope i USING (indicator_id)
    UNION ALL
    SELECT a.indicator_id, a.scope_kind, a.scope_id, i.starts_on, i.ends_on, i.cycle_days,
           i.kind IN ('quota', 'frequency'), a.due_on, year(a.due_on), a.lower, a.upper, false
    FROM allocation_known(coalesce(allocated_at, known_at)) a JOIN goal_scope i USING (indicator_id)
),
goal AS (  -- a yearly quota becomes one row per year of the plan so far
    SELECT * REPLACE (NULL::BIGINT AS year), NULL::DATE AS figures_from, false AS part_year FROM aim WHERE NOT quota
    UNION ALL
    SELECT aim.* REPLACE (make_date(y.year, 12, 31) AS due_on, y.year AS year), make_date(y.year, 1, 1),
           make_date(y.year, 1, 1) < starts_on
    FROM aim, LATERAL (SELECT unnest(range(year(starts_on), least(year(as_of::DATE), year(ends_on)) + 1)) AS year) y
    WHERE quota AND (aim.year IS NULL OR aim.year = y.year)
),
figure AS (  -- what each goal may read: one figure a day, the preferred of conflicting ones, the last recorded of equal ones
    SELECT g.*, period_end, CASE WHEN period_end IS NOT NULL THEN
        {'day': period_end, 'value': value, 'qualifier': qualifier, 'source_id': source_id, 'id': observation_id,
         'precision': period_precision} END AS f
    FROM goal g
    LEFT JOIN observation_known(known_at, recorded_by := recorded_by) o ON o.indicator_id = g.indicator_id
        AND o.scope_kind = g.scope_kind AND o.scope_id = g.scope_id AND o.period_end <= as_of::DATE
        AND (g.year IS NULL OR (o.period_start = g.figures_from AND year(o.period_end) = g.year))
    QUALIFY row_number() OVER (PARTITION BY g.indicator_id, g.scope_kind, g.scope_id, g.due_on, g.year, o.period_end
                               ORDER BY preferred DESC, recorded_at DESC, observation_id) = 1
),
evidence AS (
    SELECT * EXCLUDE (period_end, f),
           arg_max(f, period_end) AS a,
           arg_max(f, period_end) FILTER (year IS NULL AND period_end <= starts_on) AS b,
           arg_max(f, period_end) FILTER (period_end <= due_on) AS d,
           arg_min(f, period_end) FILTER (period_end > due_on AND meets(f.value, lower, strict)
                                          AND NOT too_close(f.value, f.qualifier, lower)) AS later,
           -- of the pace; an "at least" figure is only a lower end, and a slope to or from it may be any
           list({'day': period_end, 'value': f.value} ORDER BY period_end) FILTER (f.qualifier <> 'at_least') AS figures
    FROM figure
    GROUP BY ALL
),
targets AS (
    SELECT indicator_id, scope_kind, scope_id, list({'day': due_on, 'value': lower} ORDER BY due_on) AS knots
    FROM goal WHERE year IS NULL AND due_on IS NOT NULL GROUP BY ALL
),
path AS (  -- every step names what it works out, and the next reads it: DuckDB plans an alias anew wherever its own SELECT repeats it
    SELECT e.*, as_of::DATE AS today, date_diff('day', figures_from, due_on) + 1 AS year_days,
           CASE WHEN b IS NULL THEN t.knots
                ELSE list_prepend({'day': b.day, 'value': b.value}, list_filter(t.knots, lambda k: k.day > b.day))
           END AS path
    FROM evidence e LEFT JOIN targets t USING (indicator_id, scope_kind, scope_id)
),
expectation AS (
    SELECT *,
           CASE WHEN a IS NULL OR due_on IS NULL THEN NULL
                WHEN year IS NULL THEN path_at(path, least(a.day, due_on))
                WHEN NOT part_year THEN lower * (date_diff('day', figures_from, a.day) + 1) / year_days
           END AS expected,
           CASE WHEN due_on IS NULL THEN NULL
                WHEN today > due_on AND NOT part_year THEN lower
                WHEN year IS NULL THEN path_at(path, today)
                WHEN NOT part_year THEN lower * (date_diff('day', figures_from, today) + 1) / year_days
           END AS expected_as_of
    FROM path
),
gap AS (
    SELECT *,
           -- rounded, so that a gap of exactly ten points is ten, whatever binary fractions make of it
           CASE WHEN a.day <= due_on THEN round(100 * (a.value - expected)
                / CASE WHEN year IS NOT NULL THEN lower WHEN lower > b.value THEN lower - b.value END, 9)
           END AS schedule_gap_pp
    FROM expectation
),
measured AS (
    SELECT gap.*,
           CASE WHEN metric = 'schedule_gap_pp' THEN schedule_gap_pp
                WHEN expected > 0 THEN round(100 * a.value / expected, 9)
                WHEN a.value >= expected THEN 100
                ELSE 0 END AS score,
           meets(a.value, lower, strict) AS a_meets,
           too_close(a.value, a.qualifier, lower) AS a_close,
           meets(d.value, lower, strict) AS d_meets,
           too_close(d.value, d.qualifier, lower) AS d_close,
           -- the last 31 days up to the deadline; for a quota its last day, as the year's figure must be whole
           d.day > due_on - CASE WHEN year IS NULL THEN 31 ELSE 1 END AS d_at_deadline,
           preset_name, version, green_at, yellow_at
    FROM gap, rule
),
finding AS (
    SELECT *,
        CASE
            WHEN a IS NULL THEN 'no_data'
            WHEN part_year THEN 'part_year'
            WHEN due_on IS NULL THEN
                CASE WHEN a_meets AND a_close THEN 'too_close_to_call' WHEN a_meets THEN 'met' ELSE 'reported' END
            WHEN today <= due_on THEN
                CASE
                    WHEN a_close THEN 'too_close_to_call'
                    WHEN a_meets THEN 'met'
                    WHEN year IS NULL AND a.day <= starts_on THEN 'no_figure_since_start'
                    WHEN year IS NULL AND today - a.day > coalesce(cycle_days, 184) + 45 THEN 'stale'
                    WHEN year IS NULL AND (b IS NULL OR lower <= b.value) THEN 'no_baseline'
                    WHEN year IS NULL AND a.value < b.value THEN 'below_baseline'
                    WHEN score >= green_at THEN 'on_schedule'
                    WHEN score >= yellow_at THEN 'slightly_behind'
                    ELSE 'behind'
                END
            WHEN d_meets AND NOT d_close THEN 'met'
            WHEN later IS NOT NULL THEN
                CASE WHEN d_at_deadline AND d.qualifier = 'exact' THEN 'met_late' ELSE 'met_by_later_figure' END
            WHEN d_close AND (d_meets OR d_at_deadline) THEN 'too_close_to_call'
            WHEN d_at_deadline THEN 'missed'
            ELSE 'no_figure_at_deadline'
        END AS finding
    FROM measured
),
judged AS (
    SELECT *,
        CASE WHEN due_on IS NULL OR today <= due_on THEN a WHEN finding IN ('met_late', 'met_by_later_figure') THEN later
             WHEN finding <> 'no_figure_at_deadline' THEN d END AS j
    FROM finding
),
verdict AS (
    SELECT *,
        -- an "at least" figure proves that a target is met, never that it is missed or well behind
        CASE WHEN finding IN ('below_baseline', 'behind', 'missed') AND j.qualifier = 'at_least' THEN 'only_at_least'
             WHEN finding = 'met' AND j.value > upper THEN 'above_range'
             ELSE finding END AS reason
    FROM judged
),
lit AS (
    SELECT *,
        CASE
            WHEN reason IN ('met', 'above_range', 'met_late', 'met_by_later_figure') THEN 'met'
            WHEN reason = 'on_schedule' THEN 'green'
            WHEN reason = 'slightly_behind' THEN 'yellow'
            WHEN reason IN ('behind', 'below_baseline') THEN 'red'
            WHEN reason = 'missed' THEN 'missed'
            WHEN reason IN ('reported', 'part_year') THEN 'reported'
            ELSE 'grey'
        END AS light,
        CASE WHEN light <> 'met' AND today < due_on AND NOT part_year
             THEN (lower - a.value) / (due_on - today) * 365.25 / 12 END AS required_per_month,
        theil_sen_per_month(list_filter(figures, lambda p: p.day >= a.day - INTERVAL 12 MONTH)) AS observed_per_month
    FROM verdict
),
paced AS (SELECT *, observed_per_month / required_per_month AS pace FROM lit)
SELECT indicator_id, scope_kind, scope_id, due_on, year::INTEGER AS year, lower, upper,
       b.value AS baseline, b.day AS baseline_on,
       a.value AS actual, a.day AS actual_on, a.qualifier AS qualifier, a.source_id AS source_id,
       b.id AS baseline_id, a.id AS actual_id, j.id AS judged_id, coalesce(j.precision, a.precision) AS shown_precision,
       j.value AS judged_value, j.day AS judged_on, j.qualifier AS judged_qualifier,
       expected, expected_as_of, 100 * a.value / lower AS completion, schedule_gap_pp,
       light, reason, required_per_month, observed_per_month,
       CASE WHEN required_per_month > 0 THEN
           CASE WHEN pace >= 0.95 THEN '↗' WHEN pace >= 0.60 THEN '→' WHEN pace >= 0 THEN '↘' WHEN pace < 0 THEN '↓' END
       END AS trend,
       preset_name AS preset, version AS rule_version,
       row_number() OVER (PARTITION BY indicator_id, scope_kind, scope_id
                          ORDER BY due_on >= today DESC, abs(due_on - today), due_on DESC) = 1 AS in_question
FROM paced;

-- Who owes a goal's figure: the department with the reporting duty, else the one the plan names first for the measure
-- ("first named = lead" is our reading of the text).
CREATE VIEW figure_owner AS
SELECT i.indicator_id, coalesce(min(r.scope_id), min(md.department_id)) AS department_id
FROM indicator i
LEFT JOIN reporting_duty r ON r.indicator_id = i.indicator_id AND r.scope_kind = 'department'
LEFT JOIN measure_department md ON md.measure_id = i.measure_id AND md.position = 1
WHERE i.plan_id IS NOT NULL GROUP BY ALL;

-- Which departments a goal belongs to: those its measure names, and the one that owes the figure.
CREATE VIEW goal_department AS
SELECT i.indicator_id, md.department_id FROM indicator i JOIN measure_department md USING (measure_id)
UNION
SELECT indicator_id, department_id FROM figure_owner WHERE department_id IS NOT NULL;

-- Search --------------------------------------------------------------------------------------------------------------

-- What the search looks through, every version of a fact, so that a name is found that was known at an earlier moment; the build
-- keeps it as table `searchable`.
CREATE VIEW searchable_now AS
WITH place AS (SELECT n.adcode, n.name_zh, n.name_en, t.name_zh AS city_zh, t.name_en AS city_en FROM county n JOIN city t USING (city_id)),
alias AS (SELECT cluster_id, string_agg(alias_zh, ' ') AS names FROM cluster_alias GROUP BY ALL)
SELECT 'cluster' AS kind, c.cluster_id AS id, lower(concat_ws(' ', c.name_zh, c.name_en, a.names, c.product_zh, c.product_en, p.name_zh,
       p.name_en, c.pinyin, c.initials)) AS text
FROM county_cluster c JOIN place p ON p.adcode = c.county_adcode LEFT JOIN alias a USING (cluster_id)
UNION ALL
SELECT 'enterprise', e.enterprise_id, lower(concat_ws(' ', e.name_zh, e.name_en, e.former_name_zh, e.credit_code, e.stock_code,
       e.product_zh, e.product_en, p.name_zh, p.name_en, e.pinyin, e.initials))
FROM enterprise e LEFT JOIN place p ON p.adcode = e.county_adcode
UNION ALL
SELECT 'goal', indicator_id, lower(concat_ws(' ', name_zh, name_en, definition_zh, definition_en, measure_id))
FROM indicator WHERE plan_id IS NOT NULL
UNION ALL
SELECT 'measure', measure_id, lower(concat_ws(' ', measure_id, name_zh, name_en, summary_zh, summary_en)) FROM measure
UNION ALL  -- a safeguard is a clause as well: s3.1, as its number repeats that of a measure
SELECT 'measure', 's' || safeguard_id, lower(concat_ws(' ', 's' || safeguard_id, name_zh, name_en, summary_zh, summary_en)) FROM safeguard
UNION ALL
SELECT 'department', department_id, lower(concat_ws(' ', name_zh, name_en, short_zh, short_en))
FROM department WHERE department_id IN (SELECT department_id FROM measure_department)  -- whom a page can be opened for
UNION ALL
SELECT 'city', city_id, lower(concat_ws(' ', name_zh, name_en, city_id)) FROM city
UNION ALL
SELECT 'county', adcode, lower(concat_ws(' ', name_zh, name_en, city_zh, city_en, adcode)) FROM place;

-- The things whose text holds every word of a query; words stand apart by blanks, narrow or wide. A query without words finds nothing.
CREATE MACRO searched(query) AS TABLE
WITH asked AS (SELECT string_split_regex(trim(lower(replace(query, '　', ' '))), '\s+') AS words)
SELECT DISTINCT kind, id FROM searchable, asked
WHERE words <> [''] AND list_bool_and(list_transform(words, lambda word: contains(text, word)));

-- Clusters, measures, enterprises ------------------------------------------------------------------------------------

-- Which measures speak of a cluster: by its name, or by its industry only.
CREATE MACRO cluster_measure(known_at) AS TABLE
SELECT mc.cluster_id, mc.measure_id, true AS by_name, mc.confirmed, mc.note_zh, mc.note_en FROM measure_cluster mc
UNION ALL
SELECT c.cluster_id, mi.measure_id, false, true, NULL, NULL
FROM measure_industry mi JOIN county_cluster_known(known_at) c USING (industry_id)
WHERE NOT EXISTS (FROM measure_cluster mc WHERE mc.cluster_id = c.cluster_id AND mc.measure_id = mi.measure_id);

-- Which clusters the measures of a department speak of, and by which measure.
CREATE MACRO department_cluster(department, known_at) AS TABLE
SELECT cm.* FROM cluster_measure(known_at) cm JOIN measure_department md USING (measure_id) WHERE md.department_id = department;

-- The latest published money figure of each cluster as of a day (output value, revenue or sales: they differ and are never
-- compared), its size class (5: >= 1000, 4: 500-, 3: 100-, 2: 50-, 1: < 50 亿元), and whether it is older than 2019.
CREATE MACRO cluster_money(as_of, known_at) AS TABLE
SELECT o.scope_id AS cluster_id, o.observation_id, o.indicator_id, o.value, o.qualifier, o.period_start, o.period_end, o.period_text,
       o.period_precision, o.basis_zh, o.basis_en,
       o.source_id,
       CASE WHEN o.value >= 1000 THEN 5 WHEN o.value >= 500 THEN 4 WHEN o.value >= 100 THEN 3
            WHEN o.value >= 50 THEN 2 ELSE 1 END AS money_class,
       o.period_end < DATE '2019-01-01' AS stale
FROM observation_known(known_at) o
WHERE o.scope_kind = 'cluster' AND o.indicator_id IN ('cluster_revenue', 'cluster_output_value', 'cluster_sales')
    AND o.period_end <= as_of::DATE
    AND (o.period_start IS NULL OR date_diff('day', o.period_start, o.period_end) >= 360)
QUALIFY row_number() OVER (PARTITION BY o.scope_id ORDER BY o.period_end DESC, o.preferred DESC, o.indicator_id DESC) = 1;

-- The published figures of clusters, cities or departments (`what`: a kind of scope) up to a day, one for each scope, series, basis
-- and period: the preferred of conflicting ones. Figures are alike, and may be ranked, where they have the same `likeness`: the same
-- series, basis and period; of periods known only roughly, moreover the same source. NULL where the year is unknown: like none.
CREATE MACRO scope_figure(what, as_of, known_at) AS TABLE
SELECT o.*, CASE WHEN o.period_end IS NOT NULL THEN
           concat_ws('|', o.indicator_id, o.basis_zh, coalesce(o.period_start::VARCHAR, ''), o.period_end::VARCHAR,
                     CASE WHEN o.period_precision = 'approximate' THEN o.source_id END) END AS likeness
FROM observation_known(known_at) o
WHERE o.scope_kind::VARCHAR = what AND coalesce(o.period_end, as_of::DATE) <= as_of::DATE
QUALIFY row_number() OVER (PARTITION BY o.scope_id, coalesce(likeness, o.observation_id)
                           ORDER BY o.preferred DESC, o.recorded_at DESC, o.observation_id) = 1;

-- Every enterprise as of a day: a named leader stands on the list of leaders then (`leader_since`); any other is a documented lead
-- enterprise, which may have stood on it before (`leader_until`, the day it left).
CREATE MACRO enterprise_standing(as_of, known_at) AS TABLE
SELECT e.*, coalesce(l.leads, false) AS named_leader, CASE WHEN l.leads THEN l.since END AS leader_since,
       CASE WHEN NOT l.leads THEN l.until END AS leader_until
FROM enterprise_known(known_at) e
LEFT JOIN (
    SELECT m.enterprise_id, bool_or(coalesce(m.ended_on > as_of::DATE, true)) AS leads, max(m.ended_on) AS until,
           min(m.reached_on) FILTER (coalesce(m.ended_on > as_of::DATE, true)) AS since
    FROM milestone_known(known_at) m
    WHERE m.kind = 'leader' AND coalesce(m.reached_on, as_of::DATE) <= as_of::DATE
    GROUP BY ALL
) l USING (enterprise_id);

-- The enterprises that pass a search and filters (NULL: none asked) as of a day. The search is that of `searched`. `milestone` and `reached` ask for one
-- milestone that holds on the day, of that kind (any but a mere document where none is given) and reached in that year;
-- `stands` is leader or documented; a department's enterprises are those of the clusters its measures speak of.
CREATE MACRO enterprise_found(as_of, known_at, search, in_city, in_county, of_industry, of_department, of_cluster, milestone, reached,
                              sure, stands) AS TABLE
SELECT e.*, n.city_id, c.industry_id
FROM enterprise_standing(as_of, known_at) e
LEFT JOIN county n ON n.adcode = e.county_adcode
LEFT JOIN county_cluster_known(known_at) c ON c.cluster_id = e.cluster_id
WHERE (search IS NULL OR e.enterprise_id IN (SELECT id FROM searched(search) WHERE kind = 'enterprise'))
    AND (in_city IS NULL OR n.city_id = in_city) AND (in_county IS NULL OR e.county_adcode = in_county)
    AND (of_industry IS NULL OR c.industry_id = of_industry) AND (of_cluster IS NULL OR e.cluster_id = of_cluster)
    AND (of_department IS NULL OR e.cluster_id IN (SELECT cluster_id FROM department_cluster(of_department, known_at)))
    AND (sure IS NULL OR e.confidence = sure) AND (stands IS NULL OR (stands = 'leader') = e.named_leader)
    AND (coalesce(milestone, reached) IS NULL OR e.enterprise_id IN (
        SELECT m.enterprise_id FROM milestone_known(known_at) m
        WHERE CASE WHEN milestone IS NULL THEN m.kind <> 'documented' ELSE m.kind = milestone END
            AND coalesce(m.reached_on, as_of::DATE) <= as_of::DATE AND coalesce(m.ended_on > as_of::DATE, true)
            AND (reached IS NULL OR year(m.reached_on)::VARCHAR = reached)));

-- The nearest evidence beside each goal: the latest figure of every series that stands beside it, province and country wide
-- scopes only; `nearest` marks the best one that has a figure.
CREATE MACRO context_figure(as_of, known_at) AS TABLE
SELECT c.indicator_id, c.context_id, c.position, c.note_zh, c.note_en, i.name_zh, i.name_en, i.unit_zh, i.unit_en,
       o.observation_id, o.scope_kind, o.scope_id, o.value, o.qualifier, o.period_start, o.period_end, o.period_text, o.period_precision,
       o.basis_zh, o.basis_en,
       s.publisher, s.title AS source_title, s.kind AS source_kind, s.url, s.published_on, s.published_text, s.source_id,
       row_number() OVER (PARTITION BY c.indicator_id ORDER BY c.position, o.period_end DESC, o.preferred DESC) = 1 AS nearest
FROM indicator_context c
JOIN indicator i ON i.indicator_id = c.context_id
JOIN observation_known(known_at) o ON o.indicator_id = c.context_id
JOIN source s ON s.source_id = o.source_id
WHERE o.period_end <= as_of::DATE AND o.scope_kind NOT IN ('city', 'county', 'cluster', 'department', 'enterprise')
QUALIFY row_number() OVER (PARTITION BY c.indicator_id, c.context_id, o.scope_kind, o.scope_id
                           ORDER BY o.period_end DESC, o.preferred DESC) = 1;

-- The counties of each cluster: that of its seat and, where it spans several, the others.
CREATE MACRO cluster_place(known_at) AS TABLE
SELECT cluster_id, county_adcode FROM county_cluster_known(known_at)
UNION
SELECT cluster_id, c.county_adcode FROM cluster_county c JOIN county_cluster_known(known_at) USING (cluster_id);
