package dev.meterlark.billing.document;

import java.util.Locale;

/** What an invoice can be had as. */
public enum DocumentFormat {
    PDF("application/pdf"),
    CSV("text/csv; charset=utf-8"),
    XML("application/xml");

    private final String mediaType;

    DocumentFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }
}
