package dev.meterlark.worker.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One kind of runtime: how it is found on this machine, laid out, started and tried. */
interface Family {

    /** As offers name it. */
    String name();

    /**
     * Lays out what was found, each in a folder of its own below {@code images}.
     *
     * @return empty when the machine has none
     */
    List<RuntimeImage> build(Path images) throws IOException;

    /** The smallest function there is. */
    Trial trial();

    /**
     * @param file its name in the package
     */
    record Trial(String handler, String file, String content) {}
}
