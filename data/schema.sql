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

-- Facts as they were known at a moment -------------------------------------------------------------------------------
-- `known_at` NULL means now. The latest row of a key holds, unless it retracts the fact.

CREATE MACRO county_cluster_known(known_at) AS TABLE
SELECT * FROM (
    SELECT * FROM county_cluster c WHERE c.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity')
    QUALIFY row_number() OVER (PARTITION BY c.cluster_id ORDER BY c.recorded_at DESC) = 1
) WHERE NOT retracted;

CREATE MACRO claim_known(known_at) AS TABLE
SELECT * FROM (
    SELECT * FROM claim c WHERE c.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity')
    QUALIFY row_number() OVER (PARTITION BY c.claim_id ORDER BY c.recorded_at DESC) = 1
) WHERE NOT retracted;

CREATE MACRO enterprise_known(known_at) AS TABLE
SELECT * FROM (
    SELECT * FROM enterprise e WHERE e.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity')
    QUALIFY row_number() OVER (PARTITION BY e.enterprise_id ORDER BY e.recorded_at DESC) = 1
) WHERE NOT retracted;

CREATE MACRO milestone_known(known_at) AS TABLE
SELECT * FROM (
    SELECT * FROM milestone m WHERE m.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity')
    QUALIFY row_number() OVER (PARTITION BY m.milestone_id ORDER BY m.recorded_at DESC) = 1
) WHERE NOT retracted;

CREATE MACRO observation_known(known_at) AS TABLE
SELECT * FROM (
    SELECT * FROM observation o WHERE o.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity')
    QUALIFY row_number() OVER (PARTITION BY o.observation_id ORDER BY o.recorded_at DESC) = 1
) WHERE NOT retracted;

CREATE MACRO event_known(known_at) AS TABLE
SELECT * FROM (
    SELECT * FROM event e WHERE e.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity')
    QUALIFY row_number() OVER (PARTITION BY e.event_id ORDER BY e.recorded_at DESC) = 1
) WHERE NOT retracted;

CREATE MACRO allocation_known(known_at) AS TABLE
SELECT * FROM (
    SELECT * FROM allocation a WHERE a.recorded_at <= coalesce(known_at, TIMESTAMP 'infinity')
    QUALIFY row_number() OVER (PARTITION BY a.allocation_id ORDER BY a.recorded_at DESC) = 1
) WHERE NOT retracted;

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

