package dev.meterlark.cli;

import java.nio.charset.StandardCharsets;

/** A function's answer on standard output. */
final class Answers {

    private Answers() {}

    /** Whoever pipes it gets every byte as it is; a screen is not handed over to it. */
    static void write(Reply reply, Surroundings around) {
        String text = new String(reply.body(), StandardCharsets.UTF_8);
        if (!around.terminal().showsOut()) {
            around.out().writeBytes(reply.body());
        } else {
            around.out().print(Shown.lines(text));
            if (!text.endsWith("\n")) {
                around.out().println();
            }
        }
        around.out().flush();
    }
}
