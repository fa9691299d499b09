package dev.meterlark.billing.invoice;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonFormat;

import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The bytes of an issued invoice: JSON in UTF-8, members in the order of their names, no spaces,
 * decimals as strings. The hash is of these bytes, which are kept as they are; later releases read
 * them, and never write them anew.
 */
record Snapshot(byte[] bytes) {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .withConfigOverride(
                            BigDecimal.class,
                            each ->
                                    each.setFormat(
                                            JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
                    .build();

    static Snapshot of(IssuedInvoice invoice) {
        return new Snapshot(JSON.writeValueAsString(invoice).getBytes(UTF_8));
    }

    IssuedInvoice invoice() {
        return JSON.readValue(bytes, IssuedInvoice.class);
    }

    /** In hexadecimal. */
    String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
