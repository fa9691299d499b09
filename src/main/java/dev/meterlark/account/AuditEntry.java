package dev.meterlark.account;

import org.jspecify.annotations.Nullable;

/**
 * What an audit record says.
 *
 * @param detail a JSON object
 */
record AuditEntry(
        String actor, String action, String subject, String detail, @Nullable String address) {

    AuditEntry {
        actor = cut(actor, 80);
        action = cut(action, 80);
        subject = cut(subject, 200);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
