package dev.meterlark.billing.invoice;

import java.util.Locale;

/** Why a month was not billed but left to a person. */
public enum Parking {
    /** More than so many times what is usual of the account. */
    UNUSUAL,

    /** It would have come to less than nothing. */
    NEGATIVE,

    /** The month has an invoice already that the close knows nothing of. */
    DUPLICATE,

    /** A line is not what its shares, or what was used and billed, come to. */
    UNRECONCILED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
