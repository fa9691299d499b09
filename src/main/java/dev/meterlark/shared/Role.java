package dev.meterlark.shared;

import static dev.meterlark.shared.Permission.ACCOUNT_READ;
import static dev.meterlark.shared.Permission.BILLING_MANAGE;
import static dev.meterlark.shared.Permission.BILLING_READ;
import static dev.meterlark.shared.Permission.FUNCTIONS_INVOKE;
import static dev.meterlark.shared.Permission.FUNCTIONS_READ;
import static dev.meterlark.shared.Permission.FUNCTIONS_WRITE;
import static dev.meterlark.shared.Permission.LOGS_READ;
import static dev.meterlark.shared.Permission.OPERATE;
import static dev.meterlark.shared.Permission.STORAGE_MANAGE;
import static dev.meterlark.shared.Permission.STORAGE_READ;
import static dev.meterlark.shared.Permission.STORAGE_WRITE;
import static dev.meterlark.shared.Permission.USAGE_READ;

import java.util.EnumSet;
import java.util.Set;

/** What a member may do in an account. */
public enum Role {
    OWNER(EnumSet.complementOf(EnumSet.of(OPERATE))),
    DEVELOPER(
            EnumSet.of(
                    ACCOUNT_READ,
                    FUNCTIONS_READ,
                    FUNCTIONS_WRITE,
                    FUNCTIONS_INVOKE,
                    LOGS_READ,
                    USAGE_READ,
                    STORAGE_READ,
                    STORAGE_WRITE,
                    STORAGE_MANAGE)),
    BILLING(EnumSet.of(ACCOUNT_READ, FUNCTIONS_READ, USAGE_READ, BILLING_READ, BILLING_MANAGE)),
    VIEWER(EnumSet.of(ACCOUNT_READ, FUNCTIONS_READ, LOGS_READ, USAGE_READ, STORAGE_READ));

    private final Set<Permission> permissions;

    Role(Set<Permission> permissions) {
        this.permissions = Set.copyOf(permissions);
    }

    public Set<Permission> permissions() {
        return permissions;
    }
}
