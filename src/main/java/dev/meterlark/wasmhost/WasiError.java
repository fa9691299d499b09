package dev.meterlark.wasmhost;

import java.io.Serial;

/** What a guest is told by a number; the numbers are those of WASI preview 1. */
final class WasiError extends RuntimeException {

    static final int BAD_DESCRIPTOR = 8;
    static final int EXISTS = 20;
    static final int FAULT = 21;
    static final int TOO_BIG = 22;
    static final int INVALID = 28;
    static final int IS_FOLDER = 31;
    static final int TOO_MANY_FILES = 33;
    static final int NAME_TOO_LONG = 37;
    static final int NO_ENTRY = 44;
    static final int NO_SPACE = 51;
    static final int NOT_IMPLEMENTED = 52;
    static final int NO_FOLDER = 54;
    static final int NOT_EMPTY = 55;
    static final int NO_SOCKET = 57;
    static final int NOT_SUPPORTED = 58;
    static final int NOT_SEEKABLE = 70;
    static final int NOT_CAPABLE = 76;

    @Serial private static final long serialVersionUID = 1L;

    private final int number;

    WasiError(int number) {
        super("WASI error " + number, null, false, false);
        this.number = number;
    }

    int number() {
        return number;
    }
}
