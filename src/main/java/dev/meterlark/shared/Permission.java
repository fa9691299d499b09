package dev.meterlark.shared;

import java.util.Arrays;
import java.util.Optional;

/** One thing a caller may be allowed to do; also the scopes that an API key can be cut down to. */
public enum Permission {
    ACCOUNT_READ("account:read", "See the account and its members"),
    ACCOUNT_MANAGE("account:manage", "Rename and close the account, take its data away"),
    MEMBERS_MANAGE("members:manage", "Invite, change and remove members"),
    KEYS_MANAGE("keys:manage", "Make and revoke API keys"),
    AUDIT_READ("audit:read", "Read the audit log"),
    FUNCTIONS_READ("functions:read", "See functions, pipelines and triggers with their settings"),
    FUNCTIONS_WRITE(
            "functions:write", "Make, change, upload and delete functions, pipelines and triggers"),
    FUNCTIONS_INVOKE("functions:invoke", "Call functions, and run again what was given up"),
    LOGS_READ("logs:read", "See calls and their logs"),
    USAGE_READ("usage:read", "See usage and what it costs"),
    BILLING_READ("billing:read", "See invoices, payments, credits and whom they are addressed to"),
    BILLING_MANAGE(
            "billing:manage", "Change the billing address, payment, budgets, caps and the plan"),
    STORAGE_READ("storage:read", "See queues, topics, buckets and tables, and read from them"),
    STORAGE_WRITE(
            "storage:write", "Send and receive messages, publish events, write objects and items"),
    STORAGE_MANAGE(
            "storage:manage", "Make, change, empty and delete queues, topics, buckets and tables"),
    /** The operator's. Never part of a role, never a scope of a key of another account. */
    OPERATE("operate", "Run this installation: accounts, plans, nodes");

    private final String wireName;
    private final String words;

    Permission(String wireName, String words) {
        this.wireName = wireName;
        this.words = words;
    }

    public String wireName() {
        return wireName;
    }

    /** What it lets somebody do, in one line. */
    public String words() {
        return words;
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
