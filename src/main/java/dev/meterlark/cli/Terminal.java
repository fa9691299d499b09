package dev.meterlark.cli;

import java.io.Console;
import java.util.Optional;

/** Which of the streams people look at, and how to ask them for a secret. */
interface Terminal {

    /** Whether the answers go to a screen. */
    boolean showsOut();

    /** Whether the notices go to a screen. */
    boolean showsErr();

    /** Asks without echo; empty when there is nobody to ask. */
    Optional<String> secret(String prompt);

    /** The terminal of this process; which streams it is, the script that starts lark has found. */
    static Terminal ofProcess() {
        String streams = System.getProperty("lark.terminal", "");
        return new Terminal() {
            @Override
            public boolean showsOut() {
                return streams.contains("1");
            }

            @Override
            public boolean showsErr() {
                return streams.contains("2");
            }

            @Override
            public Optional<String> secret(String prompt) {
                Console console = System.console();
                if (console == null || !console.isTerminal()) {
                    return Optional.empty();
                }
                return Optional.ofNullable(console.readPassword("%s", prompt)).map(String::new);
            }
        };
    }
}
