package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;

/** The control plane's word on money, asked in memory on the path of a call. */
public interface SpendGuard {

    /** The list price of one billable attempt, with the price book it comes from. */
    CallPrice price(AccountId account, long billedMillis, int memoryMiB);
}
