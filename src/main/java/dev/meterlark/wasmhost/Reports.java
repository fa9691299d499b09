package dev.meterlark.wasmhost;

/** What the platform is told; any thread may. */
interface Reports {

    /**
     * @param classes machine code to keep for the next time; empty when the platform has it
     */
    void loaded(int ticket, byte[] classes);

    void refused(int ticket, String why);

    void printed(int slot, String request, byte[] text);

    /**
     * Told before the call's answer is.
     *
     * @param peakBytes of the guest's memory and files
     * @param dropped bytes of its log that were not kept
     */
    void callEnded(int slot, String request, long cpuMicros, long peakBytes, long dropped);

    /** No thread of it is left. */
    void closed(int slot);
}
