package dev.meterlark.ingress;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A second as headers and events write it, made once for all requests of that second. */
record Moment(long epochSecond, String header, String event) {

    private static final DateTimeFormatter HEADER =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final DateTimeFormatter EVENT =
            DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss '+0000'", Locale.ENGLISH);

    private static volatile Moment last = new Moment(0, "", "");

    static Moment of(Instant now) {
        Moment known = last;
        if (known.epochSecond == now.getEpochSecond()) {
            return known;
        }
        var utc = now.atOffset(ZoneOffset.UTC);
        Moment made = new Moment(now.getEpochSecond(), HEADER.format(utc), EVENT.format(utc));
        last = made;
        return made;
    }
}
