-- The views and functions of the schema `kense`, for QGIS, psql and other systems.
--
-- Names between @ are filled in by geo/sql/spatial_sql.py. Two habits keep the GiST index in use: parameters
-- are named p_..., for a parameter named like a column means the column; and nearness is asked twice,
-- first by <-> (the index walks outwards, but on a sphere), then by ST_DWithin and ST_Distance on the
-- ellipsoid within what the first found, widened by the 1 % that the two may differ. OFFSET 0 keeps a lateral
-- question apart: the planner takes a recursive chain of four units for a hundred and would scan whole tables.

CREATE VIEW kense.units AS
SELECT u.id, u.level, u.parent_id, u.kato_code, u.population, u.is_seat, n.value AS name,
       p.precision AS coordinate_precision, p.point::@postgis@.geometry(Point, 4326) AS point
FROM @tables@.unit u
LEFT JOIN @tables@.unit_name n ON n.unit_id = u.id AND n.ordinal = 0
LEFT JOIN @tables@.position p ON p.unit_id = u.id;
COMMENT ON VIEW kense.units IS 'Units of territory with the name to show first and their position.';

CREATE VIEW kense.offices AS
SELECT o.id, o.kind, o.category,
       CASE WHEN o.closed_on > (now() AT TIME ZONE 'Asia/Almaty')::date THEN 'ACTIVE' ELSE o.status END AS status,
       o.parent_id, o.located_in, o.territory_id, COALESCE(o.given_name, r.name) AS name, p.precision AS coordinate_precision, p.point::@postgis@.geometry(Point, 4326) AS point
FROM @tables@.office o
LEFT JOIN LATERAL (
    SELECT each.name
    FROM @tables@.office_record each JOIN @tables@.act ON act.id = each.act_id
    WHERE each.office_id = o.id
    ORDER BY act.adopted_on DESC, each.line
    LIMIT 1
) r ON true
LEFT JOIN @tables@.position p ON p.office_id = o.id AND NOT p.is_superseded
WHERE o.merged_into IS NULL;
COMMENT ON VIEW kense.offices IS
'Offices with the name that people gave them, else as the newest act first prints it, and their position.';

CREATE VIEW kense.provisions AS
SELECT v.id, v.service_id, stands.id AS office_id, v.is_nationwide, v.rule,
       array_remove(ARRAY[
           CASE WHEN v.accepts_applications THEN 'ACCEPTS_APPLICATIONS' END,
           CASE WHEN v.decides THEN 'DECIDES' END,
           CASE WHEN v.issues_result THEN 'ISSUES_RESULT' END,
           CASE WHEN v.hears_complaints THEN 'HEARS_COMPLAINTS' END
       ], NULL) AS roles,
       v.accepts_applications OR v.decides OR v.issues_result AS gives, v.decides,
       GREATEST(force.since, v.since) AS since, LEAST(force.until, v.until) AS until, stands.closed_on
FROM @tables@.provision v
JOIN @tables@.office own ON own.id = v.office_id
JOIN @tables@.office stands ON stands.id = COALESCE(own.merged_into, own.id)
LEFT JOIN LATERAL (
    SELECT CASE WHEN bool_and(act.force_from IS NOT NULL) THEN min(act.force_from) END AS since,
           CASE WHEN bool_and(act.force_until IS NOT NULL) THEN max(act.force_until) END AS until
    FROM @tables@.provision_basis b
    -- An amended row rests on the act that was amended.
    LEFT JOIN @tables@.act_entry e ON e.act_id = b.act_id AND e.line = b.line
    JOIN @tables@.act ON act.id = COALESCE(split_part(e.amends, '/', 1), b.act_id)
    WHERE b.provision_id = v.id
) force ON true
WHERE NOT v.is_superseded;
COMMENT ON VIEW kense.provisions IS
'Which office gives which service in which roles, valid while any act it rests on is in force, until closed_on.';

