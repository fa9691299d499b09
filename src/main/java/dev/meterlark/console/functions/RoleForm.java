package dev.meterlark.console.functions;

import dev.meterlark.function.RoleSettings;
import dev.meterlark.function.RoleView;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What was typed into the form of what a function may do with the platform.
 *
 * @param permissions that are ticked
 * @param functions names with blanks or commas between, or {@code *} for all
 * @param revision that the role had when the form was shown
 */
record RoleForm(
        @Nullable List<String> permissions, @Nullable String functions, @Nullable String revision) {

    static RoleForm of(RoleView role) {
        return new RoleForm(
                role.permissions(),
                String.join(" ", role.functions()),
                String.valueOf(role.revision()));
    }

    public boolean has(String permission) {
        return permissions != null && permissions.contains(permission);
    }

    RoleSettings settings() {
        List<@Nullable String> wanted =
                permissions == null ? List.of() : List.<@Nullable String>copyOf(permissions);
        List<@Nullable String> names =
                List.<@Nullable String>copyOf(
                        Arrays.stream(Objects.requireNonNullElse(functions, "").split("[\\s,]+"))
                                .filter(name -> !name.isEmpty())
                                .toList());
        return new RoleSettings(
                wanted, names.isEmpty() ? null : names, SettingsForm.revision(revision));
    }
}
