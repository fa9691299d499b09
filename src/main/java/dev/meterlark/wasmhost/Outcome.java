package dev.meterlark.wasmhost;

/** How a call ended, as far as the guest is concerned. */
sealed interface Outcome {

    record Answered(byte[] bytes, String contentType) implements Outcome {}

    /**
     * @param type as in {@code Lambda-Runtime-Function-Error-Type}
     */
    record Failed(String type, String message) implements Outcome {

        byte[] json() {
            return JsonText.object("errorType", type, "errorMessage", message);
        }
    }

    /** The platform ended it; nobody waits for an answer. */
    record Stopped() implements Outcome {}
}
