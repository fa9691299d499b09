package dev.meterlark.account;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Role;

import java.util.UUID;

/** A membership with its account, as the query finds it. */
record OwnAccountRow(UUID id, String name, String slug, String number, Role role) {

    AccountOfPerson view() {
        return new AccountOfPerson(
                new AccountIdentity(new AccountId(id), name, slug, number), Members.wireName(role));
    }
}
