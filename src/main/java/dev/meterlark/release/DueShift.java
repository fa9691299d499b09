package dev.meterlark.release;

import dev.meterlark.shared.AccountId;

import java.util.UUID;

/** What has to be known of a shift before it is locked. */
record DueShift(UUID id, AccountId account, String function) {}
