package dev.meterlark.trigger.database.replica;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;

import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Properties;

/**
 * Writes a {@code time} as the database does, {@code -26:01:02.345}: it is a length of time, and
 * not only one of a day, for which the engine has no text and would write null. The engine makes it
 * by its name.
 */
public final class TimeText implements CustomConverter<SchemaBuilder, RelationalColumn> {

    private static final String TYPE = "TIME";

    public TimeText() {}

    @Override
    public void configure(Properties properties) {}

    @Override
    public void converterFor(
            RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        if (column.typeName().equalsIgnoreCase(TYPE)) {
            registration.register(SchemaBuilder.string().optional(), TimeText::text);
        }
    }

    static @Nullable Object text(@Nullable Object value) {
        return value instanceof Duration length ? text(length) : value;
    }

    private static String text(Duration length) {
        Duration size = length.abs();
        String whole =
                "%s%02d:%02d:%02d"
                        .formatted(
                                length.isNegative() ? "-" : "",
                                size.toHours(),
                                size.toMinutesPart(),
                                size.toSecondsPart());
        return size.getNano() == 0
                ? whole
                : whole + ".%09d".formatted(size.getNano()).replaceAll("0+$", "");
    }
}