CREATE FUNCTION kense.point(p_lon double precision, p_lat double precision) RETURNS @postgis@.geography
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT @postgis@.ST_SetSRID(@postgis@.ST_MakePoint(p_lon, p_lat), 4326)::@postgis@.geography
$$;

CREATE FUNCTION kense.error_m(p_precision text) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (CASE p_precision @errors@ END)::double precision
$$;
COMMENT ON FUNCTION kense.error_m(text) IS 'Radius in metres within which the true place is expected.';

CREATE FUNCTION kense.reach_m(p_population bigint) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT LEAST(GREATEST(
        1000 * sqrt(COALESCE(p_population, 0) / (pi() * @people_per_km2@)), @smallest_reach_m@
    ), @largest_reach_m@)
$$;
COMMENT ON FUNCTION kense.reach_m IS 'Radius in metres of a place with so many people (NULL: unknown).';

CREATE FUNCTION kense.error_m(p_position @tables@.position) RETURNS double precision
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN p_position.spread_m IS NOT NULL THEN p_position.spread_m
    WHEN p_position.precision = 'SETTLEMENT' THEN GREATEST(
        kense.error_m(p_position.precision::text), ceil(kense.reach_m((
            SELECT max(u.population) FROM @tables@.unit_identifier i JOIN @tables@.unit u ON u.id = i.unit_id
            WHERE lower(i.scheme) = p_position.source AND i.value = p_position.source_id
        )) / 100) * 100
    ) ELSE kense.error_m(p_position.precision::text) END
$$;
COMMENT ON FUNCTION kense.error_m(@tables@.position) IS 'The same for a position: somewhere in a town may be far out.';

CREATE FUNCTION kense.is_open_psc(p_office @tables@.office) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT p_office.kind = 'PSC_BRANCH' AND p_office.merged_into IS NULL AND (
        p_office.status = 'ACTIVE' OR p_office.closed_on > (now() AT TIME ZONE 'Asia/Almaty')::date
    )
$$;
COMMENT ON FUNCTION kense.is_open_psc IS 'Whether an office is a public service centre that is not closed today.';

