-- What functions of the schema `kense` do not take: they end with a message instead of an empty answer.
--
-- In PL/pgSQL, since plain SQL raises nothing. Each is true for what may be asked, so that it can stand in a WHERE.

CREATE FUNCTION kense.must_id(p_given text, p_kind text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    is_known boolean := CASE p_kind
        WHEN 'service' THEN EXISTS (SELECT FROM @tables@.service s WHERE s.id = p_given)
        ELSE EXISTS (SELECT FROM @tables@.unit u WHERE u.id = p_given)
    END;
BEGIN
    IF is_known OR p_given IS NULL THEN
        RETURN true;
    ELSIF p_given LIKE '%:%' THEN
        RAISE EXCEPTION '% is an id of the API: here it is %', quote_literal(p_given),
            quote_literal(split_part(p_given, ':', 2)) USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RAISE EXCEPTION 'no % has the id %', p_kind, quote_literal(p_given)
        USING ERRCODE = 'invalid_parameter_value', HINT = 'All ids are in the view kense.' || p_kind || '.';
END
$$;
COMMENT ON FUNCTION kense.must_id IS
'True for the id of a service or a unit, and for NULL; an id of the API or one that nothing has is refused in words.';

CREATE FUNCTION kense.must_point(p_lon double precision, p_lat double precision) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF p_lon IS NULL OR p_lat IS NULL THEN
        RETURN true;
    ELSIF NOT (p_lon BETWEEN -180 AND 180 AND p_lat BETWEEN -90 AND 90) THEN
        RAISE EXCEPTION 'longitude % and latitude % are no point: degrees lie within -180..180 and -90..90', p_lon, p_lat
            USING ERRCODE = 'invalid_parameter_value';
    -- So far in the north that no answer is lost: west of the country a point may be a true one either way.
    ELSIF p_lat BETWEEN @north@ + 2.5 AND @east@ AND p_lon BETWEEN @south@ AND @north@ THEN
        RAISE EXCEPTION 'longitude comes first: (%, %) lies outside of Kazakhstan, (%, %) may lie in it',
            p_lon, p_lat, p_lat, p_lon USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN true;
END
$$;
COMMENT ON FUNCTION kense.must_point IS
'True for a point in degrees, and for NULL; one so far north that it can only be meant the other way round is refused in words.';
