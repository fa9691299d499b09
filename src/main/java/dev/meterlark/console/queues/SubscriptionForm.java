package dev.meterlark.console.queues;

import dev.meterlark.storage.topic.SubscriptionWish;

import org.jspecify.annotations.Nullable;

/**
 * What was typed into the form of a subscription.
 *
 * @param kind {@code queue}, {@code function}, {@code pipeline} or {@code webhook}
 * @param to the name or the web address of it
 */
record SubscriptionForm(
        @Nullable String kind,
        @Nullable String to,
        @Nullable String qualifier,
        @Nullable String filter) {

    static final SubscriptionForm BLANK = new SubscriptionForm("queue", "", "", "");

    SubscriptionWish wish() {
        String whom = to == null ? "" : to.strip();
        String version = qualifier == null || qualifier.isBlank() ? null : qualifier.strip();
        return new SubscriptionWish(
                null,
                "queue".equals(kind) ? whom : null,
                "function".equals(kind) ? whom : null,
                "pipeline".equals(kind) ? whom : null,
                version,
                "webhook".equals(kind) ? whom : null,
                filter == null || filter.isBlank() ? null : Typed.read("filter", filter));
    }
}