CREATE FUNCTION kense.nearest_psc(
    p_lon double precision, p_lat double precision, p_limit integer DEFAULT 5
) RETURNS TABLE (office_id text, name text, distance_m double precision, error_m double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT found.id, shown.name, found.distance_m, found.error_m
    FROM (
        SELECT o.id, kense.error_m(p) AS error_m,
               @postgis@.ST_Distance(p.point, kense.point(p_lon, p_lat)) AS distance_m
        FROM @tables@.position p JOIN @tables@.office o ON o.id = p.office_id
        WHERE kense.must_point(p_lon, p_lat) AND kense.is_open_psc(o) AND p.precision IN (@trusted@) AND NOT p.is_superseded
          AND @postgis@.ST_DWithin(p.point, kense.point(p_lon, p_lat), LEAST(@nearest_psc_m@, (
              SELECT max(near.sphere_m) * 1.01 + 1
              FROM (
                  SELECT q.point OPERATOR(@postgis@.<->) kense.point(p_lon, p_lat) AS sphere_m
                  FROM @tables@.position q JOIN @tables@.office c ON c.id = q.office_id
                  WHERE kense.is_open_psc(c) AND q.precision IN (@trusted@) AND NOT q.is_superseded
                  ORDER BY q.point OPERATOR(@postgis@.<->) kense.point(p_lon, p_lat)
                  LIMIT p_limit
              ) near
          )))
        ORDER BY distance_m, o.id COLLATE "C"
        LIMIT p_limit
    ) found
    JOIN kense.offices shown ON shown.id = found.id
    ORDER BY found.distance_m, found.id COLLATE "C"
$$;
COMMENT ON FUNCTION kense.nearest_psc IS
'Public service centres within 300 km, nearest first by metres on WGS84; none without a trustworthy position.';

CREATE FUNCTION kense.is_populated(p_unit text, p_level text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT p_level = 'SETTLEMENT' OR NOT EXISTS (
        WITH RECURSIVE inside AS (
            SELECT u.id, u.level FROM @tables@.unit u WHERE u.parent_id = p_unit
            UNION ALL
            SELECT u.id, u.level FROM inside i JOIN @tables@.unit u ON u.parent_id = i.id
        )
        SELECT FROM inside WHERE level = 'SETTLEMENT'
    )
$$;
COMMENT ON FUNCTION kense.is_populated IS
'Whether a unit stands for a place where people live: a settlement, or a city without any inside it.';

CREATE FUNCTION kense.geometry(p_lon double precision, p_lat double precision) RETURNS @postgis@.geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT @postgis@.ST_SetSRID(@postgis@.ST_MakePoint(p_lon, p_lat), 4326)
$$;

-- In PL/pgSQL, which keeps its plans: a function in SQL that calls another plans that one at each of its calls.
CREATE FUNCTION kense.above(p_unit text, p_parent text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN COALESCE((
        SELECT min(before.unit_id)
        FROM @tables@.unit_change c
        JOIN @tables@.unit_change_unit made ON made.change_id = c.id AND made.is_after AND made.unit_id = p_unit
        JOIN @tables@.unit_change_unit before ON before.change_id = c.id AND NOT before.is_after
        JOIN @tables@.unit known ON known.id = before.unit_id
        WHERE c.kind <> 'MOVED' AND NOT EXISTS (
            SELECT FROM @tables@.unit_change_unit kept
            WHERE kept.change_id = c.id AND NOT kept.is_after AND kept.unit_id = p_unit
        )
        HAVING count(DISTINCT before.unit_id) = 1
    ), p_parent);
END
$$;
COMMENT ON FUNCTION kense.above IS
'The unit above in the division that the acts speak of: for one made later the one it was made from, else its parent.';

CREATE FUNCTION kense.chain(p_unit text) RETURNS TABLE (unit_id text, level text, rung integer)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH RECURSIVE chain AS (
        SELECT u.id, u.parent_id, u.level, 0 AS rung FROM @tables@.unit u WHERE u.id = p_unit
        UNION ALL
        SELECT u.id, u.parent_id, u.level, c.rung + 1
        FROM chain c JOIN @tables@.unit u ON u.id = kense.above(c.id, c.parent_id)
    )
    SELECT id, level, rung FROM chain
$$;
COMMENT ON FUNCTION kense.chain IS 'A unit and all that contain it, finest first.';

CREATE FUNCTION kense.fineness(p_level text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_position(ARRAY['SETTLEMENT', 'RURAL_OKRUG', 'DISTRICT', 'REGION'], p_level)
$$;
COMMENT ON FUNCTION kense.fineness IS 'Rung of a level, the finest is 1.';

CREATE FUNCTION kense.bounded_unit(p_lon double precision, p_lat double precision) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT u.id
    FROM @tables@.boundary b JOIN @tables@.unit u ON u.id = b.unit_id
    WHERE b.unit_id IN (
        SELECT part.unit_id FROM @tables@.boundary_part part
        WHERE @postgis@.ST_Intersects(part.shape, kense.geometry(p_lon, p_lat))
    )
    ORDER BY kense.fineness(u.level), @postgis@.ST_Area(b.shape), u.id COLLATE "C"
    LIMIT 1
$$;
COMMENT ON FUNCTION kense.bounded_unit IS 'The finest unit whose boundary holds a point; NULL where none is known.';

CREATE VIEW kense.country AS
SELECT strip.id, strip.west, strip.east,
    CAST(@postgis@.ST_GeomFromText(strip.land, 4326) AS @postgis@.geometry(Geometry, 4326)) AS shape
FROM (VALUES @land@) AS strip (id, west, east, land);
COMMENT ON VIEW kense.country IS
'The land of Kazakhstan and the metres around it by which its line may be wrong, in strips of longitude.';

-- In PL/pgSQL, which keeps its plans: to plan the strips anew costs more than to look into one of them.
CREATE FUNCTION kense.is_abroad(p_lon double precision, p_lat double precision) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    IF kense.bounded_unit(p_lon, p_lat) IS NOT NULL THEN
        RETURN false;
    ELSIF EXISTS (
        SELECT FROM kense.country c
        WHERE p_lon BETWEEN c.west AND c.east
          AND @postgis@.ST_Intersects(c.shape, kense.geometry(p_lon, p_lat))
    ) THEN
        RETURN false;
    END IF;
    RETURN NOT EXISTS (
        SELECT FROM @tables@.unit region
        WHERE region.level = 'REGION' AND region.id NOT IN (
            SELECT COALESCE(u.parent_id, u.id) FROM @tables@.boundary b JOIN @tables@.unit u ON u.id = b.unit_id
        ) AND kense.above(region.id, NULL) IS NULL
    );
END
$$;
COMMENT ON FUNCTION kense.is_abroad IS
'Whether a point lies outside the country and no known boundary holds it; never where the boundaries are not known.';

-- In PL/pgSQL like kense.above, for the same reason: it is asked of each settlement around a point.
CREATE FUNCTION kense.stands_in(p_settlement text, p_at @postgis@.geography, p_unit text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN p_unit IS NULL OR EXISTS (SELECT FROM kense.chain(p_settlement) c WHERE c.unit_id = p_unit) OR (
        NOT EXISTS (
            SELECT FROM kense.chain(p_settlement) c JOIN @tables@.boundary b ON b.unit_id = c.unit_id
            WHERE c.unit_id NOT IN (SELECT a.unit_id FROM kense.chain(p_unit) a)
              AND kense.fineness(c.level) <= (
                  SELECT kense.fineness(u.level) FROM @tables@.unit u WHERE u.id = p_unit
              )
        ) AND EXISTS (
            SELECT FROM @tables@.boundary_part part
            WHERE part.unit_id = p_unit
              AND @postgis@.ST_Intersects(part.shape, p_at::@postgis@.geometry)
        )
    );
END
$$;
COMMENT ON FUNCTION kense.stands_in IS
'Whether a settlement belongs to a unit, or stands within its boundary and in no other of its level or finer.';

CREATE FUNCTION kense.units_at(p_lon double precision, p_lat double precision)
RETURNS TABLE (unit_id text, level text, name text, basis text, distance_m double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH bounded AS MATERIALIZED (
        SELECT kense.bounded_unit(p_lon, p_lat) AS id, kense.is_abroad(p_lon, p_lat) AS is_abroad
        WHERE kense.must_point(p_lon, p_lat)
    ), around AS (
        SELECT u.id, u.is_seat, kense.reach_m(u.population) AS reach_m,
               @postgis@.ST_Distance(p.point, kense.point(p_lon, p_lat)) AS distance_m
        FROM @tables@.position p JOIN @tables@.unit u ON u.id = p.unit_id CROSS JOIN bounded
        WHERE NOT bounded.is_abroad AND kense.is_populated(u.id, u.level) AND p.precision IN (@trusted@)
          AND kense.stands_in(u.id, p.point, bounded.id)
          AND @postgis@.ST_DWithin(p.point, kense.point(p_lon, p_lat), LEAST(@nearest_settlement_m@, (
              -- What lies farther than this cannot have a nearer edge, however large it is.
              SELECT near.sphere_m * 1.01 + 1 + @largest_reach_m@
              FROM (
                  SELECT q.point OPERATOR(@postgis@.<->) kense.point(p_lon, p_lat) AS sphere_m
                  FROM @tables@.position q JOIN @tables@.unit c ON c.id = q.unit_id
                  WHERE kense.is_populated(c.id, c.level) AND q.precision IN (@trusted@)
                    AND @postgis@.ST_DWithin(q.point, kense.point(p_lon, p_lat), @nearest_settlement_m@)
                    AND kense.stands_in(c.id, q.point, (SELECT id FROM bounded))
                  ORDER BY q.point OPERATOR(@postgis@.<->) kense.point(p_lon, p_lat)
                  LIMIT 1
              ) near
          )))
    ), nearest AS (
        SELECT id, distance_m
        FROM around
        ORDER BY GREATEST(distance_m - reach_m, 0), reach_m, distance_m, is_seat DESC, id COLLATE "C"
        LIMIT 1
    ), finest AS (
        SELECT id, distance_m FROM nearest
        UNION ALL
        SELECT id, NULL FROM bounded WHERE id IS NOT NULL AND NOT EXISTS (SELECT FROM nearest)
    ), certain AS (
        SELECT c.unit_id FROM bounded CROSS JOIN LATERAL kense.chain(bounded.id) c
    )
    SELECT c.unit_id, c.level, shown.value,
           CASE WHEN certain.unit_id IS NULL THEN 'NEAREST_SETTLEMENT' ELSE 'POLYGON' END,
           CASE WHEN certain.unit_id IS NULL THEN f.distance_m END
    FROM finest f CROSS JOIN LATERAL kense.chain(f.id) c
    LEFT JOIN certain ON certain.unit_id = c.unit_id
    LEFT JOIN @tables@.unit_name shown ON shown.unit_id = c.unit_id AND shown.ordinal = 0
    ORDER BY c.rung DESC
$$;
COMMENT ON FUNCTION kense.units_at IS
'Units around a point, widest first: by the finest known boundary (POLYGON), below it and without one by the settlement whose edge is nearest, its middle within 50 km (NEAREST_SETTLEMENT); none abroad.';

CREATE FUNCTION kense.serving(p_service text, p_unit text, p_origin @postgis@.geography)
RETURNS TABLE (
    rung integer, unit_id text, office_id text, name text, kind text, category text, roles text[],
    distance_m double precision, provision_id text
)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH RECURSIVE chain AS (
        SELECT u.id, u.parent_id, 0 AS rung FROM @tables@.unit u WHERE u.id = p_unit
        UNION ALL
        SELECT u.id, u.parent_id, c.rung + 1
        FROM chain c JOIN @tables@.unit u ON u.id = kense.above(c.id, c.parent_id)
    ), covered AS (
        SELECT id, rung FROM chain
        UNION ALL
        -- A city that is asked for as a whole is covered by the offices of its districts, too, and an okrug by
        -- the desks of its akim, each of which serves some of its villages.
        SELECT part.id, 0
        FROM @tables@.unit whole JOIN @tables@.unit part ON part.parent_id = whole.id
        WHERE whole.id = p_unit AND (whole.level = 'RURAL_OKRUG' OR kense.is_populated(whole.id, whole.level))
    ), origin AS (
        SELECT COALESCE(p_origin, (
            SELECT p.point
            FROM chain c CROSS JOIN LATERAL (
                SELECT q.point FROM @tables@.position q
                WHERE q.unit_id = c.id AND q.precision <> 'REGION' OFFSET 0
            ) p
            ORDER BY c.rung LIMIT 1
        )) AS point
    ), named AS (
        SELECT given.provision_id, min(c.rung) AS rung
        FROM covered c CROSS JOIN LATERAL (
            SELECT pu.provision_id
            FROM @tables@.provision_unit pu JOIN @tables@.provision v ON v.id = pu.provision_id
            WHERE pu.unit_id = c.id AND NOT pu.is_excluded AND v.service_id = p_service OFFSET 0
        ) given
        GROUP BY given.provision_id
        UNION ALL
        SELECT v.id, (SELECT count(*)::integer FROM chain)
        FROM @tables@.provision v
        WHERE v.service_id = p_service AND v.is_nationwide AND EXISTS (SELECT FROM chain)
    ), covering AS (
        SELECT n.rung, v.*
        FROM named n CROSS JOIN LATERAL (
            SELECT * FROM kense.provisions each WHERE each.id = n.provision_id OFFSET 0
        ) v
        WHERE NOT EXISTS (
            SELECT FROM @tables@.provision_unit pu
            WHERE pu.provision_id = n.provision_id AND pu.is_excluded
              AND pu.unit_id IN (SELECT c.id FROM chain c) OFFSET 0
        )
    ), law AS (
        SELECT (now() AT TIME ZONE 'Asia/Almaty')::date AS today,
               bool_or(until IS NULL OR until > (now() AT TIME ZONE 'Asia/Almaty')::date) AS lives,
               max(until) AS last_end
        FROM covering
        WHERE closed_on IS NULL OR closed_on > (now() AT TIME ZONE 'Asia/Almaty')::date
    )
    SELECT v.rung, c.id, o.id, o.name, o.kind, o.category, v.roles, way.distance_m, v.id
    FROM covering v
    CROSS JOIN LATERAL (SELECT * FROM kense.offices each WHERE each.id = v.office_id OFFSET 0) o
    LEFT JOIN chain c ON c.rung = v.rung
    LEFT JOIN @tables@.position p ON p.office_id = o.id AND p.precision IN (@trusted@) AND NOT p.is_superseded
    CROSS JOIN origin
    CROSS JOIN law
    CROSS JOIN LATERAL (SELECT @postgis@.ST_Distance(p.point, origin.point) AS distance_m) way
    WHERE CASE WHEN law.lives THEN v.until IS NULL OR v.until > law.today ELSE v.until = law.last_end END
      AND (v.closed_on IS NULL OR v.closed_on > law.today)
    ORDER BY v.rung, v.gives DESC, o.kind = 'PSC_BRANCH', v.decides DESC,
             array_position(
                 ARRAY['ACCEPTS_APPLICATIONS', 'DECIDES', 'ISSUES_RESULT', 'HEARS_COMPLAINTS'], v.roles[1]
             ),
             way.distance_m NULLS LAST, o.id COLLATE "C", v.id COLLATE "C"
$$;
COMMENT ON FUNCTION kense.serving IS
'Offices competent for a unit and a service by the latest known law; metres from p_origin or the unit.';

CREATE FUNCTION kense.office_for(p_service text, p_unit text)
RETURNS TABLE (
    rung integer, unit_id text, office_id text, name text, kind text, category text, roles text[],
    distance_m double precision, provision_id text
)
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    PERFORM kense.must_id(p_service, 'service'), kense.must_id(p_unit, 'unit');
    RETURN QUERY SELECT * FROM kense.serving(p_service, p_unit, NULL);
END
$$;
COMMENT ON FUNCTION kense.office_for(text, text) IS
'Offices that serve a unit for a service: village > okrug > district > region > nation (unit_id null).';

CREATE FUNCTION kense.office_for(p_service text, p_lon double precision, p_lat double precision)
RETURNS TABLE (
    rung integer, unit_id text, office_id text, name text, kind text, category text, roles text[],
    distance_m double precision, provision_id text
)
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    PERFORM kense.must_id(p_service, 'service');
    RETURN QUERY SELECT s.*
    FROM (
        -- The finest unit comes last.
        SELECT u.unit_id FROM kense.units_at(p_lon, p_lat) WITH ORDINALITY u
        ORDER BY u.ordinality DESC LIMIT 1
    ) here
    CROSS JOIN LATERAL kense.serving(p_service, here.unit_id, kense.point(p_lon, p_lat)) s;
END
$$;
COMMENT ON FUNCTION kense.office_for(text, double precision, double precision) IS
'Offices that serve the finest unit around a point (kense.units_at) for a service.';
