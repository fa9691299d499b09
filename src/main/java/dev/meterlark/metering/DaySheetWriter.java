package dev.meterlark.metering;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes lines of an account's day as bytes, which take a tenth of the time of as many rows. */
final class DaySheetWriter {

    /** A database may take a megabyte in one row. */
    private static final int MOST_BYTES = 256 * 1024;

    private final List<Part> parts = new ArrayList<>();
    private final Map<String, Integer> texts = new HashMap<>();
    private final Map<UUID, Integer> ids = new HashMap<>();
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long calls;
    private BigDecimal price = BigDecimal.ZERO;

    /**
     * What a row has room for.
     *
     * @param price of all its lines, whatever their currencies: for who compares
     */
    record Part(byte[] sheet, long calls, BigDecimal price) {}

    /**
     * @param line split by all but the hour
     */
    void add(UsageTotal line) {
        if (bytes.size() == 0) {
            bytes.write(DaySheet.FORMAT);
        }
        key(line.key());
        text(line.price().currency().getCurrencyCode());
        number(line.calls());
        number(line.billableCalls());
        number(line.billedMillis());
        whole(line.mibMillis());
        whole(line.cpuMicros());
        whole(line.egressBytes());
        whole(line.initMibMicros());
        number(line.price().amount().scale());
        amount(line.price().amount().unscaledValue());
        calls += line.calls();
        price = price.add(line.price().amount());
        if (bytes.size() >= MOST_BYTES) {
            end();
        }
    }

    /** All that was added. */
    List<Part> parts() {
        if (bytes.size() > 0) {
            end();
        }
        return List.copyOf(parts);
    }

    private void end() {
        parts.add(new Part(bytes.toByteArray(), calls, price));
        bytes = new ByteArrayOutputStream();
        texts.clear();
        ids.clear();
        calls = 0;
        price = BigDecimal.ZERO;
    }

    private void key(UsageKey key) {
        id(key.function() == null ? null : key.function().value());
        text(key.functionName());
        text(key.version());
        text(key.alias());
        text(key.source());
        id(key.trigger());
        text(key.fault() == null ? null : key.fault().name());
        bytes.write(Boolean.TRUE.equals(key.cold()) ? 1 : 0);
        id(key.tags() == null ? null : key.tags().value());
        text(key.priceBook());
    }

    private void text(@Nullable String text) {
        if (text == null) {
            number(0);
        } else if (isNew(texts, text)) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            number(encoded.length);
            bytes.writeBytes(encoded);
        }
    }

    private void id(@Nullable UUID id) {
        if (id == null) {
            number(0);
        } else if (isNew(ids, id)) {
            ByteBuffer both = ByteBuffer.allocate(2 * Long.BYTES);
            both.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
            bytes.writeBytes(both.array());
        }
    }

    /** Its number is written in any case. */
    private <T> boolean isNew(Map<T, Integer> known, T value) {
        int next = known.size() + 1;
        int number = known.computeIfAbsent(value, _ -> next);
        number(number);
        return number == next;
    }

    private void number(long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private void whole(BigDecimal amount) {
        amount(amount.toBigIntegerExact());
    }

    private void amount(BigInteger amount) {
        byte[] whole = amount.toByteArray();
        bytes.write(whole.length);
        bytes.writeBytes(whole);
    }
}
