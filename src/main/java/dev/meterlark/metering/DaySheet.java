package dev.meterlark.metering;

import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Reads what {@link DaySheetWriter} wrote: lines of an account's day one after the other. Texts and
 * ids stand where they are first used and are referred to by their number after that; 0 is none.
 */
final class DaySheet {

    static final byte FORMAT = 1;

    private final ByteBuffer bytes;
    private final LocalDate day;
    private final List<String> texts = new ArrayList<>();
    private final List<UUID> ids = new ArrayList<>();

    private DaySheet(byte[] sheet, LocalDate day) {
        this.bytes = ByteBuffer.wrap(sheet);
        this.day = day;
    }

    /**
     * @throws IllegalStateException when it is in a format of a later release
     */
    static void read(byte[] sheet, LocalDate day, Consumer<UsageTotal> lines) {
        DaySheet reading = new DaySheet(sheet, day);
        byte format = reading.bytes.get();
        if (format != FORMAT) {
            throw new IllegalStateException(
                    "usage of %s is kept in format %d, this release reads %d: start the later release that wrote it"
                            .formatted(day, format, FORMAT));
        }
        while (reading.bytes.hasRemaining()) {
            lines.accept(reading.line());
        }
    }

    private UsageTotal line() {
        UsageKey key = key();
        String currency = some(text());
        long calls = number();
        return new UsageTotal(
                key,
                calls,
                number(),
                UsageTotal.Failures.of(key.fault(), calls),
                number(),
                amount(0),
                amount(0),
                amount(0),
                amount(0),
                new Money(amount((int) number()), Currency.getInstance(currency)));
    }

    private UsageKey key() {
        FunctionId function = new FunctionId(some(id()));
        String name = some(text());
        String version = some(text());
        String alias = text();
        String source = some(text());
        UUID trigger = id();
        String fault = text();
        boolean cold = bytes.get() != 0;
        UUID tags = id();
        return new UsageKey(
                function,
                name,
                day,
                null,
                version,
                alias,
                source,
                trigger,
                fault == null ? null : Fault.valueOf(fault),
                cold,
                tags == null ? null : new TagSetId(tags),
                some(text()));
    }

    private static <T> T some(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a line of usage lacks what every line has");
        }
        return value;
    }

    private @Nullable String text() {
        int number = (int) number();
        if (number > texts.size()) {
            byte[] text = new byte[(int) number()];
            bytes.get(text);
            texts.add(new String(text, StandardCharsets.UTF_8));
        }
        return number == 0 ? null : texts.get(number - 1);
    }

    private @Nullable UUID id() {
        int number = (int) number();
        if (number > ids.size()) {
            ids.add(new UUID(bytes.getLong(), bytes.getLong()));
        }
        return number == 0 ? null : ids.get(number - 1);
    }

    /** Seven bits a byte, the lowest first. */
    private long number() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte part = bytes.get();
            value |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return value;
            }
        }
    }

    /** Its length in bytes, then the bytes of a whole number. */
    private BigDecimal amount(int scale) {
        int length = bytes.get();
        if (length <= Long.BYTES) {
            long value = length == 0 ? 0 : bytes.get();
            for (int i = 1; i < length; i++) {
                value = value << Byte.SIZE | bytes.get() & 0xFF;
            }
            return BigDecimal.valueOf(value, scale);
        }
        byte[] whole = new byte[length];
        bytes.get(whole);
        return new BigDecimal(new BigInteger(whole), scale);
    }
}
