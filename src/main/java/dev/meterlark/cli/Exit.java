package dev.meterlark.cli;

/** How lark ends: by whose fault, so that a script can tell what to do. */
enum Exit {
    OK(0, "it worked"),
    LARK(1, "lark itself failed, which is a bug"),
    USAGE(2, "the command line is wrong; nothing was sent"),
    CALLER(3, "the platform refused what was asked for"),
    FUNCTION(4, "the function failed"),
    PLATFORM(5, "the platform failed; the same may work later"),
    UNREACHABLE(6, "no Meterlark answers at the address");

    private final int code;
    private final String meaning;

    Exit(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }
}
