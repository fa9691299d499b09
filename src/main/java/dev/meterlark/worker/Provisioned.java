package dev.meterlark.worker;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

/**
 * What stood ready for a function because of its floor, without a call.
 *
 * @param mibMillis memory of its sandboxes times how long they stood
 */
public record Provisioned(
        AccountId account, FunctionId function, String functionName, long mibMillis) {}
