package dev.meterlark.function;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionScope;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Turns what somebody asks for into a role, or says what is wrong with it. */
final class RoleShaping {

    static final int MOST_FUNCTIONS = 100;

    /** As AWS allows, which is more than a function made through REST may be called. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private RoleShaping() {}

    static FunctionRole role(RoleSettings asked) {
        Set<Permission> permissions = permissions(asked.permissions());
        boolean aboutFunctions = permissions.stream().anyMatch(Permission::aboutFunctions);
        if (asked.functions() == null && aboutFunctions) {
            throw invalid(
                    "functions must say which functions the permissions are about: their names, or"
                            + " [\"*\"] for all");
        }
        return new FunctionRole(permissions, scope(asked.functions()));
    }

    private static Set<Permission> permissions(@Nullable List<@Nullable String> asked) {
        if (asked == null) {
            throw invalid("permissions is missing; [] takes all away");
        }
        EnumSet<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (String each : asked) {
            permissions.add(permission(each));
        }
        return permissions;
    }

    private static Permission permission(@Nullable String asked) {
        return Permission.fromWireName(asked == null ? "" : asked)
                .filter(each -> !FunctionRole.NEVER.contains(each))
                .orElseThrow(
                        () ->
                                invalid(
                                        "permissions cannot hold %s; a function may be granted: %s"
                                                .formatted(shown(asked), grantable())));
    }

    private static String grantable() {
        return String.join(
                ", ",
                Arrays.stream(Permission.values())
                        .filter(each -> !FunctionRole.NEVER.contains(each))
                        .map(Permission::wireName)
                        .toList());
    }

    private static FunctionScope scope(@Nullable List<@Nullable String> asked) {
        if (asked == null) {
            return FunctionScope.of(Set.of());
        }
        if (asked.equals(List.of(FunctionRole.EVERY))) {
            return FunctionScope.ALL;
        }
        Set<String> names = new TreeSet<>();
        for (String each : asked) {
            if (each == null || !NAME.matcher(each).matches()) {
                throw invalid(
                        "functions holds names of functions, or \"*\" alone for all; was: "
                                + shown(each));
            }
            names.add(each);
        }
        if (names.size() > MOST_FUNCTIONS) {
            throw invalid(
                    "functions holds at most %d names, were: %d; \"*\" stands for all"
                            .formatted(MOST_FUNCTIONS, names.size()));
        }
        return FunctionScope.of(names);
    }

    private static String shown(@Nullable String text) {
        return text == null ? "null" : Shown.text(text);
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
