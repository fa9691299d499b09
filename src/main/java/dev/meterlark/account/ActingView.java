package dev.meterlark.account;

import dev.meterlark.edge.ActingId;
import dev.meterlark.shared.AccountId;

import java.time.Instant;

/**
 * A stay of the operator in an account.
 *
 * @param by whose credentials it is for
 * @param until when it ends, or has ended
 */
public record ActingView(
        ActingId id,
        AccountId account,
        String by,
        String reason,
        Instant begunAt,
        Instant until,
        boolean goesOn) {}
