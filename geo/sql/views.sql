-- The views of the schema `kense` for people: each thing with its names in both languages, its geometry and how
-- far it may be out. They follow geo/sql/spatial.sql, whose functions they use.
--
-- `ref` is the id of the API. The views `contact` and `schedule` have all that acts print and people gave, each with
-- its source and its days; `holds_today` marks what the API says of today, by the rule of model/resolution.py.

CREATE FUNCTION kense.unit_ref(p_unit text, p_level text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE p_level
        WHEN 'REGION' THEN 'Region:' WHEN 'DISTRICT' THEN 'District:'
        WHEN 'RURAL_OKRUG' THEN 'RuralOkrug:' ELSE 'Settlement:'
    END || p_unit
$$;
COMMENT ON FUNCTION kense.unit_ref IS 'The id of a unit in the API.';

CREATE FUNCTION kense.unit_name(p_unit text, p_language text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT n.value FROM @tables@.unit_name n
    WHERE n.unit_id = p_unit AND n.language = p_language AND n.status IN ('OFFICIAL', 'VARIANT')
    ORDER BY n.status = 'OFFICIAL' DESC, n.ordinal
    LIMIT 1
$$;
COMMENT ON FUNCTION kense.unit_name IS 'The official name of a unit in a language (kk, ru), else another that is not past.';

CREATE FUNCTION kense.given(p_office text, p_field text) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT newest.change -> 'after'
    FROM (
        SELECT change
        FROM @tables@.revision r CROSS JOIN LATERAL jsonb_array_elements(r.changes::jsonb) change
        WHERE r.office_id = p_office AND change ->> 'field' = p_field
        ORDER BY r.version DESC
        LIMIT 1
    ) newest
    WHERE NOT newest.change ? 'released'
$$;
COMMENT ON FUNCTION kense.given IS
'What people changed a field of an office to; NULL where nobody did, or where it is left to the acts again.';

CREATE FUNCTION kense.office_name(p_office text, p_language text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT COALESCE(kense.given(p_office, 'name_' || p_language) #>> '{}', (
        SELECT r.name
        FROM @tables@.office_record r JOIN @tables@.act ON act.id = r.act_id
        WHERE r.office_id = p_office AND act.language = p_language
        ORDER BY COALESCE(act.edition_of, act.adopted_on) DESC, r.line
        LIMIT 1
    ))
$$;
COMMENT ON FUNCTION kense.office_name IS
'The name of an office in a language: what people gave it, else as the newest act in that language first prints it.';

CREATE FUNCTION kense.hours_field(p_category text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE p_category
        WHEN 'appeal_desk' THEN 'public_reception' WHEN 'leader_reception' THEN 'leader_reception'
        ELSE 'opening_hours'
    END
$$;
COMMENT ON FUNCTION kense.hours_field IS 'The field that the hours of a printed row fill, by the category of the row.';

CREATE VIEW kense.unit AS
SELECT u.id, kense.unit_ref(u.id, u.level) AS ref, u.level, u.parent_id,
       kense.unit_name(u.id, 'kk') AS name_kk, kense.unit_name(u.id, 'ru') AS name_ru,
       u.kato_code, u.population, u.is_seat, p.precision, kense.error_m(p) AS error_m, p.confidence,
       p.source AS position_source, p.source_id AS position_source_id, b.source AS boundary_source,
       p.point::@postgis@.geometry(Point, 4326) AS point,
       b.shape::@postgis@.geometry(MultiPolygon, 4326) AS boundary
FROM @tables@.unit u
LEFT JOIN @tables@.position p ON p.unit_id = u.id AND NOT p.is_superseded
LEFT JOIN @tables@.boundary b ON b.unit_id = u.id;
COMMENT ON VIEW kense.unit IS
'Units of territory: names, codes, label point with its error in metres, and the boundary where one is known.';

CREATE VIEW kense.office AS
SELECT o.id, 'Office:' || o.id AS ref, o.kind, o.category,
       CASE WHEN o.closed_on > (now() AT TIME ZONE 'Asia/Almaty')::date THEN 'ACTIVE' ELSE o.status END AS status,
       kense.office_name(o.id, 'kk') AS name_kk, kense.office_name(o.id, 'ru') AS name_ru,
       o.located_in, o.territory_id, o.parent_id, body.organization_id, o.closed_on, o.version,
       p.precision, kense.error_m(p) AS error_m, p.confidence,
       p.source AS position_source, p.source_id AS position_source_id,
       p.point::@postgis@.geometry(Point, 4326) AS point
FROM @tables@.office o
LEFT JOIN @tables@.organization_office body ON body.office_id = o.id
LEFT JOIN @tables@.position p ON p.office_id = o.id AND NOT p.is_superseded
WHERE o.merged_into IS NULL;
COMMENT ON VIEW kense.office IS
'Offices: names, kind, state of today, where they stand, and the position with its error in metres.';

CREATE VIEW kense.service AS
SELECT s.id, 'PublicService:' || s.id AS ref, s.register_number, s.unlisted_providers,
       kk.value AS name_kk, ru.value AS name_ru, body.organization_id
FROM @tables@.service s
LEFT JOIN @tables@.service_name kk ON kk.service_id = s.id AND kk.language = 'kk'
LEFT JOIN @tables@.service_name ru ON ru.service_id = s.id AND ru.language = 'ru'
LEFT JOIN @tables@.organization_service body ON body.service_id = s.id;
COMMENT ON VIEW kense.service IS 'Public services: names, number in the state register, and the body that answers for them.';

CREATE VIEW kense.provision AS
SELECT v.id, 'ServiceProvision:' || v.id AS ref, v.service_id, v.office_id, v.roles, v.gives, v.is_nationwide, v.rule,
       ARRAY(
           SELECT pu.unit_id::text FROM @tables@.provision_unit pu
           WHERE pu.provision_id = v.id AND NOT pu.is_excluded ORDER BY pu.ordinal
       ) AS unit_ids,
       ARRAY(
           SELECT pu.unit_id::text FROM @tables@.provision_unit pu
           WHERE pu.provision_id = v.id AND pu.is_excluded ORDER BY pu.ordinal
       ) AS excluded_unit_ids,
       v.since, v.until, v.closed_on, p.precision, kense.error_m(p) AS error_m,
       p.point::@postgis@.geometry(Point, 4326) AS point
FROM kense.provisions v
LEFT JOIN @tables@.position p ON p.office_id = v.office_id AND NOT p.is_superseded;
COMMENT ON VIEW kense.provision IS
'Which office gives which service to which units, on which days, at the position of the office.';

CREATE FUNCTION kense.is_given(p_office text, p_version integer, p_field text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT p_version > 1 AND kense.given(p_office, p_field) IS NOT NULL
$$;
COMMENT ON FUNCTION kense.is_given IS
'Whether people decided a field of an office of that version, be it that it is empty: acts say nothing of it then.';

-- The order of model/resolution.py: standing of the act, newest text, most printings, earliest printing. Rows of
-- posts inside an office say nothing of the office. All rows that print the winning value in its act have rank 1.
CREATE VIEW kense.holding AS
WITH today AS (SELECT (now() AT TIME ZONE 'Asia/Almaty')::date AS day)
SELECT office_id, act_id, line, field
FROM (
    SELECT office_id, act_id, line, field, is_in_force,
           rank() OVER (
               PARTITION BY office_id, field
               ORDER BY standing, text_day DESC, law COLLATE "C", printings DESC, place, first_line
           ) AS rank
    FROM (
        SELECT told.*,
               count(*) OVER same AS printings, min(ARRAY[told.standard, told.printed_line]) OVER same AS place,
               -- Rows may share one cell of hours, and then its line.
               min(told.line) OVER same AS first_line
        FROM (
            SELECT COALESCE(own.merged_into, own.id) AS office_id, r.act_id, r.line, said.field, said.value,
                   law.id AS law, COALESCE(e.standard, 0) AS standard, said.printed_line,
                   GREATEST(
                       COALESCE(act.edition_of, act.adopted_on), COALESCE(law.edition_of, law.adopted_on)
                   ) AS text_day,
                   -- Dates that are not known leave the comparison NULL: only FALSE is a day outside.
                   (today.day >= law.force_from) IS NOT FALSE AND (today.day < law.force_until) IS NOT FALSE
                       AS is_in_force,
                   CASE
                       WHEN today.day < law.force_from OR today.day >= law.force_until THEN 2
                       WHEN today.day > law.repeal_unknown_after THEN 1
                       ELSE 0
                   END AS standing
            FROM @tables@.office_record r
            CROSS JOIN today
            JOIN @tables@.office own ON own.id = r.office_id
            JOIN @tables@.act ON act.id = r.act_id
            JOIN @tables@.act_entry row_of ON row_of.act_id = r.act_id AND row_of.line = r.line
            JOIN @tables@.act law
                ON law.id = COALESCE(NULLIF(split_part(row_of.amends, '/', 1), ''), r.act_id)
            CROSS JOIN LATERAL (
                VALUES ('phones', r.phones::jsonb, r.line), ('faxes', r.faxes::jsonb, r.line),
                       ('emails', r.emails::jsonb, r.line), ('websites', r.websites::jsonb, r.line),
                       (kense.hours_field(r.category), to_jsonb(r.hours), COALESCE(r.hours_line, r.line))
            ) AS said (field, value, printed_line)
            JOIN @tables@.act_entry e ON e.act_id = r.act_id AND e.line = said.printed_line
            WHERE r.category <> 'official' AND said.value NOT IN ('[]', '""')
              AND (row_of.since <= today.day) IS NOT FALSE AND (today.day < row_of.until) IS NOT FALSE
        ) told
        WINDOW same AS (PARTITION BY told.office_id, told.field, told.law, told.value, told.text_day)
    ) candidate
) ranked
WHERE rank = 1 AND is_in_force;
COMMENT ON VIEW kense.holding IS
'The printed rows that say what holds today of a field of an office, were it not for what people gave.';

CREATE VIEW kense.contact AS
SELECT o.id AS office_id, told.kind, told.value, 'ACT' AS source, r.act_id, r.line,
       GREATEST(act.force_from, e.since) AS since, LEAST(act.force_until, e.until) AS until,
       p.point::@postgis@.geometry(Point, 4326) AS point,
       holds.line IS NOT NULL AND NOT kense.is_given(o.id, o.version, told.field) AS holds_today
FROM @tables@.office_record r
JOIN @tables@.office own ON own.id = r.office_id
JOIN @tables@.office o ON o.id = COALESCE(own.merged_into, own.id)
JOIN @tables@.act ON act.id = r.act_id
LEFT JOIN @tables@.act_entry e ON e.act_id = r.act_id AND e.line = r.line
LEFT JOIN @tables@.position p ON p.office_id = o.id AND NOT p.is_superseded
CROSS JOIN LATERAL (
    SELECT 'PHONE' AS kind, 'phones' AS field, value FROM json_array_elements_text(r.phones)
    UNION ALL SELECT 'FAX', 'faxes', value FROM json_array_elements_text(r.faxes)
    UNION ALL SELECT 'EMAIL', 'emails', value FROM json_array_elements_text(r.emails)
    UNION ALL SELECT 'WEBSITE', 'websites', value FROM json_array_elements_text(r.websites)
) told
LEFT JOIN kense.holding holds
    ON holds.office_id = o.id AND holds.act_id = r.act_id AND holds.line = r.line AND holds.field = told.field
UNION ALL
SELECT o.id, named.kind, told.value, 'PERSON', NULL, NULL, NULL, NULL,
       p.point::@postgis@.geometry(Point, 4326), TRUE
FROM @tables@.office o
CROSS JOIN (
    VALUES ('phones', 'PHONE'), ('faxes', 'FAX'), ('emails', 'EMAIL'), ('websites', 'WEBSITE'),
           ('messengers', 'MESSENGER'), ('hotlines', 'HOTLINE')
) AS named (field, kind)
CROSS JOIN LATERAL jsonb_array_elements_text(
    CASE jsonb_typeof(kense.given(o.id, named.field)) WHEN 'array' THEN kense.given(o.id, named.field) ELSE '[]' END
) told
LEFT JOIN @tables@.position p ON p.office_id = o.id AND NOT p.is_superseded
WHERE o.merged_into IS NULL AND o.version > 1;
COMMENT ON VIEW kense.contact IS
'Ways to reach offices as acts print them and as people gave them; what the API says of today is marked.';

CREATE VIEW kense.schedule AS
SELECT o.id AS office_id, r.hours AS opening_hours, 'ACT' AS source, r.act_id, COALESCE(r.hours_line, r.line) AS line,
       GREATEST(act.force_from, e.since) AS since, LEAST(act.force_until, e.until) AS until,
       p.point::@postgis@.geometry(Point, 4326) AS point,
       CASE kense.hours_field(r.category) WHEN 'opening_hours' THEN 'GENERAL'
           ELSE upper(kense.hours_field(r.category)) END AS purpose,
       holds.line IS NOT NULL AND NOT kense.is_given(o.id, o.version, kense.hours_field(r.category)) AS holds_today
FROM @tables@.office_record r
JOIN @tables@.office own ON own.id = r.office_id
JOIN @tables@.office o ON o.id = COALESCE(own.merged_into, own.id)
JOIN @tables@.act ON act.id = r.act_id
LEFT JOIN @tables@.act_entry e ON e.act_id = r.act_id AND e.line = r.line
LEFT JOIN @tables@.position p ON p.office_id = o.id AND NOT p.is_superseded
LEFT JOIN kense.holding holds
    ON holds.office_id = o.id AND holds.act_id = r.act_id AND holds.line = r.line
    AND holds.field = kense.hours_field(r.category)
WHERE r.hours IS NOT NULL
UNION ALL
SELECT o.id, kense.given(o.id, 'opening_hours') #>> '{}', 'PERSON', NULL, NULL, NULL, NULL,
       p.point::@postgis@.geometry(Point, 4326), 'GENERAL', TRUE
FROM @tables@.office o
LEFT JOIN @tables@.position p ON p.office_id = o.id AND NOT p.is_superseded
WHERE o.merged_into IS NULL AND o.version > 1 AND kense.given(o.id, 'opening_hours') #>> '{}' IS NOT NULL;
COMMENT ON VIEW kense.schedule IS
'Hours of offices (opening_hours of OpenStreetMap) as acts print them and as people gave them, those of today marked.';

CREATE VIEW kense.citation AS
SELECT said.kind, said.id, said.act_id, said.standard, said.annex, said.line,
       act.number AS act_number, act.adopted_on, act.adopted_by, act.language, act.url,
       p.point::@postgis@.geometry(Point, 4326) AS point
FROM (
    SELECT 'office' AS kind, COALESCE(o.merged_into, o.id) AS id, r.act_id, e.standard, e.annex, r.line,
           COALESCE(o.merged_into, o.id) AS office_id
    FROM @tables@.office_record r
    JOIN @tables@.office o ON o.id = r.office_id
    LEFT JOIN @tables@.act_entry e ON e.act_id = r.act_id AND e.line = r.line
    UNION ALL
    SELECT 'provision', v.id, b.act_id, b.standard, b.annex, b.line, v.office_id
    FROM @tables@.provision_basis b
    JOIN kense.provisions v ON v.id = b.provision_id
) said
JOIN @tables@.act ON act.id = said.act_id
LEFT JOIN @tables@.position p ON p.office_id = said.office_id AND NOT p.is_superseded;
COMMENT ON VIEW kense.citation IS
'The rows of acts that offices and provisions rest on, at the position of the office.';
