package dev.meterlark.trigger.kafka;

/** User and password on their way to a client. Never text. */
record Credentials(String user, String password) {

    /** Where a client's settings hold them. */
    static final String SETTING = "meterlark.credentials";

    @Override
    public String toString() {
        return "credentials";
    }
}
