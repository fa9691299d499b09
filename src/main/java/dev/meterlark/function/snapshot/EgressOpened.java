package dev.meterlark.function.snapshot;

import dev.meterlark.shared.AccountId;

import java.util.List;

/**
 * What functions of an account that may connect to the internet reach beyond public addresses.
 *
 * @param openings each a network and ports: {@code 10.1.2.0/24 5432,8000-8010}; none when it is
 *     nothing any more
 */
public record EgressOpened(AccountId account, List<String> openings) {

    public EgressOpened {
        openings = List.copyOf(openings);
    }
}
