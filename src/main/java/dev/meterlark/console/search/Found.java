package dev.meterlark.console.search;

import org.springframework.web.util.UriUtils;

import java.nio.charset.StandardCharsets;

/**
 * A thing that was looked for.
 *
 * @param address of its page
 */
record Found(Kind kind, String name, String address) {

    enum Kind {
        FUNCTION("Function", "functions"),
        PIPELINE("Pipeline", "pipelines"),
        TRIGGER("Trigger", "triggers"),
        CALL("Call", "calls"),
        BUCKET("Bucket", "buckets"),
        TABLE("Table", "tables"),
        QUEUE("Queue", "queues"),
        TOPIC("Topic", "topics"),
        INVOICE("Invoice", "invoices"),
        ACCOUNT("Account", "operator");

        private final String word;
        private final String icon;

        Kind(String word, String icon) {
            this.word = word;
            this.icon = icon;
        }

        public String word() {
            return word;
        }

        public String icon() {
            return icon;
        }
    }

    /**
     * @param page the path of such things' pages, with {} for the name or id
     */
    static Found of(Kind kind, String name, String page, String id) {
        String segment = UriUtils.encodePathSegment(id, StandardCharsets.UTF_8);
        return new Found(kind, name, page.replace("{}", segment));
    }
}
