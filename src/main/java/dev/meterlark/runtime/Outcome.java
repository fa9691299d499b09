package dev.meterlark.runtime;

/** What a handler answered. */
record Outcome(byte[] bytes, String contentType) {

    static Outcome json(byte[] bytes) {
        return new Outcome(bytes, "application/json");
    }

    static Outcome raw(byte[] bytes) {
        return new Outcome(bytes, "application/octet-stream");
    }
}
