package dev.meterlark.function.snapshot;

import java.util.List;
import java.util.Map;

/** What became of a file of Java. */
public sealed interface CompiledSource {

    /**
     * @param files class files by their path: {@code com/acme/Hello.class}
     */
    record Classes(Map<String, byte[]> files) implements CompiledSource {}

    /**
     * @param mistakes at least one, in the order of the file
     */
    record Mistaken(List<Mistake> mistakes) implements CompiledSource {}

    /**
     * @param line from one; 0 when it belongs to none
     * @param column from one; 0 when it belongs to none
     * @param message the compiler's, cut to a bound; it quotes what was written
     */
    record Mistake(int line, int column, String message) {}
}
