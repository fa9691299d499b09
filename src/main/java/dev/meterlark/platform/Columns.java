package dev.meterlark.platform;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.support.AbstractSqlTypeValue;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.UUID;

/** Values as both databases keep them, without rounding up and without refusing them. */
public final class Columns {

    private Columns() {}

    /**
     * Cut, not rounded, to microseconds: rounding would carry the last of a month into the next.
     */
    public static OffsetDateTime instant(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** As one value, for {@code id = any(?)}: the same statement for however many. */
    public static SqlTypeValue ids(Collection<UUID> ids) {
        return new AbstractSqlTypeValue() {
            @Override
            protected Object createTypeValue(Connection connection, int type, @Nullable String name)
                    throws SQLException {
                return connection.createArrayOf("uuid", ids.toArray());
            }
        };
    }

    /**
     * Text from outside that fits: PostgreSQL keeps no NUL, no encoding keeps half a surrogate
     * pair.
     */
    public static @Nullable String text(@Nullable String text, int maxCharacters) {
        if (text == null) {
            return null;
        }
        String cut = text.length() > maxCharacters ? text.substring(0, maxCharacters) : text;
        byte[] bytes = cut.replace('\0', '\uFFFD').getBytes(StandardCharsets.UTF_8);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
