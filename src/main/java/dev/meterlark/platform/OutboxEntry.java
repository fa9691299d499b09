package dev.meterlark.platform;

import dev.meterlark.shared.AccountId;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that is to be told to somebody outside the database.
 *
 * @param id stays the same over all attempts, so that whoever is told knows it again
 * @param kind whose it is: that of its {@link OutboxCarrier}
 * @param about what it is, for people
 * @param notBefore when it may be carried first
 */
public record OutboxEntry(
        UUID id, String kind, AccountId account, String about, byte[] body, Instant notBefore) {}
