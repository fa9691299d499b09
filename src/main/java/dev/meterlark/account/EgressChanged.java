package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

import java.util.List;

/**
 * The operator has changed what an account's functions reach beyond public addresses.
 *
 * @param openings all of them from now on, each a network and ports
 */
public record EgressChanged(AccountId account, List<String> openings) {}
