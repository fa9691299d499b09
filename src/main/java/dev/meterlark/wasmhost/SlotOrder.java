package dev.meterlark.wasmhost;

import java.util.Map;

/**
 * One function version that is to be served.
 *
 * @param handler told to the guest as its name
 */
record SlotOrder(
        int slot, String digest, String handler, Bounds bounds, Map<String, String> environment) {

    /**
     * What one call may have.
     *
     * @param calls at once
     * @param pages of 64 KiB in its memory
     * @param fileBytes in its files, all together
     * @param answerBytes on its standard output
     * @param logBytes on its standard error; the rest is counted
     */
    record Bounds(int calls, int pages, int fileBytes, int answerBytes, int logBytes) {}
}
