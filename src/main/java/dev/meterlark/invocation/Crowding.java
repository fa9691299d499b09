package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;

/**
 * How near to its limit a function came on this node, or an account, in some time.
 *
 * @param function null: all of the account together
 * @param turnedAway calls that were not begun because as many were running as may
 * @param most that ran at one moment
 */
public record Crowding(
        AccountId account, @Nullable FunctionId function, long turnedAway, int most) {}
