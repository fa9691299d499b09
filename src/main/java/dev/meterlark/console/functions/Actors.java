package dev.meterlark.console.functions;

import dev.meterlark.account.Members;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Who did something, as people call them. */
@Component
class Actors {

    private static final int SHORT = 8;

    private final Members members;

    Actors(Members members) {
        this.members = members;
    }

    /** Turns what histories keep of an actor into words; members are named to whom may see them. */
    UnaryOperator<String> known(Caller caller) {
        Map<String, String> emails =
                caller.may(Permission.ACCOUNT_READ)
                        ? members.list(caller).stream()
                                .collect(
                                        Collectors.toMap(
                                                each -> "person:" + each.person(),
                                                each -> each.email()))
                        : Map.of();
        return actor -> words(actor, emails);
    }

    private static String words(String actor, Map<String, String> emails) {
        String email = emails.get(actor);
        if (email != null) {
            return email;
        }
        int colon = actor.indexOf(':');
        String id = actor.substring(colon + 1);
        String shown = id.length() > SHORT ? id.substring(0, SHORT) + "…" : id;
        return switch (colon < 0 ? "" : actor.substring(0, colon)) {
            case "person" -> emails.isEmpty() ? "a member" : "somebody who left";
            case "key" -> "API key " + id;
            case "shift" -> "the shift itself";
            case "function" -> "function " + id;
            default -> shown;
        };
    }
}
