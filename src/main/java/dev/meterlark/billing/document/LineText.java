package dev.meterlark.billing.document;

import dev.meterlark.billing.invoice.IssuedLine;

import org.jspecify.annotations.Nullable;

/** What a line is called in a language; what has no name of its own there keeps the one it has. */
record LineText(IssuedLine line, Language language) {

    String description() {
        return switch (line.kind()) {
            case "usage" -> meter();
            case "late" -> Word.LATE.in(language, meter());
            case "fee" -> Word.FEE.in(language);
            case "minimum" -> Word.MINIMUM.in(language);
            default -> line.description();
        };
    }

    private String meter() {
        Word word = word(line.meter());
        return word == null ? line.description() : word.in(language);
    }

    private static @Nullable Word word(@Nullable String meter) {
        return switch (meter) {
            case "requests" -> Word.REQUESTS;
            case "gb-seconds" -> Word.GB_SECONDS;
            case "cpu-seconds" -> Word.CPU_SECONDS;
            case "egress-gb" -> Word.EGRESS_GB;
            case "bucket-gb-months" -> Word.BUCKET_GB_MONTHS;
            case "table-gb-months" -> Word.TABLE_GB_MONTHS;
            case "storage-requests" -> Word.STORAGE_REQUESTS;
            case "provisioned-gb-seconds" -> Word.PROVISIONED_GB_SECONDS;
            case null, default -> null;
        };
    }

    /** In the plural, as it stands below a quantity. */
    String unit() {
        return switch (line.unit()) {
            case "request" -> Word.UNIT_REQUESTS.in(language);
            case "GB-second" -> Word.UNIT_GB_SECONDS.in(language);
            case "CPU-second" -> Word.UNIT_CPU_SECONDS.in(language);
            case "GB-month" -> Word.UNIT_GB_MONTHS.in(language);
            default -> line.unit();
        };
    }

    String thing(IssuedLine.Share share) {
        Word kind =
                switch (share.thing()) {
                    case "function" -> Word.FUNCTION;
                    case "bucket" -> Word.BUCKET;
                    case "table" -> Word.TABLE;
                    case "queue" -> Word.QUEUE;
                    default -> null;
                };
        return kind == null ? share.thing() : kind.in(language);
    }
}
