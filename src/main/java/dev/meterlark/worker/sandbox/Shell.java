package dev.meterlark.worker.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The one program beside its runtime that a function finds: libraries start others through it. */
final class Shell {

    private static final Path SHELL = Path.of("/bin/sh");
    private static final Path ENV = Path.of("/usr/bin/env");

    private Shell() {}

    /** Answers where it is on this machine. */
    static Path addTo(ImageBuilder image) throws IOException {
        image.copy(SHELL.toRealPath(), "/usr/bin/sh");
        List<Path> programs = Files.exists(ENV) ? List.of(SHELL, ENV) : List.of(SHELL);
        image.copyAll(programs);
        image.copyAll(Libraries.of(programs));
        return SHELL;
    }
}
