package dev.meterlark.account;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.PersonId;

import java.util.Optional;

/** How a caller's subject is written: {@code person:<id>} or {@code key:<id>}. */
final class Subjects {

    private static final String PERSON = "person:";
    private static final String KEY = "key:";
    private static final String OPERATOR = "operator:";

    private Subjects() {}

    static String of(PersonId person) {
        return PERSON + person;
    }

    static String ofKey(String key) {
        return KEY + key;
    }

    /** In somebody else's account: no person of that account is who did it. */
    static String ofOperator(Caller operator) {
        return OPERATOR + operator.subject().replace(PERSON, "");
    }

    static Optional<PersonId> person(Caller caller) {
        return caller.subject().startsWith(PERSON)
                ? Optional.of(PersonId.parse(caller.subject().substring(PERSON.length())))
                : Optional.empty();
    }

    static Optional<String> key(Caller caller) {
        return caller.subject().startsWith(KEY)
                ? Optional.of(caller.subject().substring(KEY.length()))
                : Optional.empty();
    }
}
