package dev.meterlark.shared;

import java.util.Set;

/**
 * Who is calling, in which account, and what that caller may do there: the permissions are already
 * the cut of role and key scopes, read for this one request.
 *
 * @param subject who, for the audit log: {@code person:<id>}, {@code key:<id>} or {@code
 *     function:<name>}
 * @param slug the account's DNS label
 * @param accountNumber the 12-digit number that AWS tools see
 * @param about the functions that those permissions hold for which are about functions
 */
public record Caller(
        AccountId account,
        String slug,
        String accountNumber,
        String subject,
        Set<Permission> permissions,
        FunctionScope about) {

    public Caller {
        permissions = Set.copyOf(permissions);
    }

    /** One whose permissions hold for every function of the account. */
    public Caller(
            AccountId account,
            String slug,
            String accountNumber,
            String subject,
            Set<Permission> permissions) {
        this(account, slug, accountNumber, subject, permissions, FunctionScope.ALL);
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /** The same where a function is what it is about. */
    public boolean may(Permission permission, String function) {
        return may(permission) && (!permission.aboutFunctions() || about.covers(function));
    }
}