-- The judgement of every goal as of a day, with what was known at a moment (NULL: now), under a preset of thresholds
-- (`green_from` and `yellow_from` override those of the table). One row per (indicator, scope, target date or quota year).
-- Nothing else judges. Steps: goal -> evidence -> measured -> verdict.
CREATE MACRO goal_status(as_of, known_at, preset, green_from := NULL, yellow_from := NULL) AS TABLE
WITH rule AS (
    SELECT t.preset AS preset_name, t.version, t.metric,
           coalesce(green_from, t.green_from) AS green_at, coalesce(yellow_from, t.yellow_from) AS yellow_at
    FROM threshold t
    WHERE t.preset = preset AND t.in_force AND t.valid_from <= coalesce(known_at, TIMESTAMP 'infinity')
    ORDER BY t.version DESC LIMIT 1
),
aim AS (  -- targets of the plan in the scope of their indicator, and allocations in their own
    SELECT i.indicator_id, i.scope_kind, i.scope_id, i.starts_on, i.ends_on, i.cycle_days,
           t.per_year AS quota, t.due_on, NULL::BIGINT AS year, t.lower, t.upper, t.strict
    FROM target t JOIN goal_scope i USING (indicator_id)
    UNION ALL
    SELECT a.indicator_id, a.scope_kind, a.scope_id, i.starts_on, i.ends_on, i.cycle_days,
           i.kind IN ('quota', 'frequency'), a.due_on, year(a.due_on), a.lower, a.upper, false
    FROM allocation_known(known_at) a JOIN goal_scope i USING (indicator_id)
),
goal AS (  -- a yearly quota becomes one row per year of the plan so far
    SELECT * REPLACE (NULL::BIGINT AS year), NULL::DATE AS figures_from, false AS part_year FROM aim WHERE NOT quota
    UNION ALL
    SELECT aim.* REPLACE (make_date(y.year, 12, 31) AS due_on, y.year AS year), make_date(y.year, 1, 1),
           make_date(y.year, 1, 1) < starts_on
    FROM aim, LATERAL (SELECT unnest(range(year(starts_on), least(year(as_of::DATE), year(ends_on)) + 1)) AS year) y
    WHERE quota AND (aim.year IS NULL OR aim.year = y.year)
),
figure AS (  -- one figure per period: the preferred of conflicting ones, the last recorded of equal ones
    SELECT indicator_id, scope_kind, scope_id, period_start, period_end,
           {'day': period_end, 'value': value, 'qualifier': qualifier, 'source_id': source_id} AS f
    FROM observation_known(known_at)
    WHERE period_end <= as_of::DATE
    QUALIFY row_number() OVER (PARTITION BY indicator_id, scope_kind, scope_id, period_start, period_end
                               ORDER BY preferred DESC, recorded_at DESC, observation_id) = 1
),
evidence AS (
    SELECT g.*,
           arg_max(f, period_end) AS a,
           arg_max(f, period_end) FILTER (year IS NULL AND period_end <= starts_on) AS b,
           arg_max(f, period_end) FILTER (period_end <= due_on) AS d,
           arg_min(f, period_end) FILTER (period_end > due_on AND meets(f.value, lower, strict)
                                          AND NOT too_close(f.value, f.qualifier, lower)) AS later,
           list({'day': period_end, 'value': f.value} ORDER BY period_end) FILTER (f IS NOT NULL) AS figures
    FROM goal g
    LEFT JOIN figure o ON o.indicator_id = g.indicator_id AND o.scope_kind = g.scope_kind AND o.scope_id = g.scope_id
        AND (g.year IS NULL OR (o.period_start = g.figures_from AND year(o.period_end) = g.year))
    GROUP BY ALL
),
targets AS (
    SELECT indicator_id, scope_kind, scope_id, list({'day': due_on, 'value': lower} ORDER BY due_on) AS knots
    FROM goal WHERE year IS NULL AND due_on IS NOT NULL GROUP BY ALL
),
measured AS (
    SELECT e.*,
           as_of::DATE AS today,
           date_diff('day', e.figures_from, e.due_on) + 1 AS year_days,
           CASE WHEN b IS NULL THEN t.knots
                ELSE list_prepend({'day': b.day, 'value': b.value}, list_filter(t.knots, lambda k: k.day > b.day))
           END AS path,
           CASE WHEN year IS NULL THEN path_at(path, least(a.day, due_on))
                WHEN NOT part_year THEN lower * (date_diff('day', figures_from, a.day) + 1) / year_days
           END AS expected,
           CASE WHEN as_of::DATE > due_on AND NOT part_year THEN lower
                WHEN year IS NULL THEN path_at(path, as_of::DATE)
                WHEN NOT part_year THEN lower * (date_diff('day', figures_from, as_of::DATE) + 1) / year_days
           END AS expected_as_of,
           -- rounded, so that a gap of exactly ten points is ten, whatever binary fractions make of it
           CASE WHEN a.day <= due_on THEN round(100 * (a.value - expected)
                / CASE WHEN year IS NOT NULL THEN lower WHEN lower > b.value THEN lower - b.value END, 9)
           END AS schedule_gap_pp,
           CASE r.metric WHEN 'schedule_gap_pp' THEN schedule_gap_pp
                         ELSE round(100 * a.value / nullif(expected, 0), 9) END AS score,
           meets(a.value, lower, strict) AS a_meets,
           too_close(a.value, a.qualifier, lower) AS a_close,
           meets(d.value, lower, strict) AS d_meets,
           too_close(d.value, d.qualifier, lower) AS d_close,
           -- the last 31 days up to the deadline; for a quota its last day, as the year's figure must be whole
           d.day > due_on - CASE WHEN year IS NULL THEN 31 ELSE 1 END AS d_at_deadline,
           r.preset_name, r.version, r.green_at, r.yellow_at
    FROM evidence e LEFT JOIN targets t USING (indicator_id, scope_kind, scope_id), rule r
),
verdict AS (
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
        END AS finding,
        CASE WHEN due_on IS NULL OR today <= due_on THEN a WHEN finding IN ('met_late', 'met_by_later_figure') THEN later
             WHEN finding <> 'no_figure_at_deadline' THEN d END AS j,
        -- an "at least" figure proves that a target is met, never that it is missed or well behind
        CASE WHEN finding IN ('below_baseline', 'behind', 'missed') AND j['qualifier'] = 'at_least' THEN 'only_at_least'
             WHEN finding = 'met' AND j['value'] > upper THEN 'above_range'
             ELSE finding END AS reason
    FROM measured
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
        theil_sen_per_month(list_filter(figures, lambda p: p.day >= a.day - INTERVAL 12 MONTH)) AS observed_per_month,
        observed_per_month / required_per_month AS pace
    FROM verdict
)
SELECT indicator_id, scope_kind, scope_id, due_on, year::INTEGER AS year, lower, upper,
       b.value AS baseline, b.day AS baseline_on,
       a.value AS actual, a.day AS actual_on, a.qualifier AS qualifier, a.source_id AS source_id,
       j.value AS judged_value, j.day AS judged_on,
       expected, expected_as_of, 100 * a.value / lower AS completion, schedule_gap_pp,
       light, reason, required_per_month, observed_per_month,
       CASE WHEN required_per_month > 0 THEN
           CASE WHEN pace >= 0.95 THEN '↗' WHEN pace >= 0.60 THEN '→' WHEN pace >= 0 THEN '↘' WHEN pace < 0 THEN '↓' END
       END AS trend,
       preset_name AS preset, version AS rule_version
