package dev.meterlark.account;

import dev.meterlark.edge.SessionId;
import dev.meterlark.edge.SignInWay;

import java.time.Instant;

/**
 * Where a person is signed in.
 *
 * @param agent what the browser called itself, cut to 200 characters; empty when it did not say
 * @param seenAt within a minute
 */
public record SessionView(
        SessionId id,
        SignInWay way,
        String address,
        String agent,
        Instant begunAt,
        Instant seenAt) {}
