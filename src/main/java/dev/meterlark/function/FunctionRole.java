package dev.meterlark.function;

import static java.util.stream.Collectors.toCollection;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionScope;
import dev.meterlark.shared.Permission;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a function may do with the platform: nothing, unless it was granted.
 *
 * @param about the functions that those permissions hold for which are about functions
 */
record FunctionRole(Set<Permission> permissions, FunctionScope about) {

    static final FunctionRole NONE = new FunctionRole(Set.of(), FunctionScope.of(Set.of()));

    static final String EVERY = "*";

    /**
     * A program that nobody looks at makes no people, no keys that outlive its role, and does not
     * move where its own spending ends.
     */
    static final Set<Permission> NEVER =
            EnumSet.of(
                    Permission.OPERATE,
                    Permission.ACCOUNT_MANAGE,
                    Permission.MEMBERS_MANAGE,
                    Permission.KEYS_MANAGE,
                    Permission.BILLING_MANAGE);

    FunctionRole {
        permissions = Set.copyOf(permissions);
    }

    /** The first of its permissions that the caller does not have for all that it is about. */
    Optional<Permission> beyond(Caller caller) {
        return permissions.stream().sorted().filter(each -> !isWithin(each, caller)).findFirst();
    }

    private boolean isWithin(Permission permission, Caller caller) {
        return caller.may(permission)
                && (!permission.aboutFunctions() || caller.about().covers(about));
    }

    /** In order. */
    List<String> permissionNames() {
        return List.copyOf(
                permissions.stream().map(Permission::wireName).collect(toCollection(TreeSet::new)));
    }

    /** In order; {@link #EVERY} alone for all. */
    List<String> functionNames() {
        return about.all() ? List.of(EVERY) : List.copyOf(new TreeSet<>(about.names()));
    }

    /** As they stand in columns: words with spaces between. */
    static FunctionRole parse(String permissions, String functions) {
        EnumSet<Permission> granted = EnumSet.noneOf(Permission.class);
        words(permissions).forEach(each -> Permission.fromWireName(each).ifPresent(granted::add));
        return new FunctionRole(
                granted,
                functions.equals(EVERY)
                        ? FunctionScope.ALL
                        : FunctionScope.of(Set.copyOf(words(functions))));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(each -> !each.isEmpty()).toList();
    }
}
