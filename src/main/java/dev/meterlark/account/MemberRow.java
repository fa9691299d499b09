package dev.meterlark.account;

import dev.meterlark.shared.PersonId;
import dev.meterlark.shared.Role;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** A membership with its person's e-mail address, as the query finds it. */
record MemberRow(UUID person, String email, Role role, Instant joinedAt) {

    MemberView view() {
        return new MemberView(
                new PersonId(person), email, role.name().toLowerCase(Locale.ROOT), joinedAt);
    }
}
