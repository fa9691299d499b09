package dev.meterlark.shared;

import java.util.Set;

/**
 * Who is calling, in which account, and what that caller may do there: the permissions are already
 * the cut of role and key scopes, read for this one request.
 *
 * @param subject who, for the audit log: {@code person:<id>} or {@code key:<id>}
 * @param slug the account's DNS label
 * @param accountNumber the 12-digit number that AWS tools see
 */
public record Caller(
        AccountId account,
        String slug,
        String accountNumber,
        String subject,
        Set<Permission> permissions) {

    public Caller {
        permissions = Set.copyOf(permissions);
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }
}
