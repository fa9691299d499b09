package dev.meterlark.shared;

import java.util.Arrays;
import java.util.Optional;

/** One thing a caller may be allowed to do; also the scopes that an API key can be cut down to. */
public enum Permission {
    ACCOUNT_READ("account:read"),
    /** Rename the account, take its data away, close it. */
    ACCOUNT_MANAGE("account:manage"),
    MEMBERS_MANAGE("members:manage"),
    KEYS_MANAGE("keys:manage"),
    AUDIT_READ("audit:read"),
    FUNCTIONS_READ("functions:read"),
    FUNCTIONS_WRITE("functions:write"),
    FUNCTIONS_INVOKE("functions:invoke"),
    LOGS_READ("logs:read"),
    USAGE_READ("usage:read"),
    /** See invoices, payments, credits and whom they are addressed to. */
    BILLING_READ("billing:read"),
    /** Say whom invoices are addressed to, how they are paid, and where spending ends. */
    BILLING_MANAGE("billing:manage"),
    /** See queues, topics, buckets and tables, and read objects and items. */
    STORAGE_READ("storage:read"),
    /** Send, receive and settle messages, publish events, write and delete objects and items. */
    STORAGE_WRITE("storage:write"),
    /** Make, change, empty and delete queues, topics, buckets and tables. */
    STORAGE_MANAGE("storage:manage"),
    /**
     * The operator's: every account, plans, nodes. Never part of a role, never a scope of a key of
     * another account.
     */
    OPERATE("operate");

    private final String wireName;

    Permission(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** Whether it can be held for some functions only. */
    public boolean aboutFunctions() {
        return switch (this) {
            case FUNCTIONS_READ, FUNCTIONS_WRITE, FUNCTIONS_INVOKE, LOGS_READ -> true;
            case ACCOUNT_READ,
                    ACCOUNT_MANAGE,
                    MEMBERS_MANAGE,
                    KEYS_MANAGE,
                    AUDIT_READ,
                    USAGE_READ,
                    BILLING_READ,
                    BILLING_MANAGE,
                    STORAGE_READ,
                    STORAGE_WRITE,
                    STORAGE_MANAGE,
                    OPERATE ->
                    false;
        };
    }

    public static Optional<Permission> fromWireName(String wireName) {
        return Arrays.stream(values()).filter(p -> p.wireName.equals(wireName)).findFirst();
    }
}
