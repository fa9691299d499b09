package dev.meterlark.account;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * One entry of the audit log.
 *
 * @param number counts up by one within the account
 * @param actor {@code person:<id>}, {@code key:<id>} or {@code operator}
 * @param address the client's, when a request caused it
 */
public record AuditRecordView(
        long number,
        Instant at,
        String actor,
        String action,
        String subject,
        Map<String, Object> detail,
        @Nullable String address) {}
