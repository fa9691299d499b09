package dev.meterlark.billing.payment;

/** What is to be done with a payment provider, as the outbox keeps it. */
sealed interface Errand {

    /** What the provider asks for is what is open, and what is saved is charged. */
    record Charge(String invoice) implements Errand {}

    /** The same, and nothing is charged. */
    record Align(String invoice) implements Errand {}

    /** What the provider has is what the books have. */
    record Look(String provider, String reference) implements Errand {}

    /** What was saved is kept there no longer. */
    record Forget(String provider, String method) implements Errand {}

    default String text() {
        return switch (this) {
            case Charge(String invoice) -> "charge " + invoice;
            case Align(String invoice) -> "align " + invoice;
            case Look(String provider, String reference) -> "look " + provider + " " + reference;
            case Forget(String provider, String method) -> "forget " + provider + " " + method;
        };
    }

    static Errand read(String text) {
        String[] words = text.split(" ", 3);
        return switch (words[0]) {
            case "charge" -> new Charge(words[1]);
            case "align" -> new Align(words[1]);
            case "look" -> new Look(words[1], words[2]);
            case "forget" -> new Forget(words[1], words[2]);
            default -> throw new IllegalStateException("no errand of payments: " + text);
        };
    }
}
