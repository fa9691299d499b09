package dev.meterlark.billing.plan;

import java.util.regex.Pattern;

/** Addresses that invoices may go to: nothing in one ends a header or begins another. */
final class BillingEmails {

    private static final int LONGEST = 254;
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})+");

    private BillingEmails() {}

    static boolean isAddress(String text) {
        return text.length() <= LONGEST && ADDRESS.matcher(text).matches();
    }
}
