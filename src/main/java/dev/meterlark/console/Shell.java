package dev.meterlark.console;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;

/**
 * What every room shows around its content.
 *
 * @param theme light or dark when the person chose one
 */
public record Shell(Caller caller, String account, @Nullable String theme) {

    public boolean may(String permission) {
        return caller.may(Permission.valueOf(permission));
    }

    public String accountNumber() {
        return caller.accountNumber();
    }
}