FROM lit;

-- Who owes a goal's figure: the department with the reporting duty, else the one the plan names first for the measure
-- ("first named = lead" is our reading of the text).
CREATE VIEW figure_owner AS
SELECT i.indicator_id, coalesce(r.scope_id, md.department_id) AS department_id
FROM indicator i
LEFT JOIN reporting_duty r ON r.indicator_id = i.indicator_id AND r.scope_kind = 'department'
LEFT JOIN measure_department md ON md.measure_id = i.measure_id AND md.position = 1
WHERE i.plan_id IS NOT NULL;

-- Clusters, measures, enterprises ------------------------------------------------------------------------------------

-- Which measures speak of a cluster: by its name, or by its industry only.
CREATE MACRO cluster_measure(known_at) AS TABLE
SELECT mc.cluster_id, mc.measure_id, true AS by_name, mc.confirmed, mc.note_zh, mc.note_en FROM measure_cluster mc
UNION ALL
SELECT c.cluster_id, mi.measure_id, false, true, NULL, NULL
FROM measure_industry mi JOIN county_cluster_known(known_at) c USING (industry_id)
WHERE NOT EXISTS (FROM measure_cluster mc WHERE mc.cluster_id = c.cluster_id AND mc.measure_id = mi.measure_id);

-- The latest published money figure of each cluster as of a day (output value, revenue or sales: they differ and are never
-- compared), its size class (5: >= 1000, 4: 500-, 3: 100-, 2: 50-, 1: < 50 亿元), and whether it is older than 2019.
CREATE MACRO cluster_money(as_of, known_at) AS TABLE
SELECT o.scope_id AS cluster_id, o.indicator_id, o.value, o.qualifier, o.period_end, o.period_text, o.basis_zh, o.basis_en,
       o.source_id,
       CASE WHEN o.value >= 1000 THEN 5 WHEN o.value >= 500 THEN 4 WHEN o.value >= 100 THEN 3
            WHEN o.value >= 50 THEN 2 ELSE 1 END AS money_class,
       o.period_end < DATE '2019-01-01' AS stale
FROM observation_known(known_at) o
WHERE o.scope_kind = 'cluster' AND o.indicator_id IN ('cluster_revenue', 'cluster_output_value', 'cluster_sales')
    AND o.period_end <= as_of::DATE
    AND (o.period_start IS NULL OR date_diff('day', o.period_start, o.period_end) >= 360)
QUALIFY row_number() OVER (PARTITION BY o.scope_id ORDER BY o.period_end DESC, o.preferred DESC, o.indicator_id DESC) = 1;

-- Every enterprise as of a day: a named leader stands on the list of leaders then; any other is a documented lead enterprise.
CREATE MACRO enterprise_standing(as_of, known_at) AS TABLE
SELECT e.*, l.enterprise_id IS NOT NULL AS named_leader, l.leader_since
FROM enterprise_known(known_at) e
LEFT JOIN (
    SELECT m.enterprise_id, min(m.reached_on) AS leader_since FROM milestone_known(known_at) m
    WHERE m.kind = 'leader' AND coalesce(m.reached_on, as_of::DATE) <= as_of::DATE AND coalesce(m.ended_on > as_of::DATE, true)
    GROUP BY ALL
) l USING (enterprise_id);

-- The nearest evidence beside each goal: the latest figure of every series that stands beside it, province and country wide
-- scopes only; `nearest` marks the best one that has a figure.
CREATE MACRO context_figure(as_of, known_at) AS TABLE
SELECT c.indicator_id, c.context_id, c.position, c.note_zh, c.note_en, i.name_zh, i.name_en, i.unit_zh, i.unit_en,
       o.scope_kind, o.scope_id, o.value, o.qualifier, o.period_start, o.period_end, o.period_text, o.basis_zh, o.basis_en,
       s.publisher, s.title AS source_title, s.kind AS source_kind, s.url, s.published_on, s.source_id,
       row_number() OVER (PARTITION BY c.indicator_id ORDER BY c.position, o.period_end DESC, o.preferred DESC) = 1 AS nearest
FROM indicator_context c
JOIN indicator i ON i.indicator_id = c.context_id
JOIN observation_known(known_at) o ON o.indicator_id = c.context_id
JOIN source s ON s.source_id = o.source_id
WHERE o.period_end <= as_of::DATE AND o.scope_kind NOT IN ('city', 'county', 'cluster', 'department', 'enterprise')
QUALIFY row_number() OVER (PARTITION BY c.indicator_id, c.context_id, o.scope_kind, o.scope_id
                           ORDER BY o.period_end DESC, o.preferred DESC) = 1;
