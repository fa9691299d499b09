package dev.meterlark.worker.sandbox.egress;

import dev.meterlark.network.AddressPolicy;
import dev.meterlark.network.Opening;
import dev.meterlark.shared.AccountId;

/** What the operator allows an account beyond public addresses: its own database, say. */
record Allowed(AccountId account, Opening opening) {

    /**
     * @param text the account's id, a network, and ports: {@code 0190…-… 10.1.2.0/24
     *     5432,8000-8010}
     * @throws IllegalArgumentException when it is not that, with what is wrong
     */
    static Allowed parse(String text) {
        String[] words = text.strip().split(" +", 2);
        if (words.length != 2 || words[1].split(" ").length != 2) {
            throw new IllegalArgumentException(
                    "an account's id, a network and ports are needed, as in '<id> 10.1.2.0/24"
                            + " 5432'");
        }
        return new Allowed(AccountId.parse(words[0]), Opening.parse(words[1], AddressPolicy.NEVER));
    }
}
